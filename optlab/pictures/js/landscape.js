// The figure for landscapes: paths of one or many optimizers, their losses beside it. On one coordinate it is the race.
import { stepOf } from "./runs.js";
import { once } from "./core.js";
import { world, floorOf, apart, ground, told, onLandscape, outcome } from "./land.js";
import * as canvas from "./ground.js";
import { checked, chosen } from "./values.js";
import * as words from "./words.js";
import * as limits from "./limits.js";

export const under = canvas;
export const coordinates = (land) => (land.start.length === 1 ? ["x"] : ["a", "b"]);
const ANY = [null, null, false, false],
  POSITIVE = [0, null, true, false];

export function controls(spec, state) {
  const run = spec.runs.find((r) => r.label === state.run),
    many = spec.runs.length > 1,
    names = coordinates(spec.landscapes[state.landscape]),
    folded = true;
  return [
    { type: "button", name: "play", label: "play", on: "pause", value: state.playing, main: true },
    { type: "slider", name: "shown", label: "steps shown", min: 0, max: spec.steps, value: Math.round(state.shown) },
    { type: "menu", name: "landscape", label: "landscape", options: Object.keys(spec.landscapes), value: state.landscape },
    ...names.map((n, k) => ({
      type: "number",
      name: n,
      label: n,
      aria: `start ${n}`,
      group: "start",
      value: Number(state.start[k].toPrecision(4)),
      short: true,
      step: 0.1,
    })),
    ...(many ? [{ type: "menu", name: "run", label: "dials of", options: spec.runs.map((r) => r.label), value: state.run }] : []),
    ...run.dials.map((d) => ({ ...d, type: "dial", label: d.name, value: state.hyper[spec.runs.indexOf(run)][d.name] })),
    ...(many
      ? spec.runs.map((r, k) => ({
          type: "check",
          name: `show ${r.label}`,
          label: r.label,
          value: !state.hidden.includes(r.label),
          colour: k,
          group: "runs",
          folded,
        }))
      : []),
    ...(spec.runs.length > 5
      ? [{ type: "check", name: "all", label: "all of them", value: !state.hidden.length, group: "runs", folded }]
      : []),
    {
      type: "slider",
      name: "noise",
      label: "gradient noise",
      min: 0,
      max: spec.noise,
      step: 0.05,
      value: state.noise,
      group: "more",
      folded,
    },
    { type: "number", name: "seed", label: "seed", value: state.seed, short: true, step: 1, group: "more", folded },
    { type: "check", name: "log", label: "log axis", value: state.log, group: "more", folded },
    { type: "check", name: "theory", label: "theory over it", value: state.theory, group: "more", folded },
    { type: "button", name: "projector", label: "projector", value: state.projector, group: "more", folded },
  ];
}

export function put(spec, state, name, value) {
  const k = spec.runs.findIndex((r) => r.label === state.run),
    dial = spec.runs[k].dials.find((d) => d.name === name),
    at = coordinates(spec.landscapes[state.landscape]).indexOf(name);
  if (dial) state.hyper = state.hyper.map((h, j) => (j === k ? { ...h, [name]: checked(name, value, dial.range) } : h));
  else if (at >= 0) state.start = state.start.map((v, j) => (j === at ? checked(`start ${name}`, value, ANY) : v));
  else if (name === "start") state.start = value.map((v) => checked("start", v, ANY));
  else if (name === "landscape") {
    const land = spec.landscapes[chosen(name, value, Object.keys(spec.landscapes))];
    Object.assign(state, { landscape: value, start: [...land.start], noise: land.noise });
  } else if (name === "run")
    state.run = chosen(
      name,
      value,
      spec.runs.map((r) => r.label),
    );
  else if (name === "shown") state.shown = Math.round(checked("steps shown", value, [0, spec.steps, true, true]));
  else if (name === "noise") state.noise = checked(name, value, POSITIVE);
  else if (name === "seed") state.seed = Math.round(checked(name, value, [0, 9999, true, true]));
  else if (name === "log" || name === "theory") state[name] = Boolean(value);
  else if (name === "hidden") state.hidden = [...value];
  else if (name === "all") state.hidden = value ? [] : spec.runs.map((r) => r.label);
  else if (name.startsWith("show "))
    state.hidden = spec.runs.map((r) => r.label).filter((l) => (`show ${l}` === name ? !value : state.hidden.includes(l)));
  else
    chosen("control", name, [
      "landscape",
      ...coordinates(spec.landscapes[state.landscape]),
      "start",
      "noise",
      "seed",
      "run",
      "shown",
      "log",
      "theory",
      "hidden",
      ...spec.runs[k].dials.map((d) => d.name),
    ]);
}

