// The family tree: boxes of methods, arrows with the failure that led from one to the next.
import { dress, darkPage, onTheme } from "./style.js";
import { node, make } from "./dom.js";

export function mount(root, { words, nodes, arrows }) {
  dress();
  root.classList.add("optlab-figure");
  // On a slide it is enlarged, and has no room for years and reasons.
  const u = Number(getComputedStyle(root).getPropertyValue("--u")) || 1,
    slide = u > 1,
    rows = Math.max(...nodes.map((n) => n.row)),
    W = 120,
    H = slide ? 24 : 40,
    ROW = slide ? Math.min(40, (570 / u - H - 22) / rows) : 50;
  const width = slide ? (root.clientWidth || 1168) / u : Math.max(980, root.clientWidth),
    stage = make("div", { className: "tree", tabIndex: 0, role: "group", ariaLabel: "family tree of the methods" });
  const last = Math.max(...nodes.map((n) => n.column)),
    apart = Math.min(260, (width - W - 8) / last),
    at = Object.fromEntries(nodes.map((n) => [n.name, { ...n, x: W / 2 + 4 + n.column * apart, y: H / 2 + 18 + n.row * ROW }]));
  const wide = W + 8 + last * apart,
    high = rows * ROW + H + 22,
    svg = node(
      "svg",
      { viewBox: `0 0 ${wide} ${high}`, width: wide * u, height: high * u, role: "img", "aria-label": words, "data-frame": 1 },
      stage,
    );
  const marker = node(
    "marker",
    { id: "optlab-arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
    node("defs", {}, svg),
  );
  node("path", { d: "M0 0L8 4L0 8z", fill: "var(--soft)" }, marker);
  for (const { from, to, why } of arrows) {
    const a = at[from],
      b = at[to],
      g = node("g", { class: "series", "data-of": `${from}|${to}` }, svg),
      corner = a.x + W / 2 + 12,
      far = b.column - a.column > 1;
    const row = b.y - 2.4 * ROW,
      d = far
        ? `M${corner} ${a.y}V${row}H${b.x}V${b.y - H / 2 - 2}`
        : `M${a.x + W / 2} ${a.y}H${corner}V${b.y}H${b.x - W / 2 - 2}`;
    node(
      "path",
      { d, class: "line", stroke: "var(--soft)", "stroke-width": 1.2, "marker-end": "url(#optlab-arrow)", opacity: 0.75 },
      g,
    );
    if (slide) continue;
    const x = far ? (corner + b.x) / 2 : (corner + b.x - W / 2) / 2,
      y = far ? row : b.y,
      lines = wrapped(why, far ? 60 : (b.x - W / 2 - corner) / 6.1);
    const text = node("text", { "text-anchor": "middle", class: "why" }, g);
    lines.forEach((line, k) => node("tspan", { x, y: y - 4 - (lines.length - 1 - k) * 12.5 }, text, line));
  }
  for (const n of Object.values(at)) {
    const g = node("g", { class: "series", "data-name": n.name, transform: `translate(${n.x} ${n.y})` }, svg);
    node(
      "rect",
      {
        x: -W / 2,
        y: -H / 2,
        width: W,
        height: H,
        rx: 8,
        fill: n.chapter ? "var(--accent)" : "var(--field)",
        stroke: n.chapter ? "var(--accent)" : "var(--faint)",
      },
      g,
    );
    node("text", { y: slide ? 4 : -3, "text-anchor": "middle", class: n.chapter ? "name in" : "name" }, g, n.name);
    if (slide) continue;
    node(
      "text",
      { y: 12, "text-anchor": "middle", class: n.chapter ? "in" : "" },
      g,
      n.chapter ? `${n.year} · ch. ${n.chapter}` : n.year,
    );
  }
  // Under the mouse a method stands out, with what led to it and what it led to.
  svg.addEventListener("pointerover", (e) => {
    const name = e.target.closest("[data-name]")?.dataset.name,
      near = new Set([name]);
    svg.classList.toggle("focus", Boolean(name));
    for (const { from, to } of arrows) if (from === name || to === name) near.add(from).add(to);
    for (const one of svg.querySelectorAll(".series"))
      one.classList.toggle("on", one.dataset.of ? one.dataset.of.split("|").includes(name) : near.has(one.dataset.name));
  });
  svg.addEventListener("pointerleave", () => svg.classList.remove("focus"));
  const themed = () => {
    root.dataset.theme = darkPage() ? "dark" : "light";
  };
  themed();
  root.replaceChildren(stage);
  root.figure = { set() {}, scene: () => ({ words, panels: [] }) };
  return onTheme(themed);
}

function wrapped(text, most) {
  const lines = [""];
  for (const word of text.split(" "))
    lines.at(-1) && lines.at(-1).length + word.length + 1 > most
      ? lines.push(word)
      : (lines[lines.length - 1] += (lines.at(-1) ? " " : "") + word);
  return lines;
}
