// The flow's gestures: walking, moving, copying, adding, folding, zooming. All of them send edits; none changes the picture itself.

import "./flow_walk.js";
import "./flow_insert.js";
import "./flow_clip.js";
import "./flow_drag.js";
import "./flow_view.js";
import "./flow_outline.js";
