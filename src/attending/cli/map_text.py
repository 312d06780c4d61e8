"""Findings and differences as ``attending map`` prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from attending.documents.terminal import printable
from attending.maps.difference import Change
from attending.maps.lint import Finding, Weight
from attending.maps.model import CareMap


def findings_text(care_map: CareMap, found: Sequence[Finding]) -> str:
    """What must be settled, then what should be thought about, each with what to do."""
    musts = [each for each in found if each.weight is Weight.MUST]
    shoulds = [each for each in found if each.weight is Weight.SHOULD]
    lines = [
        f"{care_map.title}: {len(care_map.steps):,} steps in {len(care_map.lanes):,} lanes, "
        f"{len(musts):,} to settle, {len(shoulds):,} to think about"
    ]
    for title, some in (("Must be settled", musts), ("To think about", shoulds)):
        if some:
            lines += ["", title]
            lines += [line for each in some for line in (f"  {each.words}", f"      {each.mend} ({_where(each)})")]
    return "".join(f"{printable(line)}\n" for line in lines)


def findings_document(care_map: CareMap, found: Sequence[Finding]) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "title": care_map.title,
        "steps": len(care_map.steps),
        "lanes": len(care_map.lanes),
        "disciplines": list(care_map.disciplines),
        "findings": [asdict(each) for each in found],
    }


def changes_text(found: Sequence[Change]) -> str:
    """One line for each change."""
    if not found:
        return "Nothing changed.\n"
    return "".join(f"{printable(each.words)}\n" for each in found)


def _where(finding: Finding) -> str:
    return f"{finding.rule}, step {finding.step}" if finding.step else finding.rule
