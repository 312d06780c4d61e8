"""Attributes made of several columns: "sex x unit" with levels such as "female x unit 3"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from attending.analytics.stratum import Stratum

_SEPARATOR = " x "
_BARE = re.compile(r"\\*x")
_ESCAPED = re.compile(r"\\+x")


def join_parts(parts: Sequence[str]) -> str:
    """One text for several parts, which `split_parts` takes apart again.

    The parts are joined by " x ". A word "x" inside a part gets a backslash before it, so it is not taken for one.
    """
    if len(parts) < 2:
        raise ValueError(f"A combination has two or more parts, not {len(parts)}.")
    return _SEPARATOR.join(
        " ".join("\\" + word if _BARE.fullmatch(word) else word for word in part.split(" ")) for part in parts
    )


def split_parts(text: str) -> tuple[str, ...]:
    """The parts `join_parts` was given; one part where the text is not of several."""
    words = text.split(" ")
    # A bare x at the very start or end has no part on one side: then the text is a plain name.
    ends = [-1, *(i for i, word in enumerate(words) if word == "x" and 0 < i < len(words) - 1), len(words)]
    if len(ends) == 2:
        return (text,)
    return tuple(
        " ".join(word[1:] if _ESCAPED.fullmatch(word) else word for word in words[a + 1 : b]) for a, b in pairwise(ends)
    )


def crossed_stratum(parts: Sequence[Stratum]) -> Stratum:
    """The stratum where every one of `parts` (of different attributes) holds, in that order."""
    return Stratum(join_parts([p.attribute for p in parts]), join_parts([p.level for p in parts]))


def parts_of(stratum: Stratum) -> tuple[Stratum, ...]:
    """The single attributes and levels a combined stratum is made of; the stratum itself where it is not combined."""
    attributes, levels = split_parts(stratum.attribute), split_parts(stratum.level)
    if len(attributes) == 1 or len(attributes) != len(levels):
        return (stratum,)
    return tuple(Stratum(a, level) for a, level in zip(attributes, levels, strict=True))
