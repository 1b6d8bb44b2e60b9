// Maps, of which one cell is chosen and shows its path: the final loss over two hyperparameters, or where each start ends.
import { MORE, dials, offer, projector, toolbar } from "./controls.js";
import { stepOf } from "./runs.js";
import { once } from "./core.js";
import { normals, replay } from "./rng.js";
import { Unfit, checked, chosen, dialled, set } from "./values.js";
import { apart, ends, floorOf, ground, inside, landscapeWorld, minima, onLandscape, outcome } from "./land.js";
import { plane, started, starts, told, world } from "./land.js";
import { panel } from "./scene.js";
import * as canvas from "./cells.js";
import * as words from "./words.js";

export const tools = toolbar;
export const under = canvas;
const WORSE = 1e3,
  FLOOR = 1e-12,
  WAYS = ["across", "up"];
const isShare = (spec, name) => spec.shares.includes(name),
  isLog = (spec, state, k) => !isShare(spec, state.axes[k]) && state.bounds[k][0] > 0;
const plain = (spec, name) => spec.run.dials.find((d) => d.name === name);

export function controls(spec, state) {
  const names = spec.run.dials.map((d) => d.name),
    axes = state.axes ?? [],
    land = spec.landscapes[state.landscape],
    ranges = axes.flatMap((axis, k) => ["from", "to"].map((end, e) => offer("number", `${axis} ${end}`, state.bounds[k][e], MORE)));
  return [
    offer("menu", "landscape", state.landscape, { options: Object.keys(spec.landscapes) }),
    ...(state.axes ? starts(land, state.start) : []),
    ...axes.map((axis, k) => offer("menu", WAYS[k], axis, { options: names })),
    ...dials(
      spec.run.dials.filter((d) => !axes.includes(d.name)),
      state.hyper,
    ),
    offer("number", "steps", state.steps, { short: true, step: 5, ...MORE }),
    ...ranges,
    projector(state),
  ];
}

export function put(spec, state, name, value) {
  const all = spec.run.dials,
    axes = state.axes ?? [],
    each = (setter) => Object.fromEntries(axes.flatMap((axis, k) => Object.entries(setter(axis, k))));
  // What is not offered by name when a name is wrong: the ends of the axes' ranges.
  const ranges = each((axis, k) =>
    Object.fromEntries(
      ["from", "to"].map((end, e) => [
        `${axis} ${end}`,
        (v) => {
          const pair = state.bounds[k].with(e, checked(name, v, plain(spec, axis).range));
          if (!(pair[0] < pair[1])) throw new Unfit(`the range of ${axis} is ${pair[0]} to ${pair[1]}; it must go upwards.`);
          state.bounds = state.bounds.with(k, pair);
        },
      ]),
    ),
  );
  if (ranges[name]) return ranges[name](value);
  const setters = {
    landscape(v) {
      state.landscape = chosen(name, v, Object.keys(spec.landscapes));
      state.start = [...spec.landscapes[v].start];
      zoom(spec, state);
    },
    ...started(spec.landscapes[state.landscape], state),
    steps: (v) => (state.steps = Math.round(checked(name, v, [1, 100000, true, true]))),
    cell: (v) => (state.cell = [...v]),
    ...each((_, k) => ({
      [WAYS[k]](v) {
        if (chosen(name, v, all.map((d) => d.name)) === axes[1 - k])
          throw new Unfit(`both axes are ${v}; choose two different hyperparameters.`);
        state.axes = axes.with(k, v);
        zoom(spec, state);
      },
    })),
    ...dialled(all, (dial, v) => {
      const k = axes.indexOf(dial);
      if (k < 0) state.hyper = { ...state.hyper, [dial]: v };
      else state.cell = (state.cell ?? [20, 20]).with(1 - k, near(values(spec, state, k), v));
    }),
  };
  set(setters, name, value);
}

