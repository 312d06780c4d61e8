"""Characters that the embedded fonts cannot print: said by their number instead of failing the whole document."""

import json
import re
from typing import Any, Final

# Latin, Greek, Cyrillic, punctuation, currency, arrows, mathematical operators, geometric shapes: what they all have.
_PRINTED: Final = re.compile(
    "[\n\t\x20-\x7e\xa0-\xac\xae-\u017f\u0384-\u03ce\u0400-\u045f\u1e80-\u1e85\u2009-\u200b\u2010-\u2014\u2018-\u201e"
    "\u2020-\u2022\u2026\u202f\u2030\u2032\u2033\u2039\u203a\u20ac\u2116\u2122\u2190-\u2195\u2202\u2206\u2211\u2212\u221a"
    "\u221e\u2248\u2260\u2264\u2265\u25a0\u25a1\u25cf\u2713]"
)


def printed(text: str) -> bool:
    """Whether every character of `text` is surely in the fonts, so that none is printed as its code point."""
    return numbered(text) == text


def numbered(text: str) -> str:
    """`text` with every character that may be missing in the fonts as its code point, such as "[U+5185]"."""
    return "".join(c if _PRINTED.match(c) else f"[U+{ord(c):04X}]" for c in text)


def numbered_data(encoded: bytes) -> bytes:
    """JSON with every text in it `numbered`, names of fields left alone."""
    return json.dumps(_numbered(json.loads(encoded)), ensure_ascii=False, sort_keys=True).encode()


def _numbered(value: Any) -> Any:
    if isinstance(value, str):
        return numbered(value)
    if isinstance(value, list):
        return [_numbered(each) for each in value]
    if isinstance(value, dict):
        return {name: _numbered(each) for name, each in value.items()}
    return value
