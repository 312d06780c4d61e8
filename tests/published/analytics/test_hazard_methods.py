"""Risk tables as published, every cell: HFMEA (VA National Center for Patient Safety) and DCB0160's example matrix.

HFMEA: DeRosier, Stalhandske, Bagian and Nudell 2002, Jt Comm J Qual Improv 28:248-267; the score is the product.
DCB0129 and DCB0160: example matrix of the implementation guidance v3.2, on which three independent public repositories
agree; the standard's own text was not read.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest

from attending.analytics.catalogs.hazards import End, HazardAction, Method, Standing, shipped, walk
from attending.program.models import Seat

DCB0160: Mapping[str, Mapping[str, int]] = {
    "very_high": {"minor": 3, "significant": 4, "considerable": 4, "major": 5, "catastrophic": 5},
    "high": {"minor": 2, "significant": 3, "considerable": 3, "major": 4, "catastrophic": 5},
    "medium": {"minor": 2, "significant": 2, "considerable": 3, "major": 3, "catastrophic": 4},
    "low": {"minor": 1, "significant": 2, "considerable": 2, "major": 3, "catastrophic": 4},
    "very_low": {"minor": 1, "significant": 1, "considerable": 2, "major": 2, "catastrophic": 3},
}
SEVERITY = {"catastrophic": 4, "major": 3, "moderate": 2, "minor": 1}
PROBABILITY = {"frequent": 4, "occasional": 3, "uncommon": 2, "remote": 1}
ACCEPTABILITY = {
    5: Standing.UNACCEPTABLE,
    4: Standing.CONTROLS_FIRST,
    3: Standing.JUSTIFIED,
    2: Standing.TOLERABLE,
    1: Standing.ACCEPTABLE,
}


def method(key: str) -> Method:
    return next(each for each in shipped(tuple(Seat.values)) if each.key == key)


def test_every_cell_of_the_example_matrix_of_dcb0160() -> None:
    dcb0160 = method("dcb0160")
    cells = {(likelihood, severity) for likelihood, row in DCB0160.items() for severity in row}
    assert set(dcb0160.table) == cells
    assert all(dcb0160.rating(*cell) == DCB0160[cell[0]][cell[1]] for cell in cells)


def test_every_cell_of_hfmea_is_a_product() -> None:
    hfmea = method("hfmea")
    cells = list(itertools.product(PROBABILITY, SEVERITY))
    assert set(hfmea.table) == set(cells)
    assert all(hfmea.rating(*cell) == PROBABILITY[cell[0]] * SEVERITY[cell[1]] for cell in cells)


def test_acceptability_of_each_rating_of_dcb0160() -> None:
    assert {rating: method("dcb0160").band(rating).standing for rating in range(1, 6)} == ACCEPTABILITY


def test_the_death_of_one_patient_is_major_and_of_several_catastrophic() -> None:
    means = {level.key: level.means for level in method("dcb0160").severities}
    assert means["major"].startswith("One patient dies")
    assert means["catastrophic"].startswith("Several patients die")
    assert not any("die" in text for key, text in means.items() if key not in {"major", "catastrophic"})


def test_the_matrix_that_circulates_under_the_name_of_dcb0129_is_not_this_one() -> None:
    """It gives high and considerable 4, and medium and catastrophic 5."""
    assert method("dcb0160").rating("high", "considerable") == 3
    assert method("dcb0160").rating("medium", "catastrophic") == 4


def test_what_was_not_read_in_the_standard_itself_says_so() -> None:
    assert not method("dcb0160").verified
    assert "not read" in method("dcb0160").verification
    assert all("House policy" in each.acceptance_source for each in shipped(tuple(Seat.values)))


@pytest.mark.parametrize(
    ("rating", "answers", "end", "asked"),
    [
        (6, {"single_point": False}, End.STOP, ["score", "single_point"]),
        (
            6,
            {"single_point": True, "effective_control": True},
            End.STOP,
            ["score", "single_point", "effective_control"],
        ),
        (8, {"effective_control": True}, End.STOP, ["score", "effective_control"]),
        (8, {"effective_control": False, "detectable": True}, End.STOP, ["score", "effective_control", "detectable"]),
        (
            9,
            {"effective_control": False, "detectable": False},
            End.PROCEED,
            ["score", "effective_control", "detectable"],
        ),
        (
            1,
            {"single_point": True, "effective_control": False, "detectable": False},
            End.PROCEED,
            ["score", "single_point", "effective_control", "detectable"],
        ),
    ],
)
def test_the_decision_tree_of_hfmea(rating: int, answers: dict[str, bool], end: End, asked: list[str]) -> None:
    found = walk(method("hfmea"), rating, answers)
    assert found.end is end
    assert [question.key for question, _ in found.answered] == asked


def test_the_tree_waits_for_the_first_answer_that_is_missing() -> None:
    found = walk(method("hfmea"), 7, {"detectable": False})
    assert found.end is None
    assert found.open is not None
    assert found.open.key == "single_point"


def test_hfmea_ends_in_one_of_three_actions() -> None:
    assert set(HazardAction) == {"eliminate", "control", "accept"}


def test_a_method_without_a_tree_asks_nothing() -> None:
    assert walk(method("dcb0160"), 5, {}).end is End.STOP
