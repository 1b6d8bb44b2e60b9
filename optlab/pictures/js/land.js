// A landscape in the page: its functions, how far its minima are, its loss over a box.
import { once } from "./core.js";
import { number } from "./words.js";

// A landscape whose functions can be called.
export function world(spec, name) {
  const land = spec.landscapes[name];
  return { ...land, name, f: once(land.f), grad: once(land.grad) };
}
export const floorOf = (land) => (land.minima.length ? Math.min(...land.minima.map((m) => land.f(...m))) : null);
export const apart = (land, point) => land.minima.map((m) => Math.sqrt(m.reduce((sum, v, i) => sum + (point[i] - v) ** 2, 0)));

// The label of a run, with the dials that are no longer what it was made with.
export function told(run, hyper) {
  const moved = run.dials
    .filter((d) => hyper[d.name] !== run.hyper[d.name])
    .map((d) => `${d.name} = ${number(hyper[d.name])}`)
    .join(", ");
  return moved ? `${run.label} (now ${moved})` : run.label;
}

// The loss over a box, for its surface.
export function ground(land, box, memo) {
  const id = JSON.stringify([land.name, box]);
  if (memo.ground?.id === id) return memo.ground;
  const N = 121,
    [x, y] = box.map(([low, high]) => Float64Array.from({ length: N }, (_, k) => low + k * ((high - low) / (N - 1)))),
    z = new Float64Array(N * N);
  for (let j = 0; j < N; j++) for (let i = 0; i < N; i++) z[j * N + i] = land.f(x[i], y[j]);
  return (memo.ground = { x, y, z, levels: land.levels, id });
}
