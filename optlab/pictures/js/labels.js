// Labels at the ends of lines, pushed apart where lines end together; and the line that the mouse is on.
import { drawn, look } from "./look.js";
import { node, put } from "./dom.js";
import { sample } from "./scale.js";
import { number } from "./words.js";

// For one panel: a function that puts the label of each curve beside its last point.
export function endLabels(parent, curves, u) {
  const apart = 14 * u,
    wide = sample(curves, u);
  const texts = curves.map((c) => {
    const g = node("g", { class: "series end", "data-label": c.label }, parent),
      s = look(c.kind, c.index);
    return [
      node("path", { stroke: s.colour, fill: "none", "stroke-width": 0.8 * u, opacity: 0.6 }, g),
      node("text", { fill: s.colour, style: `fill: ${s.colour}`, class: c.top && c.kind !== "theory" ? "top" : "" }, g, c.label),
      ...(wide
        ? [node("path", { ...drawn(s, s.width * u), d: `M0 0h${wide - 4 * u}` }, g)]
        : []),
    ];
  });
  return (now, b) => {
    const at = now
      .map((c, k) => {
        let i = c.y.length - 1;
        while (i > 0 && !Number.isFinite(b.sy(c.y[i]))) i--;
        const y = b.sy(c.y[i]);
        if (texts[k][1].textContent !== c.label) texts[k][1].textContent = texts[k][0].parentNode.dataset.label = c.label;
        return {
          k,
          from: Number.isFinite(y) ? Math.min(b.y + b.h, Math.max(b.y, y)) : b.y,
          x: Math.min(b.x + b.w, b.sx(c.x ? c.x[i] : i + 1)),
        };
      })
      .sort((p, q) => p.from - q.from);
    at.forEach((p, j) => {
      p.y = Math.max(p.from, j ? at[j - 1].y + apart : b.y - 8 * u);
    });
    for (let j = at.length - 1, most = b.y + b.h + 2 * u; j >= 0; j--) {
      at[j].y = Math.min(at[j].y, most);
      most = at[j].y - apart;
    }
    for (const p of at) {
      const [leader, text, line] = texts[p.k],
        x = b.x + b.w + 4 * u;
      put(text, { x: x + 8 * u + wide, y: (p.y + 4 * u).toFixed(1) });
      if (line) put(line, { transform: `translate(${x + 7 * u} ${p.y.toFixed(1)})` });
      put(leader, {
        d: Math.abs(p.y - p.from) > 3 || p.x < b.x + b.w - 2
          ? `M${p.x >= b.x + b.w - 12 ? Math.max(p.x, x - 4 * u) : x - 4 * u} ${p.from.toFixed(1)}L${x + 5 * u} ${p.y.toFixed(1)}`
          : "",
      });
    }
  };
}

// The point of a curve nearest to the mouse, within 28 pixels.
export function nearest(painter, at) {
  const p = painter.scene.panels[at.panel],
    b = painter.boxes[at.panel];
  let best = null,
    least = 28 ** 2;
  for (const c of p.curves) {
    if (c.show === false || !(c.label || c.run)) continue;
    for (let i = 0; i < c.y.length; i++) {
      const dx = b.sx(c.x ? c.x[i] : i + 1) - at.px,
        dy = b.sy(c.y[i]) - at.py,
        far = dx * dx + dy * dy;
      if (far < least) {
        least = far;
        best = { curve: c, i, px: dx + at.px, py: dy + at.py };
      }
    }
  }
  return best;
}

// What is said of it: the name of the run and its numbers.
export function reading(scene, panel, { curve, i }) {
  const p = scene.panels[panel],
    name = curve.label || curve.run,
    x = curve.x ? curve.x[i] : i + 1;
  if (curve.kind === "path") {
    const other = scene.panels
      .flatMap((q) => (q === p ? [] : q.curves))
      .find((c) => c.kind === "run" && (c.label || c.run) === name);
    return `${name}, step ${i}: (${number(x)}, ${number(curve.y[i])})${other ? `, ${scene.panels.find((q) => q.curves.includes(other)).ylabel.replace(/ −.*/, "")} ${number(other.y[i])}` : ""}`;
  }
  const where = p.xlabel.startsWith("step") ? `step ${number(x)}` : `${p.xlabel || "x"} ${number(x)}`;
  return `${name}, ${where}: ${number(curve.y[i])}`;
}
