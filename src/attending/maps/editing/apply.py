"""Apply one operation, as a page sends it, to a map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from attending.maps.editing import changing, flows, removing
from attending.maps.editing.document import Document, EditRefused
from attending.maps.entry import Entry
from attending.maps.model import CareMap
from attending.maps.problems import MapRefused, Problem
from attending.maps.reading import from_plain
from attending.maps.yaml_tree import Plain, node_of

OPERATIONS: Final[Mapping[str, Callable[[Document, Entry], None]]] = {
    "add": changing.add,
    "add_lane": changing.add_lane,
    "add_step": changing.add_step,
    "move_lane": changing.move_lane,
    "move_step": changing.move_step,
    "rename": changing.rename,
    "change": changing.change,
    "connect": flows.connect,
    "disconnect": flows.disconnect,
    "remove": removing.remove,
}
"""The operations by the name that stands in their field `do`."""
_TAKEN_OUT: Final = ("place", "when", "hand_off")


def apply(care_map: CareMap, operation: Mapping[str, Plain]) -> CareMap:
    """The map after the operation. Raises EditRefused, which says why it cannot be done; the map is then as before.

    add_lane: name, and maybe key, kind, discipline, before (a lane). add_step: lane, kind, name, and maybe key, place,
    after (a step that then leads to it), hand_off. add: what (shift, hazard, rule), fields, and maybe key. move_lane:
    lane, before (a lane, or nothing for the end). move_step: step, and maybe lane, place (null: laid out by itself).
    connect: from, to, and maybe when, else, hand_off; a flow that is there takes them over. disconnect: from, to.
    rename: what (map, lane, step, hazard, rule), key, name. change: what, key, fields as in the text; null takes one
    out. remove: what, key; flows to a step go with it, and with bridge: true its one way on takes their place.
    """
    problems: list[Problem] = []
    given = {name: value for name, value in operation.items() if value is not None or name in _TAKEN_OUT}
    entry = Entry(node_of(given), "", problems)
    name = entry.choice("do", tuple(OPERATIONS), required=True)
    document = Document(care_map)
    if name:
        OPERATIONS[name](document, entry)
    if problems:
        raise EditRefused("\n".join(str(each) for each in problems))
    try:
        return from_plain(document.finished())
    except MapRefused as refusal:
        raise EditRefused(str(refusal)) from refusal
