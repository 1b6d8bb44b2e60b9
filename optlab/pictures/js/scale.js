// Where things are: ticks, scales, and the layout of panels. Lengths are CSS pixels; `u` is 1 at a desk, more on a projector.
import { look } from "./look.js";
import { FONT } from "./style.js";

const minus = (text) => text.replace("-", "−");

export function ticks(low, high, most) {
  const raw = (high - low) / Math.max(1, most),
    power = 10 ** Math.floor(Math.log10(raw));
  const times = [1, 2, 2.5, 5, 10].find((m) => m * power >= raw * 0.999),
    step = times * power,
    out = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step && out.length < 50; k++) out.push(k * step);
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size < 1e-3 || size >= 1e6) {
    const e = Math.floor(Math.log10(size) + 1e-9),
      digits = Math.max(0, e - Math.floor(Math.log10(step) + 1e-9) + (times === 2.5 ? 1 : 0));
    return out.map((v) => [v, Math.abs(v) < step / 2 ? "0" : minus(`${(v / 10 ** e).toFixed(digits)}·10${raised(e)}`)]);
  }
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9) + (times === 2.5 ? 1 : 0));
  return out.map((v) => [v, minus((Math.abs(v) < step / 2 ? 0 : v).toFixed(digits))]);
}

const raised = (n) => (n < 0 ? "⁻" : "") + [...String(Math.abs(n))].map((d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d]).join("");
export const power = (k) => (k >= -3 && k <= 4 ? String(k < 0 ? (10 ** k).toFixed(-k) : 10 ** k) : "10" + raised(k));

// 10, 100, 1000 …; between them 2 and 5 where there is less than two powers of ten to see.
export function logTicks(low, high, most) {
  const a = Math.ceil(Math.log10(low) - 1e-9),
    b = Math.floor(Math.log10(high) + 1e-9),
    stride = Math.max(1, Math.ceil((b - a) / most)),
    out = [];
  if (b - a < 1) {
    for (let k = a - 1; k <= b; k++)
      for (const m of [1, 2, 5])
        if (m * 10 ** k >= low * 0.999 && m * 10 ** k <= high * 1.001)
          out.push([m * 10 ** k, String(Number((m * 10 ** k).toPrecision(2)))]);
    return out;
  }
  for (let k = a + ((b - a) % stride); k <= b; k += stride) out.push([10 ** k, power(k)]);
  return out;
}

export function scale(limits, range, kind) {
  const log = kind === "log",
    [a, b] = log ? limits.map(Math.log10) : limits,
    m = (range[1] - range[0]) / (b - a),
    c = range[0] - a * m;
  const to = log ? (v) => (v > 0 ? Math.log10(v) * m + c : NaN) : (v) => v * m + c;
  to.invert = log ? (p) => 10 ** ((p - c) / m) : (p) => (p - c) / m;
  return to;
}

const pen = document.createElement("canvas").getContext("2d");
export function textWidth(text, size, weight = 400) {
  pen.font = `${weight} ${size}px ${FONT}`;
  return pen.measureText(text).width;
}

