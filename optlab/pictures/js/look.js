// How things look: one line of this table for each kind of curve and mark. Colours are CSS variables, so a theme is only CSS.

const DASHES = ["", "7 3", "2 2.5"]; // the ninth run has the first's colour, but another line
const CIRCLE = (r) => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0${-2 * r} 0z`;
const STAR = "M0-7.5l1.8 4.9l5.2.2l-4.1 3.2l1.4 5l-4.3-2.9l-4.3 2.9l1.4-5l-4.1-3.2l5.2-.2z";
const CROSS = "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z";

export const colour = (index) => `var(--c${index % 8})`;

export function look(kind, index) {
  const c = colour(index),
    dash = DASHES[Math.floor(index / 8) % 3];
  switch (kind) {
    case "signal":
      return { colour: "var(--signal)", width: 1.2 };
    case "ground":
      return { colour: "var(--soft)", width: 1.8 };
    case "theory":
      return { colour: "var(--ink)", width: 1.3, dash: "1.5 3.5" };
    case "border":
      return { colour: "var(--ink)", width: 2, dash: "6 4" };
    case "edge":
      return { colour: c, width: 0.9, opacity: 0.65 };
    case "band":
      return { colour: c, width: 0, opacity: 0.18 };
    case "internal":
      return { colour: c, width: 2, dash };
    case "event":
      return { colour: c, width: 0, dot: 3 };
    case "path":
      return { colour: c, width: 2, dash, dot: 1.9 };
    case "start":
      return { colour: "var(--ink)", mark: CIRCLE(7), hollow: true };
    case "minimum":
      return { colour: "var(--ink)", mark: STAR, edge: "var(--paper)" };
    case "now":
      return { colour: c, mark: CIRCLE(5.5), edge: "var(--paper)" };
    case "chosen":
      return { colour: "#fff", mark: CROSS, edge: "#000" };
    default:
      return { colour: c, width: 2, dash };
  }
}
