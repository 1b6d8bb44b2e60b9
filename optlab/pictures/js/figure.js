// One figure in the page: toolbar, picture, caption. It draws when something changes, never more than once a frame.
import { painter } from "./painter.js";
import { dress, darkPage, onTheme } from "./style.js";
import { fill, node, make } from "./dom.js";
import { nearest, reading } from "./labels.js";
import { textWidth } from "./scale.js";

// Draw at once, but no more than once for each frame of the browser.
function once(draw) {
  let free = true,
    waiting = false;
  return function now() {
    waiting = !free;
    if (waiting) return;
    free = false;
    draw();
    requestAnimationFrame(() => {
      free = true;
      if (waiting) now();
    });
  };
}

// How much larger type and lines are: as asked by a number, or as a projector needs it.
export const enlarged = (projector) => (projector === true ? 1.35 : projector || 1);

// kind: {tools, controls, put, build, pointer, key, under}; kernel, where there is one: {save(state), ask(state), share(state, scene)},
// to which a figure adds what it is asked by others: {now(), onstate(state, scene)}.
export function mount(root, spec, kind, kernel) {
  dress();
  root.classList.add("optlab-figure");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", spec.name ?? "figure");
  const tools = make("div", { className: "tools" }),
    legend = make("div", { className: "legend" }),
    stage = make("div", { className: "stage" });
  const summary = make("summary"),
    said = make("p"),
    caption = make("figcaption", {}, make("details", {}, summary, said)),
    trouble = make("p", { className: "trouble", role: "alert" });
  const why = make("p", { className: "why" }),
    heard = make("div", { className: "heard", ariaLive: "polite" });
  root.replaceChildren(tools, make("figure", {}, legend, stage, caption), trouble, why, heard);
  const paint = painter(stage, legend, kind.under),
    svg = paint.svg,
    over = node("g", { class: "reading" }, svg);
  const state = structuredClone(spec.state ?? {}),
    memo = {},
    remote = Boolean(spec.remote);
  let scene = spec.scene ?? null,
    frame = 0,
    width = 0,
    playing = 0,
    held = null,
    saving = 0,
    sharing = 0,
    hearing = 0,
    asked = null,
    again = false;

  const update = kind.tools?.(tools, (name, value) => change({ [name]: value }));
  const steer = () => update?.(kind.controls(spec, state, memo));
  if (!update) tools.remove();
  if (kind.key) {
    svg.setAttribute("tabindex", 0);
    svg.dataset.lmSuppressShortcuts = "true";
  }
  if (remote)
    why.textContent = `${spec.remote} ${kernel ? "So Python computes this figure." : "Without Python it shows its last picture."}`;

  function show() {
    if (!scene || !width) return;
    const u = enlarged(state.projector);
    if (root.style.getPropertyValue("--u") !== String(u)) root.style.setProperty("--u", u);
    paint.paint(scene, width, u, root.dataset.theme === "dark", Boolean(playing), state.room);
    svg.dataset.frame = ++frame;
    caption.classList.toggle("old", Boolean(playing)); // no sentence is better than an old one
    if (playing) return;
    fill(summary, { textContent: scene.caption });
    fill(said, { textContent: scene.words });
  }
  function make_() {
    try {
      scene = kind.build(spec, state, memo);
      trouble.textContent = "";
    } catch (error) {
      trouble.textContent = error.message;
      if (!(error instanceof RangeError)) console.error(error);
    }
  }
  const redraw = once(() => {
    make_();
    steer();
    show();
  });

  // The kernel computes: one question at a time, the last state wins.
  async function ask() {
    if (!kernel) return;
    if (asked) {
      again = true;
      return asked;
    }
    asked = kernel.ask(state);
    const answer = await asked;
    asked = null;
    if (answer.trouble) trouble.textContent = answer.trouble;
    else {
      scene = answer.scene;
      trouble.textContent = "";
    }
    show();
    share();
    if (again) {
      again = false;
      return ask();
    }
  }
  // The other views of this figure follow, when this one is painted.
  function share() {
    if (kernel)
      sharing ||= setTimeout(() => {
        sharing = 0;
        kernel.share(state, scene);
      }, 16);
  }
  function tell() {
    if (kernel && !remote) {
      share();
      clearTimeout(saving);
      // When the hand rests: a kernel that is busy makes JupyterLab paint.
      saving = setTimeout(() => kernel.save(structuredClone(state)), 300);
    }
    clearTimeout(hearing);
    hearing = setTimeout(() => {
      heard.textContent = scene?.caption ?? "";
    }, 900);
  }
  function change(values) {
    try {
      for (const [name, value] of Object.entries(values)) {
        if (name === "play") {
          value ? play() : stop();
          continue;
        }
        if (name === "projector" || name === "room") state[name] = value;
        else kind.put(spec, state, name, value, memo);
      }
    } catch (error) {
      trouble.textContent = error.message;
      if (!(error instanceof RangeError)) throw error;
      return Promise.resolve();
    }
    return after();
  }
  function after() {
    tell();
    if (!remote) {
      redraw();
      return Promise.resolve();
    }
    steer();
    return ask();
  }

  // Play by the clock; between two steps a run stands between its two points. A reader who wants no motion sees ten stages.
  function play() {
    if (state.shown >= spec.steps) state.shown = 0;
    const from = state.shown,
      rate = Math.max(25, spec.steps / 6),
      leap = matchMedia("(prefers-reduced-motion: reduce)").matches ? Math.ceil(spec.steps / 10) : 0;
    let began = 0;
    const tick = (now) => {
      if (!playing) return;
      began ||= now;
      const on = ((now - began) * rate) / 1000,
        next = Math.min(spec.steps, from + (leap ? Math.floor(on / leap) * leap : on));
      if (next !== state.shown) {
        state.shown = next;
        make_();
        show();
        steer();
        share();
      }
      if (state.shown >= spec.steps) stop();
      else playing = requestAnimationFrame(tick);
    };
    memo.playing = true;
    playing = requestAnimationFrame(tick);
  }
  function stop() {
    if (!playing) return;
    cancelAnimationFrame(playing);
    playing = 0;
    memo.playing = false;
    state.shown = Math.min(spec.steps, Math.round(state.shown));
    redraw();
    tell();
  }

  // Mouse and finger: what the kind of figure makes of them; else they read a value.
  function drag(event, phase) {
    const at = paint.locate(event, held);
    if (!at || !kind.pointer || (remote && !kernel)) return false;
    if (!kind.pointer(spec, state, { phase, ...at }, memo)) return false;
    if (held === null) {
      held = at.panel;
      stop();
      svg.setPointerCapture(event.pointerId);
      svg.focus({ preventScroll: true });
      root.dataset.mouse = true;
    }
    after();
    return true;
  }
  svg.addEventListener("pointerdown", (e) => {
    if (e.button === 0 && drag(e, "down")) {
      e.preventDefault();
      read(null);
    }
  });
  // A finger that drags must not scroll the page; touch-action does not reach the parts of an svg everywhere.
  svg.addEventListener("touchstart", (e) => held !== null && e.preventDefault(), { passive: false });
  svg.addEventListener("pointermove", (e) => {
    if (held !== null) drag(e, "move");
    else read(e);
  });
  for (const name of ["pointerup", "pointercancel"])
    svg.addEventListener(name, (e) => {
      if (held !== null) {
        drag(e, "up");
        held = null;
      }
    });
  svg.addEventListener("pointerleave", () => {
    if (held === null) read(null);
  });
  root.addEventListener("keydown", () => {
    delete root.dataset.mouse;
  });
  svg.addEventListener("keydown", (e) => {
    if (!e.key.startsWith("Arrow") || !kind.key || e.altKey || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    e.stopPropagation();
    if (kind.key(spec, state, e.key, e.shiftKey, memo)) {
      stop();
      after();
    }
  });
  function read(event) {
    over.replaceChildren();
    const label = event?.target.closest?.(".end")?.dataset.label;
    if (label) return paint.focus(label);
    const at = event && paint.locate(event),
      p = at && scene?.panels[at.panel];
    if (!p) return paint.focus(null);
    const found = nearest(paint, at);
    paint.focus(found && (found.curve.label || found.curve.run));
    const text = found ? reading(scene, at.panel, found) : p.field ? kind.under.reading(p, at) : null;
    if (!text) return;
    const u = enlarged(state.projector),
      x = found ? found.px : at.px,
      y = found ? found.py : at.py,
      w = textWidth(text, 12 * u, 600) + 16 * u,
      left = Math.min(Math.max(4, x + 12), width - w - 4),
      top = y - 34 * u < 0 ? y + 12 : y - 34 * u;
    if (found) node("circle", { cx: x, cy: y, r: 4.5, fill: "var(--paper)", stroke: "var(--ink)", "stroke-width": 2 }, over);
    node("rect", { x: left, y: top, width: w, height: 22 * u, rx: 5 }, over);
    node("text", { x: left + 8 * u, y: top + 15 * u }, over, text);
  }
  for (const host of [legend, tools]) {
    host.addEventListener("pointerover", (e) => paint.focus(e.target.closest("[data-label]")?.dataset.label));
    host.addEventListener("pointerleave", () => paint.focus(null));
  }

  const themed = () => {
    root.dataset.theme = darkPage() ? "dark" : "light";
  };
  themed();
  const unwatch = onTheme(() => {
    themed();
    show();
  });
  const size = new ResizeObserver(() => {
    const now = Math.floor(stage.clientWidth);
    if (now && now !== width) {
      width = now;
      show();
    }
  });
  width = Math.floor(stage.clientWidth);
  if (remote) {
    steer();
    if (!scene) ask();
    else show();
  } else redraw();
  size.observe(stage);
  if (kernel) {
    kernel.now = () => (remote ? { state, scene } : { state });
    kernel.onstate = (values, drawn) => {
      Object.assign(state, structuredClone(values), playing ? { shown: state.shown } : {});
      if (!remote) return redraw();
      if (!drawn) return after();
      scene = drawn;
      steer();
      show();
    };
  }

  root.figure = {
    set: (values) => change(values),
    scene() {
      if (!remote) make_();
      return plain(scene);
    },
    get state() {
      return structuredClone(state);
    },
    get frame() {
      return frame;
    },
    play,
    painter: paint,
  };
  return () => {
    unwatch();
    size.disconnect();
    cancelAnimationFrame(playing);
  };
}

// The scene as plain lists, for whoever asks the page what it shows.
function plain(scene) {
  const list = (values) => Array.from(values, (v) => (v === null || Number.isNaN(v) ? null : v));
  return {
    words: scene.words,
    caption: scene.caption,
    panels: scene.panels.map((p) => ({
      title: p.title,
      xlim: [...p.xlim],
      ylim: [...p.ylim],
      curves: p.curves
        .filter((c) => c.show !== false)
        .map((c) => ({
          label: c.label || c.run || "",
          kind: c.kind,
          x: c.x ? list(c.x) : Array.from(c.y, (_, k) => k + 1),
          y: list(c.y),
        })),
      ...(p.field ? { field: { x: list(p.field.x), y: list(p.field.y), z: list(p.field.z) } } : {}),
    })),
  };
}
