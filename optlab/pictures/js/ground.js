// What lies under the lines, on a canvas: the surface of a landscape, shaded like a relief; cells.js has coloured maps.
import { make } from "./dom.js";

// From deep to high, as a hue and an opacity: the paper shows through, so it stands on light and on dark, and in print.
const DEEP = [16, 72, 160],
  HIGH = [120, 186, 196];

// The surface as a small picture of one pixel a grid point.
function surface(ground, dark) {
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
      data[at + 3] = 255 * ((dark ? 0.16 : 0.15) + (dark ? 0.55 : 0.42) * lit ** 1.6 + 0.14 * Math.max(0, -slope));
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

// The lines of its levels, as one path in the box's pixels.
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
      const from = Math.ceil(Math.min(rank[k], rank[k + 1], rank[k + nx], rank[k + nx + 1]) / stride) * stride;
      for (let l = from; l < levels.length && levels[l] <= high; l += stride) {
        const v = levels[l],
          p = [];
        if (v <= low) continue;
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

// A function that paints the canvas, which covers no more than what it shows: anew when a ground, a map, the layout or the theme
// is another. A map is painted by `map`.
export function underlay(canvas, map) {
  let under = "";
  return function paint(scene, boxes, width, height, dark) {
    const some = scene.panels.map((p, k) => [p, boxes[k]]).filter(([p]) => p.ground || p.field);
    const now = JSON.stringify([width, height, dark, some.map(([p]) => [p.ground?.id, p.field?.id, p.xlim, p.ylim])]);
    if (now === under) return;
    under = now;
    if (!some.length) return (canvas.width = 0);
    const ratio = Math.min(3, Math.max(2, devicePixelRatio || 1)),
      [[x, w], [y, h]] = ["xw", "yh"].map(([at, size]) => {
        const from = Math.floor(Math.min(...some.map(([, b]) => b[at])));
        return [from, Math.ceil(Math.max(...some.map(([, b]) => b[at] + b[size]))) - from];
      });
    canvas.width = w * ratio;
    canvas.height = h * ratio;
    const share = (part, whole) => `${(100 * part) / whole}%;`; // so that it follows a picture that is printed smaller
    canvas.style = `left:${share(x, width)}top:${share(y, height)}width:${share(w, width)}height:${share(h, height)}`;
    const c = canvas.getContext("2d"),
      styles = getComputedStyle(canvas);
    for (const [p, b] of some) {
      c.setTransform(ratio, 0, 0, ratio, -x * ratio, -y * ratio);
      if (p.field) {
        map(c, p.field, b, styles);
        continue;
      }
      stretched(c, surface(p.ground, dark), b, true);
      c.strokeStyle = dark ? "rgba(170, 205, 235, 0.28)" : "rgba(14, 56, 110, 0.2)";
      c.lineWidth = 0.8;
      c.stroke(contourPath(p.ground, b));
    }
  };
}

// A small picture, one pixel a point, drawn over a box.
export function stretched(c, picture, b, smooth) {
  const small = make("canvas", { width: picture.width, height: picture.height });
  small.getContext("2d").putImageData(picture, 0, 0);
  c.imageSmoothingEnabled = smooth;
  c.imageSmoothingQuality = "high";
  c.drawImage(small, b.x, b.y, b.w, b.h);
}
