"""The sender's own account of a log, and whether what arrived is what was sent.

A manifest is TOML or JSON with one entry per file:

    [[files]]
    name = "2026-01.parquet"     # relative to the log's folder
    rows = 120_000
    bytes = 4_182_201
    sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

JSON writes the same as `{"files": [{"name": ..., "rows": ..., "bytes": ..., "sha256": ...}]}`. `name` and at least one
of the others are needed. A file that is not listed, or listed and not there, refuses the log whole.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from attending.sources.locate import unreadable
from attending.sources.report import LogRefused, refusal

_LARGEST = 10 * 2**20
_FORM = "Write files = [{name, rows, bytes, sha256}] as TOML or JSON"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the manifest says of one file; None where it says nothing."""

    rows: int | None
    bytes: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the sender says was sent, by file name."""

    source: str
    files: dict[str, Expected]

    def check_names(self, names: Iterable[str]) -> None:
        """Raise LogRefused unless manifest and log name the same files."""
        present = set(names)
        for name in sorted(self.files.keys() - present):
            raise refusal(
                f"The manifest {self.source} lists this file, and it is not there", "Send it again, whole", file=name
            )
        for name in sorted(present - self.files.keys()):
            raise refusal(
                f"The manifest {self.source} does not list this file", "Take it out, or correct the manifest", file=name
            )

    def check(self, name: str, *, rows: int | None = None, size: int, sha256: str) -> None:
        """Raise LogRefused unless the file is as the manifest says (`rows` None: not counted yet)."""
        said = self.files[name]
        found = (("bytes", said.bytes, size), ("SHA-256", said.sha256, sha256), ("rows", said.rows, rows))
        for what, expected, actual in found:
            if expected is not None and actual is not None and expected != actual:
                number = f"{actual:,}" if isinstance(actual, int) else actual
                wanted = f"{expected:,}" if isinstance(expected, int) else expected
                raise refusal(
                    f"The manifest {self.source} says {what} {wanted}, the file has {number}",
                    "The file was cut, changed or replaced on its way: send it again, or correct the manifest",
                    file=name,
                )

    def confirms_content(self, name: str) -> bool:
        """Whether a changed byte would have been seen."""
        return self.files[name].sha256 is not None

    def confirms_rows(self, name: str) -> bool:
        """Whether the number of rows is vouched for."""
        return self.files[name].rows is not None or self.confirms_content(name)


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; raises LogRefused when it is not one."""
    try:
        if path.stat().st_size > _LARGEST:
            raise refusal("The manifest is larger than 10 MB", _FORM, file=path.name)
        text = path.read_text("utf-8")
    except OSError as error:
        raise unreadable(path.name, error) from None
    except UnicodeDecodeError:
        raise refusal("The manifest is not UTF-8 text", _FORM, file=path.name) from None
    try:
        document = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise refusal(f"The manifest cannot be read ({str(error)[:120]})", _FORM, file=path.name) from None
    entries = document.get("files") if isinstance(document, dict) else None
    if not isinstance(entries, list) or not entries:
        raise refusal("The manifest lists no files", _FORM, file=path.name)
    files: dict[str, Expected] = {}
    for entry in entries:
        name, expected = _entry(entry, path.name)
        if name in files:
            raise refusal(f"The manifest lists {name} twice", "List each file once", file=path.name)
        files[name] = expected
    return Manifest(path.name, files)


def _entry(entry: object, source: str) -> tuple[str, Expected]:
    def wrong(what: str) -> LogRefused:
        return refusal(what, _FORM, file=source)

    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise wrong("A manifest entry has no name")
    name = entry["name"]
    unknown = sorted(set(entry) - {"name", "rows", "bytes", "sha256"})
    if unknown:
        raise wrong(f"The manifest entry for {name} has an unknown field {unknown[0]!r}")
    counts = {}
    for field in ("rows", "bytes"):
        value = entry.get(field)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            raise wrong(f"The manifest entry for {name} has {field} that are not a whole number")
        counts[field] = value
    digest = entry.get("sha256")
    if digest is not None and (not isinstance(digest, str) or not re.fullmatch("[0-9a-fA-F]{64}", digest)):
        raise wrong(f"The manifest entry for {name} has a sha256 that is not 64 hexadecimal digits")
    expected = Expected(counts["rows"], counts["bytes"], digest.lower() if digest else None)
    if expected == Expected(None, None, None):
        raise wrong(f"The manifest entry for {name} says nothing to check")
    return name, expected
