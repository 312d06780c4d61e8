"""Rows of two tables keep the rules that rows of two files keep, on every engine."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from attending.analytics import review_performance, to_document
from attending.analytics.records import to_record
from attending.sources import Limits, LogRefused
from attending.sources.clinical import (
    ClinicalReduction,
    CutOff,
    Declaration,
    EventColumns,
    EventDeclaration,
    Positive,
    PredictionColumns,
    reduce_clinical,
    reduce_clinical_tables,
)
from tests.same_numbers import assert_same

if TYPE_CHECKING:
    from .conftest import Place

LENIENT = Limits(bad_share=0.9)
AS_OF = datetime(2026, 2, 1, tzinfo=UTC)
DECLARATION = Declaration(
    PredictionColumns("mrn", "risk", "made", "stay", ("unit",), "id", "until"),
    EventColumns("mrn", "kind", "at", "result", "stay", "came"),
    (
        EventDeclaration("Fever", ("fever",), "target", 12.0, positive=Positive("at_least", bound=Decimal("38.5"))),
        EventDeclaration("Order", ("Antibiotics",), "recognition", 48.0),
        EventDeclaration("Treated", ("Antibiotics",), "intervention", 6.0),
        EventDeclaration("Home", ("vacated",), "follow_up_end"),
    ),
    "Fever",
    cut_off=CutOff("declared", datetime(2026, 1, 31, tzinfo=UTC)),
)
PREDICTIONS = """id,mrn,stay,risk,made,unit,until
1,a,s1,0.2,2026-01-01T00:00:00Z,ICU,
2,a,s1,.8,2026-01-01T06:00+02:00,ICU,2026-01-02T00:00Z
3,b,s2,4e-1,2026-01-02 00:00 Z,MAY,2026-01-02 06:00:00.5 +0100
4,c,s3,0.9,2026-01-30T20:00:00Z,f ward,9999-12-31T00:00Z
5,d,s4,0.6,2026-01-10T00:00:00-11,,
6,e,s5,0.7,2026-01-11T00:00:00Z,ICU,
6,e,s5,0.7,2026-01-11T00:00:00Z,ICU,
7,e,s5,0.55,2026-01-11T03:00:00Z,ICU,
8,f,s6,0.5,2026-01-12T00:00:00Z,ICU,soon
9,g,s7,1.5,2026-01-12T00:00:00Z,ICU,
10,,s8,0.5,2026-13-12T00:00:00Z,ICU,
11,h,s9,0.5,2026-01-20T00:00:00Z,ICU,
11,h,s9,0.6,2026-01-20T00:00:00Z,ICU,
12,i,s10,0.35,2026-01-21T00:00:00Z,ICU,
13,j,s11,0.45,2026-01-22T00:00:00Z,ICU,
"""
EVENTS = """mrn,stay,kind,at,result,came
a,s1,fever,2026-01-01T12:00:00Z,39,2026-01-01T13:00:00Z
a,s1,Antibiotics,2026-01-01T14:00:00Z,,
a,s1,Antibiotics,2026-01-01T14:00:00Z,,
b,s2,fever,2026-01-02T12:00:00.001Z,38.50,
c,s3,fever,2026-01-30T21:00:00Z, 4.0e1 ,
d,s4,vacated,2026-01-10T15:00+00:00,,
e, s5 ,fever,2026-01-11T01:00:00Z,very high,
e,s5,fever,2026-01-11T02:00:00Z,37,
x,s99,fever,2026-01-11T01:00:00Z,39,
a,s1,Lactate,2026-02-11T01:00:00Z,2.5,
i,s10,fever,someday,39,
j,,,2026-01-22T05:00:00Z,39,
,s3,fever,2026-01-05T00:00:00Z,39,
"""


ASKED: dict[str, Any] = {"as_of": AS_OF, "thresholds": (Decimal("0.5"),), "limits": LENIENT}


def columns(text: str) -> pa.Table:
    """The columns of a log as a warehouse keeps text; what is empty is null."""
    header, *rows = csv.reader(io.StringIO(text))
    return pa.table({name: pa.array([row[i] or None for row in rows], pa.string()) for i, name in enumerate(header)})


def reviewed(
    place: Place, folder: Path, declaration: Declaration = DECLARATION, predictions: str = PREDICTIONS, **more: Any
) -> tuple[ClinicalReduction, ClinicalReduction]:
    """The reductions of two files and of two tables that hold the same."""
    of_files = files_reviewed(folder, declaration, predictions, **more)
    return of_files, tables_reviewed(place, declaration, predictions, **more)


def files_reviewed(
    folder: Path, declaration: Declaration = DECLARATION, predictions: str = PREDICTIONS, **more: Any
) -> ClinicalReduction:
    (folder / "predictions.csv").write_text(predictions)
    (folder / "events.csv").write_text(EVENTS)
    return reduce_clinical(folder / "predictions.csv", folder / "events.csv", declaration, **ASKED | more)


def tables_reviewed(
    place: Place, declaration: Declaration = DECLARATION, predictions: str = PREDICTIONS, **more: Any
) -> ClinicalReduction:
    names = place.put(columns(predictions)), place.put(columns(EVENTS))
    return reduce_clinical_tables(place.connection, *names, declaration, **ASKED | more)


def assert_same_reduction(found: ClinicalReduction, wanted: ClinicalReduction) -> None:
    assert_same(to_document(review_performance(found.table)), to_document(review_performance(wanted.table)))
    for name in ("event_account", "maturity", "delays", "lead_times", "responses"):
        assert getattr(found, name) == getattr(wanted, name), name
    assert_same(to_record(found.view), to_record(wanted.view))
    for mine, theirs in ((found.predictions, wanted.predictions), (found.events, wanted.events)):
        for name in ("read", "loaded", "duplicate", "quarantined", "conflicts", "rule_counts"):
            assert getattr(mine, name) == getattr(theirs, name), name
        assert {(r.column, r.value, r.rule) for r in mine.rejections} == {
            (r.column, r.value, r.rule) for r in theirs.rejections
        }
        assert mine.read == mine.loaded + mine.duplicate + mine.quarantined


def test_every_row_of_text_is_accounted_for_as_in_a_file(place: Place, tmp_path: Path) -> None:
    of_files, of_tables = reviewed(place, tmp_path)
    assert_same_reduction(of_tables, of_files)
    assert (of_tables.predictions.duplicate, of_tables.predictions.conflicts) == (1, 2)
    assert (of_tables.events.duplicate, of_tables.events.quarantined) == (1, 3)
    assert (of_tables.event_account.doubtful, of_tables.event_account.nameless) == (3, 1)
    assert of_tables.event_account.in_doubt == 2
    assert of_tables.event_account.declared["Fever"] == 6


def test_a_row_is_named_by_its_key_or_its_time_and_never_by_its_patient(embedded: Place) -> None:
    of_tables = tables_reviewed(embedded)
    named = {each.key for each in of_tables.predictions.rejections}
    assert named == {"id=8", "id=9", "id=10", "id=11"}
    assert {each.key for each in of_tables.events.rejections} == {
        "at=someday", "at=2026-01-22T05:00:00Z", "at=2026-01-05T00:00:00Z",
    }  # fmt: skip
    told = [str(each) for each in (*of_tables.predictions.rejections, *of_tables.events.rejections)]
    assert all(each.startswith("log_") for each in told)
    assert not [each for each in told if "s11" in each or "row mrn" in each]
    hidden = replace(embedded.connection, keys_shown=False)
    names = embedded.put(columns(PREDICTIONS)), embedded.put(columns(EVENTS))
    with pytest.raises(LogRefused, match=r"5 of 15 rows are bad.*row id=\(hidden") as refused:
        reduce_clinical_tables(hidden, *names, DECLARATION, as_of=AS_OF, thresholds=(Decimal("0.5"),))
    assert refused.value.report.rejections[0].file == names[0]
    assert refused.value.report.write_bad_rows is None


def test_a_column_of_times_with_and_without_offset_is_refused_with_the_rarer_kind(
    embedded: Place, tmp_path: Path
) -> None:
    mixed = PREDICTIONS.replace("12,i,s10,0.35,2026-01-21T00:00:00Z", "12,i,s10,0.35,2026-01-21T00:00:00")
    with pytest.raises(LogRefused) as of_files:
        files_reviewed(tmp_path, predictions=mixed)
    names = embedded.put(columns(mixed)), embedded.put(columns(EVENTS))
    with pytest.raises(LogRefused, match="The time has no offset from UTC, and 13 others") as of_table:
        reduce_clinical_tables(embedded.connection, *names, DECLARATION, as_of=AS_OF, limits=LENIENT)
    mine, theirs = of_table.value.rejections[0], of_files.value.rejections[0]
    assert (mine.file, mine.column, mine.value) == (names[0], "made", "2026-01-21T00:00:00")
    assert (mine.rule, mine.fix, mine.value) == (theirs.rule, theirs.fix, theirs.value)
    beside, there = reviewed(embedded, tmp_path, replace(DECLARATION, time_zone="Europe/Berlin"), mixed)
    assert_same_reduction(there, beside)
    assert any("read as Europe/Berlin, as declared" in said for said in there.predictions.warnings)


def test_without_keys_rows_that_differ_are_in_conflict(embedded: Place, tmp_path: Path) -> None:
    keyless = replace(DECLARATION, predictions=replace(DECLARATION.predictions, key=None))
    of_files, of_tables = reviewed(embedded, tmp_path, keyless)
    assert_same_reduction(of_tables, of_files)
    assert of_tables.predictions.conflicts == 2
    assert {each.key for each in of_tables.predictions.rejections if each.rule.startswith("The same key")} == {
        "made=2026-01-20T00:00:00Z"
    }


def test_tables_without_rows_or_columns_are_refused_by_name(embedded: Place) -> None:
    full, empty = embedded.put(columns(PREDICTIONS)), embedded.put(columns(EVENTS.splitlines()[0] + "\n"))
    asked: dict[str, Any] = {"as_of": AS_OF, "limits": LENIENT}
    with pytest.raises(LogRefused, match=f"{empty}: The table has no rows"):
        reduce_clinical_tables(embedded.connection, full, empty, DECLARATION, **asked)
    with pytest.raises(LogRefused, match=f"{full}, column kind: The table has no column 'kind'"):
        reduce_clinical_tables(embedded.connection, full, full, DECLARATION, **asked)
    with pytest.raises(LogRefused, match="There is no table 'nothing'"):
        reduce_clinical_tables(embedded.connection, full, "nothing", DECLARATION, **asked)
    with pytest.raises(LogRefused, match=f"{full}: The table has 15 rows; at most 3 are read"):
        reduce_clinical_tables(
            embedded.connection, full, empty, DECLARATION, as_of=AS_OF, limits=replace(LENIENT, rows=3)
        )
