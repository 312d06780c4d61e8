"""The scan never fails, sees every long number wherever it stands, and lets short ones pass."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from attending.analytics.identifiers import suspects

TODAY = date(2026, 12, 1)
WORDS = st.lists(st.sampled_from(["the alert was late", "twice", "for bed 12", "at 14:30", "again,", "we"]), max_size=4)
MARKS = st.sampled_from(["", "(", "#", " ", "\u200b", "no. "])


@given(st.text(max_size=300))
def test_any_text_can_be_scanned(text: str) -> None:
    suspects(text, TODAY)


@given(WORDS, WORDS, MARKS, st.integers(100_000, 10**12))
def test_a_long_number_is_seen_wherever_it_stands(before: list[str], after: list[str], mark: str, number: int) -> None:
    assert suspects(" ".join([*before, f"{mark}{number}", *after]), TODAY)


@given(WORDS, st.integers(100_000, 10**9), st.integers(1, 5))
def test_characters_that_cannot_be_seen_hide_nothing(words: list[str], number: int, at: int) -> None:
    digits = str(number)
    assert suspects(" ".join([*words, f"{digits[:at]}\u200d{digits[at:]}"]), TODAY)


@given(WORDS, st.dates(date(1900, 1, 1), date(2024, 12, 31)), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"]))
def test_an_old_date_is_seen(words: list[str], day: date, shape: str) -> None:
    assert suspects(" ".join([*words, day.strftime(shape)]), TODAY)


@given(WORDS, st.integers(200, 999), st.integers(200, 999), st.integers(0, 9_999), st.sampled_from("-. "))
def test_a_phone_number_is_seen(words: list[str], area: int, exchange: int, line: int, between: str) -> None:
    number = between.join((str(area), str(exchange), f"{line:04}"))
    assert suspects(" ".join([*words, number]), TODAY)


@given(
    st.lists(
        st.one_of(
            st.integers(0, 99_999).map(str),
            st.integers(0, 23 * 60).map(lambda minutes: f"{minutes // 60:02}:{minutes % 60:02}"),
            st.integers(1, 400).map(lambda back: (TODAY - timedelta(days=back % 330)).strftime("%-d %B %Y")),
            st.integers(1, 5_000_000).map(lambda dose: f"{dose} mg"),
            st.tuples(st.integers(60, 250), st.integers(30, 150)).map(lambda bp: f"BP {bp[0]}/{bp[1]}"),
        ),
        max_size=5,
    )
)
def test_doses_times_pressures_and_short_numbers_pass(said: list[str]) -> None:
    assert suspects(", then ".join(said), TODAY) == []
