"""The hazard log as sheets that a clinical safety officer can file: hazards by DCB0160's columns, controls, matrix.

Every sheet is made from a log's document alone, so that a sealed log prints as it was sealed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from attending.sources.spreadsheet import FiledTable
from attending.workflow.models import ControlKind, ControlSide, HazardState
from attending.workflow.rules.hazard_document import Document

HAZARD_COLUMNS: Final = (
    "Hazard number",
    "Hazard name",
    "Hazard description",
    "Step of the work",
    "Potential clinical impact",
    "Consequences",
    "Possible causes",
    "Existing controls",
    "Initial severity",
    "Initial likelihood",
    "Initial risk rating",
    "Initial rating rests on",
    "Additional controls: design",
    "Additional controls: test",
    "Additional controls: training",
    "Additional controls: business process change",
    "Residual severity",
    "Residual likelihood",
    "Residual risk rating",
    "Residual rating rests on",
    "Rated by method",
    "Method verified",
    "Decision tree and action",
    "Hazard owner",
    "Status",
    "Transferred to",
)
CONTROL_COLUMNS: Final = (
    "Hazard number",
    "Control",
    "Kind",
    "What it does",
    "Step of the work",
    "Owner",
    "In place",
    "Due",
    "Done",
    "Done by",
    "Proof",
    "Confirmed by",
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A log to be filed: its document and hash, which version it is (None while it is worked on), when it is printed.

    ``standing`` says whether it was accepted; ``steps`` are names of steps by key.
    """

    document: Document
    sha256: str
    number: int | None
    standing: str
    printed_on: date
    steps: Mapping[str, str]

    @property
    def name(self) -> str:
        return f"Hazard log {self.number}" if self.number else "Hazard log, as it is worked on"

    def step(self, key: str) -> str:
        """The name of a step with its key."""
        return f"{self.steps[key]} ({key})" if key in self.steps else key


def about(log: Printed) -> list[tuple[str, str]]:
    """What the log is, on the first sheet and at the head of the paper."""
    return [
        ("Use case", log.document["use_case"]["title"]),
        ("Log", log.name),
        ("Standing", log.standing),
        ("Printed on", log.printed_on.isoformat()),
        ("Hazards", f"{len(log.document['hazards'])}"),
        ("SHA-256 of the log", log.sha256),
        *((f"Rated by {each['name']} {each['version']}", verified(each)) for each in log.document["methods"]),
    ]


def verified(method: Document) -> str:
    """Whether the source of a method was read, and where it was changed here."""
    read = "Verified against its source." if method["verified"] else f"NOT VERIFIED. {method['verification']}"
    return f"{read} Adapted here: {method['adapted']}" if method["adapted"] else read


def sheets(log: Printed) -> list[FiledTable]:
    """About the log, its hazards, their controls, and each matrix."""
    return [
        FiledTable("About", ("What", "Said"), about(log)),
        FiledTable("Hazards", HAZARD_COLUMNS, hazard_rows(log)),
        FiledTable("Controls", CONTROL_COLUMNS, _control_rows(log)),
        *(_matrix(each) for each in log.document["methods"]),
    ]


def hazard_rows(log: Printed) -> list[list[object]]:
    """One row for each hazard."""
    names = level_names(log.document)
    return [_hazard(each, log, names) for each in log.document["hazards"]]


def _hazard(hazard: Document, log: Printed, names: Mapping[tuple[str, str], Mapping[str, str]]) -> list[object]:
    controls = hazard["controls"]
    existing = "; ".join(each["what"] for each in controls if each["existing"])
    further = {
        kind: [each for each in controls if not each["existing"] and each["kind"] == kind] for kind in ControlKind
    }
    counts = hazard["residual"] or hazard["initial"]
    return [
        hazard["number"],
        hazard["name"],
        hazard["description"],
        log.step(hazard["step"]),
        hazard["impact"],
        "; ".join(hazard["consequences"]),
        "; ".join(hazard["causes"]),
        existing,
        *_rating(hazard["initial"], names),
        *("; ".join(_further(each) for each in further[kind]) for kind in ControlKind),
        *_rating(hazard["residual"], names),
        f"{counts['method']} {counts['method_version']}" if counts else "",
        _is_verified(counts, log.document["methods"]),
        tree_words(counts),
        hazard["owner"],
        HazardState(hazard["state"]).label,
        hazard["transferred_to"],
    ]


