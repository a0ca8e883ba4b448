// The employees' pages: htmx with our settings, morphing, keys and dialogs. Everything works without it, with more page loads.

import htmx from "htmx.org";
import "./settings.js";
import "./morph.js";
import "./keys.js";
import "./dialogs.js";
import "./forms.js";

window.htmx = htmx;
