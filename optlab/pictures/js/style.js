// The look of the page's part: two themes as variables, one toolbar that wraps, type that never shrinks.
export const FONT = 'system-ui, "Helvetica Neue", Arial, sans-serif';
const THEMES = {
  light: {
    paper: "#fff",
    ink: "#1c1c1e",
    soft: "#5f6068",
    grid: "#ececf0",
    faint: "#c4c8d0",
    field: "#f6f7f9",
    signal: "#8b8c94",
    accent: "#0b66b0",
    c0: "#0b66b0",
    c1: "#c94f00",
    c2: "#00805c",
    c3: "#b5428a",
    c4: "#a06a00",
    c5: "#1b7aa5",
    c6: "#6b6b70",
    c7: "#8c564b",
  },
  dark: {
    paper: "#111",
    ink: "#ededf0",
    soft: "#a9aab2",
    grid: "#26272b",
    faint: "#4c4f57",
    field: "#1d1e22",
    signal: "#8d8e96",
    accent: "#5fb0f0",
    c0: "#5fb0f0",
    c1: "#ff8f4d",
    c2: "#3ecf9c",
    c3: "#ee9bcb",
    c4: "#f2b93b",
    c5: "#8fd8f7",
    c6: "#b0b0b8",
    c7: "#d39c8c",
  },
};
const variables = (name) => Object.entries(THEMES[name]).map(([k, v]) => `--${k}: ${v};`).join(" ");

const STYLE = `
.optlab-figure { ${variables("light")} color-scheme: light; --u: 1;
box-sizing: border-box; width: 100%; min-width: 0; margin: .4rem 0 1rem; padding: .1rem .2rem; color: var(--ink); background: var(--paper);
  font: calc(13px * var(--u))/1.4 ${FONT}; text-align: start;
@media not print { &[data-theme=dark] { ${variables("dark")} color-scheme: dark; } }
& *, & *::before { box-sizing: border-box; }
& figure { margin: 0; padding: 0; }
.tools, .tools details > div { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; align-items: center; }
.tools { margin: 0 0 .5rem; }
.tools label { display: inline-flex; align-items: center; gap: .4rem; margin: 0; padding: 0; border: 0; font-weight: 400; }
.tools .name { color: var(--soft); white-space: nowrap; }
:is(select, button, input[type=number], input[type=text]) { font: inherit; line-height: 1.3; height: auto; width: auto; margin: 0; color: var(--ink); background: var(--field); border: 1px solid var(--faint); border-radius: 6px; padding: .16em .45em; box-shadow: none; }
& button { cursor: pointer; min-width: 4.6em; }
& button.main { background: var(--accent); border-color: var(--accent); color: var(--paper); font-weight: 600; }
& button[aria-pressed=true] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
& input[type=number] { width: 7.2em; font-variant-numeric: tabular-nums; appearance: textfield; }
& input[type=number]::-webkit-inner-spin-button, & input[type=number]::-webkit-outer-spin-button { appearance: none; margin: 0; }
& input[type=number].short { width: 4.6em; }
& input[type=text] { width: min(26em, 70vw); }
& input[type=range] { width: 118px; margin: 0; accent-color: var(--accent); height: 1.5em; }
& input[type=range].long { width: 200px; }
& input[type=checkbox] { accent-color: var(--accent); margin: 0; width: 1.05em; height: 1.05em; }
& output { font-variant-numeric: tabular-nums; min-width: 2.4em; }
.swatch { display: inline-block; width: 1.3em; height: 3px; border-radius: 2px; background: currentColor; }
.tools details[open] { flex-basis: 100%; }
& summary { cursor: pointer; color: var(--soft); width: fit-content; border-radius: 4px; } .tools details > div { padding: .4rem 0 .1rem 1rem; }
:is(input, select, button, summary, svg):focus-visible { outline: 2.5px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
&[data-mouse] svg:focus-visible { outline: none; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: 0 0 .3rem; } .legend:empty, & figcaption:has(summary:empty) { display: none; }
.legend span { display: inline-flex; align-items: center; gap: .35rem; } .legend svg { width: 30px; height: 14px; }
.stage { position: relative; } .stage canvas { position: absolute; }
.stage > svg { position: relative; display: block; overflow: visible; max-width: none; }
& svg text { fill: var(--soft); font: calc(12px * var(--u)) ${FONT}; user-select: none; }
& svg text.title { fill: var(--ink); font-size: calc(14px * var(--u)); font-weight: 600; } & svg text.top { font-weight: 600; }
& svg text.note { fill: var(--ink); font-weight: 600; font-size: 12px; paint-order: stroke; stroke: var(--paper); stroke-width: 3.5px; stroke-linejoin: round; }
.grid { stroke: var(--grid); } .zero, .base { stroke: var(--faint); }
.line { fill: none; stroke-linejoin: round; } .dots { fill: none; stroke-linecap: round; }
.grab { fill: transparent; cursor: crosshair; } .mark.start { cursor: grab; }
.mark:not(.start) { pointer-events: none; } .stage > svg { touch-action: pan-y; }
.series { transition: opacity .12s; } & svg.crowded .series:not(.chosen, .end) { opacity: .45; }
& svg.focus .series.on { opacity: 1; } & svg.focus .series:not(.on) { opacity: .13; } .end text { cursor: default; }
.reading { pointer-events: none; } .reading rect { fill: var(--paper); stroke: var(--faint); opacity: .94; } .reading text { fill: var(--ink); font-weight: 600; }
.invite { fill: var(--soft); font-size: calc(15px * var(--u)); }
& figcaption { color: var(--soft); margin: .35rem 0 0; font: inherit; } & figcaption p { margin: .25rem 0 0 1rem; max-width: 62rem; }
& figcaption.old { visibility: hidden; } & figcaption summary { color: var(--ink); }
.trouble { color: var(--c1); margin: .3rem 0 0; } .trouble:empty, .why:empty { display: none; } .why { color: var(--soft); margin: .2rem 0 0; font-size: .92em; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (prefers-reduced-motion: reduce) { .series { transition: none; } }
@media print { & { break-inside: avoid; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .tools, .reading { display: none; } }
}`;

export function dress() {
  if (document.getElementById("optlab-style")) return;
  const style = document.createElement("style");
  style.id = "optlab-style";
  style.textContent = STYLE;
  document.head.append(style);
}

// The page's theme: JupyterLab's, the book's, or the reader's own.
export function darkPage() {
  const lab = document.body.dataset.jpThemeLight,
    { theme, mode } = document.documentElement.dataset;
  if (lab) return lab === "false";
  const said = [theme, mode].find((v) => v === "dark" || v === "light");
  return said ? said === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
export function onTheme(changed) {
  const watch = new MutationObserver(changed);
  for (const one of [document.body, document.documentElement])
    watch.observe(one, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-theme", "data-mode"] });
  const query = matchMedia("(prefers-color-scheme: dark)");
  query.addEventListener("change", changed);
  return () => {
    watch.disconnect();
    query.removeEventListener("change", changed);
  };
}
