"""The form of a process as the designer shows it: the canvas, the panel of what is selected, and the form on trial."""
