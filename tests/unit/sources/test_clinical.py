"""Two logs in files, reduced: what each row becomes, what is refused, and what leaves."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from attending.analytics.maturity import MaturityCounts, PeriodMaturity
from attending.analytics.records import from_record, to_record
from attending.analytics.timeliness import LeadTimeCounts, lead_times
from attending.sources import Limits, LogRefused
from attending.sources.clinical import (
    ClinicalReduction,
    CutOff,
    Declaration,
    EventColumns,
    EventDeclaration,
    Positive,
    PredictionColumns,
    View,
    reduce_clinical,
)

AS_OF = datetime(2026, 2, 1, tzinfo=UTC)
SEPSIS = EventDeclaration("Sepsis", ("Sepsis",), "target", 12.0, positive=Positive("one_of", ("1",)))
PLAIN = Declaration(
    PredictionColumns("patient", "score", "time", "stay", ("unit",), "id"),
    EventColumns("patient", "type", "time", "value", "stay"),
    (
        SEPSIS,
        EventDeclaration("Order", ("Antibiotics",), "recognition", 48.0),
        EventDeclaration("Treated", ("Antibiotics",), "intervention", 6.0),
        EventDeclaration("Home", ("Discharge",), "follow_up_end"),
    ),
    "Sepsis",
    cut_off=CutOff("declared", datetime(2026, 1, 31, tzinfo=UTC)),
)
PREDICTIONS = """id,patient,stay,score,time,unit
1,a,s1,0.2,2026-01-01T00:00:00Z,ICU
2,a,s1,0.8,2026-01-01T06:00:00+02:00,ICU
3,b,s2,0.4,2026-01-02 00:00 Z,MAY
4,c,s3,0.9,2026-01-30T20:00:00Z,MAY
5,d,s4,0.6,2026-01-10T00:00:00Z,
6,e,s5,0.7,2026-01-11T00:00:00Z,ICU
"""
EVENTS = """patient,stay,type,time,value
a,s1,Sepsis,2026-01-01T12:00:00Z,1
a,s1,Antibiotics,2026-01-01T14:00:00Z,
b,s2,Sepsis,2026-01-02T12:00:00.001Z,1
c,s3,Sepsis,2026-01-30T21:00:00Z,1
d,s4,Discharge,2026-01-10T05:00:00Z,
e,s5,Sepsis,2026-01-11T01:00:00Z,
x,s9,Sepsis,2026-01-11T01:00:00Z,1
a,s1,Lactate,2026-01-11T01:00:00Z,2.5
a,s1,Lactate,2026-02-11T01:00:00Z,2.5
"""


def reduced(
    folder: Path,
    predictions: str = PREDICTIONS,
    events: str = EVENTS,
    declaration: Declaration = PLAIN,
    **more: Any,
) -> ClinicalReduction:
    (folder / "predictions.csv").write_text(predictions)
    (folder / "events.csv").write_text(events)
    return reduce_clinical(
        folder / "predictions.csv", folder / "events.csv", declaration,
        **{"as_of": AS_OF, "thresholds": (Decimal("0.5"),), **more},
    )  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> ClinicalReduction:
    return reduced(tmp_path_factory.mktemp("logs"))


def test_every_row_is_counted_as_what_is_known_of_it(whole: ClinicalReduction) -> None:
    found = whole
    # b's event comes a millisecond after its window; a's first lies exactly at its window's end.
    assert found.maturity.periods == (
        PeriodMaturity("2026-01", event=2, no_event=1, waiting=1, event_already_seen=1, lost=1, unknown=1),
    )
    everyone = found.table.stratum == 0
    assert int(found.table.n[everyone].sum()) == 6
    assert int(found.table.labelled[everyone].sum()) == 3
    assert int(found.table.positive[everyone].sum()) == 2


def test_no_event_row_is_dropped_in_silence(whole: ClinicalReduction) -> None:
    account = whole.event_account
    assert account.declared == {"Sepsis": 5, "Order": 1, "Treated": 1, "Home": 1}
    assert account.undeclared == {"Lactate": 2}
    assert (account.unmatched, account.later, account.unreadable["Sepsis"]) == (1, 1, 1)
    assert account.complete_until == datetime(2026, 1, 31, tzinfo=UTC)


def test_an_early_event_counts_only_once_its_horizon_has_passed(tmp_path: Path, whole: ClinicalReduction) -> None:
    later = dataclasses.replace(PLAIN, cut_off=CutOff("declared", datetime(2026, 1, 31, 8, tzinfo=UTC)))
    before, after = whole.maturity.total, reduced(tmp_path, declaration=later).maturity.total
    assert (before.waiting, before.event_already_seen, before.event) == (1, 1, 2)
    assert (after.waiting, after.event_already_seen, after.event) == (0, 0, 3)


def test_an_earlier_review_can_be_made_again(tmp_path: Path) -> None:
    found = reduced(tmp_path, as_of=datetime(2026, 1, 1, 13, tzinfo=UTC))
    assert found.maturity.total.event == 1
    assert found.maturity.total.event_already_seen == 1
    assert found.event_account.complete_until == datetime(2026, 1, 1, 13, tzinfo=UTC)


def test_lead_times_are_told_against_event_and_recognition(whole: ClinicalReduction) -> None:
    (counts,) = whole.lead_times
    assert (counts.with_event, counts.before_event, counts.recognised, counts.before_recognition) == (1, 1, 1, 1)
    # Alert at 04:00 UTC, event at 12:00, antibiotics at 14:00.
    assert dict(zip(counts.to_event.edges, counts.to_event.counts, strict=False))[6.0] == 1
    assert dict(zip(counts.to_recognition.edges, counts.to_recognition.counts, strict=False))[6.0] == 1
    assert from_record(LeadTimeCounts, to_record(counts)) == counts
    measured = lead_times(counts)
    assert measured.alerted_before_event.value == 1.0
    assert measured.median_to_event.value is None
    assert counts.merge(counts).with_event == 2


def test_interventions_count_within_their_window_only(tmp_path: Path, whole: ClinicalReduction) -> None:
    (counts,) = whole.responses
    assert (counts.alerted, counts.followed, counts.waiting) == (3, 0, 1)
    wider = tuple(dataclasses.replace(e, window_hours=10.0) if e.name == "Treated" else e for e in PLAIN.declared)
    (counts,) = reduced(tmp_path, declaration=dataclasses.replace(PLAIN, declared=wider)).responses
    assert (counts.alerted, counts.followed, counts.waiting) == (3, 1, 1)


def test_delays_count_each_encounter_once(whole: ClinicalReduction) -> None:
    counts = whole.delays
    assert counts.rows == 4
    assert counts.edges[-1] == 12.0
    assert sum(counts.known) == 2
    assert sum(counts.followed) == 1


def test_a_view_by_encounter_has_one_row_for_each(tmp_path: Path) -> None:
    found = reduced(tmp_path, declaration=dataclasses.replace(PLAIN, view=View("encounter")))
    assert (found.view.level, found.view.rows, found.view.patients) == ("encounter", 5, 5)
    assert found.view.scanned_event == 2.0
    assert int(found.table.n[found.table.stratum == 0].sum()) == 5


def test_copies_count_once_and_the_same_key_with_other_content_not_at_all(tmp_path: Path) -> None:
    copy = PREDICTIONS + "1,a,s1,0.2,2026-01-01T00:00:00Z,ICU\n"
    found = reduced(tmp_path, copy, EVENTS + "a,s1,Sepsis,2026-01-01T12:00:00Z,1\n")
    assert (found.predictions.duplicate, found.events.duplicate) == (1, 1)
    assert found.maturity.total.rows == 6
    many = "".join(f"{i},p{i},t{i},0.1,2026-01-05,ICU\n" for i in range(100, 400))
    conflict = reduced(tmp_path, PREDICTIONS + many + "1,a,s1,0.3,2026-01-01T00:00:00Z,ICU\n")
    assert (conflict.predictions.conflicts, conflict.maturity.total.rows) == (2, 305)
    assert "a" not in [rejection.value for rejection in conflict.predictions.rejections]


def test_without_a_key_patient_encounter_and_time_are_one(tmp_path: Path) -> None:
    columns = dataclasses.replace(PLAIN.predictions, key=None)
    declaration = dataclasses.replace(PLAIN, predictions=columns)
    with pytest.raises(LogRefused, match="2 of 7 rows are bad"):
        reduced(tmp_path, PREDICTIONS + "7,a,s1,0.3,2026-01-01T00:00:00Z,ICU\n", declaration=declaration)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("q,s1,Sepsis,someday,1\n", "not an ISO 8601"),
        (",s1,Sepsis,2026-01-01,1\n", "empty"),
        ("q,s1,,2026-01-01,1\n", "empty"),
    ],
)
def test_a_bad_event_is_refused_like_any_bad_row(tmp_path: Path, row: str, says: str) -> None:
    with pytest.raises(LogRefused, match=says):
        reduced(tmp_path, events=EVENTS + row)


def test_an_events_file_without_rows_is_refused_and_not_taken_for_no_events(tmp_path: Path) -> None:
    with pytest.raises(LogRefused, match="empty"):
        reduced(tmp_path, events="patient,stay,type,time,value\n")


def test_a_follow_up_end_that_is_no_time_is_a_bad_row(tmp_path: Path) -> None:
    columns = dataclasses.replace(PLAIN.predictions, follow_up_end="until")
    declaration = dataclasses.replace(PLAIN, predictions=columns)
    head, *rows = PREDICTIONS.splitlines()
    good = "\n".join([head + ",until", rows[0] + ",2026-01-01T05:00:00+01:00", *(row + "," for row in rows[1:])]) + "\n"
    assert reduced(tmp_path, good, declaration=declaration).maturity.total.event == 2
    with pytest.raises(LogRefused, match="line 2, column until"):
        reduced(tmp_path, good.replace("2026-01-01T05:00:00+01:00", "soon"), declaration=declaration)


def test_parquet_with_zones_says_the_same_as_text(tmp_path: Path, whole: ClinicalReduction) -> None:
    def written(text: str, name: str, zone: str | None) -> Path:
        head, *rows = (line.split(",") for line in text.strip().splitlines())
        columns: dict[str, Any] = {each: [row[i] or None for row in rows] for i, each in enumerate(head)}
        times = [datetime.fromisoformat(t) for t in columns["time"]]
        aware = [t if t.tzinfo else t.replace(tzinfo=UTC) for t in times]
        plain = aware if zone else [t.astimezone(UTC).replace(tzinfo=None) for t in aware]
        columns["time"] = pa.array(plain, pa.timestamp("us", zone))
        if "score" in columns:
            columns["score"] = [float(value) for value in columns["score"]]
        pq.write_table(pa.table(columns), tmp_path / name, write_page_checksum=True)
        return tmp_path / name

    by_text = whole
    by_type = reduce_clinical(
        written(PREDICTIONS, "p.parquet", "Europe/Zurich"), written(EVENTS, "e.parquet", None), PLAIN,
        as_of=AS_OF, thresholds=(Decimal("0.5"),),
    )  # fmt: skip
    assert by_type.maturity == by_text.maturity
    assert by_type.lead_times == by_text.lead_times
    assert by_type.event_account == by_text.event_account


def test_partitions_add_up_at_alert_level(tmp_path: Path, whole: ClinicalReduction) -> None:
    head, *rows = PREDICTIONS.splitlines(keepends=True)
    first, second = (reduced(tmp_path, head + "".join(part)) for part in (rows[:2], rows[2:]))
    assert first.maturity.merge(second.maturity) == whole.maturity
    assert from_record(MaturityCounts, to_record(first.maturity)) == first.maturity
    assert first.delays.merge(second.delays) == whole.delays


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"target": "Order"}, "cannot be the target"),
        ({"target": "Nothing"}, "not among the declared"),
        ({"cut_off": CutOff("newest_arrival")}, "column of arrival"),
        ({"view": View("encounter", landmark_hours=12.0)}, "ends before the outcome"),
        ({"events": EventColumns("patient", "type", "time"), "view": View("encounter")}, "encounter's column"),
    ],
)
def test_a_declaration_that_contradicts_itself_says_how(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        dataclasses.replace(PLAIN, **change)


def test_a_declaration_goes_to_a_document_and_back() -> None:
    document = PLAIN.to_document()
    assert Declaration.from_document(document) == PLAIN
    with pytest.raises(ValueError, match="offset"):
        CutOff("declared", datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="window"):
        EventDeclaration("x", ("x",), "target")


def test_a_quarantined_event_makes_its_patients_predictions_unknown_not_negative(tmp_path: Path) -> None:
    made = ["id,patient,stay,score,time,unit"]
    made += [f"{i},p{i},s{i},0.5,2026-01-0{1 + i % 5}T00:00:00Z,ICU" for i in range(9)]
    rows = [
        "p0,s0,Sepsis,2026-13-01T01:00:00Z,1",  # no time: it could lie in the window
        "p1,s1,,2026-01-02T03:00:00Z,1",  # no type: it could be the target
        "p2,s2,,2026-01-20T00:00:00Z,1",  # no type, and far outside the window
        "p3,s3,Lactate,soon,1",  # certainly not the target
        ",s4,Sepsis,2026-01-05T01:00:00Z,1",  # whose it is cannot be read
        "p5,s5,Sepsis,2026-01-01T01:00:00Z,1",  # known, although another row of the same patient is bad
        "p5,s5,Sepsis,soon,1",
        "p6,,Sepsis,soon,1",  # no encounter: any of the patient's
        "p7,s7,Discharge,soon,",  # no time: follow-up may have ended at once
        "p8,s8,Sepsis,2026-01-04T01:00:00Z,1",  # cut: the value may go on
    ]
    text = "\n".join(["patient,stay,type,time,value", *rows])
    found = reduced(tmp_path, "\n".join(made) + "\n", text, limits=Limits(bad_share=1.0))
    assert found.events.quarantined == 9
    total = found.maturity.total
    # p0, p1, p6, p7 and p8 are unknown; p5 has the event; p2, p3 and p4 are without as far as anybody can say.
    assert (total.event, total.no_event, total.unknown, total.lost) == (1, 3, 5, 0)
    account = found.event_account
    assert (account.doubtful, account.nameless, account.in_doubt) == (8, 1, 5)
    loud, told = account.warnings
    assert loud.startswith("1 row of the events had to be set aside and does not say whose")
    assert told.startswith("7 rows of the events")
    assert "5 of the review's rows" in told

    # Of the interventions, too, only p1's could have been one: its type is not known, and it lies in the window.
    (answered,) = found.responses
    assert (answered.alerted, answered.followed, answered.waiting, answered.unknown) == (8, 0, 0, 1)
    treated = [
        "p0,s0,Antibiotics,soon,",  # no time: it could lie in the window
        "p1,s1,Antibiotics,soon,",  # treated in time, as another row of it says
        "p1,s1,Antibiotics,2026-01-02T03:00:00Z,",
        "p2,,Antibiotics,soon,",  # no encounter: any of the patient's
        "p3,s3,Antibiotics,2026-01-20T00:00:00Z,1",  # long after
        "p4,s4,Antibiotics,2026-01-05T01:00:00Z,",
    ]
    text = "\n".join(["patient,stay,type,time,value", *treated]) + "\n"
    found = reduced(tmp_path, "\n".join(made) + "\n", text, limits=Limits(bad_share=1.0))
    (answered,) = found.responses
    assert (answered.alerted, answered.followed, answered.unknown) == (7, 2, 2)

    # Two rows of one key that contradict each other: neither loads, and which is true is not known.
    keyed = dataclasses.replace(PLAIN, events=dataclasses.replace(PLAIN.events, key="no"))
    twice = "no,patient,stay,type,time,value\n1,p0,s0,Sepsis,2026-01-01T01:00:00Z,1\n"
    twice += "1,p0,s0,Sepsis,2026-01-01T01:00:00Z,0\n"
    twice += "2,p1,s1,Sepsis,2026-01-02T01:00:00Z,0\n"
    found = reduced(tmp_path, "\n".join(made) + "\n", twice, keyed, limits=Limits(bad_share=1.0))
    assert (found.maturity.total.unknown, found.maturity.total.no_event) == (1, 8)
    assert found.event_account.in_doubt == 1


def test_cases_are_followed_in_order_of_time_once_they_are_mature(tmp_path: Path) -> None:
    def hours(n: int) -> str:
        return f"2026-01-{2 + n // 24:02d}T{n % 24:02d}:00:00Z"

    score = {n: (n % 10 + 1) / 20 for n in range(40)}
    late = dict.fromkeys(range(36, 40), "2026-01-30T20:00:00Z")
    rows = [f"{n},p{n},s{n},{score[n]},{late.get(n, hours(n))},ICU" for n in reversed(range(40))]
    sick = [n for n in range(40) if n % 7 == 0]
    events = [f"p{n},s{n},Sepsis,{late.get(n, hours(n + 1))},1" for n in sick]
    found = reduced(
        tmp_path,
        "\n".join([PREDICTIONS.splitlines()[0], *rows, ""]),
        "\n".join([EVENTS.splitlines()[0], *events, ""]),
    )
    assert found.maturity.total.waiting == 4
    (month,) = found.cases
    assert month.n == (12, 12, 12)
    assert month.events == tuple(sum(n in sick for n in block) for block in (range(12), range(12, 24), range(24, 36)))
    assert month.expected == pytest.approx([sum(score[n] for n in range(12 * at, 12 * at + 12)) for at in range(3)])
