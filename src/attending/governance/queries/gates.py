"""Every read of gates, exceptions and approvals; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from attending.decisions.in_force import policy_of
from attending.decisions.models import Condition, Packet, Signature
from attending.governance.models import Approval, Gate, GateException, GateKind
from attending.governance.queries.gate_signers import holders_by_seat
from attending.governance.rules.gates import (
    GRANT,
    Line,
    Standing,
    asked_for,
    covering,
    gates_ahead,
    gates_from,
    go_live_gates_ahead,
    go_live_gates_from,
    standing,
)
from attending.policies.model import TIERS, GateRule
from attending.program.models import Deployment, Organisation, Person, Seat, UseCase
from attending.program.registries import evidence
from attending.program.rules import Refused

Subject = UseCase | Deployment
_VOTES = Prefetch("proposal__signatures", Signature.objects.exclude(choice="").order_by("signed_at", "pk"))
_PACKETS = Prefetch("proposal__packets", Packet.objects.only("pk", "proposal_id", "version"))


def use_case_of(subject: Subject) -> UseCase:
    """The use case that a subject is, or belongs to."""
    return subject.use_case if isinstance(subject, Deployment) else subject


def subject_name(subject: Subject) -> str:
    """How proposals name a subject: ``deployment:3`` or ``use_case:5``."""
    return f"{'deployment' if isinstance(subject, Deployment) else 'use_case'}:{subject.pk}"


def about(subject: Subject) -> Q:
    """Gates, exceptions and approvals of exactly this subject: a deployment's are not its use case's."""
    if isinstance(subject, Deployment):
        return Q(deployment=subject)
    return Q(use_case=subject, deployment=None)


def tier_of(use_case: UseCase) -> str:
    """The tier a use case is held to: the strictest until somebody assessed it."""
    return use_case.risk_tier or TIERS[-1]


def rule_of(subject: Subject, gate: str) -> GateRule:
    """What the policy in force asks of a subject at a gate; raises Refused where it names no such gate."""
    use_case = use_case_of(subject)
    rules = policy_of(use_case.organisation_id).tier(use_case.risk_tier).gates
    if gate not in rules:
        raise Refused(f"The policy in force says nothing of the gate {gate} for this tier; have the policy mended.")
    return rules[gate]


def exceptions_of(subject: Subject, today: date) -> dict[str, GateException]:
    """The exceptions of a subject that were granted and have not ended, the longest for each item."""
    granted = GateException.objects.filter(about(subject), decision__outcome=GRANT, until__gte=today)
    return {each.item: each for each in granted.order_by("until", "pk")}


def findings_of(subject: Subject, wanted: Collection[str] | None = None) -> tuple[evidence.Finding, ...]:
    """What rooms say about a subject; of a deployment also what they say only of its use case.

    ``wanted`` are the items asked about, None all.
    """
    found = evidence.findings(subject, wanted)
    if isinstance(subject, UseCase):
        return found
    return (*found, *evidence.findings(subject.use_case, wanted, besides={finding.item for finding in found}))


def standing_of(subject: Subject, rule: GateRule, today: date, *, beyond: bool = True) -> Standing:
    """How the evidence of a subject stands at a gate with this rule today, and what is ``beyond`` the rule if asked."""
    excepted = {item: each.until for item, each in exceptions_of(subject, today).items()}
    return standing(rule, findings_of(subject, None if beyond else rule.evidence), excepted)


def gates_to_ask(subject: Subject) -> tuple[str, ...]:
    """The gates that may be asked of a subject as it is now."""
    if isinstance(subject, Deployment):
        return go_live_gates_from(subject.state)
    return gates_from(subject.stage)


def lacking_items(subject: Subject, today: date) -> dict[str, tuple[Line, str]]:
    """What the gates still ahead of a subject require and is not there, by item, with the first gate that asks it.

    All at once, so that a use case that came into the program in use is brought in by one question.
    """
    ahead = go_live_gates_ahead(subject.state) if isinstance(subject, Deployment) else gates_ahead(subject.stage)
    rules = {gate: rule_of(subject, gate) for gate in ahead}
    findings = findings_of(subject, {item for rule in rules.values() for item in rule.evidence})
    excepted = {item: each.until for item, each in exceptions_of(subject, today).items()}
    found: dict[str, tuple[Line, str]] = {}
    for gate, rule in rules.items():
        for line in standing(rule, findings, excepted).required:
            if line.lacking:
                found.setdefault(line.item, (line, gate))
    return found


def exceptions_asked(subject: Subject) -> QuerySet[GateException]:
    """The exceptions of a subject that wait for signatures."""
    return GateException.objects.filter(about(subject), closed_at=None).select_related("proposal", "asked_by")


def turn_to(subject: Subject, items: Sequence[str]) -> dict[str, str]:
    """Who to turn to for each evidence item: who holds the first of its seats that is held. One query."""
    wanted = {item: asked_for(item) for item in items}
    held = holders_by_seat(use_case_of(subject), {seat for seats in wanted.values() for seat in seats}) if items else {}
    found = {}
    for item, seats in wanted.items():
        named = next(((held[seat][0], seat) for seat in seats if held[seat]), None)
        found[item] = f"{named[0]} ({Seat(named[1]).label.lower()})" if named else "an administrator: no seat is held"
    return found


def open_gate(subject: Subject) -> Gate | None:
    """The gate that is being asked for a subject, with its proposal."""
    found = Gate.objects.filter(about(subject), closed_at=None).select_related("proposal", "asked_by")
    return found.prefetch_related(_VOTES, _PACKETS).first()


def standing_approval(subject: Subject, covers: str, now: datetime) -> Approval | None:
    """The approval under which a use case may be in a stage, or a deployment be used as this, now."""
    allowed = Approval.objects.filter(about(subject), starts_at__lte=now, ends_at__gt=now)
    found = [each for each in allowed.select_related("decision", "gate") if covering(each.covers, covers)]
    return max(found, key=lambda each: (each.ends_at, each.pk), default=None)


def newest_standing(subject: Subject, now: datetime) -> Approval | None:
    """The newest approval of a subject that stands, whatever it covers."""
    return approvals_of(subject).filter(starts_at__lte=now, ends_at__gt=now).first()


def approvals_of(subject: Subject) -> QuerySet[Approval]:
    """Every approval of a subject, the newest first."""
    return Approval.objects.filter(about(subject)).select_related("decision__proposal", "gate")


def approved_deployments(numbers: Sequence[int], now: datetime) -> dict[int, list[Approval]]:
    """The approvals that stand now of several deployments, by their numbers. One query."""
    found: dict[int, list[Approval]] = {}
    standing_now = Approval.objects.filter(deployment__in=numbers, starts_at__lte=now, ends_at__gt=now)
    for approval in standing_now:
        if approval.deployment_id is not None:
            found.setdefault(approval.deployment_id, []).append(approval)
    return found


def gates_of(organisation: Organisation) -> QuerySet[Gate]:
    """Every gate of an organisation for a list, with who signed."""
    found = Gate.objects.filter(use_case__organisation=organisation)
    found = found.select_related("use_case", "deployment__unit", "asked_by", "proposal", "decision__proposal")
    return found.prefetch_related(_VOTES, _PACKETS)


def people_asked(gates: Sequence[Gate]) -> dict[int, Person]:
    """Whoever is asked at one of the gates, by their number. One query."""
    numbers = {asked["person"] for gate in gates if gate.proposal for asked in gate.proposal.answerable}
    return Person.objects.in_bulk(list(numbers))


def history_of(use_case: UseCase) -> QuerySet[Gate]:
    """Every gate that was asked for a use case or its deployments, the newest first, with who signed."""
    return gates_of(use_case.organisation).filter(use_case=use_case)


def open_conditions(approval: Approval | None) -> int:
    """How many conditions of an approval nobody has met yet."""
    if approval is None:
        return 0
    return Condition.objects.filter(decision=approval.decision_id, closure=None).count()


def use_case_at(organisation: Organisation, key: str) -> UseCase:
    """A use case with what its gate page shows; raises UseCase.DoesNotExist."""
    return UseCase.objects.select_related("organisation").get(organisation=organisation, key=key)


def deployment_at(organisation: Organisation, pk: int) -> Deployment:
    """A deployment with what its gate page shows; raises Deployment.DoesNotExist."""
    found = Deployment.objects.select_related("use_case__organisation", "unit__site", "model_version__ai_model")
    return found.get(use_case__organisation=organisation, pk=pk)


def deployments_of(use_case: UseCase) -> list[Deployment]:
    """The deployments of a use case, in the order of their units."""
    found = Deployment.objects.filter(use_case=use_case).select_related("use_case", "unit", "model_version__ai_model")
    return list(found.order_by("unit__name", "pk"))


def kind_of(subject: Subject) -> GateKind:
    """Which kind of gate a subject passes."""
    return GateKind.GO_LIVE if isinstance(subject, Deployment) else GateKind.STAGE
