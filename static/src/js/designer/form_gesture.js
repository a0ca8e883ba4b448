// An edit that a key or a drag makes: sent by one hidden form, one after the other, each on the page as it is by then.

// Milliseconds after which an answer stands on the page.
const SETTLED = 60;
let asking = 0;
const waiting = [];

document.addEventListener("htmx:beforeRequest", () => (asking += 1));
document.addEventListener("htmx:afterRequest", () => {
  asking = Math.max(0, asking - 1);
  // A refused edit settles nothing, and still the next one is to be done.
  setTimeout(next, SETTLED);
});
document.addEventListener("htmx:afterSettle", next);

function next() {
  if (!asking && waiting.length) waiting.shift()();
}

// Whether the edit was done; htmx calls every answer a success that is shown, a refusal too.
export const worked = ({ xhr }) => xhr.status >= 200 && xhr.status < 400;

export function whenIdle(act) {
  if (asking) waiting.push(act);
  else act();
}

export function gesture(name, values) {
  whenIdle(() => {
    const form = document.getElementById("form-gesture");
    if (!form) return;
    for (const [key, value] of Object.entries({ _edit: name, ...values })) form.elements.namedItem(key).value = value;
    form.requestSubmit();
  });
}
