"""Files that a command writes all together or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

Writer = Callable[[Path], object]


class CannotWrite(Exception):
    """A file cannot be written where it was asked for; the message says which and why."""


def require_writable(targets: Mapping[str, Path | None], *, sources: str) -> None:
    """Raise CannotWrite for a target that could not be written, or that would replace what is read.

    targets: option -> path; None was not asked for. sources: what the command reads, a path or a pattern.
    """
    seen: dict[Path, str] = {}
    for option, path in targets.items():
        if path is None:
            continue
        place = path.parent.resolve() / path.name
        if place in seen:
            raise CannotWrite(f"{option} and {seen[place]} name the same file, {path}: give each its own.")
        seen[place] = option
        with _explained(path):
            _require_place(option, path)
            if path.exists() and _is_source(path, sources):
                raise CannotWrite(f"{option} {path} is the log itself: write somewhere else.")


@contextmanager
def written_together(writers: Mapping[Path, Writer]) -> Iterator[None]:
    """Write a draft beside each target; when the block has ended well, all take their places; else none is left.

    Raises CannotWrite when a draft cannot be written or cannot take its place.
    """
    drafts: dict[Path, Path] = {}
    try:
        for path, write in writers.items():
            drafts[path] = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
            with _explained(path):
                write(drafts[path])
                with drafts[path].open("rb+") as file:
                    os.fsync(file.fileno())
        yield
        for path, draft in drafts.items():
            with _explained(path):
                draft.replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _require_place(option: str, path: Path) -> None:
    if path.is_dir():
        raise CannotWrite(f"{option} {path} is a folder: name a file in it.")
    if not path.parent.is_dir():
        raise CannotWrite(f"{option} {path}: there is no folder {path.parent}; make it first.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise CannotWrite(f"{option} {path}: the folder {path.parent} cannot be written by this account.")


def _is_source(path: Path, sources: str) -> bool:
    source = Path(sources)
    if source.is_file():
        return path.samefile(source)
    if source.is_dir():
        return source.resolve() in path.resolve().parents
    return path.absolute().match(str(source.absolute()))


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise CannotWrite(f"{path} cannot be written: {problem.strerror or problem}.") from problem
