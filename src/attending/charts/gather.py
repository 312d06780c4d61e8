"""Write an SVG's marks shorter: what neighbours have in common once, around them, and each in its shortest form.

A third of what the renderer writes is repeated paint, and each line, point and word carries its place twice as long as
it needs to.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

# SVG 2 section 6.6: these are inherited, so a group around the marks paints them alike.
_INHERITED: Final = frozenset(
    {
        "fill",
        "fill-opacity",
        "font-size",
        "font-style",
        "font-weight",
        "stroke",
        "stroke-dasharray",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-opacity",
        "stroke-width",
        "text-anchor",
    }
)
_MARKS: Final = re.compile(r'(?:<(line|path|rect|text)(?: [a-z0-9-]+="[^"]*")*(?:/>|>[^<]*</\1>))+')
_MARK: Final = re.compile(r'<([a-z]+)((?: [a-z0-9-]+="[^"]*")*)(/>|>[^<]*</\1>)')
_ATTRIBUTE: Final = re.compile(r' ([a-z0-9-]+)="([^"]*)"')
_MOVED: Final = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
_DISC: Final = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0(?:Z)?")


def gathered(body: str) -> str:
    """The same drawing; marks that follow one another and share their paint stand in one group that has it."""
    return _MARKS.sub(lambda match: "".join(_groups(match.group())), body)


def _groups(marks: str) -> Iterator[str]:
    found = [_short(*match.groups()) for match in _MARK.finditer(marks)]
    for paint, run in groupby(found, key=lambda mark: _written(_shared(mark[1]))):
        group = list(run)
        if len(group) == 1 or not paint:
            yield from (f"<{tag}{_written(attributes)}{rest}" for tag, attributes, rest in group)
            continue
        own = (f"<{tag}{_written(_own(attributes))}{rest}" for tag, attributes, rest in group)
        yield f"<g{paint}>{''.join(own)}</g>"


def _short(tag: str, written: str, rest: str) -> tuple[str, dict[str, str], str]:
    """A word at its place instead of moved there; a line as the path between its ends; a round point as a circle."""
    attributes = dict(_ATTRIBUTE.findall(written))
    moved = _MOVED.fullmatch(attributes.get("transform", ""))
    if tag == "text" and moved and not {"x", "y"} & attributes.keys():
        return tag, {"x": moved[1], "y": moved[2], **_without(attributes, "transform")}, rest
    if tag == "line" and moved and not {"x1", "y1"} & attributes.keys():
        right, down = attributes.get("x2", "0"), attributes.get("y2", "0")
        step = f"v{down}" if float(right) == 0 else f"h{right}" if float(down) == 0 else f"l{right},{down}"
        return "path", {"d": f"M{moved[1]},{moved[2]}{step}", **_without(attributes, "transform", "x2", "y2")}, rest
    disc = _DISC.fullmatch(attributes.get("d", "")) if tag == "path" else None
    if disc and moved:
        return "circle", {"cx": moved[1], "cy": moved[2], "r": disc[1], **_without(attributes, "transform", "d")}, rest
    return tag, attributes, rest


def _without(attributes: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name not in names}


def _shared(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: attributes[name] for name in sorted(attributes) if name in _INHERITED}


def _own(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name not in _INHERITED}


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in attributes.items())
