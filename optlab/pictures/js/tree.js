// The family tree: boxes of methods, arrows with the failure that led from one to the next.
import { dress, darkPage, onTheme } from "./style.js";
import { node, make } from "./dom.js";

const STYLE = `.optlab-figure {
.tree { --u: 1; overflow-x: auto; background: linear-gradient(var(--paper), var(--paper)) right / 2rem 100% no-repeat local, linear-gradient(270deg, var(--faint), transparent) right / .7rem 100% no-repeat; }
.tree .name { fill: var(--ink); font-weight: 600; font-size: 12px; }
.tree text.in { fill: var(--paper); }
.tree .why { fill: var(--c1); font-size: 11.5px; }
}`;

export function mount(root, { words, nodes, arrows }) {
  dress();
  root.classList.add("optlab-figure");
  // On a slide it is enlarged, and has no room for years and reasons.
  const u = Number(getComputedStyle(root).getPropertyValue("--u")) || 1,
    slide = u > 1,
    rows = Math.max(...nodes.map((n) => n.row), ...arrows.map((a) => a.way ?? 0)),
    FIRST = 120,
    W = 96,
    H = slide ? 20 : 40,
    ROW = slide ? Math.min(40, (570 / u - H - 22) / rows) : 50;
  const width = slide ? (root.clientWidth || 1168) / u : Math.max(866, root.clientWidth),
    stage = make("div", { className: "tree", tabIndex: 0, role: "group", ariaLabel: "family tree of the methods" });
  const last = Math.max(...nodes.map((n) => n.column)),
    apart = Math.min(240, (width - FIRST - 14) / last),
    placed = ({ column, row }) => ({
      x: column ? 4 + FIRST + column * apart - W / 2 : 4 + FIRST / 2,
      y: H / 2 + 18 + row * ROW,
      half: (column ? W : FIRST) / 2,
    }),
    at = Object.fromEntries(nodes.map((n) => [n.name, { ...n, ...placed(n) }]));
  const wide = FIRST + 14 + last * apart,
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
  for (const { from, to, why, way } of arrows) {
    const a = at[from],
      b = at[to],
      g = node("g", { class: "series", "data-of": `${from}|${to}` }, svg),
      corner = a.x + a.half + 8,
      out = `M${a.x + a.half} ${a.y}H${corner}`;
    // Round a corner; along a row of its own (way); or, in one column, straight up or down.
    const far = way !== null,
      beside = a.x === b.x,
      row = H / 2 + 18 + way * ROW,
      side = Math.sign(b.y - (far ? row : a.y)),
      edge = b.y - side * (H / 2 + 2);
    const d = beside
      ? `M${a.x - 40} ${a.y + (side * H) / 2}V${edge}`
      : far
        ? `${out}V${row}H${b.x}V${edge}`
        : `${out}V${b.y}H${b.x - b.half - 2}`;
    node(
      "path",
      { d, class: "line", stroke: "var(--soft)", "stroke-width": 1.2, "marker-end": "url(#optlab-arrow)", opacity: 0.75 },
      g,
    );
    if (slide) continue;
    const lines = wrapped(why, beside ? 13 : far ? 60 : (b.x - b.half - corner) / 6.3),
      x = beside ? a.x - 33 : (corner + b.x - b.half) / 2,
      last = beside ? (a.y + b.y) / 2 + 4 + (lines.length - 1) * 6.25 : (far ? row : b.y) - 4;
    const text = node("text", { "text-anchor": beside ? "start" : "middle", class: "why" }, g);
    lines.forEach((line, k) => node("tspan", { x, y: last - (lines.length - 1 - k) * 12.5 }, text, line));
  }
  for (const n of Object.values(at)) {
    const g = node("g", { class: "series", "data-name": n.name, "data-chapter": n.chapter, transform: `translate(${n.x} ${n.y})` }, svg);
    node(
      "rect",
      {
        x: -n.half,
        y: -H / 2,
        width: 2 * n.half,
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
  // A click leads to the chapter, where the page has a link to it: the map's table, the book's contents.
  const link = (e) => {
    const chapter = e.target.closest("[data-chapter]")?.dataset.chapter,
      there = chapter && [...document.links].find((a) => new RegExp(`(^|/)${chapter}_\\w+\\.(ipynb|html)`).test(a.getAttribute("href")));
    svg.style.cursor = there ? "pointer" : "";
    return there;
  };
  svg.addEventListener("pointermove", link);
  svg.addEventListener("click", (e) => link(e)?.click());
  const themed = () => {
    root.dataset.theme = darkPage() ? "dark" : "light";
  };
  themed();
  root.replaceChildren(make("style", {}, STYLE), stage);
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
