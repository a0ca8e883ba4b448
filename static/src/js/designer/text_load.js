// The editor's own script: fetched when the text pane is opened, or when text waits in this browser that the server has not got.

const pane = () => document.querySelector("waybill-text");
let loaded = false;

function load() {
  const script = pane()?.dataset.script;
  if (loaded || !script) return;
  loaded = true;
  document.head.append(Object.assign(document.createElement("script"), { src: script }));
}

document.addEventListener("waybill:text", ({ detail }) => detail.open && load());
document.addEventListener("DOMContentLoaded", () => {
  if (pane() && localStorage.getItem(`waybill-text-${pane().dataset.id}`)) load();
});
// Where to go is asked before there is an editor: it goes there once it has come.
document.addEventListener("waybill:line", ({ detail }) => {
  if (pane() && !customElements.get("waybill-text")) pane().dataset.line = detail.line;
});
