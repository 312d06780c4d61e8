"""What every text of a map has to be before it is kept, readable as a map or not: a draft may be half written."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

from attending.maps.model import CareMap
from attending.maps.problems import MapRefused
from attending.maps.reading import read
from attending.maps.writing import write
from attending.maps.yaml_tree import UNPRINTABLE
from attending.program.rules import Refused

LONGEST: Final = 2_000_000
"""Characters of a map's text: a map of 10,000 steps, each with a note, is half as long."""
_UNPRINTABLE: Final = re.compile(UNPRINTABLE)


def tidied(text: str) -> str:
    """The text with the line ends of a map. Raises Refused for one that is empty, too long or not printable."""
    found = text.replace("\r\n", "\n").replace("\r", "\n")
    if not found.strip():
        raise Refused("The map is empty. Write at least its format and title, or go back without saving.")
    if len(found) > LONGEST:
        raise Refused(f"The map has {len(found):,} characters; at most {LONGEST:,} can be kept. Split it in two maps.")
    wrong = _UNPRINTABLE.search(found)
    if wrong:
        line = found.count("\n", 0, wrong.start()) + 1
        raise Refused(
            f"Line {line} holds a character that cannot be printed (U+{ord(wrong.group()):04X}). Take it out."
        )
    return found


def hash_of(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal."""
    return sha256(text.encode("utf-8")).hexdigest()


def readable(text: str) -> CareMap | None:
    """The map that the text describes, or None while it cannot be read."""
    try:
        return read(text)
    except MapRefused:
        return None


def beginning(title: str) -> str:
    """The text of a map with nothing but a title."""
    return write(CareMap(title=" ".join(title.split())))
