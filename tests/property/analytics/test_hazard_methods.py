"""Methods of rating hazards, on arbitrary changes of a file and arbitrary walks."""

from __future__ import annotations

import copy
import itertools
import tomllib
from importlib.resources import files
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from attending.analytics.catalogs.hazards import MethodRefused, shipped, walk
from attending.analytics.catalogs.hazards.reading import from_plain
from attending.program.models import Seat

SEATS = tuple(Seat.values)
NAMES = ("dcb0160", "hfmea")
DATA = {
    name: tomllib.loads(files("attending.analytics.catalogs.hazards").joinpath(f"{name}.toml").read_text("utf-8"))
    for name in NAMES
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value within plain data."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *itertools.chain.from_iterable(places(each, (*path, key)) for key, each in inner)]


@given(st.sampled_from(NAMES), st.data())
def test_a_file_is_read_or_refused_in_words_whatever_stands_in_it(name: str, data: st.DataObject) -> None:
    changed: Any = copy.deepcopy(DATA[name])
    path = data.draw(st.sampled_from(places(changed)[1:]))
    at = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = data.draw(VALUES)
    said = ""
    try:
        method = from_plain(changed, "ours.toml", seats=SEATS)
    except MethodRefused as refusal:
        said = str(refusal)
    if said:
        assert said.startswith("ours.toml: ")
        assert "; expected " in said
        return
    for likelihood, severity in itertools.product(method.likelihoods, method.severities):
        assert method.band(method.rating(likelihood.key, severity.key))


ANSWERS = st.dictionaries(st.sampled_from(["single_point", "effective_control", "detectable"]), st.booleans())


@given(st.sampled_from(NAMES), st.integers(1, 16), ANSWERS)
def test_a_walk_ends_or_asks_what_was_not_answered(name: str, rating: int, answers: dict[str, bool]) -> None:
    method = next(each for each in shipped(SEATS) if each.key == name)
    found = walk(method, rating, answers)
    assert (found.open is None) != (found.end is None)
    assert found.open is None or found.open.key not in answers
    keys = [question.key for question, _ in found.answered]
    assert len(set(keys)) == len(keys)


def test_a_worse_or_likelier_harm_never_rates_lower() -> None:
    for method in shipped(SEATS):
        for row, column in itertools.product(method.likelihoods, method.severities):
            here = method.rating(row.key, column.key)
            worse = method.severities[: method.severities.index(column) + 1]
            likelier = method.likelihoods[: method.likelihoods.index(row) + 1]
            assert all(method.rating(a.key, b.key) >= here for a in likelier for b in worse)
