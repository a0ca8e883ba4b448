// `hx-swap="morph"`: new markup is merged into the old, so that focus, scroll and what is being typed stay.

import htmx from "htmx.org";
import { Idiomorph } from "idiomorph";

htmx.defineExtension("morph", {
  isInlineSwap: (style) => style === "morph",
  handleSwap: (style, target, fragment) =>
    style === "morph" &&
    Idiomorph.morph(target, fragment.childNodes, {
      morphStyle: target.tagName === "BODY" ? "innerHTML" : "outerHTML",
      ignoreActiveValue: true,
    }),
});
