// The map of starts: which minimum is reached from where.
import { apart, ground, landscapeWorld, minima } from "./land.js";
import { WORSE, ends, mapped } from "./map.js";
import { panel } from "./scene.js";
import * as words from "./words.js";

const letter = (k) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[k % 26],
  NONE = 8; // ends at no known minimum

export const kind = mapped({
  axes: () => [],
  note: letter,
  offers: () => [],
  ranges: () => [],
  setters: () => ({}),

  values(spec, state, k) {
    const [low, high] = spec.landscapes[state.landscape].box[k],
      n = spec.points;
    return Float64Array.from({ length: n }, (_, i) => (i === n - 1 ? high : low + i * ((high - low) / (n - 1))));
  },

  fill({ x, y, z, floor }, spec, state, land, step, memo) {
    const hyper = { ...step.hyper, ...spec.run.hyper, ...state.hyper },
      end = ends(step, 2, landscapeWorld(land.f, land.grad, 2, { n: land.n }), state.steps),
      wide = land.box[0][1] - land.box[0][0],
      worst = WORSE * (ground(land, land.box, memo).z.reduce((m, v) => Math.max(m, v)) - floor);
    for (let c = 0; c < z.length; c++) {
      const at = end([x[c % x.length], y[Math.floor(c / x.length)]], hyper),
        far = apart(land, at),
        least = Math.min(...far);
      z[c] = !(land.f(...at) - floor <= worst) ? NaN : least < wide / 20 ? far.indexOf(least) % 8 : NONE;
    }
  },

  first: (state) => state.start,
  cell: (_, at) => ({ start: at, hyper: {}, where: `start (${at.map(words.number).join(", ")})` }),

  view(spec, state, land, { x, y, z, id }, label) {
    const share = (test) => z.reduce((n, v) => n + test(v), 0) / z.length,
      at = (m) => `(${m.map((v) => words.number(Number(v.toFixed(3)))).join(", ")})`,
      names = Object.fromEntries(land.minima.map((m, k) => [k, [letter(k), at(m)]])),
      reached = land.minima.map((_, k) => words.percent(share((v) => v === k))),
      none = share((v) => v === NONE),
      gone = share(Number.isNaN);
    const said = [
      ...reached.map((s, k) => `${s} reach ${names[k].join(" at ")}`),
      ...(none ? [`${words.percent(none)} end at none of them`] : []),
      ...(gone ? [`${words.percent(gone)} diverge`] : []),
    ];
    if (none) names[NONE] = ["", "no known minimum"];
    const [a, b] = land.box.map(([low, high]) => high - low);
    return {
      panel: panel({
        title: label,
        xlabel: "a of the start",
        ylabel: "b of the start",
        xlim: land.box[0],
        ylim: land.box[1],
        square: Math.abs(a - b) < 1e-9 * a,
        marks: minima(land, letter),
        field: { x, y, z, label: "", names, missing: "diverged", ticks: [], id },
      }),
      said: [`${label} on ${land.name}, ${z.length} starts: ${said.join(", ")}`],
      caption: reached.map((s, k) => `${s}${k ? "" : " of the starts"} reach ${letter(k)}`).join(", "),
      legend: [
        ...Object.entries(names).map(([k, [l, name]]) => [l ? `${l}: ${name}` : name, "region", +k]),
        ...(gone ? [["diverged", "missing", 0]] : []),
      ],
    };
  },
});
