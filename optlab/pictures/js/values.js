// Numbers that a reader gives: each in its range, or one sentence that says what is allowed.
export class Unfit extends RangeError {}

const general = (v) => (Number.isFinite(v) ? String(Number(v.toPrecision(6))) : Number.isNaN(v) ? "nan" : v > 0 ? "inf" : "-inf");

// range: [low, high, is low allowed, is high allowed]; null is no bound.
export function checked(name, value, [low, high, withLow, withHigh]) {
  const ok =
    Number.isFinite(value) &&
    (low === null || (withLow ? value >= low : value > low)) &&
    (high === null || (withHigh ? value <= high : value < high));
  if (ok) return value;
  const allowed =
    low === null
      ? "a finite number"
      : high === null
        ? `${withLow ? "≥" : ">"} ${low}`
        : `in ${withLow ? "[" : "("}${low}, ${high}${withHigh ? "]" : ")"}`;
  throw new Unfit(`${name} is ${general(value)}; it must be ${allowed}.`);
}

export function chosen(name, value, options) {
  if (options.includes(value)) return value;
  throw new Unfit(`${name} is '${value}'; it must be one of: ${options.join(", ")}.`);
}

// A control set by its name: `setters` has a function of the value for each.
export const set = (setters, name, value) => setters[chosen("control", name, Object.keys(setters))](value);

// Those of dials: kept(name, number) puts the number away.
export const dialled = (dials, kept) =>
  Object.fromEntries(dials.map((d) => [d.name, (value) => kept(d.name, checked(d.name, value, d.range))]));

// Where in a list the number stands that is nearest to v.
export const near = (list, v) => list.reduce((best, w, k) => (Math.abs(w - v) < Math.abs(list[best] - v) ? k : best), 0);
