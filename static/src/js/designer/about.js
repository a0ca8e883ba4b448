// The process view: drag ends into another order.

import Sortable from "sortablejs";
import { send } from "./cell_sending.js";

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
