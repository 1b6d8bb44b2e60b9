// Paints scenes: SVG for all that has an edge, a canvas under it for grounds and maps. What does not change is not painted again.
import { drawn, look, stamp } from "./look.js";
import { layout, labelled, widest } from "./scale.js";
import { endLabels } from "./labels.js";
import { fill, make, node, put } from "./dom.js";

// under: what paints grounds and maps, for the kinds of figure that have them.
export function painter(stage, legend, under) {
  const id = `optlab${(window.optlabFigures = (window.optlabFigures ?? 0) + 1)}`,
    canvas = make("canvas", { ariaHidden: "true" }),
    svg = node("svg", { role: "img", "aria-labelledby": id });
  const desc = node("desc", { id }, svg),
    defs = node("defs", {}, svg),
    axes = node("g", { "aria-hidden": "true" }, svg),
    data = node("g", { "aria-hidden": "true" }, svg);
  stage.append(...(under ? [canvas] : []), svg); // an empty canvas has a height of its own
  const paintUnder = under?.underlay(canvas);
  let scene,
    boxes = [],
    shape = "",
    where = "",
    size = 0,
    parts = [], // of each panel: {axes, where, frame, series, marks, ends}
    legendKey = "";

  // What the axes of a panel say.
  const scaling = (p) => [p.title, p.xlabel, p.ylabel, p.xlim, p.ylim, p.xscale, p.yscale, p.square, p.width, p.under, p.invite];

  // Of more runs than there are colours the one on top stands out.
  const crowded = (p) => p.curves.filter((c) => c.show !== false && (c.kind === "run" || c.kind === "path")).length > 8;

  // What stays while curves move and axes change: empty lines, marks, labels at their ends.
  function furnish(u) {
    for (const part of [defs, axes, data]) part.textContent = "";
    const all = scene.panels.flatMap((p) => (crowded(p) ? p.curves : [])),
      chosen = all.find((c) => c.top)?.label,
      stands = (label) => (label && label === chosen ? " chosen" : "");
    svg.classList.toggle("crowded", Boolean(chosen));
    parts = scene.panels.map((p, k) => {
      const frame = [node("rect", {}, node("clipPath", { id: `${id}c${k}` }, defs))],
        inside = node("g", { "clip-path": `url(#${id}c${k})` }, data),
        over = node("g", {}, data);
      const series = p.curves.map((c) => {
        const s = look(c.kind, c.index),
          label = c.label || c.run || "",
          g = node("g", { class: `series${stands(c.kind === "ground" ? chosen : label)}`, "data-label": label, opacity: s.opacity ?? 1 }),
          wide = s.width * u * (c.top && c.kind === "run" ? 1.3 : 1),
          line = s.width && { class: "line", ...drawn(s, wide) },
          dots = s.dot && { class: "dots", stroke: s.colour, "stroke-width": 2 * s.dot * u };
        return { g, line: line && node("path", line, g), dots: dots && node("path", dots, g) };
      });
      const order = p.curves.map((c, j) => [c.top ? 1 : 0, j]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      for (const [, j] of order) inside.append(series[j].g);
      if (p.grab) frame.push(node("rect", { class: "grab" }, over));
      const marks = p.marks.map((m) => {
        const s = look(m.kind, m.index),
          g = node("g", { class: `series mark ${m.kind}${stands(m.run || chosen)}`, "data-label": m.run ?? "" }, over);
        stamp(s, g);
        return { g, note: m.note && node("text", { class: "note" }, g, m.note) };
      });
      return { axes: node("g", {}, axes), frame, series, marks, ends: boxes[k].labels ? endLabels(over, labelled(p), u) : null };
    });
  }

  // What stands where the axes are: the axes, the edges of the panels, the notes of marks.
  function place(u) {
    scene.panels.forEach((p, k) => {
      const b = boxes[k],
        part = parts[k],
        now = JSON.stringify([b, scaling(p)]);
      if (part.where !== now) {
        part.where = now;
        furnishAxes(p, b, u, part);
        if (p.field) under.bar(p, b, u, `${id}g${k}`, defs, part.axes);
      }
      p.marks.forEach((m, j) => {
        if (m.note) put(part.marks[j].note, m.kind === "minimum" ? beside(p.marks, b, m, u) : { x: 13, y: -8 });
      });
    });
  }

  // A minimum is named under it; where the axis is too near, beside it; where a run ends there, above it.
  function beside(marks, b, m, u) {
    const y = b.sy(m.y) + 17 * u,
      taken = (o) => o.run && Math.hypot((b.sx(o.x) - b.sx(m.x)) / 3, b.sy(o.y) - y) < 13 * u;
    if (y + 9 * u > b.y + b.h) return { x: -12, y: 5, "text-anchor": "end" };
    return { x: 0, y: marks.some(taken) ? -11 : 21, "text-anchor": "middle" };
  }

  function furnishAxes(p, b, u, { axes, frame: [clip, grab] }) {
    const plain = !p.ground && !p.field,
      pad = plain ? 3 : 0;
    axes.textContent = "";
    put(clip, { x: b.x - pad, y: b.y - 3, width: b.w + 2 * pad, height: b.h + 6 });
    if (grab) put(grab, { x: b.x, y: b.y, width: b.w, height: b.h });
    b.title.forEach((line, k) =>
      node("text", { x: b.x, y: b.y - (25 + 16 * (b.title.length - 1 - k)) * u, class: "title" }, axes, line),
    );
    if (p.ylabel) node("text", { x: b.x, y: b.y - 9 * u, class: "axis" }, axes, p.ylabel);
    if (p.xlabel) node("text", { x: b.x + b.w, y: b.y + b.h + 33 * u, class: "axis", "text-anchor": "end" }, axes, p.xlabel);
    for (const [v, text] of b.yt) {
      const y = Math.round(b.sy(v)) + 0.5;
      if (plain) node("line", { x1: b.x, x2: b.x + b.w, y1: y, y2: y, class: v === 0 ? "zero" : "grid" }, axes);
      node("text", { x: b.x - 8 * u, y: y + 4 * u, "text-anchor": "end" }, axes, text);
    }
    const foot = Math.round(b.y + b.h) + 0.5;
    for (const [v, text] of b.xt) {
      const x = Math.round(b.sx(v)) + 0.5;
      node("line", { x1: x, x2: x, y1: foot, y2: foot + 5 * u, class: "base" }, axes);
      node("text", { x, y: foot + 18 * u, "text-anchor": "middle" }, axes, text);
    }
    if (plain) node("line", { x1: b.x, x2: b.x + b.w, y1: foot, y2: foot, class: "base" }, axes);
    const middle = { x: b.x + b.w / 2, y: b.y + b.h / 2 - 12, class: "invite", "text-anchor": "middle" };
    if (p.invite) node("text", middle, axes, `✎ ${p.invite}`);
  }

  // A curve as a path; with h0 behind each point, as its dots.
  function traced({ x, y }, b, dot = "") {
    let d = "",
      pen = "M";
    for (let i = 0; i < y.length; i++) {
      const px = b.sx(x ? x[i] : i + 1),
        py = b.sy(y[i] ?? NaN), // null stands for nan
        there = Math.abs(px) < 1e5 && Math.abs(py) < 1e5;
      if (there) d += pen + Math.round(px * 10) / 10 + " " + Math.round(py * 10) / 10 + dot;
      pen = there && !dot ? "L" : "M";
    }
    return d;
  }

  function explain() {
    const direct = new Set(scene.panels.flatMap((p, k) => (boxes[k].labels ? labelled(p).map((c) => c.label) : [])));
    const items = scene.legend.filter(([label]) => !direct.has(label)),
      now = JSON.stringify(items);
    if (now === legendKey) return;
    legendKey = now;
    legend.replaceChildren(
      ...items.map(([label, kind, index]) => {
        const s = look(kind, index),
          sample = node("svg", { viewBox: "-15 -7 30 14", "aria-hidden": "true" });
        if (kind === "region" || kind === "missing") under.swatch(kind, index, sample);
        else if (s.width) node("path", { d: "M-14 0h28", ...drawn(s) }, sample);
        if (s.mark) stamp(s, sample, { transform: "scale(.85)" });
        return make("span", { "data-label": label }, sample, label);
      }),
    );
  }

  return {
    svg,
    get boxes() {
      return boxes;
    },
    get scene() {
      return scene;
    },
    // room: what a row of panels may be high, where a page is no higher.
    paint(next, width, u, dark, silent, room = Infinity) {
      scene = next;
      const now = JSON.stringify(
        scene.panels.map((p) => [
          p.curves.map((c) => [c.kind, c.index, Boolean(c.label), c.top, c.show]),
          p.marks.map((m) => [m.kind, m.index, m.note]),
          widest(labelled(p), u),
          p.field?.ticks,
        ]),
      );
      const axesNow = JSON.stringify([
        width,
        u,
        room,
        scene.height,
        scene.panels.map(scaling),
      ]);
      if (now !== shape || axesNow !== where) {
        const found = layout(scene, width, u, room),
          same = now === shape && found.boxes.every((b, k) => b.labels === boxes[k].labels && !scene.panels[k].field);
        [shape, where, boxes] = [now, axesNow, found.boxes];
        put(svg, { viewBox: `0 0 ${width} ${found.height}`, width, height: found.height });
        if (!same || u !== size) furnish((size = u));
        place(u);
      }
      paintUnder?.(scene, boxes, width, +svg.getAttribute("height"), dark);
      scene.panels.forEach((p, k) => {
        const b = boxes[k],
          { series, marks, ends } = parts[k];
        p.curves.forEach((c, j) => {
          const one = series[j],
            shown = c.show !== false;
          if (one.line) put(one.line, { d: shown ? traced(c, b) : "" });
          if (one.dots) put(one.dots, { d: shown ? traced(c, b, "h0") : "" });
          put(one.g, { "data-label": c.label || c.run || "" });
        });
        p.marks.forEach((m, j) => {
          const x = b.sx(m.x),
            y = b.sy(m.y),
            there = Math.abs(x) < 1e5 && Math.abs(y) < 1e5;
          put(marks[j].g, {
            "data-label": m.run ?? "",
            ...(there ? { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${u})`, display: "" } : { display: "none" }),
          });
        });
        ends?.(labelled(p), b);
      });
      if (silent) return;
      explain();
      fill(desc, { textContent: scene.words });
    },
    // Which series stand out: those of this label; all if there is none.
    focus(label) {
      svg.classList.toggle("focus", Boolean(label));
      for (const one of svg.querySelectorAll(".series")) one.classList.toggle("on", one.dataset.label === label);
    },
    locate(event, held) {
      const r = svg.getBoundingClientRect(),
        px = event.clientX - r.left,
        py = event.clientY - r.top;
      const k = held ?? boxes.findIndex((b) => px >= b.x - 4 && px <= b.x + b.w + 4 && py >= b.y - 4 && py <= b.y + b.h + 4);
      return k < 0 ? null : { panel: k, x: boxes[k].sx.invert(px), y: boxes[k].sy.invert(py), px, py };
    },
  };
}
