// htmx settings: nothing is evaluated, nothing is written inline, and 422 and 409 are shown because they carry what is wrong.

import htmx from "htmx.org";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  attributesToSettle: ["class", "width", "height"],
  historyCacheSize: 0,
  historyRestoreAsHxRequest: false,
  scrollBehavior: "auto",
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "409", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

function tell(sentence) {
  const place = document.getElementById("announcements");
  if (place) place.textContent = sentence;
}

document.addEventListener("htmx:responseError", () => tell(document.body.dataset.failed ?? ""));
document.addEventListener("htmx:sendError", () => tell(document.body.dataset.offline ?? ""));
document.addEventListener("htmx:beforeRequest", () => tell(""));
document.addEventListener("waybill:tell", ({ detail }) => tell(detail));
