// The theme that the reader chose for the page is the figures' theme too; "auto" leaves it to the system.
const follow = () => {
  const chosen = document.body?.dataset.theme;
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
};
addEventListener("DOMContentLoaded", () => {
  follow();
  new MutationObserver(follow).observe(document.body, { attributes: true, attributeFilter: ["data-theme"] });
  for (const wide of document.querySelectorAll(".cell_output, .formula, .highlight pre, .table-wrapper")) {
    if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0; // whoever has no mouse must be able to scroll it
  }
});

// The figure of the front page plays once, where motion is welcome.
addEventListener("load", async () => {
  const root = document.querySelector(".hero .optlab-figure");
  if (!root || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (let waited = 0; !root.figure && waited < 50; waited++) await new Promise((done) => setTimeout(done, 100));
  root.figure?.set({ shown: 0 });
  root.figure?.set({ play: true });
});
