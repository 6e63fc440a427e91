// Small comforts that every form has: no double send, focus on what is wrong, print by a button.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button || event.target.target) return;
  setTimeout(() => { button.setAttribute("aria-busy", "true"); button.disabled = true; }, 0);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("[aria-busy]").forEach((button) => { button.removeAttribute("aria-busy"); button.disabled = false; });
});
document.querySelector(".summary")?.focus();
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.parentElement.querySelector("[data-copied]").hidden = false;
  });
});
document.querySelectorAll("[data-all]").forEach((box) => {
  box.closest("label").hidden = false;
  box.addEventListener("change", () => {
    document.querySelectorAll(`[name="${box.dataset.all}"]`).forEach((other) => { other.checked = box.checked; });
  });
});
