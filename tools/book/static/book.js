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
