// The figure for signals: a gradient signal, and what an optimizer makes of it for three values of a hyperparameter.
import { MORE, dials, offer, projector, toolbar } from "./controls.js";
import { stepOf } from "./runs.js";
import { onSignal } from "./openloop.js";
import { once } from "./core.js";
import { panel } from "./scene.js";
import { Unfit, checked, chosen, dialled, set } from "./values.js";
import * as words from "./words.js";
import * as saying from "./saying.js";
import { make } from "./dom.js";
import * as limits from "./limits.js";

export const tools = toolbar;

const OWN = "your own (draw or paste)",
  NOTHING = "nothing";

export function controls(spec, state) {
  const rule = spec.rules[state.optimizer],
    rules = Object.keys(spec.rules),
    theory = state.theory && Boolean(rule.theory);
  return [
    offer("menu", "optimizer", state.optimizer, { options: rules.filter((n) => !spec.rules[n].only) }),
    offer("menu", "signal", state.signal, { options: [...Object.keys(spec.signals), OWN] }),
    ...(state.signal === OWN
      ? [offer("words", "pasted", state.pasted, { make: typed, label: "your signal", placeholder: "numbers: 1 0 0 -1" })]
      : []),
    ...dials(rule.dials, state.hyper),
    ...(rule.compare ? ["low", "high"] : []).map((end) =>
      offer("number", end, state[end], { label: `${end} ${rule.compare}`, ...MORE }),
    ),
    offer("menu", "beside", state.beside, { label: "beside it", options: [NOTHING, ...rules], ...MORE }),
    offer("check", "theory", theory, { label: "theory over it", disabled: !rule.theory, ...MORE }),
    ...rule.quantities.map((q) => offer("check", `show ${q}`, state.show.includes(q), { label: q, ...MORE })),
    projector(state),
  ];
}

export function put(spec, state, name, value) {
  const rule = spec.rules[state.optimizer],
    rules = Object.keys(spec.rules),
    quantity = name.replace(/^show /, "");
  if (rule.quantities.includes(quantity)) {
    state.show = rule.quantities.filter((q) => (q === quantity ? value : state.show.includes(q)));
    return;
  }
  const end = (v) => (state[name] = checked(rule.compare, v, rule.dials.find((d) => d.name === rule.compare).range));
  const setters = {
    optimizer: (v) => another(spec, state, chosen(name, v, rules)),
    signal: (v) => (state.signal = chosen(name, v, [...Object.keys(spec.signals), OWN])),
    beside: (v) => (state.beside = chosen(name, v, [NOTHING, ...rules])),
    low: end,
    high: end,
    theory: (v) => (state.theory = Boolean(v)),
    show: (v) => (state.show = [...v]),
    pasted: (v) => Object.assign(state, { own: typeof v === "string" ? pasted(v) : [...v], signal: OWN }),
    ...dialled(rule.dials, (dial, v) => (state.hyper = { ...state.hyper, [dial]: v })),
  };
  set(setters, name, value);
}

// A box for numbers as people paste them.
function typed(d, changed) {
  const input = make("input", { type: "text", placeholder: d.placeholder, ariaLabel: d.label });
  input.addEventListener("change", () => changed(d.name, input.value));
  input.addEventListener("keydown", (e) => {
    if (e.key === "Enter") {
      e.preventDefault();
      e.stopPropagation();
      changed(d.name, input.value);
    }
  });
  return {
    element: make("label", {}, make("span", { className: "name" }, d.label), input),
    show: (value) => {
      if (value !== undefined && document.activeElement !== input) input.value = value;
    },
  };
}

