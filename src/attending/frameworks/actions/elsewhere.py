"""Record evidence that another system keeps, and withdraw it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from attending.analytics.catalogs.frameworks import Scope, evidence_kinds
from attending.frameworks.models import KeptElsewhere
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person, UseCase
from attending.program.rules import Act, Refused

LONGEST = timedelta(days=3 * 365 + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept elsewhere: ``where_kept`` is a place a reader can find, ``review_by`` when it grows old."""

    kind: str
    title: str
    where_kept: str
    as_of: date
    review_by: date
    owner: Person
    use_case: UseCase | None = None


@transaction.atomic
def record_elsewhere(acting: Person, kept: Kept) -> KeptElsewhere:
    """Record evidence of a kind that other systems may keep."""
    check(acting, Act.RECORD_ELSEWHERE)
    _check(acting, kept)
    take_turn()
    record = KeptElsewhere.objects.create(
        organisation=acting.organisation,
        kind=kept.kind,
        use_case=kept.use_case,
        title=kept.title.strip(),
        where_kept=kept.where_kept.strip(),
        as_of=kept.as_of,
        review_by=kept.review_by,
        owner=kept.owner,
        recorded_by=acting,
        recorded_at=timezone.now(),
    )
    payload = {
        "kind": kept.kind,
        "use_case": kept.use_case.key if kept.use_case else "",
        "as_of": kept.as_of.isoformat(),
        "review_by": kept.review_by.isoformat(),
        "owner": kept.owner.pk,
    }
    log(acting, "evidence.kept_elsewhere", record, payload)
    return record


def _check(acting: Person, kept: Kept) -> None:
    kind = evidence_kinds().get(kept.kind)
    if kind is None or not kind.elsewhere:
        known = ", ".join(each.title for each in evidence_kinds().values() if each.elsewhere)
        raise Refused(f"Evidence of this kind is not kept elsewhere. Choose one of: {known}.")
    check_organisation(acting, kept.owner.organisation_id)
    if not kept.owner.active:
        raise Refused(f"{kept.owner} is no longer active; name somebody who answers for it now.")
    if kept.use_case is not None:
        check_organisation(acting, kept.use_case.organisation_id)
        if kind.scope is Scope.ORGANISATION:
            raise Refused(f"{kind.title} holds for the whole organisation; leave the use case empty.")
    if not kept.title.strip() or not kept.where_kept.strip():
        raise Refused("Write what it is, and where a reader finds it.")
    today = timezone.localdate()
    if kept.as_of > today:
        raise Refused(f"It is dated {kept.as_of:%-d %B %Y}, which is yet to come.")
    if not kept.as_of < kept.review_by <= kept.as_of + LONGEST:
        raise Refused("The day of its next review lies after its own date, and at most three years after it.")


@transaction.atomic
def withdraw_elsewhere(acting: Person, kept: KeptElsewhere, *, reason: str) -> KeptElsewhere:
    """Count on it no more; it stays on record."""
    check(acting, Act.RECORD_ELSEWHERE)
    check_organisation(acting, kept.organisation_id)
    if not reason.strip():
        raise Refused("Write why it does not count any more.")
    take_turn()
    record = KeptElsewhere.objects.select_for_update(of=("self",), no_key=True).get(pk=kept.pk)
    if record.withdrawn_at is not None:
        raise Refused("It was withdrawn already.")
    record.withdrawn_by, record.withdrawn_at, record.withdrawal_reason = acting, timezone.now(), reason.strip()
    record.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawal_reason"])
    log(acting, "evidence.elsewhere_withdrawn", record, {"reason": reason.strip()})
    return record
