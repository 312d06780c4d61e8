"""What is sealed under a decision about residual risk: every hazard, its ratings, its controls, and the matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from attending.program.models import Person, Seat, UseCase
from attending.workflow.models import ControlKind, HazardState
from attending.workflow.rules.hazard_document import Document
from attending.workflow.rules.hazard_words import CAUSES_JOINED

Section = dict[str, Any]


def packet(
    use_case: UseCase,
    log: Document,
    *,
    sha256: str,
    number: int,
    steps: Mapping[str, str],
    common: Sequence[str],
    seats: Sequence[Seat],
    reason: str,
    asked_by: Person,
) -> dict[str, Any]:
    """The packet as ``decisions`` seals it.

    ``steps`` are names of steps by key, ``common`` warnings of safeguards that several hazards share.
    """
    hazards = log["hazards"]
    links = [["The hazard log as it stands", reverse("workflow:hazards", args=[use_case.key])]]
    return {
        "title": f"Hazard log {number}: {use_case.title}",
        "asked": "Accept the risks that are left, accept them with conditions, or send the log back.",
        "summary": [
            ["Hazards", f"{len(hazards)}, {_transferred(hazards)}"],
            ["Highest risk left", _highest(log)],
            ["Who may accept it", f"{', '.join(str(seat.label) for seat in seats)}; house policy"],
            ["Put forward by", asked_by.printed_name],
            ["Why", reason],
        ],
        "sections": [
            {
                "heading": "What one safeguard carries",
                "text": " ".join(common) or "None is counted on many times.",
            },
            {"heading": "Risks", "table": _risks(hazards, steps), "links": links},
            *(_controls(each, steps) for each in hazards if each["controls"]),
            *(_method(each) for each in log["methods"]),
            {"heading": "Seal of the log", "rows": [["SHA-256 of the hazard log", sha256], ["Number", f"{number}"]]},
        ],
        "data": {"hazard_log": log, "hazard_log_sha256": sha256},
    }


def _highest(log: Document) -> str:
    """The highest residual rating by each method; numbers of two methods cannot be compared."""
    left = [each["residual"] for each in log["hazards"] if _ours(each)]
    found = []
    for method in log["methods"]:
        rated = [
            each for each in left if (each["method"], each["method_version"]) == (method["key"], method["version"])
        ]
        if rated:
            found.append(f"{_said(max(rated, key=lambda each: int(each['rating'])))} by {method['name']}")
    return "; ".join(found)


def _transferred(hazards: Sequence[Document]) -> str:
    count = sum(not _ours(each) for each in hazards)
    return f"{count} of them transferred to somebody else" if count else "none of them transferred to somebody else"


def _ours(hazard: Document) -> bool:
    return bool(hazard["state"] != HazardState.TRANSFERRED)


def _risks(hazards: Sequence[Document], steps: Mapping[str, str]) -> Section:
    rows = [
        [
            f"{each['number']}. {each['name']}",
            steps.get(each["step"], each["step"]),
            CAUSES_JOINED.join(each["causes"]),
            CAUSES_JOINED.join(each["consequences"]),
            _said(each["initial"]),
            _said(each["residual"]),
            each["residual"]["reason"] if each["residual"] else "",
            f"Transferred to {each['transferred_to']}" if not _ours(each) else each["owner"],
        ]
        for each in hazards
    ]
    columns = ["Hazard", "Step", "Causes", "Consequences", "Before", "After controls", "Why", "Owner"]
    return {"columns": columns, "rows": rows}


def _said(rating: Document | None) -> str:
    return f"{rating['means']} ({rating['rating']})" if rating else "not rated"


def _controls(hazard: Document, steps: Mapping[str, str]) -> Section:
    rows = [
        [
            each["what"],
            str(ControlKind(each["kind"]).label),
            steps.get(each["step"], each["step"]),
            each["owner"],
            "there already" if each["existing"] else _progress(each),
        ]
        for each in hazard["controls"]
    ]
    return {
        "heading": f"Controls of hazard {hazard['number']}, {hazard['name']}",
        "table": {"columns": ["Control", "Kind", "Step", "Owner", "State"], "rows": rows},
    }


def _progress(control: Document) -> str:
    if control["confirmed_by"]:
        return f"done {control['done_on']} by {control['done_by']}, confirmed by {control['confirmed_by']}"
    return f"due {control['due_on']}"


def _method(method: Document) -> Section:
    columns = ["Likelihood", *(each["name"] for each in method["severities"])]
    rows = [
        [likelihood["name"], *(str(rating) for rating in ratings)]
        for likelihood, ratings in zip(method["likelihoods"], method["table"], strict=True)
    ]
    verified = "" if method["verified"] else f" Not verified. {method['verification']}"
    return {
        "heading": f"Rated by {method['title']}, version {method['version']}",
        "text": f"{method['source']}{verified}",
        "table": {"columns": columns, "rows": rows},
    }
