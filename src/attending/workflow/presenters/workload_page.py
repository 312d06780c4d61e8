"""The page of a deployment's workload, and the list of those of a use case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from attending.program.models import Deployment
from attending.ui import formats
from attending.ui.parts import DataTable, Event, Link, Status
from attending.workflow.models import ContractState, WorkflowContract, WorkloadStudy
from attending.workflow.queries.contracts import Standing
from attending.workflow.rules.point import PEOPLE, Asked
from attending.workflow.rules.staffing import in_words
from attending.workflow.rules.study import ORDERS, Studied


@dataclass(frozen=True, slots=True)
class Stepper:
    """The people of a shift, with a button for one fewer and one more."""

    name: str
    field: str
    value: int
    hours: str


@dataclass(frozen=True, slots=True)
class Controls:
    """The form with which a threshold and a team are tried. ``grid`` is what the slider moves over."""

    threshold: str
    grid: str
    place: int
    last: int
    steppers: Sequence[Stepper]
    orders: Sequence[tuple[str, str, bool]]


def controls(studied: Studied, asked: Asked) -> Controls:
    """The controls as they stand at a point."""
    workload = studied.workload
    grid = workload.grid
    return Controls(
        threshold=f"{asked.threshold:g}",
        grid=" ".join(f"{each:g}" for each in grid),
        place=min(range(len(grid)), key=lambda at: abs(grid[at] - asked.threshold)),
        last=len(grid) - 1,
        steppers=[
            Stepper(shift.name, f"{PEOPLE}{shift.name}", asked.people[shift.name], f"{shift.begins} to {shift.ends}")
            for shift in workload.shifts
        ],
        orders=[(key, words, key == asked.order) for key, words in ORDERS.items()],
    )


def place_of(deployment: Deployment) -> str:
    """Such as ``Hospital Medicine, Lakeside General Hospital``."""
    return f"{deployment.unit.name}, {deployment.unit.site.name}"


def basis_rows(studied: Studied, record: WorkloadStudy) -> list[tuple[str, str]]:
    """What the study was told, and where it is from."""
    workload, basis = studied.workload, studied.basis
    deadline, effect, handling = workload.deadline, workload.effect, workload.handling
    needless = "" if handling.false_minutes is None else f", {handling.false_minutes:g} for a needless one"
    after = {"lapses": "then it lapses", "late": "then it is taken late"}
    helps = (
        "fully until the deadline, not after it"
        if effect.decay_minutes is None
        else f"a third as much after {effect.decay_minutes:g} minutes"
    )
    assumed = " An aggregate from elsewhere, not your patients." if workload.validation.aggregate else ""
    number = "its draft" if basis.map_number is None else f"version {basis.map_number}"
    return [
        ("Validation", f"{workload.validation.source}.{assumed}"),
        ("Patients", f"{workload.arrivals.per_day:,.4g} scored a day. {basis.arrivals}"),
        ("Work", f"{handling.minutes:g} minutes for an alert, standard deviation {handling.spread:g}{needless}"),
        ("Deadline", f"begun within {deadline.minutes:g} minutes, {after[deadline.after]}" if deadline else "none"),
        ("Acting helps", helps),
        ("Worth", f"{1 / effect.harm_false:.3g} needless checks weigh as much as one patient found in time"),
        ("Map", f"{number}, step {basis.step}" if basis.map_sha256 else "no map of how it is to be"),
        ("Made", f"{record.made_by}, {formats.moment(record.made_at)}, in {record.seconds:.1f} seconds"),
    ]


def history(studies: Sequence[WorkloadStudy]) -> list[Event]:
    """Every study of a deployment, the newest first."""
    return [
        Event(formats.moment(each.made_at), "Studied", who=str(each.made_by), machine_when=each.made_at.isoformat())
        for each in studies
    ]


_STATES = {
    ContractState.DRAFT: "info",
    ContractState.PROPOSED: "pending",
    ContractState.SIGNED: "ok",
    ContractState.SUPERSEDED: "neutral",
}


def contract_status(contract: WorkflowContract, lapsed: Sequence[str] = ()) -> Status:
    """The state of a contract; a signed one that no longer holds says so."""
    state = ContractState(contract.state)
    if state == ContractState.SIGNED and lapsed:
        return Status("breach", "Signed, lapsed")
    return Status(_STATES[state], str(state.label))


def deployment_table(found: Sequence[Standing], studied_on: Mapping[int, datetime]) -> DataTable:
    """How each deployment of a use case stands with its workload and its contract."""
    rows: list[list[object]] = []
    for each in found:
        deployment, made = each.deployment, studied_on.get(each.deployment.pk)
        rows.append(
            [
                Link(
                    deployment.unit.name,
                    reverse("workflow:deployment-workload", args=[deployment.pk]),
                    f"{deployment.unit.site.name}, {deployment.get_state_display().lower()}",
                ),
                str(deployment.model_version),
                formats.date(made) if made else Status("pending", "Not studied"),
                _signed(each),
                _in_hand(each),
            ]
        )
    return DataTable(["Unit", "Model", "Workload studied", "Contract", "In hand"], rows, stacks=True)


def _signed(found: Standing) -> object:
    if found.signed is None:
        return Status("pending" if found.care_map else "neutral", "None signed")
    return contract_status(found.signed, found.lapsed)


def _in_hand(found: Standing) -> object:
    record = found.in_hand
    if record is None:
        return ""
    url = reverse("workflow:contract", args=[record.pk])
    return Link(record.get_state_display(), url, f"{record.threshold:g} with {in_words(record.team)}")
