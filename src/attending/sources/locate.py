"""From what a person names (a file, a folder, a pattern) to the files of one log."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from attending.sources.report import LogRefused, refusal

Kind = Literal["parquet", "csv"]
_KINDS: dict[str, Kind] = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".tsv": "csv"}
_PACKED = {".gz", ".bz2", ".xz", ".zst", ".zip", ".7z"}
_MANIFESTS = ("manifest.toml", "manifest.json")


@dataclass(frozen=True, slots=True)
class LogFile:
    """A file of the log and its state when it was found, so that a change while it is read is noticed."""

    path: Path
    name: str
    state: tuple[int, int, int, int]

    def unchanged(self) -> bool:
        """Whether the file is still the one that was found (same place on disk, size and time of change)."""
        try:
            return _state(self.path) == self.state
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class Located:
    """The files of one log, all of one kind, in the order of their names, and the manifest found beside them."""

    kind: Kind
    files: tuple[LogFile, ...]
    manifest: Path | None


def locate(location: str | Path | Sequence[Path], *, most: int) -> Located:
    """Find the files of a log: a file, a folder (with what lies below it), a pattern with * and ?, or given paths.

    In a folder, names that begin with "." or "_" are passed over, and `manifest.toml` or `manifest.json` is the
    manifest. Raises LogRefused when there is no file, kinds are mixed, or a file is of no kind that can be read.
    """
    named = "the given paths" if not isinstance(location, str | Path) else str(location)
    paths, root = _candidates(location)
    manifests = [p for p in paths if p.name in _MANIFESTS and isinstance(location, str | Path) and p != Path(location)]
    logs = [p for p in paths if p not in manifests]
    if not logs:
        raise refusal(f"No file was found at {named}", "Name a Parquet or CSV file, a folder of them, or a pattern")
    if len(manifests) > 1:
        raise refusal("There is more than one manifest beside the log", "Keep one, or name the one that counts")
    if len(logs) > most:
        raise refusal(f"The log has {len(logs):,} files; at most {most:,} are read", "Join files, or review less")
    kinds = {path: _kind(path) for path in logs}
    first = kinds[logs[0]]
    for path in logs:
        if kinds[path] != first:
            raise refusal(
                f"The log mixes {first} and {kinds[path]} files",
                "Keep one kind; if one was converted from the other, every row would count twice",
                file=path.name,
            )
    files = tuple(LogFile(path, _name(path, root), _regular(path)) for path in logs)
    return Located(first, files, manifests[0] if manifests else None)


def one_file(path: Path) -> LogFile:
    """A single file of any kind; raises LogRefused when it is none that can be read."""
    if not path.is_file():
        raise refusal(f"No file was found at {path}", "Name a file on this machine or on a mounted share")
    return LogFile(path, path.name, _regular(path))


def _candidates(location: str | Path | Sequence[Path]) -> tuple[list[Path], Path]:
    """The paths named, and the folder their names are relative to."""
    if not isinstance(location, str | Path):
        paths = [Path(p) for p in location]
        for path in paths:
            if not path.is_file():
                raise refusal("There is no such file", "Check the path", file=path.name)
        if len({p.resolve() for p in paths}) < len(paths):
            raise refusal("A file is given twice", "Give each file once; its rows would count twice")
        return sorted(paths), _common(paths)
    if "://" in str(location):
        raise refusal(
            f"{location} is an address, not a path",
            "Logs are read where they lie on this machine or on a mounted share: give a path",
        )
    path = Path(location)
    if path.is_dir():
        inside = (p for p in path.rglob("*") if not p.is_dir())
        return sorted(p for p in inside if not _hidden(p.relative_to(path))), path
    if path.exists():
        return [path], path.parent
    magic = glob.has_magic(str(location))
    root = Path(path.anchor)
    found = root.glob(str(path.relative_to(root))) if magic else ()
    files = sorted(p for p in found if not p.is_dir())
    return files, _common(files)


def _common(paths: Sequence[Path]) -> Path:
    return Path(os.path.commonpath([p.absolute().parent for p in paths])) if paths else Path()


def _name(path: Path, root: Path) -> str:
    return path.absolute().relative_to(root.absolute()).as_posix()


def _hidden(relative: Path) -> bool:
    return any(part.startswith((".", "_")) for part in relative.parts)


def _kind(path: Path) -> Kind:
    suffix = path.suffix.lower()
    if suffix in _KINDS:
        return _KINDS[suffix]
    if suffix in _PACKED:
        raise refusal(
            f"Compressed files ({suffix}) are not read: a few megabytes can unpack to fill the disk",
            "Unpack it, or write Parquet, which is compressed inside",
            file=path.name,
        )
    raise refusal(
        "Only Parquet (.parquet, .pq) and CSV (.csv, .tsv) are read",
        "Export the log as one of these, or take the file out of the folder",
        file=path.name,
    )


def _regular(path: Path) -> tuple[int, int, int, int]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise refusal("This is not an ordinary file", "Give a file on a disk", file=path.name)
        with path.open("rb"):
            return _state(path)
    except OSError as error:
        raise unreadable(path.name, error) from None


def _state(path: Path) -> tuple[int, int, int, int]:
    seen = path.stat()
    return (seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns)


def unreadable(name: str, error: OSError) -> LogRefused:
    """The refusal of a file the operating system does not give."""
    return refusal(
        f"The file cannot be read ({error.strerror or type(error).__name__})",
        "Check that it is there and that this account may read it",
        file=name,
    )
