"""What changed from one card to another, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from attending.cards.chai.catalog import FieldKind, fields
from attending.cards.chai.model import MetricResult, ModelCard
from attending.cards.chai.values import parse_value, said


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: its path, the label of a metric result, and both texts; None where there is none."""

    path: str
    label: str
    before: str | None
    after: str | None


def changes(before: ModelCard, after: ModelCard) -> tuple[Change, ...]:
    """Every difference between two cards, in the order of the format; metric results are matched by their labels."""
    return tuple(change for path in fields() for change in _of(path, before, after))


def _of(path: str, before: ModelCard, after: ModelCard) -> Iterator[Change]:
    match fields()[path].kind:
        case FieldKind.TEXT:
            yield from _told(path, "", before.texts.get(path), after.texts.get(path))
        case FieldKind.LIST:
            yield from _told(path, "", _joined(before.lists.get(path)), _joined(after.lists.get(path)))
        case FieldKind.RESULTS:
            earlier, later = _labelled(before.results.get(path, ())), _labelled(after.results.get(path, ()))
            for key in dict.fromkeys((*earlier, *later)):
                one, other = earlier.get(key), later.get(key)
                if one != other:
                    yield Change(path, key[0], _said(one), _said(other))


def _told(path: str, label: str, before: str | None, after: str | None) -> Iterator[Change]:
    if before != after:
        yield Change(path, label, before, after)


def _joined(texts: tuple[str, ...] | None) -> str | None:
    return None if texts is None else "; ".join(texts)


def _labelled(results: tuple[MetricResult, ...]) -> Mapping[tuple[str, int], str]:
    """Values by label, and by which of several with that label."""
    seen: Counter[str] = Counter()
    found = {}
    for result in results:
        found[result.label, seen[result.label]] = result.value_json
        seen[result.label] += 1
    return found


def _said(value_json: str | None) -> str | None:
    return None if value_json is None else said(parse_value(value_json))