const near = (list, v) => list.reduce((best, w, i) => (Math.abs(w - v) < Math.abs(list[best] - v) ? i : best), 0);
function values(spec, state, k) {
  const n = spec.points,
    [low, high] = state.axes ? state.bounds[k] : spec.landscapes[state.landscape].box[k];
  const log = state.axes && isLog(spec, state, k);
  return Float64Array.from({ length: n }, (_, i) =>
    i === n - 1 ? high : log ? low * (high / low) ** (i / (n - 1)) : low + i * ((high - low) / (n - 1)),
  );
}

// The ranges that a map begins with: wide, then cut above what converges.
export function zoom(spec, state) {
  if (!state.axes) return;
  state.cell = null;
  state.bounds = state.axes.map((axis) => [...plain(spec, axis).wide]);
  const { z, x, y } = measure(spec, state, {}),
    nx = x.length,
    some = (k, i) => (k ? z.subarray(i * nx, (i + 1) * nx) : y.map((_, j) => z[j * nx + i])).some(Number.isFinite);
  state.bounds = state.bounds.map(([low, high], k) => {
    if (isShare(spec, state.axes[k])) return [low, high];
    const list = k ? y : x;
    let last = list.length - 1;
    while (last > 0 && !some(k, last)) last--;
    return [low, Number(list[Math.min(list.length - 1, Math.max(last, 3) + 3)].toPrecision(3))];
  });
}

// All runs of the map, each only for its end.
function measure(spec, state, memo) {
  const key = JSON.stringify(
    [state.landscape, state.start, state.steps, state.hyper, state.axes, state.bounds]
      .slice(0, state.axes ? 6 : 4)
      .filter((_, i) => state.axes || i !== 1),
  );
  if (memo.map?.key === key) return memo.map;
  const land = world(spec, state.landscape),
    step = stepOf(spec, spec.run.step),
    x = values(spec, state, 0),
    y = values(spec, state, 1),
    z = new Float64Array(x.length * y.length),
    steps = state.steps;
  const shared = land.noise ? normals(spec.seed, 2 * steps) : null,
    hyper = { ...step.hyper, ...spec.run.hyper, ...state.hyper };
  const at = (rng) => ends(step, 2, landscapeWorld(land.f, land.grad, 2, { noise: land.noise, rng, n: land.n }), steps),
    fixed = shared ? null : at();
  const floor = floorOf(land),
    out = { key, x, y, z, floor, id: key };
  if (state.axes) {
    const [across, up] = state.axes,
      first = land.f(...state.start) - floor,
      final = (out.final = new Float64Array(z.length));
    for (let j = 0, k = 0; j < y.length; j++)
      for (let i = 0; i < x.length; i++, k++) {
        hyper[across] = x[i];
        hyper[up] = y[j];
        const end = (fixed ?? at(replay(shared)))(state.start, hyper);
        final[k] = Math.max(land.f(end[0], end[1]) - floor, FLOOR);
        z[k] = final[k] < WORSE * first ? Math.log10(final[k]) : NaN;
      }
    out.first = first;
  } else {
    const wide = land.box[0][1] - land.box[0][0],
      over = ground(land, land.box, memo),
      worst = WORSE * (over.z.reduce((m, v) => Math.max(m, v)) - floor);
    for (let j = 0, k = 0; j < y.length; j++)
      for (let i = 0; i < x.length; i++, k++) {
        const end = fixed([x[i], y[j]], hyper);
        if (!(land.f(end[0], end[1]) - floor <= worst)) {
          z[k] = NaN;
          continue;
        }
        const far = apart(land, end),
          least = Math.min(...far);
        z[k] = least < wide / 20 ? far.indexOf(least) % 8 : 8;
      }
  }
  return (memo.map = out);
}

