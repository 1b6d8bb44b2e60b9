// What the translated steps stand on: numpy's functions where Math has none, and the driver; openloop.js and land.js have the worlds.

// numpy's functions
const square = (x) => x * x;
const exp2 = (x) => Math.pow(2, x);
const isinf = (x) => x === Infinity || x === -Infinity;
const fmax = (a, b) => (a !== a ? b : b !== b ? a : Math.max(a, b));
const fmin = (a, b) => (a !== a ? b : b !== b ? a : Math.min(a, b));
const clip = (x, low, high) => Math.min(Math.max(x, low), high);
const copysign = (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x));
const logaddexp = (a, b) => (a === b ? a + Math.LN2 : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b))));

function rint(x) { // halves go to the even number
  const low = Math.floor(x), rest = x - low;
  return rest < 0.5 || (rest === 0.5 && low % 2 === 0) ? low : low + 1;
}

function remainder(a, b) { // with the sign of b
  const rest = a % b;
  return rest === 0 ? copysign(0, b) : rest < 0 !== b < 0 ? rest + b : rest;
}

function floorDivide(a, b) {
  if (b === 0) return a / b;
  const rest = a % b, whole = (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0);
  if (whole === 0) return copysign(0, a / b);
  const low = Math.floor(whole);
  return whole - low > 0.5 ? low + 1 : low;
}

// A hyperparameter may be a schedule: an array of one value for each step.
const isSchedule = (value) => typeof value === "object" && value !== null;
const at = (value, t) => (isSchedule(value) ? value[t - 1] : value);

// What a translated text may call; openloop.js adds what takes whole signals.
export const known = {
  $square: square, $exp2: exp2, $isinf: isinf, $fmax: fmax, $fmin: fmin, $clip: clip, $copysign: copysign, $rint: rint,
  $remainder: remainder, $floor_divide: floorDivide, $logaddexp: logaddexp, $isSchedule: isSchedule, $at: at,
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
