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

// What a symbol means, beside it while the pointer or the focus is on it.
addEventListener("DOMContentLoaded", () => {
  const box = Object.assign(document.createElement("div"), { className: "meaning", id: "meaning", role: "tooltip", hidden: true });
  document.body.append(box);
  for (const one of document.querySelectorAll(".symbol")) {
    one.dataset.meaning = one.title;
    one.removeAttribute("title"); // else the browser says it too
  }
  const show = (event) => {
    const one = event.target.closest?.(".symbol");
    box.hidden = !one;
    if (!one) return;
    box.textContent = one.dataset.meaning;
    one.setAttribute("aria-describedby", "meaning");
    const at = one.getBoundingClientRect(), most = document.documentElement.clientWidth - box.offsetWidth - 8;
    box.style.left = `${scrollX + Math.max(4, Math.min(at.left, most))}px`;
    box.style.top = `${scrollY + at.bottom + 6}px`;
  };
  for (const name of ["pointerover", "focusin", "pointerdown"]) addEventListener(name, show);
  addEventListener("keydown", (event) => { if (event.key === "Escape") box.hidden = true; });
});

// The button leads to the notebook where the site has it, which a page from a server can find out; else to what explains it.
addEventListener("DOMContentLoaded", async () => {
  const here = document.querySelector(".here");
  if (!here || !location.protocol.startsWith("http")) return;
  const found = await fetch(here.dataset.lab, { method: "HEAD" }).catch(() => null);
  if (found?.ok) here.href = here.dataset.lab;
});

// On paper nothing can be opened.
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("article details:not(.hide, .optlab-ask details):not([open])")) Object.assign(one, { open: true }).dataset.printed = "";
});
addEventListener("afterprint", () => {
  for (const one of document.querySelectorAll("[data-printed]")) { one.open = false; delete one.dataset.printed; }
});
