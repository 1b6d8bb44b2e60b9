// The figures by kind, for a page and for JupyterLab.
import { mount } from "./figure.js";
import * as signal from "./signal.js";
import * as landscape from "./landscape.js";
import * as hyper from "./hyper.js";
import * as starts from "./starts.js";
import * as curve from "./curve.js";
import * as tree from "./tree.js";

const KINDS = { signal, landscape, map: hyper.kind, starts: starts.kind, curve, still: { build: (spec) => spec.scene } };

export const show = (root, spec, kernel) =>
  spec.kind === "tree" ? tree.mount(root, spec) : mount(root, spec, KINDS[spec.kind], kernel);

// For anywidget: the description comes from the kernel, the values go back to it. What is moved in one view of a figure is shown
// in its other views; they find each other by the description, which is the model's.
const views = new WeakMap();
let asked = 0;

export function render({ model, el }) {
  const root = document.createElement("div"),
    about = model.get("about"),
    all = views.get(about) ?? new Set(),
    [other] = all,
    waiting = new Map();
  el.append(root);
  const kernel = {
    save(state) {
      model.set("state", state);
      model.save_changes();
    },
    ask(state) {
      model.send({ state, id: ++asked });
      return new Promise((answered) => waiting.set(asked, answered));
    },
    share(...now) {
      for (const one of all) if (one !== kernel) one.onstate(...now);
    },
  };
  views.set(about, all.add(kernel));
  // Values come from the kernel as a message and not as the model's change: that also echoes what the page itself said a while ago.
  model.on("msg:custom", (message) => {
    if (message.set) return kernel.onstate(message.set);
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  const away = show(root, { ...about, state: model.get("state"), ...other?.now() }, kernel);
  if (about.remote && !other) kernel.onstate(model.get("state")); // a page that is loaded again may show an old picture
  return () => {
    all.delete(kernel);
    away();
  };
}