export function build(spec, state, memo) {
  const land = world(spec, state.landscape),
    map = measure(spec, state, memo),
    nx = map.x.length,
    shown = told(
      spec.run,
      state.axes
        ? { ...spec.run.hyper, ...Object.fromEntries(Object.entries(state.hyper).filter(([n]) => !state.axes.includes(n))) }
        : state.hyper,
    );
  state.cell ??= state.axes
    ? [near(map.y, state.hyper[state.axes[1]]), near(map.x, state.hyper[state.axes[0]])]
    : [near(map.y, state.start[1]), near(map.x, state.start[0])];
  const [row, column] = state.cell,
    cx = map.x[column],
    cy = map.y[row];
  const start = state.axes ? state.start : [cx, cy],
    hyper = { ...spec.run.hyper, ...state.hyper, ...(state.axes ? { [state.axes[0]]: cx, [state.axes[1]]: cy } : {}) };
  const run = onLandscape(stepOf(spec, spec.run.step), land, start, state.steps, hyper, land.noise, spec.seed),
    n = run.done,
    path = run.path;
  const view = state.axes ? overTwo(spec, state, land, map, shown) : overStarts(spec, state, land, map, shown);
  const note = state.axes ? () => "" : letter,
    right = plane(land, land.box, start, memo, note),
    left = { ...view.panel, grab: true };
  right.width = 0.9;
  right.curves.push({ x: path[0], y: path[1], label: "the chosen run", kind: "path", index: 0 });
  right.marks.push({ x: path[0][n], y: path[1][n], kind: "now", index: 0, run: "the chosen run" });
  if (!state.axes) Object.assign(left, { square: right.square, marks: minima(land, note) });
  left.marks.push({ x: cx, y: cy, kind: "chosen", index: 0 });
  const where = state.axes
    ? `${state.axes[0]} = ${words.number(cx)}, ${state.axes[1]} = ${words.number(cy)}`
    : `start (${words.number(cx)}, ${words.number(cy)})`;
  const far = Math.min(...apart(land, [path[0][n], path[1][n]])),
    loss = run.diverged ? [...run.loss, NaN] : run.loss;
  return {
    panels: [left, right],
    legend: view.legend,
    words: words.sentence([...view.said, `chosen: ${outcome(where, loss, far)}`]),
    caption: words.sentence([view.caption]),
  };
}

function overTwo(spec, state, land, map, label) {
  const [across, up] = state.axes,
    { x, y, z, final, first } = map,
    size = z.length,
    gone = z.reduce((n, v) => n + Number.isNaN(v), 0);
  const known = z.filter((v) => !Number.isNaN(v)),
    high = Math.min(
      Math.log10(first),
      known.reduce((m, v) => Math.max(m, v), -Infinity),
    ),
    low = Math.max(
      high - 8,
      known.reduce((m, v) => Math.min(m, v), Infinity),
    );
  const zlim = known.length ? (low < high ? [low, high] : [low - 1, low + 1]) : [0, 1];
  const share = gone / size,
    said = [`${words.percent(share)} of the ${size} runs of ${label} diverge`];
  let caption = `${words.percent(share)} diverge`;
  if (known.length) {
    const best = final.reduce((m, v, k) => (v < final[m] || Number.isNaN(final[m]) ? k : m), 0),
      where = `${across} = ${words.number(x[best % x.length])}, ${up} = ${words.number(y[Math.floor(best / x.length)])}`;
    const least = final[best] <= FLOOR ? "less than 1e-12" : words.number(final[best]);
    said[0] += `; the lowest final loss, ${least} above the lowest known, has ${where}`;
    caption = `the lowest loss, ${least}, has ${where}; ${caption}`;
  }
  const field = { x, y, z, label: "loss", power: true, missing: "diverged", zlim, ticks: powers(zlim), id: map.id };
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
      field,
    });
  const legend = gone ? [["diverged", "missing", 0]] : [];
  if (land.curvature && !land.noise && spec.run.rate && (across === "lr" || up === "lr")) {
    const k = across === "lr" ? 1 : 0,
      list = k ? y : x,
      other = state.axes[k],
      top = Float64Array.from(list, (v) =>
        once(spec.run.rate.largest)(land.curvature.at(-1), { ...spec.run.hyper, ...state.hyper, [other]: v }),
      );
    over.curves.push(
      k
        ? { x: top, y: list, label: "theory: largest lr that converges", kind: "border", index: 0 }
        : { x: list, y: top, label: "theory: largest lr that converges", kind: "border", index: 0 },
    );
    const right = final.reduce(
      (n, v, c) =>
        n +
        (v < first === (k ? x[c % x.length] < top[Math.floor(c / x.length)] : y[Math.floor(c / x.length)] < top[c % x.length])),
      0,
    );
    said[0] += `. Theory's border, the largest lr that converges, is right about ${words.percent(right / size)} of the cells`;
    legend.push(["theory: largest lr that converges", "border", 0]);
  }
  return { panel: over, said, caption, legend };
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
function powers([low, high]) {
  const step = Math.max(1, Math.ceil((high - low) / 6)),
    out = [];
  for (let z = Math.ceil(low / step - 1e-9) * step; z <= high + 1e-9; z += step)
    out.push([
      (z - low) / (high - low),
      z >= -3 && z <= 4
        ? String(Number((10 ** z).toPrecision(3)))
        : "10" + (z < 0 ? "⁻" : "") + [...String(Math.abs(z))].map((d) => RAISED[d]).join(""),
    ]);
  return out;
}

