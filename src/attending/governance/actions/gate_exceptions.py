"""Ask that required evidence may be missing for a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from attending.decisions.actions.proposing import propose
from attending.decisions.in_force import policy_of
from attending.decisions.models import Proposal
from attending.decisions.rules.refusals import InvalidProposal
from attending.governance import gates_packet
from attending.governance.actions.gates import held
from attending.governance.models import GateException
from attending.governance.queries import gates as queries
from attending.governance.queries.gate_signers import exception_signers
from attending.governance.queries.gates import Subject
from attending.governance.rules import gate_questions, gates
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log_all
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused


@transaction.atomic
def ask_exceptions(
    acting: Person, subject: Subject, items: Sequence[str], *, reason: str, until: date
) -> list[GateException]:
    """Put it to signatures whether required items may be missing until a day, all in one question.

    They are items that a gate still ahead of the subject requires and that lack something. Raises Refused for any
    other, for one that is excepted or asked for already, and for a day that is not 1 to 90 days ahead.
    """
    check(acting, Act.ASK_EXCEPTION, queries.use_case_of(subject))
    if not reason.strip():
        raise Refused("Write why it may be missing and what protects patients until then; it is sealed.")
    today = timezone.localdate()
    if refusal := gates.excepted_days_refusal(today, until):
        raise Refused(refusal)
    take_turn()
    subject = held(subject)
    lines = _lines(subject, list(dict.fromkeys(items)), today)
    proposal = _propose(acting, subject, lines, reason.strip(), until)
    use_case, now = queries.use_case_of(subject), timezone.now()
    asked = [
        GateException.objects.create(
            use_case=use_case,
            deployment=subject if isinstance(subject, Deployment) else None,
            item=line.item,
            reason=reason.strip(),
            until=until,
            asked_by=acting,
            asked_at=now,
            proposal=proposal,
        )
        for line in lines
    ]
    payload = {"proposal": proposal.pk, "until": until.isoformat()}
    log_all(acting, [("gate_exception.asked", each, {**payload, "item": each.item}) for each in asked])
    return asked


def _lines(subject: Subject, items: Sequence[str], today: date) -> list[gates.Line]:
    if not items:
        raise Refused("Choose at least one item that may be missing.")
    lacking = {item: line for item, (line, _) in queries.lacking_items(subject, today).items()}
    asked = set(queries.exceptions_asked(subject).values_list("item", flat=True))
    for item in items:
        if item not in lacking:
            raise Refused(f"{item} is met, or no gate of this asks for it; an exception is for what is missing.")
        if item in asked:
            raise Refused(f"An exception for {lacking[item].title.lower()} is being asked already; have it decided.")
        if lacking[item].until is not None:
            raise Refused(f"An exception for {lacking[item].title.lower()} stands until {lacking[item].until}.")
    return [lacking[item] for item in items]


def _propose(acting: Person, subject: Subject, lines: Sequence[gates.Line], reason: str, until: date) -> Proposal:
    use_case = queries.use_case_of(subject)
    policy = policy_of(use_case.organisation_id)
    rule = policy.signing["exception"]
    about = queries.subject_name(subject)
    count = Proposal.objects.filter(kind=gates.EXCEPTION_KIND, subject=about).count()
    try:
        return propose(
            gates.EXCEPTION_KIND,
            subject=about,
            subject_label=str(subject),
            question=gate_questions.exception_question(subject, [line.title for line in lines], until),
            options=gate_questions.EXCEPTION_OPTIONS,
            proposed_by=acting,
            answerable=[person for person in exception_signers(use_case) if person != acting],
            eligible_seats=[str(seat) for seat in gate_questions.EXCEPTION_SEATS],
            quorum=rule.quorum,
            clinical_quorum=rule.clinical_quorum,
            protective_choice="",
            due_at=timezone.now() + timedelta(hours=rule.answer_within_hours),
            if_nothing="The gate stays closed until the evidence is there.",
            key=f"{gates.EXCEPTION_KIND}:{about}:{count + 1}",
            document=gates_packet.exception_document(subject, lines, reason=reason, until=until, asked_by=acting),
            policy_version=policy.version,
        )
    except InvalidProposal as error:
        raise Refused(str(error)) from error
