document.querySelectorAll(".optlab-ask:not([data-ready])").forEach(box => {
  box.dataset.ready = "";
  const bytes = Uint8Array.from(atob(box.dataset.key), letter => letter.charCodeAt(0));
  const { answer, tolerance, wrong, fields } = JSON.parse(new TextDecoder().decode(bytes));
  const form = document.createElement("form"), verdict = box.querySelector(".optlab-verdict");
  form.innerHTML = fields;
  box.querySelector(".optlab-field").before(form);
  const details = box.querySelector("details"), show = form.querySelector("[type=button]");
  const near = (a, b) => typeof b === "string" ? a === b : Math.abs(a - b) <= Math.max(tolerance * Math.abs(b), 1e-12);

  function number(text) {  // 0.5, 0,5, −2 and 1/3
    const parts = text.trim().replace(/\u2212/g, "-").replace(",", ".").split("/").map(part => part.trim() ? Number(part) : NaN);
    return parts.length > 2 ? NaN : parts.reduce((a, b) => a / b);
  }
  function tell(kind, text) {
    box.dataset.verdict = kind;
    verdict.innerHTML = text;
  }
  function reveal() {
    details.hidden = false;
    details.open = true;
    show.hidden = true;
    const all = [...document.querySelectorAll(".optlab-ask, .optlab-fold")], next = all[all.indexOf(box) + 1];
    if (next?.matches(".optlab-fold")) next.open = true;  // the table with the answer
  }
  function check() {
    const picked = form.querySelector("[type=radio]:checked"), field = form.querySelector("[type=text]");
    const given = field ? number(field.value) : picked?.value;
    if (given === undefined || Number.isNaN(given)) return tell("", field ? "Type a number first." : "Pick one first.");
    if (near(given, answer)) { tell("right", "✓ Right."); return reveal(); }
    const idea = wrong.find(([value]) => near(given, value));
    const side = Math.abs(given) > Math.abs(answer) ? "large" : "small";
    const other = typeof answer === "string" ? "Not that one." : given === -answer ? "The size is right, the sign is not." : `Too ${side}.`;
    tell("wrong", "✗ " + (idea ? idea[1] : other));
    show.hidden = details.open;
  }
  form.addEventListener("submit", event => { event.preventDefault(); check(); });
  form.addEventListener("keydown", event => {
    if (event.key !== "Enter" || event.target === show) return;
    event.preventDefault();
    check();
  });
  show.addEventListener("click", reveal);
  details.hidden = true;
});
