// The toolbar: menus, dials, number boxes, switches. What a figure offers is a list of descriptions, so that a figure that
// the kernel computes has the same controls as one that the page computes.
import { fill, make, put } from "./dom.js";
import { near } from "./values.js";

// How a figure describes its controls; one that only it has it makes itself. Those of a group are folded away.
export const offer = (type, name, value, more) => ({ type, name, label: name, value, ...more });
export const MORE = { group: "more" };
export const dials = (list, values) => list.map((d) => ({ ...offer("dial", d.name, values[d.name]), ...d }));
export const projector = (state) => offer("button", "projector", state.projector, MORE);

const text = (value) => (Number.isFinite(value) ? String(Number(value.toPrecision(10))) : "");

const named = (d, ...parts) => make("label", {}, make("span", { className: "name" }, d.label), ...parts);

// A slider over given stops beside a box that holds the exact number.
function dial(d, changed) {
  const slider = make("input", { type: "range", min: 0, max: d.stops.length - 1, step: 1, ariaLabel: `${d.label} slider` });
  const box = number(
    {
      ...d,
      step: (way) => d.stops[Math.min(d.stops.length - 1, Math.max(0, Number(slider.value) + way))],
    },
    changed,
  );
  slider.addEventListener("input", () => changed(d.name, d.stops[slider.value]));
  const show = (value) => {
    fill(slider, { value: String(near(d.stops, value)) });
    put(slider, { "aria-valuetext": text(value) });
    box.show(value);
  };
  return { element: named(d, slider, box.input), show };
}

function number(d, changed) {
  const input = make("input", { type: "number", step: "any", ariaLabel: d.label, className: d.short ? "short" : "" });
  input.addEventListener("input", () => {
    if (input.value !== "") changed(d.name, Number(input.value));
  });
  input.addEventListener("keydown", (e) => {
    const way = { ArrowUp: 1, ArrowDown: -1 }[e.key];
    if (!way || !d.step) return;
    e.preventDefault();
    changed(d.name, typeof d.step === "function" ? d.step(way) : Number((Number(input.value) + way * d.step).toPrecision(10)));
  });
  const show = (value) => {
    if (document.activeElement !== input || Number(input.value) !== value) fill(input, { value: text(value) });
  };
  return { input, element: named(d, input), show };
}

function slider(d, changed) {
  const input = make("input", {
      type: "range",
      min: d.min,
      max: d.max,
      step: d.step ?? 1,
      ariaLabel: `${d.label} slider`,
      className: "long",
    }),
    out = make("output");
  input.addEventListener("input", () => changed(d.name, Number(input.value)));
  const show = (value) => {
    fill(input, { value: String(value) });
    fill(out, { textContent: text(value) });
    put(input, { "aria-valuetext": text(value) });
  };
  return { element: named(d, input, out), show };
}

function menu(d, changed) {
  const select = make("select", { ariaLabel: d.label }, ...d.options.map((o) => make("option", { value: o }, o)));
  select.addEventListener("change", () => changed(d.name, select.value));
  return {
    element: named(d, select),
    show: (value) => {
      fill(select, { value });
    },
  };
}

function check(d, changed) {
  const input = make("input", { type: "checkbox", disabled: Boolean(d.disabled) }),
    swatch = d.colour === undefined ? [] : [make("span", { className: "swatch", style: `color: var(--c${d.colour % 8})` })];
  input.addEventListener("change", () => changed(d.name, input.checked));
  return {
    element: make("label", d.colour === undefined ? {} : { "data-label": d.label }, input, ...swatch, d.label),
    show: (value) => {
      fill(input, { checked: value });
    },
  };
}

function button(d, changed) {
  const one = make("button", { type: "button", className: d.main ? "main" : "" }, d.label);
  one.addEventListener("click", () => changed(d.name, !JSON.parse(one.dataset.on ?? "false")));
  const show = (value) => {
    put(one, { "data-on": Boolean(value) });
    if (d.on) fill(one, { textContent: value ? d.on : d.label });
    else put(one, { "aria-pressed": Boolean(value) });
  };
  return { element: one, show };
}

const KINDS = { dial, number, slider, menu, check, button };

// The toolbar in `host`; update(list) shows these controls with their values, made anew only when they are others.
export function toolbar(host, changed) {
  let key = "",
    shown = [];
  return function update(list) {
    const now = JSON.stringify(list.map(({ value, stops, ...d }) => [d, stops?.length, stops?.[0], stops?.at(-1)]));
    if (now !== key) {
      const focus = document.activeElement,
        name = host.contains(focus) ? focus.getAttribute("aria-label") : null,
        open = new Set([...host.querySelectorAll("details[open] > summary")].map((s) => s.textContent));
      key = now;
      shown = list.map((d) => (d.make ?? KINDS[d.type])(d, changed));
      host.replaceChildren();
      const groups = new Map();
      list.forEach((d, k) => {
        if (!d.group) return host.append(shown[k].element);
        if (!groups.has(d.group)) {
          groups.set(d.group, make("div"));
          host.append(make("details", { open: open.has(d.group) }, make("summary", {}, d.group), groups.get(d.group)));
        }
        groups.get(d.group).append(shown[k].element);
      });
      if (name) [...host.querySelectorAll("[aria-label]")].find((one) => one.getAttribute("aria-label") === name)?.focus();
    }
    list.forEach((d, k) => shown[k].show(d.value));
  };
}
