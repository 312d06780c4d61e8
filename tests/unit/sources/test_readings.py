"""A log of cases read in categories: counted as declared, refused as every log is."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from attending.analytics.classification import ReadingTable
from attending.analytics.stratum import NOT_RECORDED, Stratum
from attending.sources import LogRefused
from attending.sources.readings import ReadingColumns, ReadingReduction, Scale, reduce_readings

BIRADS = ("1", "2", "3", "4", "5")
SCALE = Scale(BIRADS, ("benign", "cancer"), True, "cancer", "4")
COLUMNS = ReadingColumns("pathology", "ai", "read_on", "alone", "aided", hours="hours", by=("site",), key=("case",))
HEADER = ("case", "pathology", "ai", "alone", "aided", "read_on", "hours", "site")
ROWS = [
    ("1", "cancer", "5", "4", "5", "2026-01-03", "0.2", "East"),
    ("2", "benign", "2", "1", "1", "2026-01-04", "1.5", "East"),
    ("3", "", "1", "1", "", "2026-02-04", "", "West"),
    ("4", "benign", " 4 ", "2", "4", "2026-02-05", "800", ""),
]


def write(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    return path


def many(count: int) -> list[tuple[str, ...]]:
    return [(str(100 + i), "benign", "2", "2", "2", "2026-01-10", "1", "East") for i in range(count)]


def reduced(folder: Path, rows: list[tuple[str, ...]], **changes: object) -> ReadingReduction:
    return reduce_readings(write(folder / "cases.csv", rows), COLUMNS, SCALE, **changes)  # type: ignore[arg-type]


def test_cases_are_counted_as_the_analytics_count_them(tmp_path: Path) -> None:
    found = reduced(tmp_path, ROWS)

    plain = [[value.strip() or None for value in column] for column in zip(*ROWS, strict=True)]
    expected = ReadingTable.from_arrays(
        categories=BIRADS,
        references=("benign", "cancer"),
        ordered=True,
        period=[str(day)[:7] for day in plain[5]],
        reference=plain[1],
        ai=plain[2],
        clinician=plain[3],
        with_ai=plain[4],
        attributes={"site": plain[7]},
    )
    assert found.table == expected
    assert Stratum("site", NOT_RECORDED) in found.table.strata
    assert found.table.slice().cases(found.table.slice().reference < 0) == 1


def test_durations_are_counted_by_month_and_unfinished_ones_apart(tmp_path: Path) -> None:
    january, february = reduced(tmp_path, ROWS).durations

    assert (january.period, january.n, january.unfinished) == ("2026-01", 2, 0)
    assert january.counts[0] == 1
    assert january.counts[january.edges.index(Decimal("1.5"))] == 1
    assert (february.counts[-1], february.unfinished) == (1, 1)


def test_parquet_with_numbers_as_categories_says_the_same(tmp_path: Path) -> None:
    def floats(at: int) -> pa.Array:
        return pa.array([float(row[at]) if row[at].strip() else None for row in ROWS])

    columns = {name: pa.array([row[at] or None for row in ROWS]) for at, name in enumerate(HEADER)}
    columns |= {"ai": pa.array([int(row[2]) for row in ROWS]), "alone": floats(3), "aided": floats(4)}
    columns |= {"hours": floats(6)}
    pq.write_table(pa.table(columns), tmp_path / "cases.parquet")

    found = reduce_readings(tmp_path / "cases.parquet", COLUMNS, SCALE)
    again = reduced(tmp_path, ROWS)
    assert (found.table, found.durations) == (again.table, again.durations)


BAD_VALUES = [
    (1, "malignant", "The category is not one of those declared"),
    (2, "6", "The category is not one of those declared"),
    (3, "BI-RADS 4", "The category is not one of those declared"),
    (6, "soon", "The value is not a number of hours"),
    (6, "-1", "The time taken is below 0"),
    (5, "3.1.2026", "The time is not an ISO 8601 date or timestamp"),
    (0, "", "The key is empty"),
]


def test_bad_values_are_listed_with_their_lines_and_set_aside(tmp_path: Path) -> None:
    bad = [[f"bad {number}", *ROWS[0][1:]] for number in range(len(BAD_VALUES))]
    for row, (at, value, _) in zip(bad, BAD_VALUES, strict=True):
        row[at] = value
    found = reduced(tmp_path, [*many(750), *map(tuple, bad)])

    for line, (rejection, (at, value, rule)) in enumerate(zip(found.intake.rejections, BAD_VALUES, strict=True), 752):
        assert (rejection.line, rejection.column, rejection.rule) == (line, HEADER[at], rule)
        assert at == 0 or rejection.value == value
    assert (found.intake.read, found.intake.loaded, found.intake.quarantined) == (757, 750, 7)
    assert found.table.slice().total == 750
    out = tmp_path / "bad.csv"
    assert found.intake.write_quarantine(out) == 7
    written = out.read_text()
    assert all(rule in written for _, _, rule in BAD_VALUES)


def test_more_than_one_in_a_hundred_bad_rows_loads_nothing(tmp_path: Path) -> None:
    bad = [(str(i), "malignant", *ROWS[0][2:]) for i in range(2)]
    with pytest.raises(LogRefused, match="nothing was loaded"):
        reduced(tmp_path, [*many(100), *bad])
    with pytest.raises(LogRefused, match="none may be"):
        reduced(tmp_path, [*many(150), bad[0]], all_or_nothing=True)


def test_a_case_that_comes_again_counts_once_and_a_contradiction_never(tmp_path: Path) -> None:
    other = ("3", "cancer", *ROWS[2][2:])
    found = reduced(tmp_path, [*many(200), *ROWS, ROWS[1], other])

    assert (found.intake.duplicate, found.intake.conflicts) == (1, 2)
    assert found.table.slice().total == 203


def test_a_missing_column_is_refused_with_the_nearest(tmp_path: Path) -> None:
    columns = ReadingColumns("Pathology", "ai", "read_on")
    with pytest.raises(LogRefused, match="nearest there is 'pathology'"):
        reduce_readings(write(tmp_path / "cases.csv", ROWS), columns, SCALE)


@pytest.mark.parametrize(
    "declared",
    [
        lambda: Scale(("1",), ("a", "b"), True, "b", "1"),
        lambda: Scale(("1", "1"), ("a", "b"), True, "b", "1"),
        lambda: Scale(("1", "2"), ("a", "b"), True, "a", "2"),
        lambda: Scale(("1", "2"), ("a", "b"), True, "b", "3"),
        lambda: ReadingColumns("truth", "truth", "time"),
        lambda: ReadingColumns("truth", "ai", " "),
        lambda: ReadingColumns("truth", "ai", "time", by=("overall",)),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(declared: object) -> None:
    with pytest.raises(ValueError, match=r"[Cc]hoose|[Dd]eclare|column|rename"):
        declared()  # type: ignore[operator]