export function traced(spec, state, land, memo) {
  memo.runs ??= [];
  return spec.runs.map((run, k) => {
    const key = JSON.stringify([land.name, state.start, state.noise, state.seed, state.hyper[k]]);
    if (memo.runs[k]?.key !== key)
      memo.runs[k] = {
        key,
        trace: onLandscape(
          stepOf(spec, run.step),
          land,
          state.start,
          spec.steps,
          { ...run.hyper, ...state.hyper[k] },
          state.noise,
          state.seed,
        ),
      };
    return state.hidden.includes(run.label) ? null : memo.runs[k].trace;
  });
}

export function build(spec, state, memo) {
  state.playing = Boolean(memo.playing);
  const land = world(spec, state.landscape),
    traces = traced(spec, state, land, memo),
    log = state.log && land.minima.length > 0,
    floor = floorOf(land);
  if (!Number.isFinite(land.f(...state.start)))
    throw new RangeError(`start is (${state.start.map(words.number).join(", ")}); the loss must be finite there.`);
  const labels = spec.runs.map((run, k) => told(run, state.hyper[k])),
    one = land.start.length === 1;
  const errors = traces.map(
    (t) =>
      t &&
      (one && land.minima.length
        ? t.path[0].map((x) => (x - land.minima[0][0]) ** 2 / 2)
        : log
          ? t.loss.map((v) => v - floor)
          : t.loss),
  );
  const what =
    one && land.minima.length ? `error ½(x − ${words.number(land.minima[0][0])})²` : log ? "loss − lowest known loss" : "loss";
  const right = {
    title: "",
    xlabel: "step t",
    ylabel: what,
    xlim: [0, spec.steps],
    ylim: limits.losses(errors.filter(Boolean), log),
    xscale: "linear",
    yscale: log ? "log" : "linear",
    width: 1,
    curves: [],
    marks: [],
    grab: true,
  };
  const left = one ? profile(land, memo) : plane(land, traces.filter(Boolean), state, memo);
  const said = [],
    ends = [];
  const shown = state.shown,
    whole = Math.floor(shown);
  traces.forEach((t, k) => {
    const label = labels[k],
      n = t ? Math.min(whole, t.done) + 1 : 0,
      part = t && whole < t.done ? shown - whole : 0;
    const upTo = (column) => {
      // while it plays, a run stands between two of its points
      if (!part) return column.subarray(0, n);
      const out = column.slice(0, n + 1);
      out[n] = column[n - 1] + (column[n] - column[n - 1]) * part;
      return out;
    };
    const now = { kind: "now", index: k, run: label, x: NaN, y: NaN };
    if (t) {
      const path = t.path.map(upTo),
        error = upTo(errors[k]),
        x = Float64Array.from(error, (_, i) => (i < n ? i : shown)),
        at = path.map((c) => c[c.length - 1]),
        gone = t.diverged && whole > t.done;
      right.curves.push({ x, y: error, label, kind: "run", index: k });
      if (!one) left.curves.push({ x: path[0], y: path[1], label, kind: "path", index: k });
      Object.assign(now, { x: at[0], y: one ? stacked(left, at[0], t.loss[n - 1]) : at[1] });
      const distance = land.minima.length ? Math.min(...apart(land, at)) : null;
      ends.push({ label, gone: gone || !Number.isFinite(t.loss[n - 1]), by: error[error.length - 1] });
      if (!memo.playing)
        said.push(
          outcome(label, gone ? [...t.loss.subarray(0, n), NaN] : t.loss.subarray(0, n), distance) +
            predicted(spec.runs[k], land, state, state.hyper[k], t, right, label, log ? 0 : floor, floor),
        );
    } else {
      right.curves.push({ x: [], y: [], label: "", kind: "run", index: k, show: false });
      if (!one) left.curves.push({ x: [], y: [], label: "", kind: "path", index: k, show: false });
    }
    left.marks.push(now);
  });
  right.curves.sort((a, b) => (a.kind === "theory") - (b.kind === "theory"));
  const story = one && !memo.playing ? ranking(land, left, ends, state, spec, what) : said;
  const theories = right.curves.some((c) => c.kind === "theory") ? [["theory", "theory", 0]] : [];
  const legend = [
    ...right.curves.filter((c) => c.label && c.kind === "run").map((c) => [c.label, "run", c.index]),
    ...theories,
  ];
  return {
    panels: [left, right],
    legend,
    words: words.sentence(story),
    caption: words.sentence([lowest(ends, state, what)]),
  };
}

function plane(land, traces, state, memo) {
  const box = land.box.map((side, i) => limits.grown(side, [[state.start[i]], ...traces.map((t) => t.path[i])]));
  const wide = box.map(([low, high]) => high - low),
    left = {
      title: land.name + (state.noise ? `, gradient noise ${words.number(state.noise)}` : ""),
      xlabel: "a",
      ylabel: "b",
      xlim: box[0],
      ylim: box[1],
      xscale: "linear",
      yscale: "linear",
      width: 0.8,
      square: Math.abs(wide[0] - wide[1]) < 1e-9 * wide[0],
      ground: ground(land, box, memo),
      curves: [],
      marks: [],
      grab: true,
    };
  land.minima.forEach(([a, b], k) => left.marks.push({ x: a, y: b, kind: "minimum", index: 0, note: k ? "" : "minimum" }));
  left.marks.push({ x: state.start[0], y: state.start[1], kind: "start", index: 0, note: "start" });
  return left;
}

