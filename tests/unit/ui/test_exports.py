"""What leaves as CSV: nothing a spreadsheet would run, numbers as numbers, small cells hidden."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.ui.exports import cell_value, csv_response, csv_text, read_text, write_text

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
HOSTILE = st.builds(
    lambda lead, start, rest: lead + start + rest,
    st.sampled_from(["", " ", "\t", "'", "''", "\u00a0", "\n"]),
    st.sampled_from(list("=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20")),
    ANY_TEXT,
)


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =cmd|' /C calc'!A0",
        "\uff1d1+1",
        "|x",
        "%x",
        "-",
        "=HYPERLINK(1)",
    ],
)
def test_text_that_looks_like_a_formula_is_guarded(text):
    assert write_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Sepsis alert", "", "O:E 0.83", "a=b", "-3.2", "+4", "1e-5", "it's", "'tis"])
def test_harmless_text_and_plain_numbers_stay_as_they_are(text):
    assert write_text(text) == text


@given(ANY_TEXT | HOSTILE)
def test_guarded_text_reads_back_as_it_was(text):
    assert read_text(write_text(text)) == text


@given(ANY_TEXT | HOSTILE, ANY_TEXT | HOSTILE)
def test_two_texts_never_become_one(first, second):
    assert (write_text(first) == write_text(second)) == (first == second)


@given(HOSTILE)
def test_no_written_cell_begins_like_a_formula(text):
    written = write_text(text).lstrip()
    if not written.replace(".", "").replace("e", "").lstrip("+-").isdecimal():
        assert not written or written[0] not in "=+-@|%\uff1d\uff0b\uff0d\uff20"


@given(st.lists(st.lists(ANY_TEXT | HOSTILE, min_size=3, max_size=3)))
def test_a_file_round_trips(rows):
    read = cells(csv_text(["a", "b", "c"], rows))
    assert [[read_text(cell) for cell in row] for row in read] == [["a", "b", "c"], *rows]


def test_numbers_stay_numbers():
    line = csv_text(["n"], [[-3, 0.1 + 0.2, Decimal("-0.50"), 10**20, float("nan"), None, True, dt.date(2026, 3, 1)]])
    assert line.splitlines()[1] == '-3,0.30000000000000004,-0.50,100000000000000000000,"","","yes","2026-03-01"'
    assert cell_value(-3) == -3


def test_small_cells_are_hidden_only_where_people_are_counted():
    rows = [[0, 5], [1, 5], [10, 5], [11, 5]]
    assert cells(csv_text(["patients", "months"], rows, small_cells=[0]))[1:] == [
        ["0", "5"],
        ["<11", "5"],
        ["<11", "5"],
        ["11", "5"],
    ]


def test_the_download_is_named_marked_as_utf8_and_never_cached():
    response = csv_response("Use cases/../", ["Ärztin"], [["Å"]])
    assert response["Content-Disposition"] == 'attachment; filename="use-cases.csv"'
    assert response["Cache-Control"] == "no-store"
    assert response.content.decode("utf-8-sig") == '"Ärztin"\r\n"Å"\r\n'
    assert response.content.startswith(b"\xef\xbb\xbf")
