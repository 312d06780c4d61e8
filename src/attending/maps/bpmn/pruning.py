"""Take out of a step what refers to something that another program removed from the file."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any


def prune(step: dict[str, Any], steps: Container[str], lanes: Container[str]) -> Iterator[str]:
    """Take references to nothing out of a step's fields; yields each in words."""
    name = step["name"]
    oversight = step.get("oversight", {})
    gone = [key for key in oversight.get("of", ()) if key not in steps]
    if gone:
        oversight["of"] = [key for key in oversight["of"] if key in steps]
        if not oversight["of"]:
            del step["oversight"]
        yield f"That “{name}” checks {', '.join(gone)}: not in the file any more"
    limit, fallback = step.get("limit", {}), step.get("fallback", {})
    places = (
        (step.get("assist", {}), "to", lanes, "to whom the AI shows it"),
        (limit, "from", steps, "from where the limit counts"),
        (limit.get("on_breach", {}), "step", steps, "where it goes when it is late"),
        (limit.get("on_breach", {}), "tell", lanes, "who is told when it is late"),
        (fallback, "step", steps, "where it goes when it is down"),
    )
    for fields, field, there, words in places:
        if field in fields and fields[field] not in there:
            yield f"Of “{name}”, {words}: {fields.pop(field)} is not in the file any more"
    if "on_breach" in limit and not limit["on_breach"]:
        del limit["on_breach"]
    if "fallback" in step and not {"step", "procedure"} & set(fallback):
        del step["fallback"]
