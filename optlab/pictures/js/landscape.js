// The figure for landscapes: paths of one or many optimizers, their losses beside it. On one coordinate it is the race.
import { MORE, dials, offer, projector, toolbar } from "./controls.js";
import { stepOf } from "./runs.js";
import { once } from "./core.js";
import { apart, floorOf, inside, onLandscape, outcome, plane, started, starts, told, world } from "./land.js";
import * as canvas from "./ground.js";
import { panel } from "./scene.js";
import { checked, chosen, dialled, set } from "./values.js";
import * as words from "./words.js";
import * as limits from "./limits.js";

export const tools = toolbar;
export const under = canvas;

export function controls(spec, state) {
  const labels = spec.runs.map((r) => r.label),
    k = labels.indexOf(state.run),
    group = { group: "runs" },
    some = [
      ...labels.map((label, colour) => offer("check", `show ${label}`, !state.hidden.includes(label), { label, colour, ...group })),
      ...(labels.length > 5 ? [offer("check", "all", !state.hidden.length, { label: "all of them", ...group })] : []),
    ];
  return [
    offer("button", "play", state.playing, { on: "pause", main: true }),
    offer("slider", "shown", Math.round(state.shown), { label: "steps shown", min: 0, max: spec.steps }),
    offer("menu", "landscape", state.landscape, { options: Object.keys(spec.landscapes) }),
    ...(labels.length > 1 ? [offer("menu", "run", state.run, { label: "dials of", options: labels })] : []),
    ...dials(spec.runs[k].dials, state.hyper[k]),
    ...(labels.length > 1 ? some : []),
    ...starts(spec.landscapes[state.landscape], state.start),
    offer("slider", "noise", state.noise, { label: "gradient noise", min: 0, max: spec.noise, step: 0.05, ...MORE }),
    offer("number", "seed", state.seed, { short: true, step: 1, ...MORE }),
    offer("check", "log", state.log, { label: "log axis", ...MORE }),
    offer("check", "theory", state.theory, { label: "theory over it", ...MORE }),
    projector(state),
  ];
}

export function put(spec, state, name, value) {
  const labels = spec.runs.map((r) => r.label),
    k = labels.indexOf(state.run),
    hidden = (test) => (state.hidden = labels.filter(test));
  if (name === "all") return hidden(() => !value);
  if (name.startsWith("show ")) return hidden((l) => (`show ${l}` === name ? !value : state.hidden.includes(l)));
  const setters = {
    landscape(v) {
      const land = spec.landscapes[chosen(name, v, Object.keys(spec.landscapes))];
      Object.assign(state, { landscape: v, start: [...land.start], noise: land.noise });
    },
    ...started(spec.landscapes[state.landscape], state),
    noise: (v) => (state.noise = checked(name, v, [0, null, true, false])),
    seed: (v) => (state.seed = Math.round(checked(name, v, [0, 9999, true, true]))),
    run: (v) => (state.run = chosen(name, v, labels)),
    shown: (v) => (state.shown = Math.round(checked("steps shown", v, [0, spec.steps, true, true]))),
    log: (v) => (state.log = Boolean(v)),
    theory: (v) => (state.theory = Boolean(v)),
    hidden: (v) => (state.hidden = [...v]),
    ...dialled(spec.runs[k].dials, (dial, v) => (state.hyper = state.hyper.with(k, { ...state.hyper[k], [dial]: v }))),
  };
  set(setters, name, value);
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
    one = land.start.length === 1,
    low = one && land.minima.length ? land.minima.reduce((p, q) => (land.f(...q) < land.f(...p) ? q : p))[0] : null;
  const errors = traces.map(
    (t) =>
      t &&
      (low !== null
        ? t.path[0].map((x) => (x - low) ** 2 / 2)
        : log
          ? t.loss.map((v) => v - floor)
          : t.loss),
  );
  const what = low !== null ? `error ½(x − ${words.number(low)})²` : log ? "loss − lowest known loss" : "loss";
  const right = panel({
    xlabel: "step t",
    ylabel: what + (one && land.minima.length > 1 ? ", from the best minimum" : ""),
    xlim: [0, spec.steps],
    ylim: limits.losses(errors.filter(Boolean), log),
    yscale: log ? "log" : "linear",
    grab: true,
  });
  const left = one ? profile(land, state.start) : over(land, traces.filter(Boolean), state, memo);
  const said = [],
    ends = [];
  const shown = state.shown,
    whole = Math.floor(shown);
  const many = traces.filter(Boolean).length > 8; // more than colours: the run of the dials stands out
  traces.forEach((t, k) => {
    const label = labels[k],
      top = many && spec.runs[k].label === state.run,
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
      right.curves.push({ x, y: error, label, kind: "run", index: k, top });
      if (!one) left.curves.push({ x: path[0], y: path[1], label, kind: "path", index: k, top });
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
  const story = one && !memo.playing ? ranking(land, left, ends, state, spec, what, low) : said;
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

function over(land, traces, state, memo) {
  const box = land.box.map((side, i) => limits.grown(side, [[state.start[i]], ...traces.map((t) => t.path[i])])),
    noise = state.noise ? `, gradient noise ${words.number(state.noise)}` : "";
  return { ...plane(land, box, state.start, memo), title: land.name + noise, width: 0.8 };
}

function profile(land, start) {
  const [low, high] = land.box[0],
    x = Float64Array.from({ length: 401 }, (_, k) => low + k * ((high - low) / 400)),
    y = x.map((v) => land.f(v));
  return panel({
    title: land.name,
    xlabel: "x",
    ylabel: "f(x)",
    xlim: land.box[0],
    ylim: limits.losses([y], false),
    curves: [{ x, y, label: "f(x)", kind: "ground", index: 0 }],
    marks: [
      ...land.minima.map(([a], k) => ({ x: a, y: land.f(a), kind: "minimum", index: 0, note: k ? "" : "minimum" })),
      { x: start[0], y: land.f(...start), kind: "start", index: 0, note: "start" },
    ],
    grab: true,
  });
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

function ranking(land, left, ends, state, spec, what, low) {
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
      return land.minima[far.indexOf(Math.min(...far))][0];
    });
  return [
    ...said,
    `${at.filter((x) => x === low).length} of ${at.length} are nearest to the best minimum at x = ${words.number(low)}`,
  ];
}

// The outcome in one line: which run is lowest in the right panel.
function lowest(ends, state, what) {
  const alive = ends.filter((e) => !e.gone && !Number.isNaN(e.by)),
    gone = ends.length - alive.length;
  if (!ends.length) return "no run is shown";
  if (!alive.length) return ends.length > 1 ? "all runs diverge" : `${ends[0].label} diverges`;
  const best = alive.reduce((p, q) => (q.by < p.by ? q : p)),
    by = words.number(best.by),
    at = what.startsWith("loss −") ? `${by} above the lowest known loss` : `${what} = ${by}`;
  return `${best.label} ${ends.length > 1 ? "comes lowest:" : "ends at"} ${at} after ${Math.round(state.shown)} steps${gone ? `; ${gone} of ${ends.length} diverge` : ""}`;
}

// On the landscape the mouse moves the start; on the losses it chooses the step.
export function pointer(spec, state, { phase, panel, x, y }) {
  if (phase === "up") return false;
  if (panel === 1) state.shown = Math.min(spec.steps, Math.max(0, Math.round(x)));
  else state.start = [x, y].slice(0, state.start.length).map((v, i) => inside(v, reach(spec, state)[i]));
  return true;
}
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
