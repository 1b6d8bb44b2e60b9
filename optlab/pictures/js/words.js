// Numbers and sentences as they are read; the same as in pictures/words.py, as what else is said.

// Three significant digits, no needless zeros: 0.0123, 1230, 1.5e-7.
export function number(value) {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  const short = Number(value.toPrecision(3)),
    size = Math.abs(short);
  if (size >= 1e-3 && size < 1e5) return String(Number(short.toFixed(10)));
  const [mantissa, exponent] = value.toExponential(2).split("e");
  return `${Number(mantissa)}e${Number(exponent)}`;
}

// The value of a hyperparameter: of a share near 1, how far from 1 it is: 0.9995.
export const value = (v) => (v > 0.99 && v < 1 ? String(Number((1 - number(1 - v)).toFixed(10))) : number(v));

export const percent = (share) => `${(Math.floor(share * 1000 + 0.5) / 10).toFixed(1)}%`;
// Parts joined to sentences; a symbol such as v or mu = 0.9 keeps its letters.
const SYMBOL = /^([b-z]\b|\w+_|\w+ = )/;
export const sentence = (parts) =>
  parts
    .filter(Boolean)
    .map((p) => (SYMBOL.test(p) ? p : p[0].toUpperCase() + p.slice(1)) + ".")
    .join(" ");
