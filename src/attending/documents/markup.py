"""HTML from parts: whatever is not markup already is escaped, so text from a file can only ever be text."""

from __future__ import annotations

from html import escape

VOID = frozenset({"meta", "br", "hr"})


class Markup(str):
    """Text that is HTML already; made by ``element`` and ``trusted`` only."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | bool) -> Markup:
    """An element. Children that are not Markup are escaped, and so is every attribute.

    An underscore at the end of an attribute's name is dropped (``class_``), others become hyphens; True writes the name
    alone, False nothing.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{join(*children)}</{name}>")


def join(*children: str) -> Markup:
    """Children one after the other, escaped where they are not Markup."""
    return Markup("".join(child if isinstance(child, Markup) else escape(child) for child in children))


def trusted(html: str) -> Markup:
    """HTML from code that escapes for itself, such as a chart's SVG; never text that came from outside."""
    return Markup(html)


def _attribute(name: str, value: str | bool) -> str:
    if value is False:
        return ""
    name = name.removesuffix("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
