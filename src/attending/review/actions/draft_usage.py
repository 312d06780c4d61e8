"""Keep how drafts were used: monthly counts from a usage log."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone

from attending.analytics.peer_review import UsageCounts, measure_usage
from attending.analytics.records import to_record
from attending.ledger.actions import take_turn
from attending.ledger.canonical import Json
from attending.program.actions.measures import Measured, Source, record_measures
from attending.program.actions.record import check, log
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.review.measured import MeasuredOnce
from attending.review.models import UsageRecord
from attending.review.months import WINDOWS, first_day, last_day, months_before
from attending.review.queries.peer_review import counts_of, newest_usage
from attending.review.rules.draft_usage import read_usage
from attending.review.rules.line_problems import text_of


@transaction.atomic
def record_usage(acting: Person, deployment: Deployment, content: bytes, *, source: str) -> list[UsageRecord]:
    """Keep the counts of a CSV file, one record a month, and tell whoever listens how many drafts were discarded.

    A month handed over again replaces what was known of it; the former record stays. The newest file again, to the
    byte, changes nothing.
    """
    check(acting, Act.RECORD_MEASURES, deployment.use_case)
    take_turn()
    by_month: dict[str, list[UsageCounts]] = defaultdict(list)
    for each in read_usage(text_of(content)):
        by_month[each.period].append(each)
    newest = max(by_month)
    if last_day(newest) >= timezone.localdate():
        raise Refused(f"{newest} is not over yet; hand it over when it is.")
    digest = hashlib.sha256(content).hexdigest()
    known = newest_usage(deployment)
    standing = [known[month] for month in sorted(by_month) if month in known]
    if len(standing) == len(by_month) and {each.source_sha256 for each in standing} == {digest}:
        return standing
    now = timezone.now()
    records = UsageRecord.objects.bulk_create(
        [
            UsageRecord(
                deployment=deployment,
                period=month,
                document={"counts": [to_record(each) for each in by_month[month]]},
                source=source[:200],
                source_sha256=digest,
                recorded_by=acting,
                recorded_at=now,
            )
            for month in sorted(by_month)
        ]
    )
    months: list[Json] = [*sorted(by_month)]
    log(acting, "peer_review.usage_recorded", deployment, {"months": months, "source_sha256": digest})
    rows = sum(len(each) for each in by_month.values())
    batch = Source(
        name=source[:200],
        sha256=digest,
        period_start=first_day(min(by_month)),
        period_end=last_day(newest),
        rows_read=rows,
        rows_loaded=rows,
    )
    try:
        results = _measured(counts_of(newest_usage(deployment)), by_month)
    except ValueError as problem:
        raise Refused(f"It does not fit the months that are known already. {problem}") from None
    record_measures(acting, deployment, batch, results)
    return records


def _measured(known: Sequence[UsageCounts], handed: Collection[str]) -> list[Measured]:
    """The months handed over, and all that is known of the trailing windows that limits are judged on."""
    newest = max(handed)
    spans = [(month, month) for month in sorted(handed)]
    spans += [(months_before(newest, count - 1), newest) for count in WINDOWS]
    spans += [(min(handed), newest)]
    measure_usage(known)  # months that cannot be added up are refused, also those beyond a window
    found = MeasuredOnce()
    for first, last in spans:
        rates = measure_usage([each for each in known if first <= each.period <= last]).overall
        for each in (rates.discard_rate, rates.used_rate, rates.unedited_rate):
            found.add(each, "overall", "all", (first, last))
    return found.all()
