"""The SVG element around a drawing: its size, its name and description, its role."""

from __future__ import annotations

import hashlib

from attending.documents.markup import Markup, element
from attending.maps.layout.text import px


def framed(
    body: Markup, title: str, words: str, size: tuple[float, float], *, interactive: bool = False, paper: bool = False
) -> str:
    """One image with a name and a description, or a group of what can be focused; `size` is width and height in pixels.
    On paper it has the namespace and the font that a file of its own needs.
    """
    width, height = px(size[0]), px(size[1])
    prefix = "m" + hashlib.sha256(f"{body}\0{title}\0{words}".encode()).hexdigest()[:10]
    return element(
        "svg",
        element("title", title, id=f"{prefix}-t"),
        element("desc", words, id=f"{prefix}-d"),
        body,
        xmlns="http://www.w3.org/2000/svg" if paper else False,
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="group" if interactive else "img",
        aria_labelledby=f"{prefix}-t",
        aria_describedby=f"{prefix}-d",
        font_family="Arial, Helvetica, sans-serif" if paper else False,
    )
