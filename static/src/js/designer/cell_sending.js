// Edits of cells one after the other: each is made on the revision the one before it left behind.

const waiting = [];
let busy = false;

export function send(values, refused) {
  waiting.push({ values, refused });
  if (!busy) go();
}

async function go() {
  busy = true;
  while (waiting.length) {
    const { values, refused } = waiting.shift();
    const page = document.getElementById("designer");
    const { id, revision, view, at } = page.dataset;
    const csrf = page.querySelector("input[name=_csrf]").value;
    const all = { ...values, _revision: revision, _view: view, _at: at, _csrf: csrf };
    await window.htmx.ajax("POST", `/design/${id}/edit`, { source: "#designer", target: "#designer", swap: "morph", values: all });
    const told = document.querySelector("#edit-refused [data-part]");
    if (told) {
      waiting.length = 0;
      document.querySelector("#rules-grid .sending")?.classList.remove("sending");
      const sentence = told.textContent.trim();
      if (refused) told.parentElement.replaceChildren();
      refused?.(sentence);
    }
  }
  busy = false;
}
