"""A process as other people's tools read it: decision tables as DMN, the flow as BPMN, what happened as XES.

What another notation cannot say exactly is refused by name and left out; nothing is exported that would decide otherwise.
"""
