"""Texts that speak of the same thing, held against scikit-learn's vectoriser, and fast enough for a whole program."""

from __future__ import annotations

import time
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from attending.analytics import overlap
from attending.analytics.overlap import overlaps, similarities

SEPSIS = "Antibiotics for sepsis on the wards start three hours after the first abnormal vital signs, at night five."
SEPSIS_AGAIN = "At night, antibiotics against sepsis come hours late on our ward, though vital signs were abnormal."
BEDS = "Each morning the bed meeting guesses; twice a week the emergency department boards overnight."
SCANS = "At night a head scan waits fifty minutes for a reader; one in twenty shows a bleed."


def oracle(text: str, others: list[str]) -> np.ndarray:
    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(3, 3), sublinear_tf=True, preprocessor=overlap._plain)
    rows = vectoriser.fit_transform([text, *others])
    return (rows[1:] @ rows[0].T).toarray().ravel()


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60), min_size=1, max_size=6))
def test_it_agrees_with_scikit_learn_on_any_text(others: list[str]) -> None:
    assert similarities(SEPSIS, others) == pytest.approx(oracle(SEPSIS, others), abs=1e-12)


def test_it_agrees_with_scikit_learn_where_there_are_many_letters() -> None:
    random = Random(4)
    others = ["".join(chr(random.randrange(0x4E00, 0x9FFF)) for _ in range(80)) for _ in range(20)]
    text = others[0][:40] + others[1][:40]
    assert similarities(text, others) == pytest.approx(oracle(text, others), abs=1e-12)
    assert similarities(text, others)[0] > 0.3


def test_the_same_problem_in_other_words_is_found_and_others_are_not() -> None:
    [found] = overlaps(SEPSIS_AGAIN, [BEDS, SEPSIS, SCANS], at_least=0.25)
    assert found.index == 1
    assert found.words == ("antibiotics", "sepsis", "hours", "vital")


def test_a_text_is_wholly_like_itself_and_unlike_nothing() -> None:
    assert similarities(SEPSIS, [SEPSIS.upper(), "", "?!"]) == pytest.approx([1, 0, 0])
    assert similarities("", [SEPSIS, ""]) == pytest.approx([0, 0])
    assert similarities(SEPSIS, []).shape == (0,)
    assert overlaps("", [""], at_least=0.1) == []


@pytest.mark.parametrize("at_least", [0.0, -0.1, 1.1, float("nan")])
def test_a_threshold_that_is_no_cosine_is_refused(at_least: float) -> None:
    with pytest.raises(ValueError, match="at_least must lie above 0"):
        overlaps(SEPSIS, [BEDS], at_least=at_least)


def test_five_thousand_use_cases_are_compared_in_under_a_second() -> None:
    random = Random(7)
    words = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=random.randrange(3, 10))) for _ in range(4_000)]
    others = [" ".join(random.choices(words, k=70)) for _ in range(5_000)]
    began = time.process_time()
    [found] = overlaps(others[3_210], others, at_least=0.9)
    assert time.process_time() - began < 2, "1 s is promised; twice that allows for a busy machine"
    assert found.index == 3_210
