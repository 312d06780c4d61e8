"""The files that ``attending map`` reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from attending.maps import bpmn
from attending.maps.bpmn import Imported
from attending.maps.model import CareMap
from attending.maps.problems import MapRefused, Problem
from attending.maps.reading import read
from attending.maps.yaml_tree import LARGEST_BYTES


class CannotRead(Exception):
    """A file cannot be read; the message says which, why and what to do."""


class MapFileRefused(Exception):
    """What a file holds is no map; each line of the message names the file, the place and what is expected there."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(f"{name}: {each}" for each in problems))


def bytes_of(path: Path, most: int = 2 * LARGEST_BYTES) -> bytes:
    """What a file holds. Raises CannotRead."""
    try:
        if path.is_dir():
            raise CannotRead(f"{path} is a folder; name the file in it.")
        if path.stat().st_size > most:
            raise CannotRead(f"{path} is larger than {most // 1_000_000} MB; no map is.")
        return path.read_bytes()
    except OSError as problem:
        raise CannotRead(f"{path} cannot be read: {problem.strerror or problem}.") from problem


def map_of(path: Path) -> CareMap:
    """The map in a file. Raises CannotRead or MapFileRefused."""
    try:
        text = bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise CannotRead(f"{path} is not UTF-8 text (byte {problem.start:,}); save it as UTF-8.") from problem
    with _named(path):
        return read(text)


def imported_from(path: Path) -> Imported:
    """The map of a BPMN file. Raises CannotRead or MapFileRefused."""
    content = bytes_of(path)
    with _named(path):
        return bpmn.read(content)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except MapRefused as refusal:
        raise MapFileRefused(path.name, refusal.problems) from refusal
