"""Charts as SVG: inline for a page under a strict content security policy, and with fixed colours for paper."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape
from typing import Any, Final

import altair as alt
import vl_convert

from attending.charts.canvas import FULL, NARROW, WIDE
from attending.charts.palette import VARIABLES
from attending.charts.rewrite import rewrite

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_VEGALITE: Final = "6.4"


def svg(chart: alt.TopLevelMixin, *, title: str | None = None, description: str | None = None) -> str:
    """An SVG element to write into a page as it is.

    It has no style attribute or element and refers to nothing outside; colours are CSS variables (`--chart-ink` and so
    on), text is in the page's font, and it takes the width of its container (`viewBox`). A screen reader meets one
    image with `title` and `description`; without them the chart's own are used. The title is not drawn: the page writes
    it as a heading. Rendering reads no file and no network, and equal charts are rendered once per process.
    """
    spec = chart.to_dict(validate=False)
    title = title if title is not None else _answer(spec)
    description = description if description is not None else str(spec.get("description", title))
    return _inline(_encode(_without_title(spec)), _printable(title), _printable(description))


def responsive_svg(draw: Callable[[int], alt.TopLevelMixin], *, full: bool = False) -> str:
    """SVG elements, wide and for phones, of which `charts.css` shows the one that fits its container.

    draw: makes the chart for a width in pixels, such as `lambda width: calibration(performance, width=width)`.
    full: a third for the width of a whole page, for a chart whose names are long.
    """
    widths = {"chart-wide": WIDE, "chart-narrow": NARROW, **({"chart-full": FULL} if full else {})}
    drawn = "".join(f'<div class="{name}">{svg(draw(width))}</div>' for name, width in widths.items())
    return f'<div class="chart-pair">{drawn}</div>'


def print_svg(chart: alt.TopLevelMixin, *, heading: bool = False) -> str:
    """A standalone SVG document with the light palette's colours, for paper.

    heading: draw the chart's title too; False where the document writes it as a caption.
    """
    spec = chart.to_dict(validate=False)
    return _standalone(_encode(spec if heading else _without_title(spec)))


def answer_of(chart: alt.TopLevelMixin) -> str:
    """The chart's title in one line: the answer to its question."""
    return _answer(_top(chart))


def _answer(spec: Mapping[str, Any]) -> str:
    noted = spec.get("usermeta", {}).get("attending", {}).get("answer")
    if noted is not None:
        return str(noted)
    title = spec.get("title", "Chart")
    text = title.get("text", "Chart") if isinstance(title, dict) else title
    return " ".join(text) if isinstance(text, list) else str(text)


def note_of(chart: alt.TopLevelMixin) -> str:
    """What the title rests on: n, events, period, how to read it. `svg` leaves it to the page, like the title."""
    return str(_top(chart).get("usermeta", {}).get("attending", {}).get("note", ""))


def description_of(chart: alt.TopLevelMixin) -> str:
    """What the chart shows, in words, for those who do not see it."""
    return str(_top(chart).get("description", ""))


def _top(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """What the sheet wrote on a chart, without building the rest of it; else the whole chart as a dict."""
    if isinstance(chart, alt.LayerChart) and isinstance(chart.usermeta, dict):
        return {"usermeta": chart.usermeta, "description": chart.description}
    return chart.to_dict(validate=False)


def _without_title(spec: dict[str, Any]) -> dict[str, Any]:
    bare = {name: value for name, value in spec.items() if name != "title"}
    top = spec.get("usermeta", {}).get("attending", {}).get("top")
    if top is not None:
        bare["padding"] = {**spec["padding"], "top": top}
    return bare


def _encode(spec: dict[str, Any]) -> str:
    # The renderer ends the whole process at a control character in a text that it measures.
    return json.dumps(_printable(spec), sort_keys=True, ensure_ascii=False)


def _printable(value: Any) -> Any:
    """The same with a replacement character for each control character in its texts."""
    if isinstance(value, str):
        return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, dict):
        return {_printable(name): _printable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return value


@lru_cache(maxsize=256)
def _inline(spec: str, title: str, description: str) -> str:
    prefix = "c" + hashlib.sha256(f"{spec}\0{title}\0{description}".encode()).hexdigest()[:10]
    body, (width, height) = rewrite(_render(spec), prefix=prefix, colours=VARIABLES)
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-labelledby="{prefix}-t {prefix}-d">'
        f'<title id="{prefix}-t">{escape(title)}</title><desc id="{prefix}-d">{escape(description)}</desc>{body}</svg>'
    )


@lru_cache(maxsize=64)
def _standalone(spec: str) -> str:
    body, (width, height) = rewrite(_render(spec), prefix="c", colours={})
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="Arial, Helvetica, sans-serif">{body}</svg>'
    )


def _render(spec: str) -> str:
    return str(vl_convert.vegalite_to_svg(spec, vl_version=_VEGALITE, allowed_base_urls=[]))


def warm() -> None:
    """Start the renderer: its first chart takes half a second longer than the others."""
    _render('{"data":{"values":[{}]},"mark":"point"}')
