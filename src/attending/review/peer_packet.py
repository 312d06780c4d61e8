"""What a decision about an assistant that writes must have before its eyes: its newest closed round of peer review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from attending.program.models import Deployment
from attending.program.models.use_cases import WRITING
from attending.review.queries import peer_review as queries
from attending.ui import formats


def sections(deployment: Deployment) -> Iterable[dict[str, Any]]:
    """One section where what it writes is, or should be, peer reviewed."""
    closed = queries.closed_rounds(deployment)
    if not closed:
        writes = deployment.use_case.kind in WRITING
        return [{"heading": "Peer review", "text": "No round of peer review is closed."}] if writes else []
    newest = closed[-1]
    found = queries.results_of(newest)
    if found is None:
        return []
    severity = {f"At least {name}": each for name, each in found.failures.by_severity.items()}
    units = {f"Unit: {name}": each for name, each in found.failures.by_unit.items()}
    rates = {"Any failure": found.rate, **severity, **units}
    rows = [
        [name, formats.percent(each.value), formats.interval(each.low, each.high, "percent"), formats.count(each.n)]
        for name, each in rates.items()
    ]
    months = formats.period(f"{newest.period_start:%Y-%m}", f"{newest.period_end:%Y-%m}")
    return [
        {
            "heading": f"Peer review: {newest.label}",
            "text": found.words,
            "rows": [
                ["Documents of", months],
                ["Judged", f"{found.reviewed:,} of {found.sampled:,} drawn, {found.missing + found.unread:,} were not"],
                ["Readers differ on", f"{found.disagreements:,} of {found.read_twice:,} read by two or more"],
                ["Closed", f"{formats.moment(newest.closed_at)}, list SHA-256 {newest.frame_sha256}"],
            ],
            "table": {"columns": ["Failure rate", "Value", "95 % interval", "Documents"], "rows": rows},
            "links": [["The round", reverse("review:peer-round", args=[newest.pk])]],
        }
    ]
