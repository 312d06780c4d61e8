"""What still forbids to ask for a gate, in sentences that say who can mend it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from attending.governance.gates_requirements import PROVIDER
from attending.governance.queries import gates as queries
from attending.governance.queries.gates import Subject
from attending.governance.rules.gates import CLOSE, Standing
from attending.program.models import Deployment, Seat, Stage
from attending.program.models.deployments import State
from attending.program.queries.seats import holder
from attending.program.registries import requirements
from attending.program.rules import Refused, check_stage, outcome_lacks


@dataclass(frozen=True, slots=True)
class Assessed:
    """How a gate stands now: its evidence, and what forbids to ask for it, a sentence each."""

    evidence: Standing
    missing: tuple[str, ...]


def assess(subject: Subject, target: str, *, beyond: bool = True) -> Assessed:
    """How a gate stands. What is missing names required evidence without an exception first.

    ``beyond`` False leaves out what rooms say that the policy does not ask for.
    """
    rule = queries.rule_of(subject, target)
    stands = queries.standing_of(subject, rule, timezone.localdate(), beyond=beyond)
    turn_to = queries.turn_to(subject, [line.item for line in stands.blocking])
    lacking = [
        f"{line.title} is {line.state}: {line.summary} Turn to {turn_to[line.item]}, or ask for an exception."
        for line in stands.blocking
    ]
    return Assessed(stands, (*lacking, *beside_evidence(subject, target)))


def beside_evidence(subject: Subject, target: str) -> tuple[str, ...]:
    """What every step needs, whoever approves it, and what rooms require. No exception covers it."""
    return (*_step_refusals(subject, target), *_required_elsewhere(subject, target))


def _step_refusals(subject: Subject, target: str) -> tuple[str, ...]:
    """A clinical owner and a measurable outcome, for every stage."""
    if isinstance(subject, Deployment) or target in {CLOSE, subject.stage}:
        return ()
    try:
        check_stage(
            Stage(subject.stage),
            Stage(target),
            has_clinical_owner=holder(subject, Seat.CLINICAL_OWNER) is not None,
            has_measurable_outcome=any(not outcome_lacks(each) for each in subject.outcome_measures.all()),
        )
    except Refused as refused:
        return (str(refused),)
    return ()


def _required_elsewhere(subject: Subject, target: str) -> tuple[str, ...]:
    """What other rooms require before the gate's target is reached."""
    if isinstance(subject, Deployment):
        return requirements.unmet_before_state(subject, State(target), besides=PROVIDER)
    if target not in Stage.values:
        return ()
    return requirements.unmet_before_stage(subject, Stage(target), besides=PROVIDER)
