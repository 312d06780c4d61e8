"""Write what neighbouring marks of an SVG have in common once, around them: a third of a chart is repeated paint."""

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


def gathered(body: str) -> str:
    """The same drawing; marks that follow one another and share their paint stand in one group that has it."""
    return _MARKS.sub(lambda match: "".join(_groups(match.group())), body)


def _groups(marks: str) -> Iterator[str]:
    found = [
        (match.group(1), dict(_ATTRIBUTE.findall(match.group(2))), match.group(3)) for match in _MARK.finditer(marks)
    ]
    for paint, run in groupby(found, key=lambda mark: _written(_shared(mark[1]))):
        group = list(run)
        if len(group) == 1 or not paint:
            yield from (f"<{tag}{_written(attributes)}{rest}" for tag, attributes, rest in group)
            continue
        own = (f"<{tag}{_written(_own(attributes))}{rest}" for tag, attributes, rest in group)
        yield f"<g{paint}>{''.join(own)}</g>"


def _shared(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: attributes[name] for name in sorted(attributes) if name in _INHERITED}


def _own(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name not in _INHERITED}


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in attributes.items())
