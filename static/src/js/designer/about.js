// The process view: drag ends into another order, and keep the filter of the translations.

import Sortable from "sortablejs";
import { send } from "./cell_sending.js";

// What was searched among the translations, and the page of them, stays while one after the other is written.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const filter = document.getElementById("words-filter");
  if (!filter || detail.verb === "get") return;
  for (const [name, value] of new FormData(filter)) {
    if (name !== "at" && !detail.formData.has(name)) detail.formData.set(name, value);
  }
  detail.formData.set("_page", filter.dataset.page);
});

function dress() {
  for (const list of document.querySelectorAll("[data-sorts]")) {
    if (Sortable.get(list) || document.getElementById("designer").hasAttribute("data-locked")) continue;
    Sortable.create(list, { handle: ".about-grip", animation: 120, onEnd: ({ oldIndex: from, newIndex: to, item }) => {
      if (from !== to) send({ _edit: "move", address: item.dataset.address, list: list.dataset.list, index: to + (to > from ? 1 : 0) });
    } });
  }
}
document.addEventListener("DOMContentLoaded", dress);
document.addEventListener("htmx:afterSettle", dress);
