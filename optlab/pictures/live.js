// The picture in the page: paints frames without flicker, tells the kernel of mouse, keys and theme, and gives every
// control a name that a screen reader finds.

function nameControls(root) {
  for (const row of root.querySelectorAll(".widget-hslider, .widget-hrange-slider")) {
    // A slider without a label of its own is the twin of the number box before it.
    const own = row.querySelector(".widget-label")?.textContent;
    const label = own || row.previousElementSibling?.querySelector(".widget-label")?.textContent || "";
    for (const handle of row.querySelectorAll(".noUi-handle")) {
      const name = label + " slider";
      if (handle.getAttribute("aria-label") !== name) handle.setAttribute("aria-label", name);
    }
    const readout = row.querySelector(".widget-readout");
    if (readout && readout.getAttribute("aria-label") !== label + " value") readout.setAttribute("aria-label", label + " value");
  }
  for (const button of root.querySelectorAll(".widget-play button")) {  // they have icons only
    const name = button.querySelector(".fa-stop") ? "back to the start" : button.querySelector(".fa-retweet") ? "repeat" : "play or pause";
    if (button.getAttribute("aria-label") !== name) button.setAttribute("aria-label", name);
  }
}

// matplotlib's markers as paths around (17, 6)
const POINTS = {
  o: "M13 6a4 4 0 1 0 8 0a4 4 0 1 0-8 0", s: "M13 2h8v8h-8z", "^": "M17 1.5l4.5 9h-9z", v: "M17 10.5l4.5-9h-9z", D: "M17 1l5 5l-5 5l-5-5z",
  P: "M15.3 1.5h3.4v2.8h2.8v3.4h-2.8v2.8h-3.4v-2.8h-2.8v-3.4h2.8z", X: "M13 4l2-2l2 2l2-2l2 2l-2 2l2 2l-2 2l-2-2l-2 2l-2-2l2-2z",
  "*": "M17 .5l1.4 3.8h4l-3.2 2.4l1.2 4l-3.4-2.4l-3.4 2.4l1.2-4l-3.2-2.4h4z",
};

function sample(entry) {
  const dash = entry.dash.map((d) => d * 2.2).join(" ");
  const line = `<line x1="1" y1="6" x2="33" y2="6" stroke="${entry.colour}" stroke-width="2.4" stroke-dasharray="${dash}"/>`;
  const fill = entry.hollow ? `fill="none" stroke-width="1.5" stroke` : "fill";
  const point = `<path d="${POINTS[entry.marker]}" ${fill}="${entry.colour}"/>`;
  return `<svg width="34" height="12" aria-hidden="true">${entry.line ? line : ""}${POINTS[entry.marker] ? point : ""}</svg>`;
}

// A picture's bytes as an address: decoded in half the time of a Blob, which goes through another process of the browser.
function address(data) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let text = "";
  for (let k = 0; k < bytes.length; k += 8192) text += String.fromCharCode(...bytes.subarray(k, k + 8192));
  return "data:image/png;base64," + btoa(text);
}

function render({ model, el }) {
  el.classList.add("optlab-picture");
  el.dataset.lmSuppressShortcuts = "true"; // the notebook must not take the arrow keys
  const figure = document.createElement("figure");
  const legend = document.createElement("div");
  const canvas = document.createElement("canvas");
  const words = document.createElement("figcaption");
  const trouble = document.createElement("p");
  legend.className = "optlab-legend";
  trouble.className = "optlab-trouble";
  trouble.setAttribute("role", "alert");
  canvas.setAttribute("role", "img");
  words.setAttribute("aria-live", "polite");
  figure.append(legend, canvas, trouble, words);
  el.append(figure);

  let painted = 0;
  async function paint() {
    const data = model.get("png"), frame = model.get("frame");
    if (!data || !data.byteLength) return;
    const image = new Image();
    image.src = address(data);
    await image.decode();
    if (frame < painted) return; // a newer one was ready first
    painted = frame;
    if (canvas.width !== image.naturalWidth || canvas.height !== image.naturalHeight) {
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
    }
    canvas.getContext("2d").drawImage(image, 0, 0);
    canvas.dataset.frame = String(frame);
    if (model.get("reports")) model.send({ event: "painted", frame });
  }
  function tell() {
    words.textContent = model.get("words");
    canvas.setAttribute("aria-label", model.get("words"));
  }
  function dress() {
    canvas.style.width = figure.style.maxWidth = model.get("width") + "px";
    figure.classList.toggle("optlab-large", model.get("large"));
    trouble.textContent = model.get("trouble");
    canvas.tabIndex = model.get("interactive") ? 0 : -1;
    canvas.style.cursor = model.get("interactive") ? "crosshair" : "default";
  }
  function explain() {
    legend.innerHTML = "";
    for (const entry of model.get("legend")) {
      const item = document.createElement("span");
      item.innerHTML = sample(entry);
      item.append(entry.label);
      legend.append(item);
    }
  }
  const answers = {
    "change:frame": paint,
    "change:words": tell,
    "change:legend": explain,
    "change:trouble change:interactive change:large change:width": dress,
  };
  for (const [change, answer] of Object.entries(answers)) {
    model.on(change, answer);
    answer();
  }

  // Mouse: at most one message for each painted frame of the browser.
  let pending = null;
  function send(kind, event) {
    const box = canvas.getBoundingClientRect();
    const message = { event: kind, x: ((event.clientX - box.left) / box.width), y: ((event.clientY - box.top) / box.height) };
    if (kind === "move") {
      if (!pending) requestAnimationFrame(() => { if (pending) model.send(pending); pending = null; });
      pending = message;
    } else {
      if (pending) { model.send(pending); pending = null; }
      model.send(message);
    }
  }
  canvas.addEventListener("pointerdown", (event) => {
    if (!model.get("interactive")) return;
    canvas.setPointerCapture(event.pointerId);
    canvas.focus();
    event.preventDefault();
    send("down", event);
  });
  canvas.addEventListener("pointermove", (event) => { if (event.buttons && model.get("interactive")) send("move", event); });
  canvas.addEventListener("pointerup", (event) => { if (model.get("interactive")) send("up", event); });
  canvas.addEventListener("keydown", (event) => {
    if (!model.get("interactive") || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
    model.send({ event: "key", key: event.key, shift: event.shiftKey });
  });

  // Theme: JupyterLab says it on the body; elsewhere the page is light.
  const theme = () => (document.body.dataset.jpThemeLight === "false" ? "dark" : "light");
  let told = "light";
  const watchTheme = () => { if (theme() !== told) { told = theme(); model.send({ event: "theme", theme: told }); } };
  const themes = new MutationObserver(watchTheme);
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  watchTheme();

  // Controls are attached around the picture after it; name them as they come.
  let naming;
  const names = new MutationObserver(() => root && nameControls(root));
  let root = null;
  naming = setInterval(() => {
    root = el.closest(".optlab");
    if (!root) return;
    clearInterval(naming);
    nameControls(root);
    names.observe(root, { childList: true, subtree: true });
  }, 100);

  return () => { clearInterval(naming); names.disconnect(); themes.disconnect(); };
}

export default { render };
