"""Keep how drafts were used: monthly counts from a usage log."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import date

from django.db import transaction
from django.utils import timezone

from attending.analytics.peer_review import UsageCounts, UsageRates, measure_usage
from attending.analytics.records import to_record
from attending.ledger.actions import take_turn
from attending.ledger.canonical import Json
from attending.program.actions.measures import Measured, Source, record_measures
from attending.program.actions.record import check, log
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.review.measured import as_measured
from attending.review.models import UsageRecord
from attending.review.months import first_day, last_day
from attending.review.queries.peer_review import usage_of
from attending.review.rules.draft_usage import read_usage


@transaction.atomic
def record_usage(acting: Person, deployment: Deployment, text: str, *, source: str) -> list[UsageRecord]:
    """Keep the counts of a CSV file, one record a month, and tell whoever listens how many drafts were discarded.

    A month handed over again replaces what was known of it; the former record stays.
    """
    check(acting, Act.RECORD_MEASURES, deployment.use_case)
    take_turn()
    counts = read_usage(text)
    by_month: dict[str, list[UsageCounts]] = defaultdict(list)
    for each in counts:
        by_month[each.period].append(each)
    if last_day(max(by_month)) >= timezone.localdate():
        raise Refused(f"{max(by_month)} is not over yet; hand it over when it is.")
    digest = hashlib.sha256(text.encode()).hexdigest()
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
    try:
        usage_of(deployment)
    except ValueError as problem:
        raise Refused(f"It does not fit the months that are known already. {problem}") from None
    months: list[Json] = [*sorted(by_month)]
    log(acting, "peer_review.usage_recorded", deployment, {"months": months, "source_sha256": digest})
    found = measure_usage(counts)
    batch = Source(
        name=source[:200],
        sha256=digest,
        period_start=first_day(min(by_month)),
        period_end=last_day(max(by_month)),
        rows_read=len(counts),
        rows_loaded=len(counts),
    )
    results = [each for month, rates in found.by_period.items() for each in _measured(rates, month, month)]
    if len(by_month) > 1:
        results += _measured(found.overall, min(by_month), max(by_month))
    record_measures(acting, deployment, batch, results)
    return records


def _measured(rates: UsageRates, first: str, last: str) -> list[Measured]:
    start: date = first_day(first)
    found = (rates.discard_rate, rates.used_rate, rates.unedited_rate)
    return [as_measured(each, "overall", "all", (start, last_day(last))) for each in found]
