"""Every row of a spreadsheet of use cases is loaded, here already, or refused with its place and its fix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.program.models.use_cases import Kind, Question
from attending.sources.spreadsheet import CellFault, SpreadsheetRow
from attending.strategy.rules.importing import EXAMPLE, HEADINGS, THESIS, Judged, Known, is_example, judge

PRIORITIES = {"deterioration": 7}
VALUES = {
    **{heading.key: "" for heading in HEADINGS},
    "title": "Falls",
    "problem": "Patients fall.",
    "alternative": "Low beds.",
    "burden_lifted": "Patients.",
    "burden_added": "Nurses.",
    "kind": "predictive MODEL",
    "priority": "Deterioration",
    "value": "Falls each quarter.",
}
KNOWN = Known(
    "Falls",
    {name: VALUES[name] for name in THESIS},
    "predictive",
    7,
    frozenset({(Question.VALUE, "Falls each quarter."), (Question.VALUE, "Falls each month.")}),
)


def row(number: int = 2, **changes: str) -> SpreadsheetRow:
    return SpreadsheetRow(number, {**VALUES, **changes})


def test_a_good_row_is_ready() -> None:
    [ready] = judge([row()], {}, PRIORITIES).ready
    assert (ready.key, ready.kind, ready.priority) == ("falls", Kind.PREDICTIVE, 7)
    assert ready.answers == {Question.VALUE: "Falls each quarter."}
    assert judge([row(priority="")], {}, PRIORITIES).ready[0].priority is None


@pytest.mark.parametrize(
    ("changes", "column", "rule"),
    [
        ({"title": ""}, "Title", "The cell is empty"),
        ({"title": "!!!"}, "Title", "The title has no letter or digit"),
        ({"title": "x" * 201}, "Title", "The text has 201 characters; at most 200 are kept"),
        ({"problem": ""}, "Problem", "The cell is empty"),
        ({"alternative": ""}, "Without AI", "The cell is empty"),
        ({"burden_lifted": ""}, "Burden lifted", "The cell is empty"),
        ({"burden_added": ""}, "Burden added", "The cell is empty"),
        ({"kind": "Magic"}, "Sort of AI", "There is no such sort of AI"),
        ({"priority": "Parking"}, "Enterprise priority", "There is no such enterprise priority"),
        ({"value": "x" * 4_001}, "How lasting value is known", "The text has 4,001 characters; at most 4,000 are kept"),
    ],
)
def test_a_bad_cell_names_its_column_and_its_rule(changes: dict[str, str], column: str, rule: str) -> None:
    [fault] = judge([row(**changes)], {}, PRIORITIES).faults[2]
    assert (fault.column, fault.rule) == (column, rule)
    assert fault.fix


def test_the_same_row_again_changes_nothing() -> None:
    found = judge([row(), row(3)], {}, PRIORITIES)
    assert ([each.number for each in found.ready], found.duplicates) == ([2], [3])
    assert judge([row(), row(3)], {"falls": KNOWN}, PRIORITIES).duplicates == [2, 3]
    assert judge([row(value="Falls each month.")], {"falls": KNOWN}, PRIORITIES).duplicates == [2], "an earlier answer"
    assert judge([row(value="")], {"falls": KNOWN}, PRIORITIES).duplicates == [2]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"problem": "Nurses fall."}, "Problem"),
        ({"kind": "Imaging"}, "Sort of AI"),
        ({"priority": ""}, "Enterprise priority"),
        ({"value": "Another."}, "How lasting value is known"),
        ({"leaders": "Nobody yet."}, "Who owns the next decisions"),
        ({"title": "Falls!"}, "Title"),
    ],
)
def test_a_title_with_other_content_is_a_conflict_that_names_what_differs(changes: dict[str, str], named: str) -> None:
    [fault] = judge([row(**changes)], {"falls": KNOWN}, PRIORITIES).faults[2]
    assert fault.rule == f"Falls is here already with other content: {named}"


def test_a_row_given_twice_is_held_against_what_is_here_both_times() -> None:
    found = judge([row(problem="Nurses fall."), row(3, problem="Nurses fall.")], {"falls": KNOWN}, PRIORITIES)
    assert (sorted(found.faults), found.duplicates) == ([2, 3], [])


def test_two_rows_that_contradict_each_other_are_both_refused() -> None:
    found = judge([row(), row(3, problem="Nurses fall."), row(4, title="Beds")], {}, PRIORITIES)
    assert sorted(found.faults) == [2, 3]
    assert [each.number for each in found.ready] == [4]


def test_what_the_file_itself_did_wrong_stays_wrong() -> None:
    spoilt = SpreadsheetRow(2, VALUES, (CellFault("Title", "=A1", "A2 holds a formula", "Paste it as values"),))
    assert judge([spoilt], {}, PRIORITIES).faults == {2: spoilt.faults}


@pytest.mark.parametrize(
    ("bad", "good", "all_or_nothing", "said"),
    [
        (0, 3, True, ""),
        (1, 99, False, ""),
        (1, 98, False, "More than 1% of the rows are bad"),
        (1, 99, True, "You asked for all or nothing"),
    ],
)
def test_good_rows_load_while_at_most_one_in_a_hundred_is_bad(
    bad: int, good: int, all_or_nothing: bool, said: str
) -> None:
    rows = [row(number, title=f"Case {number}") for number in range(2, good + 2)]
    rows += [row(number + good + 2, problem="") for number in range(bad)]
    found = judge(rows, {}, PRIORITIES).blocked(all_or_nothing=all_or_nothing)
    assert found.startswith(said)
    assert bool(found) == bool(said)


def test_nothing_new_is_nothing_to_load() -> None:
    assert "here already" in judge([row()], {"falls": KNOWN}, PRIORITIES).blocked(all_or_nothing=False)
    assert judge([], {}, PRIORITIES).blocked(all_or_nothing=False)


def test_the_example_of_the_template_is_known_and_anything_else_is_not() -> None:
    assert is_example(SpreadsheetRow(2, dict(EXAMPLE)))
    assert not is_example(SpreadsheetRow(2, {**EXAMPLE, "problem": "Another."}))


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "title": st.sampled_from(["", "Falls", "Falls!", "Beds", "?"]),
                "problem": st.sampled_from(["", "Patients fall.", "Beds are short."]),
                "kind": st.sampled_from(["imaging", "Predictive model", "Magic"]),
            }
        ),
        max_size=30,
    )
)
def test_every_row_is_counted_once(changes: list[dict[str, str]]) -> None:
    rows = [row(number, **each) for number, each in enumerate(changes, 2)]
    found = judge(rows, {"falls": KNOWN}, PRIORITIES)
    numbers = [each.number for each in found.ready] + found.duplicates + list(found.faults)
    assert sorted(numbers) == [each.number for each in rows]
    assert found.read == len(rows)
    assert len({each.key for each in found.ready}) == len(found.ready)


def test_a_file_without_a_use_case_says_what_to_write() -> None:
    assert Judged().blocked(all_or_nothing=False).startswith("There is no use case in it yet.")