function profile(land, memo) {
  const [low, high] = land.box[0],
    x = Float64Array.from({ length: 401 }, (_, k) => low + k * ((high - low) / 400)),
    y = x.map((v) => land.f(v));
  const left = {
    title: land.name,
    xlabel: "x",
    ylabel: "f(x)",
    xlim: land.box[0],
    ylim: limits.losses([y], false),
    xscale: "linear",
    yscale: "linear",
    width: 1,
    curves: [{ x, y, label: "f(x)", kind: "ground", index: 0 }],
    marks: [],
    grab: true,
  };
  land.minima.forEach(([a], k) => left.marks.push({ x: a, y: land.f(a), kind: "minimum", index: 0, note: k ? "" : "minimum" }));
  return left;
}

// Markers that stand at one place of the axis are stacked, to be seen.
function stacked(left, x, y) {
  const wide = left.xlim[1] - left.xlim[0],
    crowd = left.marks.filter((m) => m.kind === "now" && Math.abs(m.x - x) < 0.02 * wide).length;
  return y + 0.025 * crowd * (left.ylim[1] - left.ylim[0]);
}

// On a quadratic: the factor by which the error of the slowest direction shrinks each step, and the decay that it predicts.
function predicted(run, land, state, hyper, t, right, label, lift, floor) {
  if (!state.theory || !run.rate || !land.curvature || state.noise) return "";
  const rate = Math.max(...land.curvature.map((l) => once(run.rate.radius)(l, { ...run.hyper, ...hyper }))),
    n = t.done + 1,
    y = Float64Array.from({ length: n }, (_, k) => (t.loss[0] - floor) * rate ** (2 * k) + lift);
  right.curves.push({ x: Float64Array.from(y.keys()), y, label: `theory for ${label}`, run: label, kind: "theory", index: 0 });
  return `; theory: in the long run its distance ${rate < 1 ? "shrinks" : "grows"} by a factor ${words.number(rate)} a step`;
}

function ranking(land, left, ends, state, spec, what) {
  if (!ends.length) return [];
  const order = [...ends].sort((p, q) => (p.gone ? Infinity : p.by) - (q.gone ? Infinity : q.by) || 0);
  const said = [
    `after ${state.shown} of ${spec.steps} steps, ${what}, best first: ${order.map((e) => `${e.label} ${e.gone ? "diverges" : words.number(e.by)}`).join(", ")}`,
  ];
  if (land.minima.length < 2) return said;
  const at = left.marks
    .filter((m) => m.kind === "now" && !Number.isNaN(m.x))
    .map((m) => {
      const far = apart(land, [m.x]);
      return far.indexOf(Math.min(...far));
    });
  return [
    ...said,
    `${at.filter((k) => k === 0).length} of ${at.length} are nearest to the best minimum at x = ${words.number(land.minima[0][0])}`,
  ];
}

// The outcome in one line: which run is lowest in the right panel.
function lowest(ends, state, what) {
  const alive = ends.filter((e) => !e.gone && !Number.isNaN(e.by)),
    gone = ends.length - alive.length;
  if (!ends.length) return "no run is shown";
  if (!alive.length) return ends.length > 1 ? "all runs diverge" : `${ends[0].label} diverges`;
  const best = alive.reduce((p, q) => (q.by < p.by ? q : p));
  return `${best.label} ${ends.length > 1 ? "comes lowest:" : "ends at"} ${what} = ${words.number(best.by)} after ${Math.round(state.shown)} steps${gone ? `; ${gone} of ${ends.length} diverge` : ""}`;
}

// On the landscape the mouse moves the start; on the losses it chooses the step.
export function pointer(spec, state, { phase, panel, x, y }) {
  if (phase === "up") return false;
  if (panel === 1) state.shown = Math.min(spec.steps, Math.max(0, Math.round(x)));
  else state.start = [x, y].slice(0, state.start.length).map((v, i) => inside(v, reach(spec, state)[i]));
  return true;
}
const inside = (v, [low, high]) => Number(Math.min(high, Math.max(low, v)).toPrecision(4));
const reach = (spec, state) => spec.landscapes[state.landscape].box;

// Arrow keys move the start by a sixtieth of the box, with shift by five of them.
export function key(spec, state, name, big) {
  const i = name === "ArrowLeft" || name === "ArrowRight" ? 0 : 1,
    side = reach(spec, state)[i];
  if (i >= state.start.length) return false;
  const by = ((side[1] - side[0]) / 60) * (big ? 5 : 1) * (name === "ArrowRight" || name === "ArrowUp" ? 1 : -1);
  state.start = state.start.map((v, j) => (j === i ? Number((v + by).toPrecision(4)) : v));
  return true;
}
