// One run: a translated step in a world, up to where it leaves the floats.
import { once } from "./core.js";
import { defaultRng, normals } from "./rng.js";

export const stepOf = (spec, id) => {
  const step = spec.known[id],
    run = {};
  for (const d of [1, 2]) if (step.run[d]) Object.defineProperty(run, d, { get: () => once(step.run[d]) });
  return { ...step, run };
};

// numpy's generator of a seed; its normal numbers, which most runs ask for alone, are kept from run to run.
export function generator(seed, step) {
  if (step.uniform) return defaultRng(seed);
  let k = 0;
  return { normal: () => normals(seed, ++k)[k - 1] };
}

// The first step at which a quantity is no longer finite, and which. What a step names later only is nan before.
function end(quantities, names, steps) {
  let at = steps + 1,
    what = "";
  for (const name of names)
    for (const column of quantities[name]) {
      let t = 0;
      while (t < steps && Number.isNaN(column[t])) t++;
      if (t === steps) t = 0;
      while (t < at - 1 && Number.isFinite(column[t])) t++;
      if (t < at - 1) {
        at = t + 1;
        what = name;
      }
    }
  return { done: at - 1, what };
}

export function finish(found, step, steps) {
  const { done, what } = end(found, step.names, steps);
  const kept = `${done} ${done === 1 ? "step is" : "steps are"} kept`,
    out = {
      done,
      diverged: done < steps ? `${step.name} left the floats: ${what} is no longer finite at step ${done + 1}; ${kept}` : "",
    };
  for (const [name, columns] of Object.entries(found))
    out[name] = columns.map((c) => c.subarray(0, name === "path" ? done + 1 : done));
  return out;
}
