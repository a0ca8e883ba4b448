// The designer's own script: the frame around its views, dragging, and the text pane. Every gesture also works without it.

import "./designer/frame.js";
import "./designer/refused.js";
import "./designer/text_load.js";
import "./designer/unsent.js";
import "./designer/form.js";
import "./designer/tables.js";
import "./designer/flow.js";
import "./designer/rehearse.js";
import "./designer/access.js";
import "./designer/conditions.js";
import "./designer/about.js";
