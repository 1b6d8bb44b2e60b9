// How things look: one line of this table for each kind of curve and mark. Colours are CSS variables, so a theme is only CSS.
import { node } from "./dom.js";

const DASHES = ["", "7 3", "2 2.5"]; // the ninth run has the first's colour, but another line
const CIRCLE = (r) => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0${-2 * r} 0z`;
const STAR = "M0-7.5l1.8 4.9l5.2.2l-4.1 3.2l1.4 5l-4.3-2.9l-4.3 2.9l1.4-5l-4.1-3.2l5.2-.2z";
const ARROWS = "M-5.5 0h11M0-5.5v11M-3.5-2l-2 2l2 2m7-4l2 2l-2 2M-2-3.5l2-2l2 2m-4 7l2 2l2-2"; // it can be dragged every way
const CROSS = "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z";

export const colour = (index) => `var(--c${index % 8})`;

const LOOKS = {
  signal: { colour: "var(--signal)", width: 1.2 },
  ground: { colour: "var(--soft)", width: 1.8 },
  theory: { colour: "var(--ink)", width: 1.3, dash: "1.5 3.5" },
  border: { colour: "var(--ink)", width: 2, dash: "6 4" },
  edge: { width: 0.9, dash: "", opacity: 0.65 },
  band: { width: 0, opacity: 0.18 },
  event: { width: 0, dot: 3 },
  path: { width: 1.6, dot: 2.2 },
  start: { colour: "var(--ink)", width: 0, mark: CIRCLE(9) + ARROWS, edge: "var(--paper)" },
  minimum: { colour: "var(--ink)", width: 0, mark: STAR, edge: "var(--paper)" },
  now: { width: 0, mark: CIRCLE(5.5), edge: "var(--paper)" },
  chosen: { colour: "#fff", width: 0, mark: CROSS, edge: "#000" },
};

// How a line is drawn, and a mark.
export const drawn = (s, width = s.width) => ({ stroke: s.colour, "stroke-width": width, "stroke-dasharray": s.dash });
export const stamp = ({ mark, colour, edge }, parent, more) =>
  node("path", { d: mark, fill: colour, stroke: edge, "stroke-width": 1.4, ...more }, parent);

// Every other kind is a line of its run's colour.
export const look = (kind, index) => ({ colour: colour(index), width: 2, dash: DASHES[Math.floor(index / 8) % 3], ...LOOKS[kind] });
