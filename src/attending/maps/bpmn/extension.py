"""What BPMN has no place for, as elements of our own namespace; plain data in, the same plain data out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from attending.documents.xml import XmlElement
from attending.maps.bpmn.names import CARE
from attending.maps.yaml_tree import Plain

_TYPES: Final[Mapping[str, Callable[[str], Plain]]] = {
    "minutes": lambda text: _number(text),
    "within_minutes": lambda text: _number(text),
    "place": lambda text: _number(text),
    "people": lambda text: _number(text),
    "downtime": lambda text: text == "true",
    "counts_before": lambda text: text == "true",
}


def put(parent: Element, name: str, fields: Mapping[str, Plain]) -> None:
    """Fields as an element: single values are attributes, lists repeated elements, fields in fields elements."""
    element = SubElement(parent, f"care:{name}")
    for field, value in fields.items():
        if isinstance(value, dict):
            put(element, field, value)
        elif isinstance(value, list):
            for each in value:
                if isinstance(each, dict):
                    put(element, field, each)
                else:
                    SubElement(element, f"care:{field}").text = str(each)
        else:
            element.set(field, str(value).lower() if isinstance(value, bool) else str(value))


def taken(element: XmlElement, *lists: str) -> dict[str, Plain]:
    """The fields of an element that `put` made; `lists` names the fields that are lists of fields."""
    fields: dict[str, Plain] = {
        name: _TYPES[name](text) if name in _TYPES else text
        for name, text in element.attributes.items()
        if " " not in name
    }
    for child in element.all(CARE):
        if child.name in lists or (not (child.attributes or child.children) and child.text.strip()):
            many = fields.setdefault(child.name, [])
            if isinstance(many, list):
                many.append(taken(child) if child.name in lists else child.text)
        else:
            fields[child.name] = taken(child)
    return fields


def _number(text: str) -> Plain:
    """A number where it is one; anything else stays text, which reading then refuses by its name."""
    try:
        value = float(text)
    except ValueError:
        return text
    return int(value) if value.is_integer() else value
