// Small things about forms: menus that act at once, one send per click, the first problem gets the focus.

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
});

// A set and not an attribute or property of the form: a process may have a field with any name, which would shadow it.
let sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method") !== "post" || form.getAttribute("hx-post")) return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
});

// Coming back with the browser's back button shows the page as it was left: forms may be sent again.
window.addEventListener("pageshow", () => {
  sent = new WeakSet();
});

const PROBLEMS = "[data-problems], .form-problems";

function focusProblems(place) {
  const box = place.querySelector(PROBLEMS);
  if (!box) return;
  box.tabIndex = -1;
  box.focus();
}
document.addEventListener("DOMContentLoaded", () => focusProblems(document));
// Not while somebody types: a form that asks the server anew keeps the focus where it is.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.matches(".unfolded")) focusProblems(event.target);
});
