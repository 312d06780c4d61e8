"""Rewrite the renderer's SVG for a page under a strict content security policy.

What the renderer writes is correct but verbose: a role and label on every mark, empty groups, fifteen decimals. A page
shows a chart as one image with a title and a description, so all of that is dropped, ids become unique, and colours
may become CSS variables (a presentation attribute may hold `var(..)`; CSS Variables Level 1 section 3).
"""

import re
from collections.abc import Mapping
from html import escape
from xml.parsers import expat

from attending.charts.gather import gathered
from attending.charts.palette import PAPER

_DROPPED_ATTRIBUTES = {"class", "role", "version", "pointer-events", "xmlns", "xmlns:xlink", "stroke-miterlimit"}
_DEFAULTS = {
    ("fill-opacity", "1"),
    ("font-weight", "normal"),
    ("opacity", "1"),
    ("stroke-dasharray", "1,0"),
    ("stroke-opacity", "1"),
    ("stroke-width", "1"),
    ("text-anchor", "start"),
    ("transform", "translate(0,0)"),
}
_PLACES = {"d", "transform", "x", "x1", "x2", "y", "y1", "y2", "width", "height"}
_LONG_DECIMALS = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_VOID_PATHS = {"", "M0,0h0v0h0Z"}
_SPACE_KEEPERS = {"text", "tspan", "title", "desc"}


def rewrite(source: str, *, prefix: str, colours: Mapping[str, str]) -> tuple[str, tuple[float, float]]:
    """The inner elements of an SVG document, and its width and height in user units.

    prefix: starts every id, so that several charts share a page. colours: attribute value -> value to write instead.
    """
    writer = _Writer(prefix, colours)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.Parse(source, True)
    return gathered("".join(writer.parts)), writer.size


class _Writer:
    def __init__(self, prefix: str, colours: Mapping[str, str]) -> None:
        self.parts: list[str] = []
        self.size = (0.0, 0.0)
        self._prefix = prefix
        self._colours = colours
        self._ids: dict[str, str] = {}
        self._pending: list[str] = []  # opening tags of groups that have no content yet
        self._closing: list[str | None] = []  # per open element: what closes it; None for a group not written yet
        self._skipping = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._skipping or self._is_void(tag, attributes):
            self._skipping += 1
            return
        if tag == "svg":
            self.size = (float(attributes["width"]), float(attributes["height"]))
            self._closing.append("")
            return
        kept = self._kept(attributes)
        if tag == "g":
            self._pending.append(f"<g{kept}>" if kept else "")
            self._closing.append(None)
            return
        self._flush()
        self.parts.append(f"<{tag}{kept}>")
        self._closing.append(f"</{tag}>")

    def end(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        closing = self._closing.pop()
        if closing is None:
            self._pending.pop()
            return
        opening = f"<{tag}"
        if closing and self.parts[-1].startswith(opening) and closing == f"</{tag}>" and tag not in _SPACE_KEEPERS:
            self.parts[-1] = self.parts[-1][:-1] + "/>"
        else:
            self.parts.append(closing)

    def text(self, content: str) -> None:
        if not self._skipping and content.strip():
            self._flush()
            self.parts.append(escape(content, quote=False))

    def _flush(self) -> None:
        """Write the groups that wait for content; a group without attributes is left out, its content stays."""
        if not self._pending:
            return
        first = len(self._closing) - len(self._pending)
        for offset, opening in enumerate(self._pending):
            self.parts.append(opening)
            self._closing[first + offset] = "</g>" if opening else ""
        self._pending.clear()

    def _is_void(self, tag: str, attributes: Mapping[str, str]) -> bool:
        if attributes.get("display") == "none":
            return True
        if tag == "path":
            invisible = (
                attributes.get("class") == "background" and "stroke" not in attributes and "fill" not in attributes
            )
            return attributes.get("d", "") in _VOID_PATHS or invisible
        # The renderer paints the page's paper first; on a page the paper is the page's own.
        return tag == "rect" and attributes.get("fill") == PAPER and "x" not in attributes

    def _kept(self, attributes: Mapping[str, str]) -> str:
        written = []
        for name, value in attributes.items():
            if name in _DROPPED_ATTRIBUTES or name.startswith("aria-") or name == "font-family":
                continue
            if (name, value) in _DEFAULTS:
                continue
            written.append(f' {name}="{escape(self._value(name, value))}"')
        return "".join(written)

    def _value(self, name: str, value: str) -> str:
        if name == "id":
            return self._id(value)
        if value in self._colours:
            return self._colours[value]
        if name == "font-size":
            return value.removesuffix("px")
        value = _REFERENCE.sub(lambda match: f"url(#{self._id(match.group(1))})", value)
        # A tenth of a pixel is finer than any screen or printer shows at the size of a chart.
        digits = 1 if name in _PLACES else 2
        return _LONG_DECIMALS.sub(lambda match: f"{round(float(match.group()), digits):g}", value)

    def _id(self, original: str) -> str:
        """Numbered afresh: the renderer counts on through the process, which would make equal charts differ."""
        return self._ids.setdefault(original, f"{self._prefix}-{len(self._ids) + 1}")