def _rating(rating: Document | None, names: Mapping[tuple[str, str], Mapping[str, str]]) -> list[object]:
    if rating is None:
        return ["", "", "", ""]
    levels = names.get((rating["method"], rating["method_version"]), {})
    severity, likelihood = rating["severity"], rating["likelihood"]
    return [levels.get(severity, severity), levels.get(likelihood, likelihood), rating["rating"], rating["reason"]]


def level_names(document: Document) -> dict[tuple[str, str], dict[str, str]]:
    """Names of the levels of each method of a log, by the method's key and version."""
    return {
        (method["key"], method["version"]): {
            each["key"]: each["name"] for each in (*method["severities"], *method["likelihoods"])
        }
        for method in document["methods"]
    }


def _is_verified(rating: Document | None, methods: Sequence[Document]) -> str:
    found = [
        each
        for each in methods
        if rating and (each["key"], each["version"]) == (rating["method"], rating["method_version"])
    ]
    return ("yes" if found[0]["verified"] else "NOT VERIFIED") if found else ""


def _further(control: Document) -> str:
    state = "in place" if control["in_place"] else f"due {control['due_on']}"
    return f"{control['what']} ({control['owner']}, {state})"


def tree_words(rating: Document | None) -> str:
    """How the decision tree was walked, and the action it ended in; empty for a method without one."""
    if not rating or not rating["tree"]:
        return ""
    walked = " ".join(f"{question} {'Yes' if yes else 'No'}." for question, yes in rating["tree"])
    if not rating["action"]:
        return f"{walked} Ended in: {rating['tree_end']}."
    return f"{walked} Action: {rating['action']}, {rating['action_owner']}; seen by: {rating['outcome_measure']}."


def _control_rows(log: Printed) -> list[list[object]]:
    return [
        [
            hazard["number"],
            each["what"],
            ControlKind(each["kind"]).label,
            ControlSide(each["side"]).label,
            log.step(each["step"]),
            each["owner"],
            "yes" if each["in_place"] else "no",
            each["due_on"],
            each["done_on"],
            each["done_by"],
            each["proof"],
            each["confirmed_by"],
        ]
        for hazard in log.document["hazards"]
        for each in hazard["controls"]
    ]


def _matrix(method: Document) -> FiledTable:
    """The table with its meanings, its version and its source."""
    width = len(method["severities"]) + 1

    def line(*cells: object) -> list[object]:
        return [*cells, *[""] * (width - len(cells))]

    levels: list[Any] = [*method["severities"], *method["likelihoods"]]
    rows = [
        *(
            [likelihood["name"], *ratings]
            for likelihood, ratings in zip(method["likelihoods"], method["table"], strict=True)
        ),
        line(),
        *(line(each["name"], each["means"]) for each in levels),
        line(),
        *(line(span(each), f"{each['name']}. {each['means']}") for each in method["bands"]),
        line(),
        line("Version", method["version"]),
        line("Source", method["source"]),
        line("Verified", verified(method)),
        line("Who accepts", method["acceptance_source"]),
    ]
    return FiledTable(
        f"Matrix {method['name']} {method['version']}",
        ("Likelihood", *(each["name"] for each in method["severities"])),
        rows,
    )


def span(band: Document) -> str:
    """The ratings of a band: ``5``, or ``8 to 9``."""
    return f"{band['lowest']}" if band["lowest"] == band["highest"] else f"{band['lowest']} to {band['highest']}"
