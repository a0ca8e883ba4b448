// Sends an edit as the form of the page does, and brings the focus to what it selected.

const main = () => document.getElementById("main");
export const flow = () => document.getElementById("flow");
export const cards = () => [...document.querySelectorAll("#flow-tree :is(.flow-card, .flow-arm-head)")];
export const cardAt = (address) => main()?.querySelector(`[data-address="${CSS.escape(address)}"]:is(.flow-card, .flow-arm-head)`);
export const addressOf = (card) => card?.dataset.address;

let wanted = "";

// Where the focus goes when the next answer is shown: "card" the selected card, "panel" its first control.
export function focusNext(where) {
  wanted = where;
}

export function send(kind, values) {
  const form = document.getElementById("flow-send");
  if (!form || document.getElementById("designer").hasAttribute("data-locked")) return;
  form.querySelectorAll("[data-given]").forEach((input) => input.remove());
  form.querySelector("[name=_edit]").value = kind;
  for (const [name, value] of Object.entries(values)) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    input.setAttribute("data-given", "");
    form.append(input);
  }
  focusNext("card");
  form.requestSubmit();
}

export function focusPanel() {
  const control = document.querySelector("#panel :is(input, select, textarea):not([type=hidden], [disabled])");
  (control ?? document.querySelector("#panel :is(button, a)"))?.focus();
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (!flow() || event.target.id === "edit-refused" || !wanted) return;
  const where = wanted;
  wanted = "";
  if (where === "panel") return focusPanel();
  const card = cardAt(document.getElementById("designer").dataset.at);
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
});
