"""A YAML file of plain data, read without running anything that it says."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any, Final

import yaml

LARGEST: Final = 2**20
"""Bytes of the largest file that is read."""


class ImportRefused(ValueError):
    """A configuration that was not imported: which file and key, what is there and what was expected."""

    def __init__(self, file: str, key: str, value: object, expected: str) -> None:
        self.file, self.key, self.value, self.expected = file, key, str(value)[:80], expected
        place = f", key {key}" if key else ""
        shown = f" {self.value!r} is there;" if value is not None else ""
        super().__init__(f"{file}{place}:{shown} expected is {expected}.")


class _Loader(yaml.SafeLoader):
    """Plain data only, each key once: YAML would let the last one win in silence."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        """The mapping of a node; raises yaml.YAMLError when a key is there twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen and key.tag != "tag:yaml.org,2002:merge":
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {str(key.value)[:80]!r} is there twice", key.start_mark
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping a YAML file holds; raises ImportRefused when it is none, too large, or no YAML."""
    name = path.name
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise ImportRefused(name, "", f"{size:,} bytes", f"a configuration of at most {LARGEST:,} bytes")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ImportRefused(name, "", error.strerror or type(error).__name__, "a file that can be read") from None
    except UnicodeDecodeError:
        raise ImportRefused(name, "", None, "text in UTF-8") from None
    try:
        # A subclass of the safe loader: it makes plain data and nothing else.
        found = yaml.load(text, Loader=_Loader)  # noqa: S506
    except RecursionError:
        raise ImportRefused(name, "", None, "YAML that is not nested so deeply") from None
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark is not None else ""
        raise ImportRefused(name, where, getattr(error, "problem", None) or str(error), "valid YAML") from None
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise ImportRefused(name, "", type(found).__name__, "a mapping from words to values")
    return found
