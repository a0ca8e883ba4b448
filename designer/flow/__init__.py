"""The flow of a process as a tree of steps that people change by gestures."""
