"""Which items are reviewed: a draw anyone can repeat and check with nothing but SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attending.analytics.peer_review.allocation import Allocation


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """An item to be reviewed. `place` counts from 1 within its stratum; `weight` is how many items it stands for."""

    unit: str
    user: str
    reference: str
    place: int
    weight: float
    digest: str


@dataclass(frozen=True, slots=True)
class Draw:
    """A drawn sample with what an auditor needs to draw it again.

    `frame` is the SHA-256 of the whole list it was drawn from; `reserves` follow in their stratum's order and stand in
    for items that cannot be reviewed.
    """

    seed: str
    frame: str
    population: int
    items: tuple[DrawnItem, ...]
    reserves: tuple[DrawnItem, ...]
    method: str


METHOD = (
    "Each reference gets SHA-256 of the UTF-8 JSON list [seed, unit, user, reference] (no spaces, not escaped to "
    "ASCII); in each unit and user the references with the lowest digests are drawn."
)


def draw(
    references: Mapping[tuple[str, str], Sequence[str]],
    allocation: Sequence[Allocation],
    *,
    seed: str,
    reserve: int = 0,
) -> Draw:
    """Draw the allocated number of items from each (unit, user).

    The order of the references does not matter, and a larger allocation with the same seed keeps what a smaller one
    drew. The seed is to be written down before the list is known: then nobody can steer the draw. Items come in one
    order across the strata, by digest, so that a review that stops early has seen all strata alike.
    Raises ValueError for an empty seed, a reference given twice, or a list that does not match its stratum's size.
    """
    if not seed:
        raise ValueError("A draw needs a seed, written down before the list of items is known.")
    if reserve < 0:
        raise ValueError(f"The number of reserves is 0 or more, not {reserve}.")
    given = {key: each for key, each in references.items() if each}
    allocated = {each.stratum.key: each for each in allocation}
    for key in given:
        if key not in allocated:
            raise ValueError(f"{key[0]}, {key[1]} has items but no place in the allocation: allocate again.")
    items: list[DrawnItem] = []
    reserves: list[DrawnItem] = []
    for key, each in allocated.items():
        listed = given.get(key, ())
        if len(set(listed)) != len(listed):
            raise ValueError(f"A reference is listed twice for {key[0]}, {key[1]}: list each item once.")
        if len(listed) != each.stratum.population:
            raise ValueError(
                f"{key[0]}, {key[1]} lists {len(listed)} items, but the allocation was made for "
                f"{each.stratum.population}: allocate again from the same list."
            )
        weight = each.weight
        if weight is None:
            continue
        ranked = sorted((_digest(seed, *key, reference), reference) for reference in listed)
        chosen = [
            DrawnItem(*key, reference, place, weight, digest) for place, (digest, reference) in enumerate(ranked, 1)
        ]
        items += chosen[: each.sampled]
        reserves += chosen[each.sampled : each.sampled + reserve]
    frame = sorted([unit, user, reference] for (unit, user), listed in given.items() for reference in listed)
    return Draw(
        seed,
        _sha256(frame),
        len(frame),
        tuple(sorted(items, key=lambda item: item.digest)),
        tuple(sorted(reserves, key=lambda item: (item.unit, item.user, item.place))),
        METHOD,
    )


def _digest(seed: str, unit: str, user: str, reference: str) -> str:
    return _sha256([seed, unit, user, reference])


def _sha256(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
