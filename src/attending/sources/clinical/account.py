"""What leaves two joined logs: counts and sums, and what became of each row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from attending.analytics.case_blocks import MonthBlocks
from attending.analytics.clustering import ClusterVariances
from attending.analytics.maturity import DelayCounts, MaturityCounts
from attending.analytics.score_table import ScoreTable
from attending.analytics.timeliness import LeadTimeCounts, ResponseCounts
from attending.sources.report import IntakeReport
from attending.sources.resolution import Resolution


@dataclass(frozen=True)
class EventAccount:
    """What became of the events: no row is dropped in silence.

    `declared` counts the rows of each declared event, `undeclared` those of types that no declaration names (the 200
    most frequent; `other_undeclared` the rest). `unmatched` rows belong to nobody with a prediction. `later` happened
    or arrived after the date of the review and were not used. `unreadable` counts, per declared event, rows whose value
    is missing or not what its rule compares. `complete_until` is how far events are complete, by `complete_rule`.

    `doubtful` counts the quarantined rows that may be the target, or an end of follow-up that takes a label away;
    `in_doubt` the rows of the review whose outcome is unknown because one of them could be theirs, and not known to be
    absent. `nameless` are those of the doubtful whose patient cannot be read: they may be anybody's.
    """

    declared: dict[str, int]
    undeclared: dict[str, int]
    other_undeclared: int
    unmatched: int
    later: int
    unreadable: dict[str, int]
    complete_until: datetime
    complete_rule: str
    doubtful: int = 0
    nameless: int = 0
    in_doubt: int = 0

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the rows that were set aside mean for the outcomes, in sentences; none without such rows."""
        said = []
        if self.nameless:
            said.append(
                f"{_rows(self.nameless)} of the events had to be set aside and {_do(self.nameless)} not say whose: "
                "such an event is missed, and a prediction may count as without event that had one. Correct the "
                "events before you rely on this review."
            )
        if self.doubtful > self.nameless:
            named = self.doubtful - self.nameless
            said.append(
                f"{_rows(named)} of the events had to be set aside and may be outcomes: {self.in_doubt:,} of the "
                "review's rows that could have had them count as unknown, not as without event."
            )
        return tuple(said)


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def _do(number: int) -> str:
    return "does" if number == 1 else "do"


@dataclass(frozen=True)
class ViewAccount:
    """What the rows of the review are: `rows` of the declared `level`, made by `patients` patients.

    For units with and without event: from how many predictions each score was picked on average (`scanned_*`), and how
    many hours lie between first and last of them (`looked_hours_*`). Where these differ much, "maximum before the
    event" compares unlike with unlike; a landmark makes them alike. None where there is no such unit.
    """

    level: str
    rows: int
    patients: int
    scanned_event: float | None
    scanned_no_event: float | None
    looked_hours_event: float | None
    looked_hours_no_event: float | None


@dataclass(frozen=True)
class ClinicalReduction:
    """What leaves the two logs: the score table of the declared view, the accounts, maturity and timeliness.

    Rows that are set apart or unreadable are not in the table; rows that wait or are lost are in it without a label.
    `clusters` holds the variances with each patient's rows together; None where every row is another patient's.
    `cases` holds each month's labelled rows in blocks of sums, in order of time.
    """

    table: ScoreTable
    resolution: Resolution
    predictions: IntakeReport
    events: IntakeReport
    event_account: EventAccount
    maturity: MaturityCounts
    delays: DelayCounts
    lead_times: tuple[LeadTimeCounts, ...]
    responses: tuple[ResponseCounts, ...]
    view: ViewAccount
    clusters: ClusterVariances | None
    cases: tuple[MonthBlocks, ...]
