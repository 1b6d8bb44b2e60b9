// The figure of formulas: y over x, with a dial for each hyperparameter.
import { dials, projector, toolbar } from "./controls.js";
import { once } from "./core.js";
import { panel } from "./scene.js";
import { dialled, set } from "./values.js";
import * as words from "./words.js";
import * as saying from "./saying.js";
import * as limits from "./limits.js";

export const tools = toolbar;

export const controls = (spec, state) => [...dials(spec.dials, state.hyper), projector(state)];

export const put = (spec, state, name, value) =>
  set(dialled(spec.dials, (dial, v) => (state.hyper = { ...state.hyper, [dial]: v })), name, value);

export function build(spec, state) {
  const { x, title, xlabel, ylabel } = spec,
    at = spec.dials.map((d) => `${d.name} = ${words.value(state.hyper[d.name])}`).join(", "),
    curves = Object.entries(spec.curves).map(([label, text], index) => {
      const f = once(text);
      return { x, y: Float64Array.from(x, (v) => f(v, state.hyper)), label, kind: "run", index };
    }),
    ys = curves.map((c) => c.y);
  const over = panel({
    title,
    xlabel,
    ylabel,
    curves,
    xlim: limits.extent([x]),
    ylim: spec.ylim ?? (spec.log ? logarithmic(ys) : limits.linear(ys)),
    xscale: spec.xlog ? "log" : "linear",
    yscale: spec.log ? "log" : "linear",
  });
  const said = [
    ...curves.map((c) => saying.curve(c.label, c.y, (k) => words.number(x[k]))),
    ...saying.coinciding(
      curves.map((c) => c.label),
      ys,
    ),
  ];
  const lows = curves.map((c) => lowest(c, xlabel)).join("; ");
  return {
    panels: [over],
    legend: curves.map((c) => [c.label, "run", c.index]),
    words: words.sentence([`over ${xlabel}${at ? `, for ${at}` : ""}`, ...said]),
    caption: words.sentence([at ? `${at}: ${lows}` : lows]),
  };
}

// Where a curve is lowest: one place, or from where to where.
function lowest({ label, x, y }, xlabel) {
  const [low] = limits.extent([y]),
    at = x.filter((_, k) => y[k] <= low + 1e-9 * Math.abs(low)),
    to = words.number(at.at(-1) ?? NaN);
  if (low === Infinity) return `${label} has no finite number`;
  const where = at.length > 1 ? `from ${xlabel} = ${words.number(at[0])} to ${to}` : `at ${xlabel} = ${to}`;
  return `${label} is lowest, ${words.number(low)}, ${where}`;
}

// Whole powers of ten around all positive numbers, as in pictures/limits.py; a curve that explodes or dies does not squeeze the others.
function logarithmic(curves) {
  const [low, high] = limits.extent(curves.map((y) => y.filter((v) => v > 0)));
  if (low > high) return [1e-3, 1];
  const starts = curves.map((y) => y[0]).filter(Number.isFinite),
    start = starts.length ? Math.max(...starts) : 1,
    first = start > 0 ? Math.ceil(Math.log10(start)) : NaN,
    a = Math.max(...[Math.floor(Math.log10(low)), first - 16].filter(Number.isFinite)),
    b = Math.min(...[Math.ceil(Math.log10(high)), first + 8].filter(Number.isFinite));
  return [10 ** a, 10 ** Math.max(b, a + 1)];
}
