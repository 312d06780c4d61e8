"""Whatever changes in whatever order: the broken sentences are those that differ, and no end ever moves later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from attending.governance.rules.claims import claims_of
from attending.governance.rules.lapsing import broken, compared, end_after_lapse
from attending.program.registries.facts import Fact

NOW = datetime(2026, 5, 1, tzinfo=UTC)
KEYS = ("clinical-owner", "action-threshold", "newest-version", "site", "ehr-version")
VALUES = st.sampled_from(["", "1", "2", "3"])
CHANGES = st.lists(st.tuples(st.sampled_from(KEYS), VALUES), max_size=20)


def facts(values: dict[str, str]) -> list[Fact]:
    return [Fact(key, f"{key} is {value or 'not known'}.", value) for key, value in values.items()]


@given(st.fixed_dictionaries(dict.fromkeys(KEYS, VALUES)), st.sets(st.sampled_from(KEYS)), CHANGES)
def test_the_broken_sentences_are_those_whose_value_differs_at_last(
    sealed: dict[str, str], reopens: set[str], changes: list[tuple[str, str]]
) -> None:
    claims = claims_of(facts(sealed), reopens)
    now = sealed | dict(changes)
    found = broken(claims, facts(now))
    assert {each["key"] for each in found} == {key for key in reopens if sealed[key] and now[key] != sealed[key]}
    assert [each.claim["key"] for each in compared(claims, facts(now))] == [each["key"] for each in claims]
    assert all(each["now"] == f"{each['key']} is {now[each['key']] or 'not known'}." for each in found)


@given(
    st.integers(0, 1_000),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 90)), max_size=12),
)
def test_the_end_never_moves_later_however_often_it_lapses(left: int, lapses: list[tuple[int, int]]) -> None:
    ends, now = NOW + timedelta(days=left), NOW
    for waited, grace in lapses:
        now += timedelta(days=waited)
        after = end_after_lapse(ends, now, grace)
        assert after <= ends
        assert after <= now + timedelta(days=grace)
        ends = after
