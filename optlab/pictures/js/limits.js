// Limits of axes: rounded, so that they rarely move; the same as in pictures/limits.py.

// The next value upwards of a short ladder times a power of ten.
const LADDER = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12];
export function rounded(value) {
  if (!(value > 0 && value < 1e300)) return value <= 0 ? 1 : value;
  const power = 10 ** Math.floor(Math.log10(value * 1.05));
  return LADDER.find((s) => s * power >= value * 1.05) * power;
}

export function extent(curves) {
  let low = Infinity,
    high = -Infinity;
  for (const y of curves)
    for (const v of y)
      if (Number.isFinite(v)) {
        if (v < low) low = v;
        if (v > high) high = v;
      }
  return [low, high];
}

export function linear(curves) {
  const [low, high] = extent(curves);
  return low > high ? [0, 1] : [low < 0 ? -rounded(-low) : 0, high > 0 ? rounded(high) : low < 0 ? 0 : 1];
}

// A hundredth of margin: what happens at the first step must not hide behind the axis.
export const tight = (low, high) => [low - (0.01 * (high - low) || 0.5), high + (0.01 * (high - low) || 0.5)];

// The losses of all runs, logarithmic in pairs of powers of ten. A run that diverges does not squeeze the others.
export function losses(values, log) {
  values = values.map((v) => Array.from(v).filter(Number.isFinite)).filter((v) => v.length);
  if (!values.length) values = [[1]];
  const first = Math.max(...values.map((v) => v[0]));
  let [bottom, top] = extent(values);
  if (log) {
    const positive = values.flatMap((v) => {
      const [low] = extent([v.filter((x) => x > 1e-16)]);
      return low < Infinity ? [low] : [];
    });
    const low = 2 * Math.floor(Math.log10(positive.length ? Math.min(...positive) : 1e-3) / 2 + 1e-9);
    return [10 ** low, 10 ** Math.ceil(Math.log10(Math.max(Math.min(top, first * 1e4), 10 ** (low + 1))) - 1e-9)];
  }
  bottom = Math.max(bottom, first - 20 * Math.max(Math.abs(first), 1)); // a loss without a minimum falls for ever
  top = first > bottom ? Math.min(top, first + 2 * (first - bottom)) : Math.min(top, first + 3 * Math.abs(first) + 1);
  const span = rounded(top - bottom || 1),
    step = span / 20;
  return [Math.floor(bottom / step - 0.5) * step, Math.ceil(top / step + 0.5) * step];
}

// A box that shows whole paths: it grows in thirds of its side, by one side at most.
export function grown([low, high], values) {
  const [least, most] = extent(values),
    side = high - low;
  const by = (beyond) => (beyond > 1e-9 * side ? (Math.min(3, Math.ceil((3 * beyond) / side - 1e-9)) * side) / 3 : 0);
  return [low - by(low - least), high + by(most - high)];
}
