"""Numbers held against what they may be, refused with their name, their value and what is expected."""

from __future__ import annotations

import math


def require(name: str, value: float, *, above: float | None = None, least: float | None = None, most: float) -> None:
    """Raise ValueError unless `value` is finite, at most `most`, and more than `above` or at least `least`."""
    fits = math.isfinite(value) and value <= most
    if above is not None:
        fits, said = fits and value > above, f"more than {above:g}"
    else:
        least = 0.0 if least is None else least
        fits, said = fits and value >= least, f"{least:g} or more"
    if not fits:
        raise ValueError(f"{name} is {value:g}; give a number {said}, at most {most:,.12g}.")
