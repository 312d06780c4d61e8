"""What the editor of a map shows for a text: the drawing, what stands in it, what the checks say. Keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attending.maps.drawing import draw
from attending.maps.editing import EditRefused, apply
from attending.maps.lint import Weight, lint
from attending.maps.model import CareMap
from attending.maps.problems import MapRefused
from attending.maps.reading import read
from attending.maps.writing import plain_of, write
from attending.maps.yaml_tree import Plain
from attending.workflow.map_drawing import heads, too_large
from attending.workflow.presenters.checks import in_short


def sketch(text: str, operation: Mapping[str, Plain] | None = None) -> dict[str, Any]:
    """The text after one operation (as ``maps.editing.apply`` takes it), and all that a page shows of it.

    ``text`` stays as it was given unless an operation changed it. ``problems`` lists ``line`` and ``words`` of what
    keeps it from being a map; ``refused`` says why the operation was not done. ``map`` is the plain data of the map.
    """
    try:
        drawn = read(text)
    except MapRefused as refused:
        problems = [{"line": each.line, "words": str(each)} for each in refused.problems[:50]]
        return {"text": text, "problems": problems, "refused": ""}
    refusal = ""
    if operation is not None:
        try:
            drawn = apply(drawn, operation)
            text = write(drawn)
        except EditRefused as refused:
            refusal = str(refused)
    return {"text": text, "problems": [], "refused": refusal, **shown(drawn)}


def shown(drawn: CareMap) -> dict[str, Any]:
    """The drawing (empty for a map with no lane, or one too large for a page), the plain data, and the findings.

    ``lanes`` and ``steps`` are the keys in their order, which an object of JSON does not keep for all of them.
    """
    findings = lint(drawn)
    large = bool(too_large(drawn))
    return {
        "svg": f"{heads(drawn)}{draw(drawn, interactive=True)}" if drawn.lanes and not large else "",
        "too_large": large,
        "map": plain_of(drawn),
        "lanes": list(drawn.lane_of),
        "steps": list(drawn.step_of),
        "in_short": in_short(findings),
        "findings": [
            {"must": each.weight is Weight.MUST, "words": each.words, "mend": each.mend, "step": each.step}
            for each in findings[:200]
        ],
    }
