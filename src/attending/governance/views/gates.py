"""Pages of gates: the list, and one page for each gate of a use case or a deployment."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from attending.decisions.in_force import policy_of
from attending.governance import gates_packet
from attending.governance.models import Gate
from attending.governance.presenters import gate_lists, gate_votes
from attending.governance.presenters import gates as present
from attending.governance.queries import gates as queries
from attending.governance.queries.gate_missing import beside_evidence
from attending.governance.queries.gate_signers import holders_by_seat
from attending.governance.queries.gates import Subject
from attending.governance.rules.gate_questions import gate_label
from attending.governance.rules.gates import covering
from attending.governance.views.gate_lookup import deployment_or_404, use_case_or_404
from attending.program.acting import acting_person
from attending.program.models import Deployment, Person, Seat
from attending.program.models.deployments import State
from attending.program.queries.seats import seats_of
from attending.program.registries.pages import url_of
from attending.program.rules import RIGHTS, Act
from attending.ui import formats
from attending.ui.tables import Column, Filter, Table

GATES = Table(
    name="gates",
    caption="Gates that were asked",
    columns=(
        Column("gate", "Gate"),
        Column("where", "Where"),
        Column("asked", "Asked", sort="asked_at"),
        Column("due", "Answer by", sort="proposal__due_at"),
        Column("waits_for", "Waits for"),
        Column("state", "State"),
    ),
    noun="gates",
    one="gate",
    search=("use_case__title", "deployment__unit__name", "reason"),
    filters=(
        Filter("open", "State", (("True", "Open"), ("False", "Decided or taken back")), field="closed_at__isnull"),
        Filter("kind", "Kind", (("stage", "Stage"), ("go_live", "Go-live"))),
    ),
    order="-asked_at",
    empty="No gate was asked yet. A use case goes on, and a deployment into use, through its gate.",
)


@require_safe
def gate_list(request: HttpRequest) -> HttpResponse:
    """Every gate, the open ones with who they wait for."""
    acting = acting_person(request)

    def rows(gates: Sequence[Gate]) -> Sequence[gate_lists.GateRow]:
        return gate_lists.gate_rows(gates, queries.people_asked(gates))

    table = GATES.bind(queries.gates_of(acting.organisation), request.GET, rows)
    if table.export_requested:
        return table.export()
    return render(request, "governance/gates.html", {"table": table})


@require_safe
def gate_of_use_case(request: HttpRequest, key: str) -> HttpResponse:
    """The gate by which a use case leaves its stage, with its evidence."""
    acting = acting_person(request)
    return _page(request, acting, use_case_or_404(acting, key))


@require_safe
def gate_of_deployment(request: HttpRequest, pk: int) -> HttpResponse:
    """The go-live gate of a deployment, with its evidence."""
    acting = acting_person(request)
    return _page(request, acting, deployment_or_404(acting, pk))


def _page(request: HttpRequest, acting: Person, subject: Subject) -> HttpResponse:
    possible = queries.gates_to_ask(subject)
    if not possible:
        return render(request, "governance/gate_none.html", _around(subject))
    gate = queries.open_gate(subject)
    asked = gate.target if gate and gate.target in possible else possible[0]
    shown = request.GET.get("gate", "") if request.GET.get("gate", "") in possible else asked
    return render(request, "governance/gate.html", _shown(acting, subject, possible, shown, gate))


def _shown(
    acting: Person, subject: Subject, possible: tuple[str, ...], shown: str, gate: Gate | None
) -> dict[str, object]:
    use_case = queries.use_case_of(subject)
    today, now = timezone.localdate(), timezone.now()
    rule = queries.rule_of(subject, shown)
    stands = queries.standing_of(subject, rule, today)
    here = gate if gate is not None and gate.target == shown else None
    elsewhere = beside_evidence(subject, shown)
    lacking = [line.item for line in stands.required if line.lacking]
    exceptions = [*queries.exceptions_of(subject, today).values(), *queries.exceptions_asked(subject)]
    titles = {line.item: line.title for line in stands.lines}
    approval = queries.newest_standing(subject, now)
    another = gate if here is None else None
    seats = seats_of(acting, use_case)
    may_ask = bool(seats & RIGHTS[Act.ASK_GATE]) and not stands.blocking and not elsewhere and another is None
    approved = approval is not None and covering(approval.covers, shown)
    history = list(queries.history_of(use_case))
    return {
        **_around(subject),
        "title": present.title_of(subject, shown),
        "gate": shown,
        "tabs": present.tabs(subject, possible, shown),
        "verdict": present.verdict(stands, elsewhere, here, another),
        "turns": present.turns(stands, elsewhere, gate),
        "required": present.required_table(stands.required, queries.turn_to(subject, lacking)),
        "beyond": present.beyond_table(stands.beyond) if stands.beyond else None,
        "conditions": stands.conditions,
        "elsewhere": elsewhere,
        "rule": present.rule_rows(
            rule.route,
            policy_of(use_case.organisation_id).version,
            gates_packet.signatures_in_words(rule),
            rule.expires_after_days,
        ),
        "open": here,
        "another": formats.in_sentence(gate_label(another.target)) if another else "",
        "asked": _asked(here),
        "signers": _signers(here, rule.seats),
        "exceptions": present.exception_rows(exceptions, titles),
        "approval": present.approval_rows(approval, queries.open_conditions(approval)),
        "history": gate_lists.history_table(history) if history else None,
        "may_ask": may_ask,
        "may_except": bool(seats & RIGHTS[Act.ASK_EXCEPTION]) and bool(stands.blocking),
        "may_mend": bool(seats & RIGHTS[Act.ASK_GATE]),
        "may_use": _may_use(subject, shown, seats, approved=approved),
    }


def _around(subject: Subject) -> dict[str, object]:
    use_case = queries.use_case_of(subject)
    is_deployment = isinstance(subject, Deployment)
    deployments = [] if is_deployment else queries.deployments_of(use_case)
    approved = queries.approved_deployments([each.pk for each in deployments], timezone.now())
    return {
        "subject": subject,
        "use_case": use_case,
        "is_deployment": is_deployment,
        "subject_url": url_of(subject),
        "use_case_url": url_of(use_case),
        "use_case_gate": gate_lists.page_of(use_case),
        "deployments": gate_lists.deployment_table(deployments, approved) if deployments else None,
    }


def _asked(gate: Gate | None) -> object:
    if gate is None or gate.proposal is None:
        return None
    return present.asked_rows(gate, gate.proposal, queries.people_asked([gate]))


def _signers(gate: Gate | None, seats: tuple[str, ...]) -> list[object]:
    if gate is None or gate.proposal is None:
        return []
    return [
        *gate_votes.seat_rows(gate.proposal, holders_by_seat(gate.use_case, seats)),
        *gate_votes.further_rows(gate.proposal),
    ]


def _may_use(subject: Subject, shown: str, seats: frozenset[Seat], *, approved: bool) -> bool:
    """Whether it may be put into use again under the approval that stands."""
    if not isinstance(subject, Deployment) or not approved or subject.state in {shown, State.PAUSED}:
        return False
    return bool(seats & RIGHTS[Act.CHANGE_DEPLOYMENT])
