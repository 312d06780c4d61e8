"""Gates: which comes next, what the policy asks there, and what is still missing. Pure: facts in, verdicts out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from attending.policies.model import GateRule
from attending.policies.vocabulary import EVIDENCE
from attending.program.models.deployments import IN_USE, State
from attending.program.models.use_cases import Stage
from attending.program.registries.evidence import Finding, FindingState
from attending.program.rules import STAGE_ORDER, TRANSITIONS

STAGE_KIND: Final = "gate.stage"
GO_LIVE_KIND: Final = "gate.go-live"
EXCEPTION_KIND: Final = "gate.exception"
CLOSE: Final = "close"
"""What the gate that ends a cycle of learning opens; the use case stays in learning."""
EXCEPTION_DAYS: Final = 90
"""The longest an exception may last."""
LEAST_UNASKED: Final = 2
"""How many sign at least where no person asked."""


class Outcome(StrEnum):
    """What may be decided at a gate."""

    APPROVE = "approve"
    WITH_CONDITIONS = "approve_with_conditions"
    RETURN = "return"
    DECLINE = "decline"


APPROVING: Final = frozenset({Outcome.APPROVE, Outcome.WITH_CONDITIONS})
GRANT: Final = "grant"
REFUSE: Final = "refuse"

_BLOCKING = (FindingState.MISSING, FindingState.STALE, FindingState.PARTIAL)
_WORST_FIRST = (*_BLOCKING, FindingState.MET, FindingState.NOT_APPLICABLE)


def quorum_of(rule: GateRule, *, asked: bool = True) -> int:
    """How many distinct people sign at a gate. Two stand behind every approval: who ``asked`` and who approves, or,
    where nobody asked and the system opened it, two who sign. Else one person could bring an approval to lapse, by
    assessing a lower tier, and alone approve what follows.
    """
    return max(rule.quorum, len(rule.seats), 1 if asked else LEAST_UNASKED)


def next_gate(stage: str) -> str:
    """The gate by which a use case leaves a stage: the stage it opens, or ``close`` from the last."""
    here = STAGE_ORDER.index(Stage(stage))
    return str(STAGE_ORDER[here + 1]) if here + 1 < len(STAGE_ORDER) else CLOSE


def gates_from(stage: str) -> tuple[str, ...]:
    """The gates that may be asked of a use case in a stage: the next, and its own again, before its approval ends."""
    own = () if Stage(stage) == Stage.VALUE_THESIS else (stage,)
    return (next_gate(stage), *own)


def go_live_gates_from(state: str) -> tuple[str, ...]:
    """The go-live gates that may be asked of a deployment: into pilot or live, and the state it is used in again.

    A paused one is asked for either: it resumes by a decision of its own, under the approval.
    """
    now = State(state)
    forward = [each for each in (State.PILOT, State.LIVE) if each in TRANSITIONS[now]]
    return tuple(str(each) for each in (*forward, *([now] if now in IN_USE else [])))


def gates_ahead(stage: str) -> tuple[str, ...]:
    """Every gate that a use case in a stage has still to pass, the next first, and then its own."""
    here = STAGE_ORDER.index(Stage(stage))
    later = tuple(str(each) for each in STAGE_ORDER[here + 1 :])
    return (*(later or (CLOSE,)), *gates_from(stage)[1:])


def go_live_gates_ahead(state: str) -> tuple[str, ...]:
    """Every go-live gate that a deployment has still to pass, or that keeps it in use."""
    return {State.LIVE: ("live",), State.RETIRED: ()}.get(State(state), ("pilot", "live"))


def covering(covers: str, needed: str) -> bool:
    """Whether an approval for one stage or state allows another: its own, and one for live allows a pilot."""
    return covers == needed or (covers == State.LIVE and needed == State.PILOT)


def rule_document(rule: GateRule) -> dict[str, Any]:
    """A gate's rule as plain JSON, to seal it and to see later whether the policy still asks the same."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(rule).items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One evidence item at a gate.

    ``until`` is the day until which a signed exception stands for it, and None without one. ``link`` leads to where it
    is shown or given. ``conditions`` are those on which it was found.
    """

    item: str
    title: str
    state: FindingState
    summary: str
    as_of: datetime | None
    link: str
    required: bool
    until: date | None = None
    conditions: tuple[str, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether the gate cannot be asked because of it."""
        return self.required and self.lacking and self.until is None

    @property
    def lacking(self) -> bool:
        """Whether it is missing, out of date or only partly there."""
        return self.state in _BLOCKING