// Numbers as people paste them: 1 0 -1; [1, 0, -1]; 0,5 -0,5; a column; with the minus sign of web pages.
function pasted(text) {
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

// Another optimizer: its own hyperparameters, its own three values.
function another(spec, state, name) {
  const rule = spec.rules[name];
  Object.assign(state, {
    optimizer: name,
    hyper: Object.fromEntries(rule.dials.map((d) => [d.name, rule.hyper[d.name]])),
    low: rule.values[0] ?? null,
    high: rule.values[2] ?? null,
    show: state.show.filter((q) => rule.quantities.includes(q)),
  });
}

export function build(spec, state, memo) {
  const own = state.signal === OWN,
    g = Float64Array.from(own ? state.own : spec.signals[state.signal]);
  const main = runsOf(spec, state.optimizer, state.hyper, [state.low, null, state.high], g);
  let panels = accumulation(spec, state, main, g, own, memo);
  const inside = [],
    said = [sentence(state, main)],
    captions = [caption(main)];
  const shown = spec.rules[state.optimizer].quantities.filter((q) => state.show.includes(q));
  if (shown.length) {
    const all = spec.rules[state.optimizer].quantities,
      curves = shown.map((q) => ({ y: main.middle[q][0], label: q, kind: "internal", index: 3 + all.indexOf(q) }));
    inside.push(axes(state.beside === NOTHING ? "inside" : `inside ${main.name}`, shown.join(", "), curves, limits.linear(curves.map((c) => c.y)), g.length, { width: 0.8 }));
    said.push(`inside, ${shown.map((q) => saying.curve(q, main.middle[q][0])).join(", and ")}`);
  }
  if (state.beside !== NOTHING) {
    const rule = spec.rules[state.beside],
      other = runsOf(spec, state.beside, rule.hyper, rule.values, g);
    panels = alike(panels, accumulation(spec, state, other, g, own, {}), memo);
    said.push(sentence(state, other));
    captions.push(caption(other));
  }
  if (captions.length > 1) captions.splice(0, 2, `${main.name}: ${captions[0]}`, `${state.beside}: ${captions[1]}`);
  panels.push(...inside);
  const seen = new Set(),
    legend = panels
      .flatMap((p) => p.curves)
      .filter((c) => c.label && !seen.has(c.label + c.kind) && seen.add(c.label + c.kind))
      .map((c) => [c.label, c.kind, c.index]);
  return { panels, legend, words: words.sentence(said), caption: words.sentence(captions) };
}

// The panels of two rules, with the same limits where they show the same; the axes stay while the pen is down.
function alike(mine, other, memo) {
  memo.alike = (memo.frozen && memo.alike) || [];
  mine.forEach((p, k) => {
    const q = other[k];
    if (p.ylabel !== q?.ylabel) return;
    const [a, b] = [p.ylim, q.ylim];
    p.ylim = q.ylim = memo.alike[k] ??= [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
  });
  memo.axes.ylim = mine.map((p) => p.ylim);
  return [...mine, ...other];
}

// The runs for three values of one hyperparameter, or one run where there is none; and the theory of the middle one.
function runsOf(spec, name, hyper, values, g) {
  const rule = spec.rules[name],
    step = stepOf(spec, rule.step),
    full = { ...step.hyper, ...rule.hyper, ...hyper },
    compare = rule.compare;
  const three = compare ? [values[0], values[1] ?? full[compare], values[2]] : [null],
    middle = three.length >> 1;
  if (compare) full[compare] = three[middle];
  const labels = three.map((v) => (compare ? `${compare} = ${words.value(v)}` : name));
  const runs = three.map((v) => onSignal(step, g, compare ? { ...full, [compare]: v } : full, rule.state));
  return {
    name,
    labels,
    middle: runs[middle],
    updates: runs.map((r) => r.update),
    at: middle,
    theory: rule.theory ? once(rule.theory)(g, full) : null,
  };
}

function accumulation(spec, state, { name, labels, updates, at, theory }, g, own, memo) {
  const signal = { y: g, label: "signal g", kind: "signal", index: 0 };
  const curves = updates.map((y, k) => ({ y, label: labels[k], kind: "run", index: k, top: k === at }));
  const lone = g.reduce((n, v) => n + (v !== 0), 0) < 0.1 * g.length; // lone spikes hide each other: a point at each
  if (lone)
    updates.forEach((y, k) => {
      const x = Array.from(y.keys()).filter((t) => g[t] !== 0);
      curves.push({
        x: Float64Array.from(x, (t) => t + 1),
        y: Float64Array.from(x, (t) => y[t]),
        label: "",
        run: labels[k],
        kind: "event",
        index: k,
      });
    });
  if (theory && state.theory) curves.push({ y: theory, label: `theory for ${labels[at]}`, kind: "theory", index: 0, top: true });
  const size = saying.largest(g),
    steps = Math.max(...updates.map((y) => saying.largest(y.filter(Number.isFinite))));
  const apart = memo.frozen?.apart ?? (steps > 0 && steps < size / 20); // steps far smaller than the signal get an axis of their own
  const floor = own ? [[-1, 1]] : [],
    invite = own && size === 0 ? "draw a signal here" : "",
    grab = own,
    title = name,
    n = g.length;
  const all = apart
    ? [limits.linear([g, ...floor]), limits.linear(curves.map((c) => c.y))]
    : [limits.linear([g, ...floor, ...curves.map((c) => c.y)])];
  const ylim = memo.frozen?.ylim ?? all; // the axes stay while the pen is down
  memo.axes = { apart, ylim };
  if (!apart) return [axes(title, UPDATE, [signal, ...curves], ylim[0], n, { invite, grab })];
  return [
    axes(title, "gradient g", [signal], ylim[0], n, { invite, grab, tall: 0.45, xlabel: "" }),
    axes("", UPDATE, curves, ylim[1], n, { under: true }),
  ];
}
const UPDATE = "update (x before − x after)";
const axes = (title, ylabel, curves, ylim, n, more) =>
  panel({ title, xlabel: "step t", ylabel, curves, xlim: limits.tight(1, n), ylim, ...more });

// The middle run in words, the largest sizes of the other two, what coincides, what theory says.
function sentence(state, { name, labels, middle, updates, at, theory }) {
  const update = updates[at],
    settled = state.signal === "constant" ? saying.settling(update) : null;
  let text = `${labels.length === 1 ? name : `${name}, ${labels[at]}`}: ${saying.curve("the update", update)}`;
  if (settled > 1) text += `; it first has 95 % of its last value at step ${settled}`;
  if (labels.length === 3)
    text += `. Its largest size is ${words.number(saying.largest(updates[0]))} for ${labels[0]} and ${words.number(saying.largest(updates[2]))} for ${labels[2]}`;
  for (const pair of saying.coinciding(labels, updates)) text += `. The runs for ${pair}`;
  if (middle.diverged) text += `. ${middle.diverged}`;
  if (!theory || !state.theory) return text;
  const off = update.reduce((most, v, k) => Math.max(most, Math.abs(v - theory[k])), 0);
  return (
    text + (off <= 1e-9 * saying.largest(update) ? ". Theory lies on it" : `. Theory is up to ${words.number(off)} away from it`)
  );
}
function caption({ labels, updates }) {
  const sizes = updates.map((y) => words.number(saying.largest(y)));
  if (labels.length > 1 && sizes.every((size) => size === sizes[0])) return `the largest update is ${sizes[0]} for all`;
  return `the largest update is ${sizes.map((size, k) => size + (labels.length > 1 ? ` for ${labels[k]}` : "")).join(", ")}`;
}

// Draw the signal: the samples between the last point of the pen and this one follow a straight line.
export function pointer(spec, state, { phase, panel, x, y }, memo) {
  if (state.signal !== OWN || panel !== 0) return false;
  if (phase === "down") {
    memo.frozen = memo.axes;
    memo.pen = null;
  }
  if (phase === "up") {
    memo.frozen = memo.pen = null;
    return true;
  }
  const [low, high] = memo.axes.ylim[0],
    own = [...state.own],
    i = Math.min(own.length - 1, Math.max(0, Math.round(x) - 1)),
    value = Number(Math.min(high, Math.max(low, y)).toPrecision(4));
  const [j, from] = memo.pen ?? [i, value],
    way = Math.sign(i - j);
  for (let k = j; way && k !== i; k += way) own[k] = from + ((value - from) * (k - j)) / (i - j);
  own[i] = value;
  memo.pen = [i, value];
  state.own = own;
  return true;
}

// Or by keys: left and right move the pen, up and down lift the sample under it.
export function key(spec, state, name, big, memo) {
  if (state.signal !== OWN) return false;
  const by = big ? 10 : 1;
  memo.cursor = Math.min(state.own.length - 1, Math.max(0, (memo.cursor ?? 0) + ({ ArrowLeft: -by, ArrowRight: by }[name] ?? 0)));
  if (name === "ArrowUp" || name === "ArrowDown")
    state.own = state.own.map((v, k) =>
      k === memo.cursor ? Number((v + (name === "ArrowUp" ? 0.1 : -0.1) * by).toPrecision(12)) : v,
    );
  return true;
}
