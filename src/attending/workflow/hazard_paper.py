"""The hazard log on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attending.documents import pdf
from attending.workflow.models import ControlKind, HazardState
from attending.workflow.presenters.hazards.export import Printed, about, level_names, span, tree_words, verified
from attending.workflow.rules.hazard_document import Document

TEMPLATE = Path(__file__).parent / "hazard_log.typ"


def hazard_log_pdf(log: Printed) -> bytes:
    """PDF/UA of a log: what it is, a table of all risks, each hazard with its controls, and each matrix."""
    hazards = log.document["hazards"]
    unverified = [each for each in log.document["methods"] if not each["verified"]]
    data: dict[str, Any] = {
        "title": f"{log.name}: {log.document['use_case']['title']}",
        "subtitle": log.standing,
        "about": about(log),
        "notice": " ".join(f"{each['name']} {each['version']}: {each['verification']}" for each in unverified),
        "risks": [
            [
                f"{each['number']}. {each['name']}",
                _said(each["initial"]),
                _said(each["residual"]),
                each["owner"],
                HazardState(each["state"]).label,
            ]
            for each in hazards
        ],
        "hazards": [_hazard(each, log) for each in hazards],
        "methods": [_method(each) for each in log.document["methods"]],
    }
    return pdf(TEMPLATE, data)


def _said(rating: Document | None) -> str:
    return f"{rating['rating']} {rating['means']}" if rating else "Not rated"


def _hazard(hazard: Document, log: Printed) -> dict[str, Any]:
    rows = [
        ("Step of the work", log.step(hazard["step"])),
        ("Description", hazard["description"]),
        ("Possible causes", "; ".join(hazard["causes"])),
        ("Consequences", "; ".join(hazard["consequences"])),
        ("Potential clinical impact", hazard["impact"]),
        ("Before further controls", _rated(hazard["initial"], log)),
        ("After controls", _rated(hazard["residual"], log)),
        ("Decision tree", tree_words(hazard["residual"] or hazard["initial"])),
        ("Owner", hazard["owner"] or "Nobody"),
        ("Status", HazardState(hazard["state"]).label),
        ("Transferred to", hazard["transferred_to"]),
    ]
    return {
        "heading": f"{hazard['number']}. {hazard['name']}",
        "rows": [row for row in rows if row[1]],
        "controls": [
            [each["what"], str(ControlKind(each["kind"]).label), each["owner"], _state(each)]
            for each in hazard["controls"]
        ],
    }


def _rated(rating: Document | None, log: Printed) -> str:
    if rating is None:
        return "Not rated"
    names = level_names(log.document).get((rating["method"], rating["method_version"]), {})
    levels = ", ".join(names.get(key, key) for key in (str(rating["severity"]), str(rating["likelihood"])))
    by = f"{rating['method'].upper()} {rating['method_version']}, {rating['by']}, {rating['on']}"
    judged = f"{rating['rating']} {rating['means']} ({levels})"
    return f"{judged}. {rating['reason']} By {by}."


def _state(control: Document) -> str:
    if control["existing"]:
        return "There already"
    if control["confirmed_by"]:
        done = f"Done {control['done_on']}, {control['done_by']}; confirmed by {control['confirmed_by']}"
        return f"{done}. {control['proof']}"
    return f"Due {control['due_on']}"


def _method(method: Document) -> dict[str, Any]:
    return {
        "heading": f"{method['title']}, version {method['version']}",
        "rows": [
            ("Source", method["source"]),
            ("Verified", verified(method)),
            ("Who accepts", method["acceptance_source"]),
        ],
        "columns": ["Likelihood", *(each["name"] for each in method["severities"])],
        "matrix": [
            [likelihood["name"], *(str(rating) for rating in ratings)]
            for likelihood, ratings in zip(method["likelihoods"], method["table"], strict=True)
        ],
        "levels": [
            *([each["name"], each["means"]] for each in (*method["severities"], *method["likelihoods"])),
            *([span(each), f"{each['name']}. {each['means']}"] for each in method["bands"]),
        ],
    }