@dataclass(frozen=True, slots=True)
class Standing:
    """How the evidence stands at a gate: the required items in the order of the policy, then what else there is."""

    lines: tuple[Line, ...]

    @property
    def required(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.required)

    @property
    def beyond(self) -> tuple[Line, ...]:
        """What rooms say that the policy does not ask for."""
        return tuple(line for line in self.lines if not line.required)

    @property
    def blocking(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.blocks)

    @property
    def excepted(self) -> tuple[Line, ...]:
        """Required items that lack something and pass by an exception."""
        return tuple(line for line in self.required if line.lacking and line.until is not None)

    @property
    def conditions(self) -> tuple[str, ...]:
        """Conditions on which required items were found; while there are any, an approval takes them over."""
        return tuple(condition for line in self.required for condition in line.conditions)

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        total, blocking = len(self.required), self.blocking
        if not total:
            return "The policy asks for no evidence at this gate."
        if blocking:
            names = ", ".join(f"{line.title.lower()} ({line.state})" for line in blocking)
            return f"{len(blocking)} of {total} required items {_keeps(len(blocking))} this gate closed: {names}."
        if self.excepted:
            return f"All {total} required items are met or excepted; {len(self.excepted)} by a signed exception."
        return f"All {total} required items are met or do not apply."


def _keeps(count: int) -> str:
    return "keeps" if count == 1 else "keep"


def standing(rule: GateRule, findings: Iterable[Finding], excepted: Mapping[str, date]) -> Standing:
    """How every item stands: those the policy requires, found or not, and those that rooms give beyond.

    Where rooms say several things of one item, the worst counts; what does not apply counts only where nothing else is
    said. ``excepted`` maps an item to the day until which its exception stands.
    """
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.item, []).append(finding)
    asked = dict.fromkeys(rule.evidence)
    lines = [_line(item, found.get(item, ()), required=True, until=excepted.get(item)) for item in asked]
    beyond = [_line(item, given, required=False, until=None) for item, given in sorted(found.items())]
    return Standing((*lines, *(line for line in beyond if line.item not in asked)))


def title_of_item(item: str) -> str:
    """What an item of which nobody says anything is called: as the policy's vocabulary calls it."""
    return EVIDENCE[item].title if item in EVIDENCE else item.replace("-", " ").capitalize()


def _line(item: str, given: Sequence[Finding], *, required: bool, until: date | None) -> Line:
    if not given:
        return Line(item, title_of_item(item), FindingState.MISSING, "Nothing is recorded.", None, "", required, until)
    worst = min(given, key=lambda finding: _WORST_FIRST.index(finding.state))
    more = len(given) - 1
    summary = f"{worst.summary} The worst of {len(given)} findings." if more else worst.summary
    conditions = tuple(condition for finding in given for condition in finding.conditions)
    return Line(item, worst.title, worst.state, summary, worst.as_of, worst.link, required, until, conditions)


ITEM_SEATS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "leaders": "executive_sponsor",
        "strategic-questions": "executive_sponsor",
        "value-shown": "executive_sponsor",
        "value-known": "executive_sponsor",
        "roadmap": "cmio",
        "panel": "cmio",
        "eligibility": "compliance_officer",
        "intake-reviews": "cmio",
        "readiness": "operational_owner",
        "effort": "platform_owner",
        "workflow-as-is": "nursing_lead",
        "workflow-map": "nursing_lead",
        "workflow-checks": "nursing_lead",
        "workflow-walked": "nursing_lead",
        "workflow-reality": "operational_owner",
        "workflow-capacity": "operational_owner",
        "workflow-contract": "operational_owner",
        "workflow-hazards": "safety_officer",
        "residual-risk": "safety_officer",
        "downtime-drill": "safety_officer",
        "escalation-drill": "safety_officer",
        "frontline-concerns": "safety_officer",
        "incidents": "safety_officer",
        "silent-run-length": "model_steward",
        "control-charts": "model_steward",
        "vendor-claims": "model_steward",
        "inventory-entry": "platform_owner",
    }
)
"""The seat that brings an evidence item, where it is not the clinical owner's."""


def asked_for(item: str) -> tuple[str, ...]:
    """The seats to turn to for an item: who brings it, or else the clinical owner, or else the CMIO."""
    return tuple(dict.fromkeys((ITEM_SEATS.get(item, "clinical_owner"), "clinical_owner", "cmio")))


def excepted_days_refusal(today: date, until: date) -> str:
    """Why an exception may not last until a day, or an empty text."""
    days = (until - today).days
    if days < 1:
        return "An exception ends on a day to come."
    if days > EXCEPTION_DAYS:
        return f"An exception lasts at most {EXCEPTION_DAYS} days; {until.isoformat()} is {days} days away."
    return ""
