// Maps, of which one cell is chosen and shows its path. What is mapped stands in hyper.js and starts.js.
import { MORE, dials, offer, projector, toolbar } from "./controls.js";
import { stepOf } from "./runs.js";
import { checked, chosen, dialled, near, set } from "./values.js";
import { apart, floorOf, inside, onLandscape, outcome, plane, started, told, world } from "./land.js";
import * as canvas from "./cells.js";
import * as words from "./words.js";

export const WORSE = 1e3; // a run that ends this many times above its start has diverged

// Only where a run ends: for maps, thousands of them.
export function ends(step, d, world, steps) {
  const run = step.run[d],
    state = {};
  for (const [name, value] of Object.entries(step.state)) state[name] = Array(d).fill(value);
  return (start, hyper) => run(steps, Object.assign(state, { x: start }), hyper, world, null);
}

// A kind of map: which dials are its axes; offers, ranges: its controls before and after the dials; setters; values along axis k;
// fill(map …): its numbers z; zoom, if it has one; first: what the first cell is near to; cell: how a cell is run and called;
// view: its panel and words; note: the letter of a minimum.
export function mapped({ axes, offers, ranges, setters, values, fill, zoom, first, cell, view, note }) {
  function measure(spec, state, memo) {
    const key = JSON.stringify([state.landscape, state.start, state.steps, state.hyper, state.axes, state.bounds]);
    if (memo.map?.key === key) return memo.map;
    const land = world(spec, state.landscape),
      [x, y] = [0, 1].map((k) => values(spec, state, k)),
      map = { key, id: key, x, y, z: new Float64Array(x.length * y.length), floor: floorOf(land) };
    fill(map, spec, state, land, stepOf(spec, spec.run.step), memo);
    return (memo.map = map);
  }
  const zoomed = (spec, state) => zoom?.(spec, state, () => measure(spec, state, {}));

  return {
    tools: toolbar,
    under: canvas,
    controls: (spec, state) => [
      offer("menu", "landscape", state.landscape, { options: Object.keys(spec.landscapes) }),
      ...offers(spec, state),
      ...dials(
        spec.run.dials.filter((d) => !axes(state).includes(d.name)),
        state.hyper,
      ),
      offer("number", "steps", state.steps, { short: true, step: 5, ...MORE }),
      ...ranges(spec, state),
      projector(state),
    ],

    put(spec, state, name, value) {
      const all = {
        landscape(v) {
          state.landscape = chosen(name, v, Object.keys(spec.landscapes));
          state.start = [...spec.landscapes[v].start];
          zoomed(spec, state);
        },
        ...started(spec.landscapes[state.landscape], state),
        steps: (v) => (state.steps = Math.round(checked(name, v, [1, 100000, true, true]))),
        cell: (v) => (state.cell = [...v]),
        ...dialled(spec.run.dials, (dial, v) => {
          const k = axes(state).indexOf(dial);
          if (k < 0) state.hyper = { ...state.hyper, [dial]: v };
          else state.cell = (state.cell ?? [20, 20]).with(1 - k, near(values(spec, state, k), v));
        }),
      };
      setters(spec, state, name, () => zoomed(spec, state))[name]?.(value) ?? set(all, name, value);
    },

    build(spec, state, memo) {
      const land = world(spec, state.landscape),
        map = measure(spec, state, memo),
        free = Object.fromEntries(Object.entries(state.hyper).filter(([name]) => !axes(state).includes(name))),
        seen = view(spec, state, land, map, told(spec.run, { ...spec.run.hyper, ...free }));
      state.cell ??= first(state).map((v, k) => near([map.x, map.y][k], v)).reverse();
      const [row, column] = state.cell,
        at = [map.x[column], map.y[row]],
        { start, hyper, where } = cell(state, at),
        all = { ...spec.run.hyper, ...state.hyper, ...hyper },
        run = onLandscape(stepOf(spec, spec.run.step), land, start, state.steps, all, land.noise, spec.seed),
        [a, b] = run.path,
        end = [a[run.done], b[run.done]];
      const right = { ...plane(land, land.box, start, memo, note), width: 0.9 },
        left = { ...seen.panel, grab: true };
      right.curves.push({ x: a, y: b, label: "the chosen run", kind: "path", index: 0 });
      right.marks.push({ x: end[0], y: end[1], kind: "now", index: 0, run: "the chosen run" });
      left.marks.push({ x: at[0], y: at[1], kind: "chosen", index: 0 });
      const loss = run.diverged ? [...run.loss, NaN] : run.loss,
        said = outcome(where, loss, Math.min(...apart(land, end)));
      return {
        panels: [left, right],
        legend: seen.legend,
        words: words.sentence([...seen.said, `chosen: ${said}`]),
        caption: words.sentence([seen.caption]),
      };
    },

    // On the map the mouse chooses a cell; on the landscape it moves the start, which may be a cell of the map.
    pointer(spec, state, { phase, panel, x, y }) {
      if (phase === "up") return false;
      const { box } = spec.landscapes[state.landscape];
      if (panel === 0 || !axes(state).length) state.cell = [near(values(spec, state, 1), y), near(values(spec, state, 0), x)];
      else state.start = [x, y].map((v, i) => inside(v, box[i]));
      return true;
    },

    // Arrow keys choose the next cell, with shift the fifth.
    key(spec, state, name, big) {
      const way = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0] }[name],
        by = big ? 5 : 1;
      state.cell = way.map((v, i) => Math.min(spec.points - 1, Math.max(0, (state.cell?.[i] ?? 0) + by * v)));
      return true;
    },
  };
}
