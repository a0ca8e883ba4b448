// Why an edit was refused, moved next to the control it is about; the next edit or keystroke in it clears the sentence.

let sent = null;

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest("form.edit");
  if (form) sent = form;
});

function clear() {
  for (const mark of document.querySelectorAll("[data-refused]")) {
    mark.removeAttribute("data-refused");
    mark.removeAttribute("aria-invalid");
    mark.removeAttribute("aria-describedby");
  }
  document.getElementById("refused-here")?.remove();
}

document.addEventListener("htmx:afterSwap", (event) => {
  // Other parts of the page that are fetched meanwhile say nothing about the edit.
  if (event.target.id !== "designer" && event.target.id !== "edit-refused") return;
  clear();
  if (event.target.id !== "edit-refused") return;
  const sentence = event.target.querySelector("[data-part]");
  const control = sentence?.dataset.part && sent?.querySelector(`[name="${CSS.escape(sentence.dataset.part)}"]:not([type=hidden])`);
  if (!control) return;
  sentence.id = "refused-here";
  control.setAttribute("data-refused", "");
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", "refused-here");
  (control.closest(".control") ?? control).after(sentence);
  control.focus();
});

document.addEventListener("input", (event) => {
  if (event.target.hasAttribute?.("data-refused")) clear();
});
