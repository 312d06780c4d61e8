"""A map as plain data while it is changed, and the refusal of a change."""

from __future__ import annotations

from typing import Any, Final

from attending.maps.model import CareMap
from attending.maps.writing import plain_of

Fields = dict[str, Any]
SECTIONS: Final = {"shift": "shifts", "lane": "lanes", "step": "steps", "hazard": "hazards", "rule": "rules"}


class EditRefused(ValueError):
    """A change that cannot be made; the message says why and what to do."""


class Document:
    """A map's plain data, with every `next` as a list of fields."""

    def __init__(self, care_map: CareMap) -> None:
        self.fields: Fields = dict(plain_of(care_map))
        for section in SECTIONS.values():
            self.fields.setdefault(section, {})
        for step in self.section("step").values():
            ways = step.get("next", [])
            listed = ways if isinstance(ways, list) else [ways]
            step["next"] = [{"to": way} if isinstance(way, str) else way for way in listed]

    def section(self, kind: str) -> dict[str, Fields]:
        """All of a kind, such as step, by their keys."""
        found: dict[str, Fields] = self.fields[SECTIONS[kind]]
        return found

    def one(self, kind: str, key: str) -> Fields:
        """The fields of one thing. Raises EditRefused where there is none with this key."""
        if key not in self.section(kind):
            raise EditRefused(f"There is no {kind} “{key}” in the map; it may have been removed. Load the map again.")
        return self.section(kind)[key]

    def flow(self, source: str, target: str) -> Fields | None:
        """The fields of the flow between two steps, None where there is none."""
        ways: list[Fields] = self.one("step", source)["next"]
        return next((way for way in ways if way["to"] == target), None)

    def finished(self) -> Fields:
        """The plain data to read, without what is empty."""
        for step in self.section("step").values():
            if not step.get("next", True):
                del step["next"]
        return {name: value for name, value in self.fields.items() if value != {}}
