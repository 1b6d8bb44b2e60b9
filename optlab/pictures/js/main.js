// The figures by kind, for a page and for JupyterLab.
import { mount } from "./figure.js";
import * as signal from "./signal.js";
import * as landscape from "./landscape.js";
import * as map from "./map.js";
import * as curve from "./curve.js";
import * as tree from "./tree.js";

const KINDS = { signal, landscape, map, curve, still: { build: (spec) => spec.scene } };

export const show = (root, spec, kernel) =>
  spec.kind === "tree" ? tree.mount(root, spec) : mount(root, spec, KINDS[spec.kind], kernel);

// For anywidget: the description comes from the kernel, the values go back to it.
export function render({ model, el }) {
  const root = document.createElement("div"),
    waiting = [];
  el.append(root);
  const kernel = {
    save(state) {
      model.set("state", state);
      model.save_changes();
    },
    ask(state) {
      model.send({ state });
      return new Promise((answered) => waiting.push(answered));
    },
  };
  // Values come from the kernel as a message and not as the model's change: that also echoes what the page itself said a while ago.
  model.on("msg:custom", (message) => (message.set ? kernel.onstate(message.set) : waiting.shift()?.(message)));
  const spec = { ...model.get("about"), state: model.get("state") };
  return show(root, spec, kernel);
}
