// Paints scenes: SVG for all that has an edge, a canvas under it for grounds and maps. What does not change is not painted again.
import { look, colour } from "./look.js";
import { layout, labelled, textWidth } from "./scale.js";
import { surface, contourPath, cells, ramp } from "./ground.js";
import { endLabels } from "./labels.js";
import { node, make, put } from "./dom.js";

export function painter(stage, legend) {
  const id = `optlab${(window.optlabFigures = (window.optlabFigures ?? 0) + 1)}`,
    canvas = make("canvas", { ariaHidden: "true" }),
    svg = node("svg", { role: "img", "aria-labelledby": id });
  const desc = node("desc", { id }, svg),
    defs = node("defs", {}, svg),
    axes = node("g", { "aria-hidden": "true" }, svg),
    data = node("g", { "aria-hidden": "true" }, svg);
  stage.append(canvas, svg);
  let scene,
    boxes = [],
    key = "",
    series = [],
    marks = [],
    ends = [],
    under = "",
    legendKey = "";

  // All that stays while only curves move: axes, texts, empty lines.
  function furnish(u) {
    for (const part of [defs, axes, data]) part.textContent = "";
    series = [];
    marks = [];
    ends = [];
    scene.panels.forEach((p, k) => {
      const b = boxes[k],
        plain = !p.ground && !p.field,
        clip = node("clipPath", { id: `${id}c${k}` }, defs),
        pad = plain ? 3 : 0;
      node("rect", { x: b.x - pad, y: b.y - 3, width: b.w + 2 * pad, height: b.h + 6 }, clip);
      if (p.field) bar(p, b, k, u);
      furnishAxes(p, b, plain, u);
      if (p.invite)
        node(
          "text",
          { x: b.x + b.w / 2, y: b.y + b.h / 2 - 12, class: "invite", "text-anchor": "middle" },
          axes,
          `✎ ${p.invite}`,
        );
      const inside = node("g", { "clip-path": `url(#${id}c${k})` }, data),
        over = node("g", {}, data);
      series.push(
        p.curves.map((c) => {
          const s = look(c.kind, c.index),
            g = node("g", { class: "series", "data-label": c.label || c.run || "", opacity: s.opacity ?? 1 });
          const line =
            s.width &&
            node(
              "path",
              {
                class: "line",
                stroke: s.colour,
                "stroke-width": s.width * u * (c.top && c.kind === "run" ? 1.3 : 1),
                "stroke-dasharray": s.dash ?? "",
              },
              g,
            );
          const dots = s.dot && node("path", { class: "dots", stroke: s.colour, "stroke-width": 2 * s.dot * u }, g);
          return { g, line, dots };
        }),
      );
      const order = p.curves.map((c, j) => [c.top ? 1 : 0, j]).sort((a, b2) => a[0] - b2[0] || a[1] - b2[1]);
      for (const [, j] of order) inside.append(series[k][j].g);
      marks.push(
        p.marks.map((m) => {
          const s = look(m.kind, m.index),
            g = node("g", { class: `series mark ${m.kind}`, "data-label": m.run ?? "" }, over);
          node(
            "path",
            {
              d: s.mark,
              fill: s.hollow ? "transparent" : s.colour,
              stroke: s.hollow ? s.colour : s.edge,
              "stroke-width": s.hollow ? 2.4 : 1.4,
            },
            g,
          );
          if (m.note) node("text", { class: "note", x: 10, y: -8 }, g, m.note);
          return g;
        }),
      );
      if (p.grab) over.prepend(node("rect", { x: b.x, y: b.y, width: b.w, height: b.h, class: "grab" }));
      ends.push(b.labels ? endLabels(over, labelled(p), u) : null);
    });
  }

  function furnishAxes(p, b, plain, u) {
    if (p.title) node("text", { x: b.x, y: b.y - 25 * u, class: "title" }, axes, shortened(p.title, b.room, 14 * u));
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
  }

  // Beside a map: what its colours stand for.
  function bar(p, b, k, u) {
    if (p.field.names) return;
    const x = b.x + b.w + 14 * u,
      fill = node("linearGradient", { id: `${id}g${k}`, x1: 0, x2: 0, y1: 1, y2: 0 }, defs);
    for (let j = 0; j <= 10; j++) node("stop", { offset: j / 10, "stop-color": `rgb(${ramp(j / 10)})` }, fill);
    node("rect", { x, y: b.y, width: 12 * u, height: b.h, fill: `url(#${id}g${k})` }, axes);
    node("text", { x: x + 12 * u, y: b.y - 9 * u, class: "axis", "text-anchor": "end" }, axes, p.field.label);
    for (const [share, text] of p.field.ticks) node("text", { x: x + 17 * u, y: b.y + b.h * (1 - share) + 4 * u }, axes, text);
  }

  // The canvas: painted anew when a ground, a map, the layout or the theme is another.
  function paintUnder(width, height, dark) {
    const some = scene.panels.filter((p) => p.ground || p.field);
    const now = JSON.stringify([width, height, dark, some.map((p) => [p.ground?.id, p.field?.id, p.xlim, p.ylim])]);
    if (now === under) return;
    under = now;
    const ratio = Math.min(3, Math.max(2, devicePixelRatio || 1)),
      styles = getComputedStyle(svg);
    canvas.width = some.length ? width * ratio : 0;
    canvas.height = some.length ? height * ratio : 0;
    canvas.style.height = `${height}px`;
    const c = some.length && canvas.getContext("2d"),
      css = (name) => rgb(styles.getPropertyValue(name)),
      paper = css("--paper");
    const kinds = ["--c0", "--c1", "--c2", "--c3", "--c4", "--c5", "--c6", "--c7", "--faint"].map((name) =>
      css(name).map((v, i) => 0.72 * v + 0.28 * paper[i]),
    );
    scene.panels.forEach((p, k) => {
      const b = boxes[k],
        picture = p.ground ? surface(p.ground, b, dark) : p.field ? cells(p.field, kinds) : null;
      if (!picture) return;
      const small = make("canvas", { width: picture.width, height: picture.height });
      small.getContext("2d").putImageData(picture, 0, 0);
      c.setTransform(ratio, 0, 0, ratio, 0, 0);
      if (p.field) hatch(c, b, styles.getPropertyValue("--faint"));
      c.imageSmoothingEnabled = Boolean(p.ground);
      c.imageSmoothingQuality = "high";
      c.drawImage(small, b.x, b.y, b.w, b.h);
      if (!p.ground) return;
      c.strokeStyle = dark ? "rgba(170, 205, 235, 0.28)" : "rgba(14, 56, 110, 0.2)";
      c.lineWidth = 0.8;
      c.stroke(contourPath(p.ground, b));
    });
  }

  function line(c, b) {
    const x = c.x,
      y = c.y,
      n = y.length;
    let d = "",
      pen = "M";
    for (let i = 0; i < n; i++) {
      const px = b.sx(x ? x[i] : i + 1),
        py = b.sy(y[i]);
      if (!(Math.abs(px) < 1e5 && Math.abs(py) < 1e5)) {
        pen = "M";
        continue;
      }
      d += pen + Math.round(px * 10) / 10 + " " + Math.round(py * 10) / 10;
      pen = "L";
    }
    return d;
  }
  function points(c, b) {
    let d = "";
    for (let i = 0; i < c.y.length; i++) {
      const px = b.sx(c.x ? c.x[i] : i + 1),
        py = b.sy(c.y[i]);
      if (Math.abs(px) < 1e5 && Math.abs(py) < 1e5) d += `M${Math.round(px * 10) / 10} ${Math.round(py * 10) / 10}h0`;
    }
    return d;
  }

  function explain() {
    const direct = new Set(scene.panels.flatMap((p, k) => (boxes[k].labels ? labelled(p).map((c) => c.label) : [])));
    const items = scene.legend.filter(([label]) => !direct.has(label)),
      now = JSON.stringify(items);
    if (now === legendKey) return;
    legendKey = now;
    legend.classList.toggle("aside", items.length > 0 && items.length < 3 && scene.panels[0].title !== undefined);
    legend.replaceChildren(
      ...items.map(([label, kind, index]) => {
        const s = kind === "region" ? {} : look(kind, index),
          sample = node("svg", { viewBox: "-15 -7 30 14", "aria-hidden": "true" });
        if (kind === "region" || kind === "missing")
          node(
            "rect",
            {
              x: -7,
              y: -7,
              width: 14,
              height: 14,
              fill: kind === "missing" ? "none" : index === 8 ? "var(--faint)" : colour(index),
              stroke: "var(--faint)",
              opacity: 0.8,
            },
            sample,
          );
        else if (s.width)
          node(
            "line",
            { x1: -14, x2: 14, y1: 0, y2: 0, stroke: s.colour, "stroke-width": s.width, "stroke-dasharray": s.dash ?? "" },
            sample,
          );
        if (s.mark)
          node(
            "path",
            {
              d: s.mark,
              fill: s.hollow ? "none" : s.colour,
              stroke: s.hollow ? s.colour : s.edge,
              "stroke-width": 1.6,
              transform: "scale(.85)",
            },
            sample,
          );
        return make("span", { "data-label": label }, sample, label);
      }),
    );
  }

  return {
    svg,
    canvas,
    get boxes() {
      return boxes;
    },
    get scene() {
      return scene;
    },
    again() {
      key = "";
      under = "";
    },
    // room: what a row of panels may be high, where a page is no higher.
    paint(next, width, u, dark, silent, room = Infinity) {
      scene = next;
      const now = JSON.stringify([
        width,
        u,
        room,
        scene.height,
        scene.panels.map((p) => [
          p.title,
          p.xlabel,
          p.ylabel,
          p.xlim,
          p.ylim,
          p.xscale,
          p.yscale,
          p.square,
          p.width,
          p.under,
          p.invite,
          p.field?.ticks,
          p.curves.map((c) => [c.kind, c.index, c.label, c.top, c.show]),
          p.marks.map((m) => [m.kind, m.index, m.note, m.run]),
        ]),
      ]);
      if (now !== key) {
        key = now;
        const found = layout(scene, width, u, room);
        boxes = found.boxes;
        put(svg, { viewBox: `0 0 ${width} ${found.height}`, width, height: found.height });
        furnish(u);
      }
      paintUnder(width, +svg.getAttribute("height"), dark);
      scene.panels.forEach((p, k) => {
        const b = boxes[k];
        p.curves.forEach((c, j) => {
          const one = series[k][j],
            shown = c.show !== false;
          if (one.line) one.line.setAttribute("d", shown ? line(c, b) : "");
          if (one.dots) one.dots.setAttribute("d", shown ? points(c, b) : "");
        });
        p.marks.forEach((m, j) => {
          const x = b.sx(m.x),
            y = b.sy(m.y),
            there = Number.isFinite(x) && Number.isFinite(y) && Math.abs(x) < 1e5 && Math.abs(y) < 1e5;
          put(
            marks[k][j],
            there ? { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${u})`, display: "" } : { display: "none" },
          );
        });
        ends[k]?.(labelled(p), b);
      });
      if (silent) return;
      explain();
      if (desc.textContent !== scene.words) desc.textContent = scene.words;
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

// A title that does not run into its neighbour.
function shortened(text, room, size) {
  let end = text.length;
  while (end > 3 && textWidth(text.slice(0, end), size, 600) > room) end--;
  return end < text.length ? `${text.slice(0, end - 1).trimEnd()}…` : text;
}

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

function rgb(text) {
  const t = text.trim().slice(1),
    full = t.length === 3 ? [...t].map((h) => h + h).join("") : t;
  return [0, 2, 4].map((k) => parseInt(full.slice(k, k + 2), 16));
}
