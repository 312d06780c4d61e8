"""What is sealed under the signatures of a version: the map, what changed since the last signed one, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse

from attending.decisions.rules.statements import disciplines_in_words
from attending.maps.difference import changes
from attending.maps.lint import Finding, lint
from attending.maps.model import CareMap
from attending.maps.reading import read
from attending.maps.words import capacity, told, whose
from attending.program.models import Person
from attending.workflow.map_drawing import sealed
from attending.workflow.models import MapVersion

Section = dict[str, Any]
_MOST_TOLD: Final = 500


def document(version: MapVersion, signed: MapVersion | None, *, offered_by: Person) -> dict[str, Any]:
    """The packet as ``decisions`` seals it; ``signed`` is the version that this one would take the place of."""
    care_map, drawn = read(version.text), version.care_map
    findings = lint(care_map)
    return {
        "title": f"{drawn}, version {version.number}",
        "asked": f"Sign it for your discipline, or send it back. It is to be signed by {_all(version)}.",
        "summary": [
            ["Shows the work", drawn.get_kind_display()],
            ["Where", drawn.site.name if drawn.site else "Every site"],
            ["Steps", f"{len(care_map.steps)} by {len(care_map.lanes)} roles, {_hand_offs(care_map)} hand-offs"],
            ["Left open", _left_open(findings)],
            ["Offered by", offered_by.printed_name],
            ["Why", version.why],
            ["SHA-256 of the map's text", version.sha256],
        ],
        "sections": [
            {
                "heading": "The map",
                "chart": sealed(care_map, version.text),
                "links": [["This version", reverse("workflow:version", args=[version.pk])]],
            },
            _changes(care_map, signed),
            _lanes(care_map),
            _steps(care_map),
            _findings(findings),
        ],
        "data": {"text_sha256": version.sha256, "disciplines": version.disciplines, "number": version.number},
    }


def _all(version: MapVersion) -> str:
    return disciplines_in_words(version.disciplines)


def _hand_offs(care_map: CareMap) -> int:
    return sum(care_map.is_hand_off(step, flow) for step in care_map.steps for flow in step.flows)


def _left_open(findings: Sequence[Finding]) -> str:
    return "1 thing, below" if len(findings) == 1 else f"{len(findings)} things, below" if findings else "Nothing"


def _changes(care_map: CareMap, signed: MapVersion | None) -> Section:
    if signed is None:
        return {"heading": "What changed", "text": "Nothing was signed before; this would be the first."}
    heading = f"What changed since version {signed.number}, which is signed"
    found = changes(read(signed.text), care_map)
    if not found:
        return {"heading": heading, "text": "Nothing of the map; only how its text is written."}
    return {"heading": heading, "table": {"columns": ["Change"], "rows": [[each.words] for each in found]}}


def _lanes(care_map: CareMap) -> Section:
    rows = [[lane.name, whose(lane) or "none", capacity(lane) or "not said"] for lane in care_map.lanes]
    return {"heading": "Who takes part", "table": {"columns": ["Role", "Discipline", "People"], "rows": rows}}


def _steps(care_map: CareMap) -> Section:
    """The map once more in words: whoever signs on paper, or listens, reads the same."""
    rows = [[told(care_map, step)] for step in care_map.steps[:_MOST_TOLD]]
    section: Section = {"heading": "Step by step", "table": {"columns": ["Step, and what follows"], "rows": rows}}
    more = len(care_map.steps) - len(rows)
    return {**section, "text": f"{more:,} more steps are in the text of the map."} if more else section


def _findings(findings: Sequence[Finding]) -> Section:
    if not findings:
        return {"heading": "Left open", "text": "The checks find nothing."}
    rows = [[each.words, each.mend] for each in findings]
    return {"heading": "Left open", "table": {"columns": ["What", "What to do"], "rows": rows}}
