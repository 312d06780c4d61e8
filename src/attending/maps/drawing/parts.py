"""The parts of a drawing that stand on the lanes: arrows, their labels, steps; each with how far it reaches across."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from attending.documents.markup import Markup, element
from attending.maps.drawing.arrows import arrow, label
from attending.maps.drawing.colours import Colours
from attending.maps.drawing.lanes import fill_of
from attending.maps.drawing.marks import Mark
from attending.maps.drawing.steps import step_group
from attending.maps.layout import Layout
from attending.maps.model import CareMap


@dataclass(frozen=True, slots=True)
class Part:
    """Something drawn, from `left` to `right` in pixels."""

    left: float
    right: float
    markup: Markup


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts of a drawing, in the order in which they lie over one another."""

    arrows: tuple[Part, ...]
    labels: tuple[Part, ...]
    steps: tuple[Part, ...]

    def between(self, left: float, right: float) -> Markup:
        """Those that reach into a window, in pixels across."""
        return Markup(
            element("g", *_within(self.arrows, left, right))
            + element("g", *_within(self.labels, left, right), aria_hidden="true")
            + element("g", *_within(self.steps, left, right))
        )


def parts_of(
    care_map: CareMap, layout: Layout, colours: Colours, marks: Mapping[str, Mark], *, interactive: bool = False
) -> Parts:
    """Draw the parts; `marks` are by the keys of steps and flows."""
    band = {each.lane.key: each for each in layout.bands}
    arrows, labels = [], []
    for route in layout.routes:
        source = layout.boxes[route.link.source]
        mark = marks.get(route.link.key)
        across = [x for x, _ in route.points]
        arrows.append(Part(min(across), max(across), arrow(route, colours, mark)))
        right = source.left + source.width
        words = label(route, right, colours, mark, fill_of(band[source.step.lane], colours))
        labels.append(Part(right, right + route.label.width, words))
    steps = [
        Part(
            box.left,
            box.left + box.width,
            step_group(care_map, box, colours, marks.get(box.step.key), interactive=interactive),
        )
        for box in layout.boxes.values()
    ]
    return Parts(tuple(arrows), tuple(labels), tuple(steps))


def _within(parts: Iterable[Part], left: float, right: float) -> list[Markup]:
    return [each.markup for each in parts if each.left <= right and left <= each.right]
