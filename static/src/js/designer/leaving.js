// What is typed in a panel and not sent yet when the page goes away is sent then: closing the tab loses nothing.

const LIVE = 'form.edit[hx-trigger^="change"]';
const TYPED = "input:not([type=checkbox], [type=radio], [type=file]), textarea";
const waiting = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.matches(TYPED) && event.target.closest(LIVE);
  if (form) waiting.add(form);
});

// Of a request that was only begun nobody knows whether it arrived; the same change twice counts once.
document.addEventListener("htmx:afterRequest", (event) => waiting.delete(event.target.closest?.(LIVE)));

window.addEventListener("pagehide", () => {
  for (const form of waiting) {
    if (!form.isConnected) continue;
    const body = new URLSearchParams(new FormData(form));
    fetch(form.action, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {});
  }
  waiting.clear();
});
