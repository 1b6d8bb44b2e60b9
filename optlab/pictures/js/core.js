// What the translated texts stand on, and the driver; openloop.js and land.js have the worlds. numpy.js has what few texts call.

// A hyperparameter may be a schedule: an array of one value for each step.
const isSchedule = (value) => typeof value === "object" && value !== null;
const at = (value, t) => (isSchedule(value) ? value[t - 1] : value);

// What a translated text may call; openloop.js adds what takes whole signals.
export const known = {
  $square: (x) => x * x, $clip: (x, low, high) => Math.min(Math.max(x, low), high), $isSchedule: isSchedule, $at: at,
};

// A translated text as a function, and the same made once.
export const compile = (text) => new Function(...Object.keys(known), `"use strict"; return (${text}\n);`)(...Object.values(known));
const compiled = new Map();
export function once(text) {
  if (!compiled.has(text)) compiled.set(text, compile(text));
  return compiled.get(text);
}

// A world gives a step what it asks for: g(t, ...x, G) and grad(t, ...x, ...y, G) write the gradient at x, and at a point y
// looked at from x, into G; hess(t, ...x, G) the diagonal of the Hessian; f(t, ...x) is the loss; normal() and uniform() are the
// next random numbers; n is the size of the data.

export function draws(rng) {
  const none = () => { throw new Error("This world has no random numbers."); };
  return { normal: rng ? () => rng.normal() : none, uniform: rng ? () => rng.random() : none };
}

// Run a step and keep every quantity: {name: [Float64Array(steps) for each coordinate]}, and the path with its start.
// step: {run: {1: compiled, 2: compiled}, names, state, hyper}, the last two with their defaults.
export function trace(step, world, x0, steps, hyper = {}, state = {}) {
  const d = x0.length, width = step.names.length * d, keep = new Float64Array(steps * width);
  const start = { x: x0 };
  for (const [name, value] of Object.entries({ ...step.state, ...state }))
    start[name] = Array.isArray(value) ? value : Array(d).fill(value);
  step.run[d](steps, start, { ...step.hyper, ...hyper }, world, keep);
  const column = (at) => {
    const values = new Float64Array(steps);
    for (let t = 0; t < steps; t++, at += width) values[t] = keep[at];
    return values;
  };
  const out = Object.fromEntries(step.names.map((name, j) => [name, x0.map((_, i) => column(j * d + i))]));
  out.path = x0.map((start, i) => {
    const path = new Float64Array(steps + 1);
    path[0] = start;
    path.set(out.x[i], 1);
    return path;
  });
  return out;
}