const letter = (k) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[k % 26];
function overStarts(spec, state, land, map, label) {
  const { x, y, z } = map,
    share = (test) => z.reduce((n, v) => n + test(v), 0) / z.length,
    at = (m) => `(${m.map((v) => words.number(Number(v.toFixed(3)))).join(", ")})`;
  const names = Object.fromEntries(land.minima.map((m, k) => [k, [letter(k), at(m)]])),
    none = share((v) => v === 8),
    gone = share(Number.isNaN);
  const shares = land.minima.map((m, k) => [letter(k), at(m), share((v) => v === k)]);
  const said = [
    ...shares.map(([l, where, s]) => `${words.percent(s)} reach ${l} at ${where}`),
    ...(none ? [`${words.percent(none)} end at none of them`] : []),
    ...(gone ? [`${words.percent(gone)} diverge`] : []),
  ];
  if (none) names[8] = ["", "no known minimum"];
  const legend = [
    ...Object.entries(names).map(([k, [l, name]]) => [l ? `${l}: ${name}` : name, "region", +k]),
    ...(gone ? [["diverged", "missing", 0]] : []),
  ];
  const caption = [...shares.map(([l, , s]) => `${words.percent(s)} of the starts reach ${l}`)]
    .join(", ")
    .replace(/ of the starts reach/g, (m, at) => (at < 8 ? m : " reach"));
  return {
    panel: panel({
      title: label,
      xlabel: "a of the start",
      ylabel: "b of the start",
      xlim: land.box[0],
      ylim: land.box[1],
      field: { x, y, z, label: "", names, missing: "diverged", ticks: [], id: map.id },
    }),
    said: [`${label} on ${land.name}, ${z.length} starts: ${said.join(", ")}`],
    caption,
    legend,
  };
}

// On the map the mouse chooses a cell; on the landscape it moves the start, which is a cell of the map of starts.
export function pointer(spec, state, { phase, panel, x, y }, memo) {
  if (phase === "up") return false;
  const box = spec.landscapes[state.landscape].box;
  if (panel === 0 || !state.axes) state.cell = [near(values(spec, state, 1), y), near(values(spec, state, 0), x)];
  else state.start = [x, y].map((v, i) => inside(v, box[i]));
  return true;
}

// Arrow keys choose the next cell, with shift the fifth.
export function key(spec, state, name, big) {
  const [row, column] = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0] }[name],
    by = big ? 5 : 1,
    most = spec.points - 1;
  state.cell = [row, column].map((v, i) => Math.min(most, Math.max(0, (state.cell?.[i] ?? 0) + by * v)));
  return true;
}
