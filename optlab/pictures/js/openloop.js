// The open loop: a step on a signal.
import { draws, known, trace } from "./core.js";
import { finish, generator } from "./runs.js";

// The gradients of a signal. A look ahead is a look ahead in time: where y is d beyond x along the update, the gradient is the
// sample d later, linear in between; before the first sample the first, after the last sample the last, from the end on 0.
export function signalWorld(signal, losses, rng) {
  const n = signal.length;
  return {
    n: 1,
    g(t, x, G) { G[0] = signal[t - 1]; },
    f: (t) => losses[t - 1],
    hess(t, x, G) { G[0] = 1; }, // a signal has no curvature
    grad(t, x, y, G) {
      const place = t - 1 + (x - y);
      if (place >= n) { G[0] = 0; return; }
      const inside = Math.min(Math.max(place || 0, 0), n - 1), low = Math.floor(inside);
      const before = signal[low], after = signal[Math.min(low + 1, n - 1)];
      G[0] = before + (inside - low) * (after - before);
    },
    ...draws(rng),
  };
}

// Every quantity, and the update x before − x after.
export function onSignal(step, g, hyper, state) {
  const out = finish(
      trace(step, signalWorld(g, new Float64Array(g.length).fill(1), generator(0, step)), [0], g.length, hyper, state),
      step,
      g.length,
    ),
    [x] = out.path;
  out.update = Float64Array.from({ length: out.done }, (_, t) => x[t] - x[t + 1]);
  return out;
}

// Whole signals
const each = (n, f) => Float64Array.from({ length: n }, (_, k) => f(k));
const cumsum = (values) => { let sum = 0; return values.map((value) => (sum += value)); };
const convolve = (g, weights) => g.map((_, t) => { // as far as g goes
  let sum = 0;
  for (let k = 0; k <= t; k++) sum += weights[k] * g[t - k];
  return sum;
});
Object.assign(known, { $each: each, $cumsum: cumsum, $convolve: convolve });
