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

// Numbers as people paste them: 1 0 -1; [1, 0, -1]; 0,5 -0,5; a column; with the minus sign of web pages.
export function pasted(text) {
  const plain = text
    .replace(/[\u2212\u2013]/g, "-")
    .replace(/[[\](){}]|np\.array|array|tensor/g, " ")
    .trim();
  const words =
    /\d,\d/.test(plain) && /[\s;]/.test(plain) && !/\.\d/.test(plain) && !/,\s/.test(plain)
      ? plain.split(/[\s;]+/).map((w) => w.replace(",", "."))
      : plain.split(/[\s,;]+/);
  const numbers = words.filter(Boolean).map(Number);
  if (!numbers.length || !numbers.every(Number.isFinite))
    throw new Unfit(`your signal is '${text}'; it must be numbers with spaces between them.`);
  return numbers;
}
