// What curves do, in words.
import { number } from "./words.js";

export const largest = (y) => y.reduce((most, v) => (Math.abs(v) > most ? Math.abs(v) : most), 0);
const atStep = (k) => `step ${k + 1}`;

// What a curve does: its range, its largest excursion and where, inner lows, bursts, crossings of zero, its end.
export function curve(label, y, at = atStep) {
  let end = y.findIndex((v) => !Number.isFinite(v));
  if (end === 0) {
    const first = y.findIndex(Number.isFinite);
    if (first < 0) return `${label} has left the floats from the first step`;
    end = first + 1;
  }
  const gone = end < 0 ? "" : `; it leaves the floats after ${at(end - 1)}`;
  if (end >= 0) y = y.slice(0, end);
  const size = largest(y),
    last = y.length - 1,
    peak = y.findIndex((v) => Math.abs(v) >= (1 - 1e-9) * size);
  let low = 0,
    high = 0;
  y.forEach((v, k) => {
    if (v < y[low]) low = k;
    if (v > y[high]) high = k;
  });
  if (y[high] - y[low] <= 1e-9 * size) return `${label} stays at ${number(y[0])}${gone}`;
  const told = peak === 0 || number(Math.abs(y[0])) === number(Math.abs(y[peak]));
  const parts = [
    told
      ? `starts with its largest size at ${number(y[0])}`
      : `${y[peak] > y[0] ? "rises" : "falls"} from ${number(y[0])} to ${number(y[peak])} at ${at(peak)}`,
  ];
  const turns = crossings(y, size),
    many = bursts(y, size);
  if (many.length > 1) parts.push(`comes in ${many.length} bursts, the second at ${at(many[1])}`);
  if (turns.length === 1) parts.push(`crosses zero at ${at(turns[0])}`);
  if (turns.length > 1) parts.push(`crosses zero ${turns.length} times, first at ${at(turns[0])}`);
  const dip = low !== peak && y[low] < Math.min(y[0], y[last]) - 0.02 * size;
  if (dip && !turns.length) parts.push(`falls to ${number(y[low])} at ${at(low)} in between`);
  return `${label} ${parts.join(", ")} and ends at ${number(y[last])}${gone}`;
}

// Where the sign is another than before.
export function crossings(y, size) {
  const out = [];
  let before = 0;
  y.forEach((v, k) => {
    if (!(Math.abs(v) > 1e-9 * size)) return;
    if (before && Math.sign(v) !== before) out.push(k);
    before = Math.sign(v);
  });
  return out;
}

// Where a curve that is small most of the time begins to be large.
function bursts(y, size) {
  const sizes = [...y].map(Math.abs).sort((a, b) => a - b);
  if (sizes[sizes.length >> 1] > 0.1 * size) return [];
  const out = [];
  y.forEach((v, k) => {
    if (Math.abs(v) > size / 2 && !(k && Math.abs(y[k - 1]) > size / 2)) out.push(k);
  });
  return out;
}

// The labels of curves that cannot be told apart: within a hundredth of the largest size, everywhere.
export function coinciding(labels, curves) {
  const out = [];
  for (let i = 0; i < curves.length; i++)
    for (let j = i + 1; j < curves.length; j++) {
      const a = curves[i],
        b = curves[j],
        size = Math.max(largest(a), largest(b));
      if (size > 0 && a.length === b.length && a.every((v, k) => Math.abs(v - b[k]) <= 0.01 * size))
        out.push(`${labels[i]} and ${labels[j]} coincide`);
    }
  return out;
}

// The step at which y first reaches a share of its last value, or null.
export function settling(y, share = 0.95) {
  const last = y[y.length - 1];
  if (!y.every(Number.isFinite) || last === 0) return null;
  return y.findIndex((v) => v / last >= share) + 1 || null;
}