// A text in lines that fit.
function wrapped(text, room, size) {
  const lines = [];
  for (const word of text ? text.split(" ") : []) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length && textWidth(longer, size, 600) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// The curves whose labels stand at their ends, if there is room; else there is a legend.
export function labelled(panel) {
  const theories = panel.curves.filter((c) => c.kind === "theory").length;
  return panel.ground || panel.field
    ? []
    : panel.curves.filter(
        (c) =>
          c.label &&
          c.show !== false &&
          c.kind !== "ground" &&
          look(c.kind, c.index).width > 0 &&
          (c.kind !== "theory" || theories === 1),
      );
}

// The room for labels, in steps of 16 pixels: a label whose number changes does not move the axes.
const widths = new Map();
export function widest(curves, u) {
  const known = (label) => {
    const size = 12 * u,
      key = size + label;
    if (!widths.has(key)) widths.set(key, textWidth(label, size, 600));
    return widths.get(key);
  };
  return Math.ceil(Math.max(0, ...curves.map((c) => known(c.label))) / 16 / u) * 16 * u;
}

// Where colours repeat, a label has a sample of its line.
export const sample = (curves, u) => (curves.some((c) => c.index > 7) ? 26 * u : 0);

// Boxes of all panels. Panels stand side by side; on a narrow page, or where one is marked `under`, one below the other.
export function layout(scene, width, u, room) {
  const columns = [];
  for (const p of scene.panels) p.under ? columns.at(-1).push(p) : columns.push([p]);
  const fitting = Math.max(1, Math.floor(width / (310 * u))),
    rows = [];
  for (let k = 0, n = Math.ceil(columns.length / Math.ceil(columns.length / fitting)); k < columns.length; k += n)
    rows.push(columns.slice(k, k + n));
  const boxes = new Map(),
    small = 12 * u;
  let top = 0;
  for (const row of rows) {
    const total = row.reduce((sum, column) => sum + column[0].width, 0),
      square = row.some((c) => c[0].square);
    const share = row.length === 1 ? width : width * 0.42;
    const wanted = scene.height
      ? scene.height * u
      : Math.min(
          Math.max((square ? 0.9 : row.length > 1 ? 0.8 : 0.36) * share, 230 * u),
          (square || row.length > 1 ? Math.max(500, Math.min(640, 0.33 * width)) : 420) * u,
        );
    const height = Math.min(room, wanted);
    // A square is as wide as it is high; the others share what is left.
    const outer = row.map((column, j) => {
      // Where it is narrow, labels that stand beside a later panel too stand there alone.
      const later = width < 400 * u * row.length ? row.slice(j + 1).flat().flatMap(labelled).map((c) => c.label + c.index) : [],
        told = (p) => later.length && labelled(p).length && labelled(p).every((c) => later.includes(c.label + c.index));
      const left = Math.max(...column.map((p) => axis(p, small))) + 12 * u,
        right = Math.max(...column.map((p) => (told(p) ? 16 * u : margin(p, (width * column[0].width) / total, u, height))));
      return { column, left, right, fixed: column[0].square ? Math.min(height, width - left - right) : 0 };
    });
    const weight = outer.reduce((sum, o) => sum + (o.fixed ? 0 : o.column[0].width), 0);
    const free = width - outer.reduce((sum, o) => sum + o.left + o.right + o.fixed, 0) - (row.length - 1) * 14 * u;
    for (const o of outer) {
      o.w = o.fixed || Math.max(60, (free * o.column[0].width) / weight);
      o.titles = o.column.map((p) => wrapped(p.title, o.w + o.right, 14 * u));
      o.heads = o.titles.map((lines) => (24 + 16 * lines.length) * u);
    }
    const first = Math.max(...outer.map((o) => o.heads[0]));
    let at = 0,
      tallest = 0;
    for (const o of outer) {
      const w = o.w,
        gap = 46 * u;
      let y = top;
      const heads = [first, ...o.heads.slice(1)],
        shares = o.column.map((p) => p.tall ?? 1),
        all = shares.reduce((a, b) => a + b, 0);
      const inside = (o.fixed || height) - (o.column.length - 1) * gap;
      o.column.forEach((p, k) => {
        const h = o.column.length > 1 ? (inside * shares[k]) / all : inside;
        const ends = o.right > 16 * u && labelled(p).length > 0 && o.right >= margin(p, Infinity, u, h);
        boxes.set(p, { ...box(p, at + o.left, y + heads[k], w, h, u), labels: ends, title: o.titles[k] });
        y += heads[k] + h + (p.xlabel ? 40 : 26) * u;
      });
      tallest = Math.max(tallest, y - top);
      at += o.left + w + o.right + 14 * u;
    }
    top += tallest;
  }
  return { boxes: scene.panels.map((p) => boxes.get(p)), height: top };
}

function box(p, x, y, w, h, u) {
  const sx = scale(p.xlim, [x, x + w], p.xscale),
    sy = scale(p.ylim, [y + h, y], p.yscale);
  const many = w / (56 * u),
    high = h / (38 * u);
  const xt = p.xscale === "log" ? logTicks(...p.xlim, many) : ticks(...p.xlim, Math.min(8, many)),
    yt = p.yscale === "log" ? logTicks(...p.ylim, high) : ticks(...p.ylim, Math.min(6, Math.max(3, high)));
  return { x, y, w, h, sx, sy, xt, yt };
}

// The room that the numbers of the y axis take.
function axis(p, size) {
  const yt = p.yscale === "log" ? logTicks(...p.ylim, 7) : ticks(...p.ylim, 6);
  return Math.max(12, ...yt.map(([, text]) => textWidth(text, size)));
}

// The room at the right: for labels at the ends of lines, where they are short and few enough.
function margin(p, width, u, height) {
  const found = labelled(p);
  if (p.field) return p.field.names ? 16 * u : 76 * u;
  const wide = widest(found, u) + sample(found, u);
  return found.length && wide < 0.45 * width && found.length * 14 * u <= height + 30 * u ? wide + 16 * u : 16 * u;
}
