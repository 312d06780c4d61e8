"""The map of care: its text model, and everything that is derived from it. No Django, no I/O.

`model` is the map as frozen records; `reading` and `writing` turn YAML into it and back; the other modules take a map
and give what is asked of it: a drawing, findings, differences, BPMN, a bow-tie.
"""
