"""Keys for what is new in a map, made of its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from typing import Final

_LONGEST: Final = 40


def key_for(name: str, taken: Container[str]) -> str:
    """A key made of a name: its letters and digits without accents, with a number where it is taken."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", ascii_only)[:_LONGEST].strip("-") or "new"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem[: _LONGEST - len(str(number)) - 1]}-{number}"
    return key
