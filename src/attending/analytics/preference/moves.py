"""What changed between two rankings of the same panel, and on which criterion: the second round told in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from attending.analytics.impact.words import figure
from attending.analytics.preference.ranked import PanelRanking, RankedItem

_SEEN: Final = 0.0005


@dataclass(frozen=True, slots=True)
class ItemMove:
    """One item before and after; `by_criterion` are the changes of its contributions, which sum to that of its value.

    A contribution changes with the scores, the weights and who scored. `sentence` is to be read aloud.
    """

    item: str
    rank_before: int
    rank_after: int
    value_before: float
    value_after: float
    within_top_before: float
    within_top_after: float
    by_criterion: Mapping[str, float]
    sentence: str


@dataclass(frozen=True, slots=True)
class RankingChange:
    """The items of both rankings in the order of the second; `entered` and `left` are those whose rank passed the top.

    `only_before` and `only_after` are in one of the two.
    """

    moves: tuple[ItemMove, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]


def compare_rankings(before: PanelRanking, after: PanelRanking) -> RankingChange:
    """Compare by the names of the items; each ranking by its own number of places."""
    earlier = {each.item: each for each in before.items}
    later = {each.item: each for each in after.items}
    both = [(earlier[each.item], each) for each in after.items if each.item in earlier]
    return RankingChange(
        tuple(_move(old, new) for old, new in both),
        tuple(new.item for old, new in both if old.rank > before.top and new.rank <= after.top),
        tuple(new.item for old, new in both if old.rank <= before.top and new.rank > after.top),
        tuple(name for name in earlier if name not in later),
        tuple(name for name in later if name not in earlier),
    )


def _move(old: RankedItem, new: RankedItem) -> ItemMove:
    names = dict.fromkeys((*old.contributions, *new.contributions))
    changes = {name: new.contributions.get(name, 0.0) - old.contributions.get(name, 0.0) for name in names}
    return ItemMove(
        new.item,
        old.rank,
        new.rank,
        old.value,
        new.value,
        old.resampled.within_top,
        new.resampled.within_top,
        changes,
        _sentence(old, new, changes),
    )


def _sentence(old: RankedItem, new: RankedItem, changes: Mapping[str, float]) -> str:
    gained = new.value - old.value
    if new.rank == old.rank:
        place = f"{new.item} stays at rank {new.rank}"
    else:
        place = f"{new.item} went {'up' if new.rank < old.rank else 'down'} from rank {old.rank} to {new.rank}"
    if abs(gained) < _SEEN and max(map(abs, changes.values())) < _SEEN:
        return f"{place}; its own value did not change."
    way = 1 if gained >= 0 else -1
    most = max(changes, key=lambda name: way * changes[name])
    # Changes of both signs may each be larger than their sum, so none is called a part of it.
    largest = f"the largest {'rise' if way > 0 else 'fall'} is {_points(changes[most])} on {most}"
    return f"{place}: {_points(gained)} points of value; {largest}."


def _points(change: float) -> str:
    return figure(100 * change, "+.1f")
