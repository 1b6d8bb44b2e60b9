// What lies under the lines, on a canvas: the surface of a landscape, shaded like a relief, and coloured maps.
import { node, make } from "./dom.js";

// From deep to high, as a hue and an opacity: the paper shows through, so it stands on light and on dark, and in print.
const DEEP = [16, 72, 160],
  HIGH = [120, 186, 196];

// The surface as a small picture of one pixel a grid point, and the lines of its levels as one path in the box's pixels.
function surface(ground, box, dark) {
  const nx = ground.x.length,
    ny = ground.y.length,
    n = ground.levels.length;
  const image = new ImageData(nx, ny),
    data = image.data,
    rank = ranks(ground);
  const light = dark ? 60 : 46;
  for (let j = 0, at = 0; j < ny; j++)
    for (let i = 0; i < nx; i++, at += 4) {
      const k = (ny - 1 - j) * nx + i,
        high = rank[k] / n; // rows of a picture go down
      const east = rank[i + 1 < nx ? k + 1 : k] - rank[i ? k - 1 : k],
        north = rank[k + nx < nx * ny ? k + nx : k] - rank[k >= nx ? k - nx : k];
      const slope = Math.max(-1, Math.min(1, ((east - north) * 9) / n)),
        lit = 1 - high; // the sun stands in the north-west
      for (let c = 0; c < 3; c++) data[at + c] = Math.max(0, Math.min(255, DEEP[c] + (HIGH[c] - DEEP[c]) * high + light * slope));
      data[at + 3] = 255 * ((dark ? 0.16 : 0.17) + 0.55 * lit ** 1.6 + 0.14 * Math.max(0, -slope));
    }
  return image;
}

// Where each value of a ground lies among its levels: found once, for its surface and for its lines.
const ranks = (ground) => (ground.ranks ??= Float64Array.from(ground.z, (v) => place(ground.levels, v)));

// The rank of a value among sorted levels, with its fraction: 2.5 is half way from the third to the fourth.
function place(levels, v) {
  let a = 0,
    b = levels.length;
  while (a < b) {
    const m = (a + b) >> 1;
    if (levels[m] <= v) a = m + 1;
    else b = m;
  }
  if (a === 0) return 0;
  if (a === levels.length) return levels.length;
  return a - 1 + (v - levels[a - 1]) / (levels[a] - levels[a - 1]) || 0;
}

function contourPath(ground, box) {
  const { x, y, z, levels } = ground,
    nx = x.length,
    px = Float64Array.from(x, box.sx),
    py = Float64Array.from(y, box.sy),
    path = new Path2D(),
    rank = ranks(ground),
    stride = Math.ceil(levels.length / 24); // more lines would be a grey that hides the paths
  for (let j = 0; j + 1 < y.length; j++)
    for (let i = 0, k = j * nx; i + 1 < nx; i++, k++) {
      const a = z[k],
        b = z[k + 1],
        d = z[k + nx],
        e = z[k + nx + 1],
        low = Math.min(a, b, d, e),
        high = Math.max(a, b, d, e);
      for (let l = Math.ceil(Math.min(rank[k], rank[k + 1], rank[k + nx], rank[k + nx + 1])); l < levels.length && levels[l] <= high; l++) {
        const v = levels[l],
          p = [];
        if (v <= low || l % stride) continue;
        if (a < v !== b < v) p.push(px[i] + ((px[i + 1] - px[i]) * (v - a)) / (b - a), py[j]);
        if (b < v !== e < v) p.push(px[i + 1], py[j] + ((py[j + 1] - py[j]) * (v - b)) / (e - b));
        if (d < v !== e < v) p.push(px[i] + ((px[i + 1] - px[i]) * (v - d)) / (e - d), py[j + 1]);
        if (a < v !== d < v) p.push(px[i], py[j] + ((py[j + 1] - py[j]) * (v - a)) / (d - a));
        for (let q = 0; q + 3 < p.length; q += 4) {
          path.moveTo(p[q], p[q + 1]);
          path.lineTo(p[q + 2], p[q + 3]);
        }
      }
    }
  return path;
}

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

// A function that paints the canvas: anew when a ground, a map, the layout or the theme is another.
export function underlay(canvas) {
  let under = "";
  return function paint(scene, boxes, width, height, dark) {
    const some = scene.panels.filter((p) => p.ground || p.field);
    const now = JSON.stringify([width, height, dark, some.map((p) => [p.ground?.id, p.field?.id, p.xlim, p.ylim])]);
    if (now === under) return;
    under = now;
    const ratio = Math.min(3, Math.max(2, devicePixelRatio || 1)),
      styles = getComputedStyle(canvas);
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
  };
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
