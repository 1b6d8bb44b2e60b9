// The figures by kind, for a page and for JupyterLab.
import { mount } from "./figure.js";
import * as signal from "./signal.js";
import * as landscape from "./landscape.js";
import * as map from "./map.js";

const KINDS = { signal, landscape, map, still: { build: (spec) => spec.scene } };

export const show = (root, spec, kernel) => mount(root, spec, KINDS[spec.kind], kernel);

// For anywidget: the description comes from the kernel, the values go back to it.
export function render({ model, el }) {
  const root = document.createElement("div"), waiting = [];
  el.append(root);
  const kernel = {
    save(state) { model.set("state", state); model.save_changes(); },
    ask(state) { model.send({ state }); return new Promise((answered) => waiting.push(answered)); },
  };
  model.on("msg:custom", (answer) => waiting.shift()?.(answer));
  const spec = { ...model.get("about"), state: model.get("state") };
  const gone = show(root, spec, kernel);
  model.on("change:state", () => { if (JSON.stringify(model.get("state")) !== JSON.stringify(root.figure.state)) kernel.onstate(model.get("state")); });
  return gone;
}
