"""What can be done with a draft now: nothing is offered on the page that would be refused."""

from __future__ import annotations

from dataclasses import dataclass

from attending.workflow.queries.maps import Standing, is_signed
from attending.workflow.rules.map_text import hash_of


@dataclass(frozen=True, slots=True)
class Next:
    """Whether to ``offer`` the draft for signature and to ``keep`` it as a version; ``told`` says why one is left out.

    ``start_to_be``: whether the map of how the work is to be can begin from this one.
    """

    offer: bool
    keep: bool
    start_to_be: bool
    told: str


def what_next(found: Standing, musts: int | None, *, start_to_be: bool) -> Next:
    """``musts`` counts what must be mended before the map is signed; None where no step can be drawn yet."""
    if musts is None:
        return Next(offer=False, keep=False, start_to_be=False, told="")
    newest = found.newest
    changed = newest is None or newest.sha256 != hash_of(found.care_map.draft.text)
    unsigned = changed or newest is None or not is_signed(newest)
    if found.in_hand is not None:
        told = f"Version {found.in_hand.number} is being signed; the next one can be offered after it."
    elif not unsigned:
        told = "This draft is signed. Change something, and it can be offered again."
    elif musts:
        things = "1 thing" if musts == 1 else f"{musts} things"
        told = f"{things} must be mended before it can be offered for signature: see what the checks say."
    else:
        told = ""
    return Next(offer=not told, keep=changed, start_to_be=start_to_be, told=told)
