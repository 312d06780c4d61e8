"""What predictions and events joined tell beside the measures: which outcomes are known, how late, how timely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from attending import charts
from attending.analytics.maturity import DelayCounts, MaturityCounts, label_delay
from attending.analytics.records import from_record
from attending.analytics.timeliness import LeadTimeCounts, LeadTimes, ResponseCounts, lead_times, response_share
from attending.charts import label_delay_chart, lead_time_chart, maturity_chart
from attending.review.clinical import DELAYS, EVENTS, LEAD_TIMES, MATURITY, RESPONSES, VIEW
from attending.review.models import ReviewRun
from attending.review.presenters.figures import data_table
from attending.review.presenters.sketches import Hang, Sketch, hang_all
from attending.review.report.figures import cell
from attending.ui import formats
from attending.ui.parts import DataTable, Figure, SummaryRow

_VIEWS = {"alert": "Every prediction", "encounter": "One row an encounter", "patient": "One row a patient"}
_COMPLETE = {
    "declared": "as declared",
    "newest_event": "the newest event",
    "newest_arrival": "the newest arrival of an event",
}


@dataclass(frozen=True)
class ClinicalPanel:
    """Ready to print once its sketches hang; None where the review was made of a log with its outcomes in it."""

    title: str
    sketches: Sequence[Sketch]
    facts: Sequence[SummaryRow]
    timeliness: DataTable | None
    responses: DataTable | None
    figures: Sequence[Figure] = ()

    def hung(self, hang: Hang) -> ClinicalPanel:
        """The panel with its figures."""
        return replace(self, figures=hang_all(self.sketches, hang))


def clinical_panel(run: ReviewRun, act_at: Decimal | None) -> ClinicalPanel | None:
    """The panel of a review made from predictions and events; the lead time at the threshold in use is drawn."""
    kept = run.supplements
    if MATURITY not in kept:
        return None
    maturity = from_record(MaturityCounts, kept[MATURITY])
    delay = label_delay(from_record(DelayCounts, kept[DELAYS]))
    leads = [from_record(LeadTimeCounts, each) for each in kept[LEAD_TIMES]]
    timely = [lead_times(each) for each in leads]
    sketches = [
        Sketch(
            "label-maturity",
            lambda width: charts.label_maturity(maturity, width=width),
            data_table(maturity_chart.rows(maturity)),
        ),
        Sketch(
            "label-delay",
            lambda width: charts.label_delay_curve(delay, width=width),
            data_table(label_delay_chart.rows(delay)),
        ),
    ]
    drawn = next((at for at, each in enumerate(leads) if each.threshold == act_at), 0)
    if leads:
        sketches.append(
            Sketch(
                "lead-time",
                lambda width: charts.lead_time(timely[drawn], leads[drawn].to_event, width=width),
                data_table(lead_time_chart.rows(timely)),
            )
        )
    return ClinicalPanel(
        maturity_chart.answer(maturity),
        sketches,
        _facts(kept[EVENTS], kept[VIEW]),
        _timeliness(timely),
        _responses([from_record(ResponseCounts, each) for each in kept[RESPONSES]]),
    )


def _facts(account: Mapping[str, Any], view: Mapping[str, Any]) -> list[SummaryRow]:
    intake = account["intake"]
    facts = [
        SummaryRow(
            "Rows are",
            _VIEWS[view["level"]],
            note=f"{formats.count(view['rows'])} rows of {formats.count(view['patients'])} patients",
        ),
        SummaryRow(
            "Events are complete until",
            account["complete_until"][:16].replace("T", " "),
            note=_COMPLETE.get(account["complete_rule"], account["complete_rule"]),
        ),
        SummaryRow(
            "Events read",
            f"{intake['read']:,} rows = {intake['loaded']:,} loaded + {intake['duplicate']:,} duplicate "
            f"+ {intake['quarantined']:,} quarantined",
            note="what that means for the outcomes stands below" if account.get("doubtful") else "",
        ),
        SummaryRow("Of nobody with a prediction", f"{account['unmatched']:,} events"),
        SummaryRow("After the date of the review", f"{account['later']:,} events, not used"),
    ]
    if account.get("doubtful"):
        facts.append(
            SummaryRow(
                "Quarantined events that may be outcomes",
                f"{account['doubtful']:,}, for which {account['in_doubt']:,} rows of the review are unknown",
                note="unknown is not counted as without event",
            )
        )
    if account.get("nameless"):
        facts.append(
            SummaryRow(
                "Quarantined events of nobody that can be read",
                f"{account['nameless']:,} rows may be anybody's",
                note="a prediction may count as without event that had one: correct the events first",
            )
        )
    declared = ", ".join(f"{name} {number:,}" for name, number in account["declared"].items())
    facts.append(SummaryRow("Events by declared kind", declared or formats.EN_DASH))
    undeclared = ", ".join(f"{name} {number:,}" for name, number in list(account["undeclared"].items())[:6])
    if undeclared:
        facts.append(SummaryRow("Types that nobody declared", undeclared, note="not used"))
    with_event, without = view["looked_hours_event"], view["looked_hours_no_event"]
    if with_event is not None and without is not None:
        facts.append(
            SummaryRow(
                "Looked at for",
                f"{with_event:.1f} hours with the event, {without:.1f} without",
                note="where these differ much, the highest score before the event compares unlike with unlike",
            )
        )
    return facts


def _timeliness(timely: Sequence[LeadTimes]) -> DataTable | None:
    return data_table(lead_time_chart.rows(timely)) if timely else None


def _responses(counts: Sequence[ResponseCounts]) -> DataTable | None:
    if not counts:
        return None
    rows = [
        (
            f"{each.threshold.normalize():f}",
            each.intervention,
            cell(response_share(each)),
            f"{each.alerted:,}",
            f"{each.waiting:,}",
            f"{each.unknown:,}",
        )
        for each in counts
    ]
    headers = ["Threshold", "Intervention", "Followed in time (95 % interval)", "Alerted", "Waiting", "Unknown"]
    caption = "Alerts followed by the intervention they ask for; unknown where an event that was set aside may be it"
    return DataTable(headers, rows, caption, (0, 2, 3, 4, 5))
