// A rehearsal lives in the page: this keeps it while one edits in another view, and hands it in again when one comes back.

const KEY = () => `waybill-rehearsal-${document.getElementById("designer")?.dataset.id}`;
const token = () => document.querySelector('#designer input[name="_csrf"]')?.value;
const kept = () => {
  const text = sessionStorage.getItem(KEY());
  return text && text.length < 65536 ? text : "";
};

function keep() {
  const play = document.getElementById("rehearse")?.dataset.play;
  if (play) sessionStorage.setItem(KEY(), play);
}

// Looking at the rehearsal hands in the moves; so does an edit whose answer is the rehearsal.
document.addEventListener("htmx:configRequest", (event) => {
  const { detail } = event;
  const place = new URL(detail.path, location.href);
  if (detail.parameters._play || !kept()) return;
  if (detail.verb === "get" && /^\/design\/\d+\/rehearse$/.test(place.pathname)) {
    detail.verb = "post";
    detail.path = place.pathname;
    detail.useUrlParams = false;
    detail.headers["Content-Type"] = "application/x-www-form-urlencoded";
    detail.parameters._csrf = token();
    detail.parameters._at = place.searchParams.get("at") ?? "";
    detail.parameters._play = kept();
  } else if (detail.verb === "post" && detail.parameters._view === "rehearse") {
    detail.parameters._play = kept();
  }
});

function comeBack() {
  const here = document.getElementById("rehearse");
  if (!here) return;
  const moves = (text) => JSON.parse(text || '{"moves":[]}').moves.length;
  if (moves(kept()) > moves(here.dataset.play)) {
    // Nobody has touched anything yet, so the focus stays where a page begins.
    document.addEventListener("htmx:afterSettle", () => document.getElementById("main")?.blur(), { once: true });
    window.htmx.ajax("GET", location.pathname + location.search, { target: "#designer", swap: "outerHTML" });
  } else keep();
}

document.addEventListener("DOMContentLoaded", comeBack);
document.addEventListener("htmx:afterSettle", keep);
