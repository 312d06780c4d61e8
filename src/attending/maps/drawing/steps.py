"""A step: its shape, what is written in it, and the mark that a comparison or a log puts on it."""

from __future__ import annotations

from typing import Final

from attending.documents.markup import Markup, element
from attending.maps.drawing import shapes
from attending.maps.drawing.colours import Colours
from attending.maps.drawing.marks import Mark
from attending.maps.drawing.writing import lines_of
from attending.maps.layout import Box
from attending.maps.layout.text import LINE, SIZE, SMALL, SMALL_LINE, px, width, wrapped
from attending.maps.model import CareMap, StepKind
from attending.maps.words import told

_BAR: Final = 5.0


def step_group(care_map: CareMap, box: Box, colours: Colours, mark: Mark | None, *, interactive: bool) -> Markup:
    """The group of one step; its title is what a pointer shows and, where it can be focused, what is read out."""
    step = box.step
    words = told(care_map, step)
    if mark is not None and mark.words:
        words = f"{mark.words}. {words}"
    return element(
        "g",
        element("title", words),
        *_body(box, colours, mark),
        _text(box, colours),
        _flag(box, colours, mark),
        data_step=step.key,
        data_lane=step.lane,
        data_place=str(box.column),
        role="button" if interactive else False,
        tabindex="0" if interactive else False,
        aria_label=words if interactive else False,
    )


def _body(box: Box, colours: Colours, mark: Mark | None) -> list[Markup]:
    kind = box.step.kind
    assist = kind is StepKind.ASSIST
    quiet = kind in (StepKind.START, StepKind.END)
    fill = colours["accent-wash" if assist else "neutral-wash" if quiet else "surface"]
    stroke = colours["accent" if assist else "ok" if box.step.oversight else "ink"]
    if mark is not None:
        fill, stroke = colours[f"{mark.tone}-wash"], colours[mark.tone]
    thick = 2.0 if assist or box.step.oversight or mark else 1.25
    parts = [shapes.outline(box, fill=fill, stroke=stroke, thick=thick, dashed=mark is not None and mark.gone)]
    if box.step.oversight is not None and kind is StepKind.TASK:
        parts.append(shapes.bar(box, _BAR, fill=stroke))
    return parts


def _text(box: Box, colours: Colours) -> Markup:
    card = box.card
    middle = box.left + box.width / 2
    text = LINE * len(card.name) + SMALL_LINE * (len(card.tag) + len(card.foot))
    top = box.middle - text / 2
    tag = lines_of(
        card.tag,
        middle,
        top + SMALL - 1,
        step=SMALL_LINE,
        size=SMALL,
        fill=colours["accent" if box.step.kind is StepKind.ASSIST else "ok"],
        anchor="middle",
        bold=True,
    )
    top += SMALL_LINE * len(card.tag)
    name = lines_of(card.name, middle, top + SIZE - 1, step=LINE, size=SIZE, fill=colours["ink"], anchor="middle")
    top += LINE * len(card.name)
    foot = lines_of(card.foot, middle, top + SMALL, step=SMALL_LINE, size=SMALL, fill=colours["muted"], anchor="middle")
    return Markup(tag + name + foot)


def _flag(box: Box, colours: Colours, mark: Mark | None) -> Markup:
    if mark is None or not mark.words:
        return Markup("")
    (words,) = wrapped(mark.words, box.width - 24, SMALL, 1)
    wide = width(words, SMALL) * 1.06 + 12
    left = box.left + box.width - wide - 6
    pill = element("rect", x=px(left), y=px(box.top - 9), width=px(wide), height="16", rx="8", fill=colours[mark.tone])
    text = lines_of(
        [words],
        left + wide / 2,
        box.top + 3,
        step=0,
        size=SMALL,
        fill=colours["surface"],
        anchor="middle",
        bold=True,
    )
    return element("g", pill, text)
