// Coloured maps, on the canvas under the lines.
import { node } from "./dom.js";
import { colour } from "./look.js";
import { number, value } from "./words.js";
import { near } from "./values.js";
import { stretched, underlay as grounds } from "./ground.js";

// A sequential ramp that is even to the eye and to the colour-blind, from deep blue over green to yellow.
const RAMP = [
  [48, 18, 92],
  [60, 78, 138],
  [42, 120, 142],
  [34, 160, 132],
  [110, 200, 90],
  [220, 226, 60],
];
function ramp(share) {
  const at = Math.min(0.9999, Math.max(0, share)) * (RAMP.length - 1),
    k = Math.floor(at),
    f = at - k;
  return RAMP[k].map((v, c) => Math.round(v + (RAMP[k + 1][c] - v) * f));
}

// A map: one pixel a cell, drawn large without smoothing; where there is no number, nothing (the hatch behind shows).
function cells(field, kinds) {
  const nx = field.x.length,
    ny = field.y.length,
    image = new ImageData(nx, ny),
    [low, high] = field.zlim ?? [0, 1];
  for (let j = 0; j < ny; j++)
    for (let i = 0; i < nx; i++) {
      const v = field.z[(ny - 1 - j) * nx + i],
        at = 4 * (j * nx + i);
      if (!(v === v) || v === null) continue;
      image.data.set(field.names ? [...kinds[v], 255] : [...ramp((v - low) / (high - low)), 255], at);
    }
  return image;
}

// Beside a map: what its colours stand for.
export function bar(p, b, u, id, defs, axes) {
  if (p.field.names) return;
  const x = b.x + b.w + 14 * u,
    fill = node("linearGradient", { id, x1: 0, x2: 0, y1: 1, y2: 0 }, defs);
  for (let j = 0; j <= 10; j++) node("stop", { offset: j / 10, "stop-color": `rgb(${ramp(j / 10)})` }, fill);
  node("rect", { x, y: b.y, width: 12 * u, height: b.h, fill: `url(#${id})` }, axes);
  node("text", { x: x + 12 * u, y: b.y - 9 * u, class: "axis", "text-anchor": "end" }, axes, p.field.label);
  for (const [share, text] of p.field.ticks) node("text", { x: x + 17 * u, y: b.y + b.h * (1 - share) + 4 * u }, axes, text);
}

// A map on its hatched ground.
function paint(c, field, b, styles) {
  const css = (name) => rgb(c, styles.getPropertyValue(name)),
    paper = css("--paper"),
    kinds = [...Array.from({ length: 8 }, (_, k) => `--c${k}`), "--faint"].map((name) =>
      css(name).map((v, i) => 0.72 * v + 0.28 * paper[i]),
    );
  hatch(c, b, styles.getPropertyValue("--faint"));
  stretched(c, cells(field, kinds), b, false);
}
export const underlay = (canvas) => grounds(canvas, paint);

// Where a map has no number, its ground is hatched.
function hatch(c, b, colour) {
  c.save();
  c.beginPath();
  c.rect(b.x, b.y, b.w, b.h);
  c.clip();
  c.beginPath();
  for (let x = b.x - b.h; x < b.x + b.w; x += 9) {
    c.moveTo(x, b.y + b.h);
    c.lineTo(x + b.h, b.y);
  }
  c.strokeStyle = colour;
  c.lineWidth = 1;
  c.stroke();
  c.restore();
}

function rgb(c, text) { // a canvas says every colour as #rrggbb
  c.fillStyle = text.trim();
  return [1, 3, 5].map((k) => parseInt(c.fillStyle.slice(k, k + 2), 16));
}

// In the legend: a kind of cell, or those without a number.
export function swatch(kind, index, parent) {
  if (kind === "missing")
    return node("path", { d: "M-7 7L7-7M-7-7h14v14h-14zM-7 0L0-7M0 7L7 0", fill: "none", stroke: "var(--soft)" }, parent);
  const fill = index === 8 ? "var(--faint)" : colour(index);
  return node("rect", { x: -7, y: -7, width: 14, height: 14, fill, stroke: "var(--faint)", opacity: 0.8 }, parent);
}

// What is said of a cell: its values, and what happened there.
export function reading(p, at) {
  const { x, y, z, names, missing } = p.field,
    i = near(x, at.x),
    j = near(y, at.y),
    v = z[j * x.length + i];
  const what =
    !(v === v) || v === null ? missing : names ? names[v].join(" ") : `${p.field.label} ${number(p.field.power ? 10 ** v : v)}`;
  return `${p.xlabel} ${value(x[i])}, ${p.ylabel} ${value(y[j])}: ${what}`;
}
