// Elements with their attributes in one call.
const NS = "http://www.w3.org/2000/svg";

export function node(name, attributes = {}, parent, text) {
  const one = document.createElementNS(NS, name);
  put(one, attributes);
  if (text !== undefined) one.textContent = text;
  parent?.append(one);
  return one;
}

// Only what is another: a browser styles anew what is set.
export function put(one, attributes) {
  for (const [key, value] of Object.entries(attributes)) if (one.getAttribute(key) !== String(value)) one.setAttribute(key, value);
}

// The same for properties, such as a text: one that is written anew is laid out anew.
export function fill(one, properties) {
  for (const [key, value] of Object.entries(properties)) if (one[key] !== value) one[key] = value;
}

export function make(tag, attributes = {}, ...children) {
  const one = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes))
    key in one && key !== "list" ? (one[key] = value) : one.setAttribute(key, value);
  // JupyterLab must not take the arrow keys of a control: it asks the focused element itself.
  if (["input", "select", "button", "summary"].includes(tag)) one.dataset.lmSuppressShortcuts = "true";
  one.append(...children);
  return one;
}
