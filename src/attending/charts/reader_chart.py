"""AI alone, clinician alone, clinician with AI: how many of the ill and of the well does each read right?"""

from collections.abc import Mapping, Sequence
from typing import Final

import altair as alt

from attending.analytics import Estimate
from attending.analytics.catalogs import measures
from attending.charts import palette
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, labels, segments, sheet
from attending.charts.key import CROSS, symbols
from attending.charts.numbers import amount, decimal, with_interval
from attending.charts.rows import Column, Table
from attending.charts.scales import Axis, axis_for

SHOWN: Final = ("sensitivity", "specificity")
_LOOKS: Final = (("circle", palette.ACCENT), ("square", palette.INK), ("diamond", palette.SECOND))

Readers = Mapping[str, Mapping[str, Estimate]]


def answer(readers: Readers, changes: Sequence[Estimate]) -> str:
    """What reading with the AI changed where that was compared; else the first reader's own figures."""
    if changes and all(each.value is not None for each in changes):
        return f"Reading with the AI against reading alone: {' and '.join(_change(each) for each in changes)}"
    for name, measured in readers.items():
        told = [f"{measures()[key].short.lower()} {with_interval(measured[key])}" for key in SHOWN]
        return f"{name}: {', '.join(told)}"
    return "No case was read"


def reader_rows(readers: Readers) -> Table:
    """One row a reader and measure, with the counts behind it."""
    return Table(
        "Each reader against the reference standard, verified cases, 95 % intervals",
        tuple(Column(label, at > 1) for at, label in enumerate(("Measure", "Reader", "Value", "Cases", "Right"))),
        tuple(
            (
                measures()[key].title,
                name,
                with_interval(measured[key]) if measured[key].value is not None else measured[key].reason or "",
                f"{measured[key].denominator or 0:,}",
                f"{measured[key].numerator or 0:,}",
            )
            for key in SHOWN
            for name, measured in readers.items()
        ),
    )


@drawn
def reader_accuracy(
    readers: Readers, *, changes: Sequence[Estimate] = (), period: str = "", width: int = WIDE
) -> alt.LayerChart:
    """Sensitivity and specificity of up to three readers, by their names, with 95 % intervals.

    changes: the paired differences of the reader with AI less the one without, which give the answer in the title.
    Readers saw the same cases only where that is said; intervals that overlap do not show that readers are alike.
    """
    title = answer(readers, changes)
    subtitle = f"Verified cases{', ' + period if period else ''}. Bars are 95 % intervals (Wilson)."
    if not readers:
        return empty("No case of this log has a reading.", width=width, title=title, subtitle=subtitle)
    narrow = is_narrow(width)
    left, right = (4, 22) if narrow else (150, 170)
    plot_width = width - left - right
    line = 44 if narrow else 26
    block = 34 + line * len(readers) + 26
    ends = [
        end
        for measured in readers.values()
        for key in SHOWN
        for end in (measured[key].low, measured[key].high)
        if end is not None
    ]
    axis = axis_for("sensitivity", ends or [0.0, 1.0])
    layers: list[alt.Chart | alt.LayerChart] = []
    for place, key in enumerate(SHOWN):
        top = block * place
        bottom = top + block - 24
        layers.append(segments([{"px": -left, "px2": width - left, "py": top, "py2": top}], colour=palette.GRID))
        layers.append(
            labels(
                [{"px": -left, "py": top + 16, "text": measures()[key].title}], colour=palette.INK, size=13, bold=True
            )
        )
        marks = [{"px": plot_width * axis.fraction(tick), "tick": tick} for tick in axis.ticks]
        layers.append(
            segments(
                [{"px": m["px"], "px2": m["px"], "py": top + 30, "py2": bottom} for m in marks], colour=palette.GRID
            )
        )
        layers.append(
            labels([{"px": m["px"], "py": bottom + 10, "text": amount(key, m["tick"])} for m in marks], align="center")
        )
        for order, ((name, measured), (shape, colour)) in enumerate(zip(readers.items(), _LOOKS, strict=False)):
            y = top + 34 + line * order + (28 if narrow else line / 2)
            layers += _reader(
                name, measured[key], y, shape, colour, left=left, plot_width=plot_width, axis=axis, narrow=narrow
            )
    return sheet(
        layers,
        plot=(plot_width, block * len(SHOWN)),
        margins=Margins(left, right, 4, 4),
        title=title,
        subtitle=subtitle,
        description=f"{title}. {'; '.join(_said(readers))}.",
    )


def _reader(
    name: str,
    estimate: Estimate,
    y: float,
    shape: str,
    colour: str,
    *,
    left: int,
    plot_width: int,
    axis: Axis,
    narrow: bool,
) -> list[alt.Chart]:
    told = with_interval(estimate)
    if narrow:
        layers = [
            labels([{"px": -left, "py": y - 15, "text": name}], colour=colour),
            labels([{"px": plot_width, "py": y - 15, "text": told}], colour=colour, align="right"),
        ]
    else:
        layers = [
            labels([{"px": -left, "py": y, "text": name}], colour=colour),
            labels([{"px": plot_width + 16, "py": y, "text": told}], colour=colour),
        ]
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return [*layers, symbols([{"px": 6, "py": y}], shape=CROSS, colour=palette.MUTED)]
    low, middle, high = (plot_width * axis.fraction(v) for v in (estimate.low, estimate.value, estimate.high))
    layers.append(segments([{"px": low, "px2": high, "py": y, "py2": y}], colour=colour, thickness=2))
    layers.append(symbols([{"px": middle, "py": y}], shape=shape, colour=colour, size=80))
    return layers


def _change(estimate: Estimate) -> str:
    name = measures()[estimate.measure].short.removesuffix(" difference").lower()
    value, low, high = estimate.value or 0.0, estimate.low, estimate.high
    points = f"{decimal(abs(value) * 100, 1)} points"
    if low is None or high is None:
        return f"{name} not compared"
    between = f"{decimal(low * 100, 1)} to {decimal(high * 100, 1)}"
    if low <= 0 <= high:
        return f"no difference shown in {name} ({decimal(value * 100, 1)} points, {between})"
    return f"{name} {points} {'higher' if value > 0 else 'lower'} ({between})"


def _said(readers: Readers) -> list[str]:
    return [
        f"{measures()[key].short}: "
        + ", ".join(f"{name} {with_interval(found[key])}" for name, found in readers.items())
        for key in SHOWN
    ]
