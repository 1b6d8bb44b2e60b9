// A landscape in the page, and the closed loop: a step on it.
import { draws, once, trace } from "./core.js";
import { finish, generator } from "./runs.js";
import { MORE, offer } from "./controls.js";
import { panel } from "./scene.js";
import { checked } from "./values.js";
import { number, value } from "./words.js";

// A landscape whose functions can be called.
export function world(spec, name) {
  const land = spec.landscapes[name];
  return { ...land, name, f: once(land.f), grad: once(land.grad) };
}
export const floorOf = (land) => (land.minima.length ? Math.min(...land.minima.map((m) => land.f(...m))) : null);
export const apart = (land, point) => land.minima.map((m) => Math.sqrt(m.reduce((sum, v, i) => sum + (point[i] - v) ** 2, 0)));

// The start and its controls.
export const coordinates = (land) => (land.start.length === 1 ? ["x"] : ["a", "b"]);
const ANY = [null, null, false, false];
export const starts = (land, start) =>
  coordinates(land).map((name, k) =>
    offer("number", name, Number(start[k].toPrecision(4)), { label: `start ${name}`, short: true, step: 0.1, ...MORE }),
  );
export const started = (land, state) => ({
  ...Object.fromEntries(
    coordinates(land).map((name, i) => [name, (v) => (state.start = state.start.with(i, checked(`start ${name}`, v, ANY)))]),
  ),
  start: (at) => (state.start = state.start.map((_, i) => checked("start", at[i], ANY))),
});
export const inside = (v, [low, high]) => Number(Math.min(high, Math.max(low, v)).toPrecision(4));

// The loss over a box of two coordinates, with its minima and the start.
export function plane(land, box, start, memo, note = (k) => (k ? "" : "minimum")) {
  const [a, b] = box.map(([low, high]) => high - low);
  return panel({
    title: land.name,
    xlabel: "a",
    ylabel: "b",
    xlim: box[0],
    ylim: box[1],
    square: Math.abs(a - b) < 1e-9 * a,
    ground: ground(land, box, memo),
    grab: true,
    marks: [
      ...minima(land, note),
      { x: start[0], y: start[1], kind: "start", index: 0, note: "start" },
    ],
  });
}
export const minima = (land, note) => land.minima.map(([x, y], k) => ({ x, y, kind: "minimum", index: 0, note: note(k) }));

// The label of a run, with the dials that are no longer what it was made with.
export function told(run, hyper) {
  const moved = run.dials
    .filter((d) => hyper[d.name] !== run.hyper[d.name])
    .map((d) => `${d.name} = ${value(hyper[d.name])}`)
    .join(", ");
  return moved ? `${run.label} (now ${moved})` : run.label;
}

// The loss over a box, for its surface. The last ones are kept: a start that is moved to and fro comes back to them.
export function ground(land, box, memo) {
  const id = JSON.stringify([land.name, box]);
  memo.grounds = (memo.grounds ?? []).slice(-3);
  const known = memo.grounds.find((one) => one.id === id);
  if (known) return known;
  const N = 101,
    [x, y] = box.map(([low, high]) => Float64Array.from({ length: N }, (_, k) => low + k * ((high - low) / (N - 1)))),
    z = new Float64Array(N * N);
  for (let j = 0; j < N; j++) for (let i = 0; i < N; i++) z[j * N + i] = land.f(x[i], y[j]);
  const made = { x, y, z, levels: upTo(land.levels, z.reduce((p, v) => Math.max(p, v))), id };
  memo.grounds.push(made);
  return made;
}

// More levels, further and further apart, up to the highest loss of a box.
function upTo(known, most) {
  const levels = [...known];
  for (let n = levels.length; n > 2 && n < 200 && levels[n - 1] < most; n++) {
    const last = levels[n - 1] - levels[n - 2];
    levels.push(levels[n - 1] + Math.max(1.1 * last, 2 * last - levels[n - 2] + levels[n - 3]));
  }
  return levels;
}

// A landscape of d = 1 or 2 coordinates. With noise, its standard deviation, each gradient takes d normal numbers from rng, as
// in Python: before those of the step.
export function landscapeWorld(f, grad, d, { noise = 0, rng, n = 1 } = {}) {
  const add = (G) => { for (let i = 0; i < d; i++) G[i] += noise * rng.normal(); };
  const one = noise ? (a, G) => { grad(a, G); add(G); } : grad;
  const two = noise ? (a, b, G) => { grad(a, b, G); add(G); } : grad;
  const world = d === 1
    ? { g: (t, a, G) => one(a, G), f: (t, a) => f(a), grad: (t, a, y, G) => one(y, G) }
    : { g: (t, a, b, G) => two(a, b, G), f: (t, a, b) => f(a, b), grad: (t, a, b, y, z, G) => two(y, z, G) };
  const hess = (t, ...at) => { // central differences of the gradient, without its noise
    const G = at.pop(), low = new Float64Array(d), high = new Float64Array(d);
    for (let i = 0; i < d; i++) {
      grad(...at.map((x, k) => (k === i ? x + 1e-5 : x)), high);
      grad(...at.map((x, k) => (k === i ? x - 1e-5 : x)), low);
      G[i] = (high[i] - low[i]) / 2e-5;
    }
  };
  return { ...world, hess, n, ...draws(rng) };
}

// The closed loop: the path and its losses.
export function onLandscape(step, land, start, steps, hyper, noise, seed) {
  const out = finish(
      trace(
        step,
        landscapeWorld(land.f, land.grad, start.length, { noise, rng: generator(seed, step), n: land.n }),
        start,
        steps,
        hyper,
      ),
      step,
      steps,
    ),
    [a, b] = out.path;
  out.loss = a.map(b ? (v, t) => land.f(v, b[t]) : (v) => land.f(v));
  return out;
}

// One run on a landscape: where the loss went, and how far from the nearest known minimum it ended.
export function outcome(name, loss, distance = null) {
  const bad = loss.findIndex((v) => !Number.isFinite(v)),
    steps = loss.length - 1;
  if (bad >= 0) return `${name} diverges: its loss leaves the floats at step ${bad}`;
  let up = 0,
    low = 0;
  for (let k = 1; k < loss.length; k++) {
    if (loss[k] > loss[k - 1]) up++;
    if (loss[k] < loss[low]) low = k;
  }
  const climbs = up ? ` (it goes up in ${up} of ${steps} steps)` : "",
    where = distance === null ? "" : `, ${number(distance)} from the nearest minimum`;
  const better =
    low < steps && number(loss[low]) !== number(loss[steps]) ? `; its lowest is ${number(loss[low])} at step ${low}` : "";
  return `${name} takes the loss from ${number(loss[0])} to ${number(loss[steps])} in ${steps} steps${climbs}${where}${better}`;
}
