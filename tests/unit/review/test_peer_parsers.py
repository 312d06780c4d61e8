"""What people hand over for peer review: the rubric as text, and the list of documents."""

from __future__ import annotations

import pytest

from attending.program.rules import Refused
from attending.review.rules.peer_frame import FrameRow, read_frame, stratum_name, unit_of
from attending.review.rules.rubric import (
    HOUSE_TEXT,
    MOST_CRITERIA,
    Answer,
    Criterion,
    parse_rubric,
    read_rubric,
    rubric_document,
    write_rubric,
)

QUESTION = "[dose] Is the dose right?\n"
PAIR = "= Yes\n! severe: No\n"


def test_a_rubric_is_read_line_by_line() -> None:
    text = f"\n{QUESTION}Look at units.\n  And at dates.\n= Yes\n! severe: No: tenfold\n~ No dose named\n"
    answers = (
        Answer("1", "Yes", False, ""),
        Answer("2", "No: tenfold", True, "severe"),
        Answer("3", "No dose named", None, ""),
    )
    assert parse_rubric(text) == (Criterion("dose", "Is the dose right?", "Look at units.\nAnd at dates.", answers),)


def test_the_house_rubric_is_written_and_kept_without_loss() -> None:
    criteria = parse_rubric(HOUSE_TEXT)
    assert [each.key for each in criteria] == ["accuracy", "omission", "identity", "tone"]
    assert write_rubric(criteria) == HOUSE_TEXT
    assert read_rubric(rubric_document(criteria)) == criteria


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "at least one criterion"),
        ("Is it true?\n", "Line 1: begin with a criterion"),
        (f"[Wrong Dose] Right?\n{PAIR}", "Line 1: the key between"),
        (f"[dose]\n{PAIR}", "Line 1: write the question"),
        (f"[dose] {'x' * 201}\n{PAIR}", "Line 1: write the question"),
        (f"{QUESTION}{PAIR}{QUESTION}{PAIR}", "Line 4: the key dose is there already"),
        (f"{QUESTION}= Yes\n! grave: No\n", "Line 3: a failure is written as"),
        (f"{QUESTION}= Yes\n! No\n", "Line 3: a failure is written as"),
        (f"{QUESTION}=\n! minor: No\n", "Line 2: write the answer"),
        (f"{QUESTION}= Yes\n! minor: Yes\n", "is there already"),
        (f"{QUESTION}{PAIR}Look at units.\n", "Line 4: guidance stands before the answers"),
        (f"{QUESTION}= Yes\n~ None\n", r"\[dose\] needs at least one answer that passes"),
        (f"{QUESTION}! minor: No\n", r"\[dose\] needs at least one answer that passes"),
        (QUESTION + PAIR + "".join(f"= {at}\n" for at in range(7)), "Line 10: a criterion has at most 8 answers"),
        ("".join(f"[k{at}] Q\n{PAIR}" for at in range(MOST_CRITERIA + 1)), "at most 20 criteria"),
    ],
)
def test_a_rubric_that_cannot_be_read_is_refused_with_its_line(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        parse_rubric(text)


def test_a_frame_is_read_in_any_order_of_columns() -> None:
    frame = read_frame("\ufeffuser,reference,unit\nm.lee,D-1,ICU\n,D-2,ICU\n\nm.lee,D-3,4 West\n")
    assert frame.rows == (
        FrameRow("D-1", "ICU", "m.lee"),
        FrameRow("D-2", "ICU", ""),
        FrameRow("D-3", "4 West", "m.lee"),
    )
    assert [(each.unit, each.user, each.population) for each in frame.strata(by_user=False)] == [
        ("4 West", "", 1),
        ("ICU", "", 2),
    ]
    assert frame.references(by_user=True)["ICU", "m.lee"] == ["D-1"]
    assert frame.users() == {"D-1": "m.lee", "D-2": "", "D-3": "m.lee"}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Miller,ICU,u1", "without a digit looks like a name"),
        ("2026-03-14,ICU,u1", "looks like a date"),
        ("14.3.1951,ICU,u1", "looks like a date"),
        ("123-45-6789,ICU,u1", "personal number"),
        ("Mary Miller 3,ICU,u1", "without blanks"),
        (f"{'9' * 101},ICU,u1", "1 to 100 letters"),
        ("D1,,u1", "a unit is named"),
        ("D1,ICU / East,u1", "a unit is named"),
        ("D1,ICU,Mary Miller", "a user is a login"),
        ("D1,ICU", "2 cells, not 3"),
        ("D0,ICU,u1", "the reference of line 2 again"),
    ],
)
def test_a_row_that_should_not_be_here_is_refused_without_repeating_it(row: str, why: str) -> None:
    with pytest.raises(Refused, match=f"^Line 3: .*{why}") as refusal:
        read_frame(f"reference,unit,user\nD0,ICU,u1\n{row}\n")
    assert "Miller" not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no rows"),
        ("reference,unit,user\n", "no rows"),
        ("reference,unit,user,name\nD1,ICU,u1,x\n", "and no other"),
        ("reference,unit\nD1,ICU\n", "and no other"),
        ('reference,unit,user\n"D1,ICU,u1\n', "cannot be read as CSV"),
        ("reference,unit,user\nD1,\x00,u1\n", "not text"),
    ],
)
def test_a_file_that_is_no_frame_is_refused(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read_frame(text)


def test_the_unit_of_a_stratum_is_told_without_its_user() -> None:
    assert unit_of(stratum_name("ICU", "m.lee")) == unit_of(stratum_name("ICU", "")) == "ICU"
