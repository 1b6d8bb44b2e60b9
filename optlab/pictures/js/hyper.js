// The map over two hyperparameters: the loss after the last step, above the lowest known.
import { MORE, offer } from "./controls.js";
import { once } from "./core.js";
import { landscapeWorld, starts } from "./land.js";
import { WORSE, ends, mapped } from "./map.js";
import { normals, replay } from "./rng.js";
import { power } from "./scale.js";
import { panel } from "./scene.js";
import { Unfit, checked, chosen } from "./values.js";
import { number, percent, value } from "./words.js";

const FLOOR = 1e-12,
  WAYS = ["across", "up"];
const isLog = (spec, state, k) => !spec.shares.includes(state.axes[k]) && state.bounds[k][0] > 0;
const told = (axes, at) => axes.map((axis, k) => `${axis} = ${value(at[k])}`).join(", ");
const dial = (spec, name) => spec.run.dials.find((d) => d.name === name);

export const kind = mapped({
  axes: (state) => state.axes,
  note: () => "",
  offers: (spec, state) =>
    state.axes.map((axis, k) => offer("menu", WAYS[k], axis, { options: spec.run.dials.map((d) => d.name) })),
  ranges: (spec, { axes, bounds, landscape, start }) => [
    ...starts(spec.landscapes[landscape], start),
    ...axes.flatMap((axis, k) => ["from", "to"].map((end, e) => offer("number", `${axis} ${end}`, bounds[k][e], MORE))),
  ],

  setters(spec, state, name, zoom) {
    const names = spec.run.dials.map((d) => d.name),
      all = {};
    state.axes.forEach((axis, k) => {
      all[WAYS[k]] = (v) => {
        if (chosen(name, v, names) === state.axes[1 - k])
          throw new Unfit(`both axes are ${v}; choose two different hyperparameters.`);
        state.axes = state.axes.with(k, v);
        zoom();
        return true;
      };
      ["from", "to"].forEach((end, e) => {
        all[`${axis} ${end}`] = (v) => {
          const pair = state.bounds[k].with(e, checked(name, v, dial(spec, axis).range));
          if (!(pair[0] < pair[1])) throw new Unfit(`the range of ${axis} is ${pair[0]} to ${pair[1]}; it must go upwards.`);
          return (state.bounds = state.bounds.with(k, pair));
        };
      });
    });
    return all;
  },

  values(spec, state, k) {
    const n = spec.points,
      [low, high] = state.bounds[k],
      log = isLog(spec, state, k);
    return Float64Array.from({ length: n }, (_, i) =>
      i === n - 1 ? high : log ? low * (high / low) ** (i / (n - 1)) : low + i * ((high - low) / (n - 1)),
    );
  },

  // All runs, each only for its end. Those in noise have the same noise.
  fill(map, spec, state, land, step) {
    const { x, y, z, floor } = map,
      [across, up] = state.axes,
      shared = land.noise ? normals(spec.seed, 2 * state.steps) : null,
      hyper = { ...step.hyper, ...spec.run.hyper, ...state.hyper },
      world = (rng) => landscapeWorld(land.f, land.grad, 2, { noise: land.noise, rng, n: land.n }),
      quiet = shared ? null : ends(step, 2, world(), state.steps);
    map.first = land.f(...state.start) - floor;
    map.final = z.map((_, c) => {
      hyper[across] = x[c % x.length];
      hyper[up] = y[Math.floor(c / x.length)];
      const [a, b] = (quiet ?? ends(step, 2, world(replay(shared)), state.steps))(state.start, hyper);
      return Math.max(land.f(a, b) - floor, FLOOR);
    });
    map.final.forEach((v, c) => (z[c] = v < WORSE * map.first ? Math.log10(v) : NaN));
  },

  // The ranges that it begins with: wide, then cut above what converges.
  zoom(spec, state, measure) {
    state.cell = null;
    state.bounds = state.axes.map((axis) => [...dial(spec, axis).wide]);
    const { z, x, y } = measure(),
      nx = x.length,
      some = (k, i) => (k ? z.subarray(i * nx, (i + 1) * nx) : y.map((_, j) => z[j * nx + i])).some(Number.isFinite);
    state.bounds = state.bounds.map(([low, high], k) => {
      if (spec.shares.includes(state.axes[k])) return [low, high];
      const list = k ? y : x;
      let last = list.length - 1;
      while (last > 0 && !some(k, last)) last--;
      return [low, Number(list[Math.min(list.length - 1, Math.max(last, 3) + 3)].toPrecision(3))];
    });
  },

  first: (state) => state.axes.map((axis) => state.hyper[axis]),
  cell: ({ axes, start }, at) => ({
    start,
    hyper: Object.fromEntries(axes.map((axis, k) => [axis, at[k]])),
    where: told(axes, at),
  }),

  view(spec, state, land, map, label) {
    const [across, up] = state.axes,
      { x, y, z, final, first } = map,
      row = (c) => Math.floor(c / x.length),
      known = z.filter((v) => !Number.isNaN(v)),
      gone = z.length - known.length,
      high = Math.min(Math.log10(first), Math.max(...known)),
      low = Math.max(high - 8, Math.min(...known)),
      zlim = known.length ? (low < high ? [low, high] : [low - 1, low + 1]) : [0, 1];
    const share = percent(gone / z.length),
      marks = [],
      legend = gone ? [["diverged", "missing", 0]] : [];
    let said = `${share} of the ${z.length} runs of ${label} diverge`,
      caption = `${share} diverge`;
    if (known.length) {
      const best = final.reduce((m, v, c) => (v < final[m] || Number.isNaN(final[m]) ? c : m), 0),
        at = [x[best % x.length], y[row(best)]],
        where = told(state.axes, at),
        least = final[best] <= FLOOR ? "less than 1e-12" : number(final[best]);
      said += `; the lowest final loss, ${least} above the lowest known, has ${where}`;
      caption = `the lowest loss, ${least}, has ${where}; ${caption}`;
      marks.push({ x: at[0], y: at[1], kind: "minimum", index: 0, note: "lowest" });
    }
    const scale = (k) => (isLog(spec, state, k) ? "log" : "linear"),
      over = panel({
        title: `${label}, loss after ${state.steps} steps`,
        xlabel: across,
        ylabel: up,
        xlim: [x[0], x.at(-1)],
        ylim: [y[0], y.at(-1)],
        xscale: scale(0),
        yscale: scale(1),
        width: 1.1,
        marks,
        field: { x, y, z, label: "loss", power: true, missing: "diverged", zlim, ticks: powers(zlim), id: map.id },
      });
    if (land.curvature && !land.noise && spec.run.rate && state.axes.includes("lr")) {
      const k = across === "lr" ? 1 : 0,
        list = k ? y : x,
        largest = once(spec.run.rate.largest),
        hyper = { ...spec.run.hyper, ...state.hyper },
        top = list.map((v) => largest(land.curvature.at(-1), { ...hyper, [state.axes[k]]: v })),
        border = ["theory: largest lr that converges", "border", 0],
        below = (c) => (k ? x[c % x.length] < top[row(c)] : y[row(c)] < top[c % x.length]),
        right = final.reduce((n, v, c) => n + (v < first === below(c)), 0);
      over.curves.push({ x: k ? top : list, y: k ? list : top, label: border[0], kind: "border", index: 0 });
      said += `. Theory's border, the largest lr that converges, is right about ${percent(right / z.length)} of the cells`;
      legend.push(border);
    }
    return { panel: over, said: [said], caption, legend };
  },
});

function powers([low, high]) {
  const step = Math.max(1, Math.ceil((high - low) / 6)),
    out = [];
  for (let z = Math.ceil(low / step - 1e-9) * step; z <= high + 1e-9; z += step) out.push([(z - low) / (high - low), power(z)]);
  return out;
}
