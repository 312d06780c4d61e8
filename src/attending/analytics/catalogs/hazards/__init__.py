"""Methods of rating hazards as data: those that come with Attending, and those of a site held against them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from attending.analytics.catalogs.hazards.method import Band, Level, Method, Question, Standing
from attending.analytics.catalogs.hazards.reading import MethodRefused, read
from attending.analytics.catalogs.hazards.tree import End, HazardAction, Walk, walk

__all__ = [
    "Band",
    "End",
    "HazardAction",
    "Level",
    "Method",
    "MethodRefused",
    "Question",
    "Standing",
    "Walk",
    "offered",
    "read",
    "shipped",
    "together",
    "walk",
]

_SHIPPED = ("dcb0160", "hfmea")


@cache
def shipped(seats: tuple[str, ...]) -> tuple[Method, ...]:
    """The methods that come with Attending; ``seats`` are those that may accept a risk. Read once."""
    folder = files("attending.analytics.catalogs.hazards")
    return tuple(
        read(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml", seats=seats)
        for name in _SHIPPED
    )


def together(methods: Iterable[Method], own: Sequence[Method]) -> tuple[Method, ...]:
    """Published methods and a site's own, each version once.

    Raises MethodRefused for a version that is there twice, and for a table that goes by a published name, differs from
    what was published, and does not say under ``adapted`` why.
    """
    known = list(methods)
    published = {each.key: each for each in known}
    for each in own:
        if any((each.key, each.version) == (other.key, other.version) for other in known):
            raise MethodRefused(f"{each.name} {each.version} is there already; give a changed table another version.")
        original = published.get(each.key)
        if original is not None and not each.adapted.strip():
            _check_against(each, original)
        known.append(each)
    return tuple(known)


def offered(methods: Iterable[Method]) -> tuple[Method, ...]:
    """The version of each method that new ratings are made by: the one in force since the latest day."""
    newest: dict[str, Method] = {}
    for each in methods:
        if each.key not in newest or each.since >= newest[each.key].since:
            newest[each.key] = each
    return tuple(newest.values())


def _check_against(own: Method, original: Method) -> None:
    """A wrong matrix circulates under the name of DCB0129, so a table that claims a source must be that source's."""
    if set(own.table) != set(original.table):
        raise MethodRefused(
            f"{own.name} {own.version} has other levels than the published {original.name}. Give it a key of its own, "
            "or say under adapted why it was changed."
        )
    wrong = [
        f"{likelihood} and {severity} is {own.table[likelihood, severity]}, published {rating}"
        for (likelihood, severity), rating in original.table.items()
        if own.table[likelihood, severity] != rating
    ]
    if wrong:
        raise MethodRefused(
            f"{own.name} {own.version} is not the published table of {original.name}: {'; '.join(wrong)}. Correct it, "
            "or say under adapted why it was changed."
        )
