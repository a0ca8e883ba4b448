// What is typed in a panel and is not with the server yet: selecting another line waits for it, a lost connection keeps
// it, and closing the tab sends it.

const LIVE = 'form.edit[hx-trigger^="change"]';
const TYPED = "input:not([type=checkbox], [type=radio], [type=file]), textarea";
const PAUSE = 600;
const AGAIN = 15_000;
// What the page sends along, beside what was typed.
const HIDDEN = /^(_.*|address|part|path|language)$/;

const page = () => document.getElementById("designer");
const kept = () => `waybill-unsent-${page()?.dataset.id}`;
const say = (name) => document.dispatchEvent(new CustomEvent("waybill:tell", { detail: page()?.dataset[name] ?? "" }));

// Forms with something typed that no request has taken along, and forms whose request found no server.
const typed = new Set();
const failed = new Set();
// The page that is to be shown once all that is typed has been sent.
let wanted = "";
let pause = 0;

document.addEventListener("input", (event) => {
  const form = event.target.matches(TYPED) && event.target.closest(LIVE);
  if (!form) return;
  typed.add(form);
  if (wanted) whenPaused();
});

document.addEventListener("htmx:beforeRequest", ({ target }) => typed.delete(target));

// -- another line was selected meanwhile: what was typed is sent first, and that line is shown then

const there = () => [...typed].filter((form) => form.isConnected);

function whenPaused() {
  clearTimeout(pause);
  pause = setTimeout(() => there().forEach((form) => form.requestSubmit()), PAUSE);
}

// Before all others hear of it: whoever counts answers that are drawn must not count this one.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  if (!detail.shouldSwap || detail.target?.id !== "designer") return;
  const shown = detail.xhr.responseText.match(/id="designer" data-id="(\d+)"[^>]* data-view="(\w+)" data-at="([^"]*)"/);
  const { view, at } = page().dataset;
  if (!shown || !there().length || (shown[2] === view && shown[3] === at)) return;
  detail.shouldSwap = false;
  wanted = `/design/${shown[1]}/${shown[2]}?at=${encodeURIComponent(shown[3])}`;
  whenPaused();
}, true);

document.addEventListener("htmx:afterSettle", () => {
  if (!wanted || there().length) return;
  const address = wanted;
  wanted = "";
  window.htmx.ajax("GET", address, { target: "#designer", swap: "morph" });
});

// -- without a connection: kept here, also when the page is loaded again, and sent once there is one

document.addEventListener("htmx:sendError", ({ target }) => {
  if (!target.matches(LIVE)) return;
  failed.add(target);
  target.setAttribute("data-unsent", "");
  remember();
  say("later");
});

document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (!failed.has(target) || !detail.xhr.status) return;
  failed.delete(target);
  target.removeAttribute("data-unsent");
  remember();
  if (detail.successful && !failed.size) say("sent");
});

const bodies = (forms) => [...forms].filter((form) => form.isConnected).map((form) => new URLSearchParams(new FormData(form)).toString());

function remember() {
  const left = bodies(failed);
  if (left.length) sessionStorage.setItem(kept(), JSON.stringify(left));
  else sessionStorage.removeItem(kept());
}

function again() {
  for (const form of failed) {
    if (form.isConnected) form.requestSubmit();
    else failed.delete(form);
  }
  restore();
}

window.addEventListener("online", again);
document.addEventListener("focusin", () => failed.size && navigator.onLine && again());
setInterval(() => failed.size && again(), AGAIN);

const post = (body) =>
  fetch(`/design/${page().dataset.id}/edit`, { method: "POST", body: new URLSearchParams(body), keepalive: true, redirect: "manual" });

// What was kept when the page was left without a connection.
async function restore() {
  if (!page() || failed.size) return;
  const left = JSON.parse(sessionStorage.getItem(kept()) ?? "[]");
  if (!left.length) return;
  const refused = [];
  for (const body of left) {
    try {
      const answer = await post(body);
      // What was done leads to the view it was done in; a refusal is a page of its own.
      if (answer.type !== "opaqueredirect" && !answer.ok) refused.push(body);
    } catch {
      return say("later");
    }
  }
  sessionStorage.removeItem(kept());
  if (!refused.length) say("sent");
  else if (refused.length === left.length) return show(refused);
  // Drawing the page anew takes away what was said on it.
  else document.addEventListener("htmx:afterSettle", () => show(refused), { once: true });
  document.dispatchEvent(new CustomEvent("waybill:changed"));
}

// Somebody changed the line meanwhile, or it takes no such text: what was typed is shown, to be put in by hand.
function show(bodies) {
  const words = bodies.flatMap((body) => [...new URLSearchParams(body)]).filter(([name, value]) => !HIDDEN.test(name) && value);
  const told = Object.assign(document.createElement("p"), { className: "said problem", textContent: `${page().dataset.unfit} ` });
  for (const [, value] of words) told.append(Object.assign(document.createElement("q"), { textContent: value }), " ");
  document.getElementById("edit-refused")?.replaceChildren(told);
}

document.addEventListener("DOMContentLoaded", restore);

// -- the page goes away. Of a request that was only begun nobody knows whether it arrived; the same change twice counts once.

window.addEventListener("pagehide", () => {
  for (const body of bodies(typed)) post(body).catch(() => {});
  typed.clear();
});
