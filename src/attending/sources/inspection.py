"""Everything that is known of a log before its rows are read: files, manifest, structure, columns."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from attending.sources.column_types import TypedFile, check_one_type
from attending.sources.csv_structure import CsvStructure, read_csv_structure
from attending.sources.limits import Limits
from attending.sources.locate import Located, LogFile, locate, unreadable
from attending.sources.manifest import Manifest, read_manifest
from attending.sources.parquet_structure import (
    ParquetStructure,
    digest,
    gate,
    read_metadata,
    read_parquet_structure,
)
from attending.sources.progress import Progress
from attending.sources.report import FileManifest, refusal

Structure = CsvStructure | ParquetStructure


class Wanted(Protocol):
    """The columns that are read of a log, and those of them that identify a row."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column once."""
        ...

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that together identify one row; none: duplicates are not checked."""
        ...

    @property
    def numbers(self) -> frozenset[str]:
        """The columns in which 1 and 1.0 mean the same."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a log and its structure; `cut` means that its last row is not trusted."""

    file: LogFile
    structure: Structure
    verified: str
    cut: bool

    @property
    def manifest(self) -> FileManifest:
        """The file as the report lists it."""
        s = self.structure
        return FileManifest(self.file.name, s.records, s.size, s.sha256, self.verified)


@dataclass(frozen=True, slots=True)
class Inspection:
    """A log of sound structure."""

    parts: tuple[Part, ...]
    warnings: tuple[str, ...]

    @property
    def files(self) -> tuple[FileManifest, ...]:
        """The files as the report lists them."""
        return tuple(part.manifest for part in self.parts)

    @property
    def rows(self) -> int:
        """Rows of all files."""
        return sum(part.structure.records for part in self.parts)

    def check_unchanged(self) -> None:
        """Raise LogRefused when a file changed since it was inspected."""
        for part in self.parts:
            if not part.file.unchanged():
                raise refusal(
                    "The file changed while it was read",
                    "Review it when nobody writes to it any more, or a copy of it",
                    file=part.file.name,
                )


def inspect(
    location: str | Path | Sequence[Path],
    mapping: Wanted,
    manifest: Path | None,
    limits: Limits,
    progress: Callable[[Progress], None],
) -> Inspection:
    """Find the files of a log and check their structure; raises LogRefused at the first fault."""
    located = locate(location, most=limits.files)
    source = manifest or located.manifest
    expected = read_manifest(source) if source is not None else None
    if expected is not None:
        expected.check_names(file.name for file in located.files)
    parts = _parts(located, mapping, expected, limits, progress)
    rows = sum(part.structure.records for part in parts)
    if rows > limits.rows:
        raise refusal(f"The log has {rows:,} rows; at most {limits.rows:,} are read", "Review a shorter period at once")
    if rows == 0:
        raise refusal(
            "The log is empty: it has a header and no rows" if located.kind == "csv" else "The log is empty: no rows",
            "Export the log again, with its rows",
            file=parts[0].file.name,
            files=tuple(part.manifest for part in parts),
        )
    check_one_type(
        [
            TypedFile(part.file.name, part.structure.columns, part.structure.types)
            for part in parts
            if isinstance(part.structure, ParquetStructure) and part.structure.records
        ],
        mapping.columns,
        mapping.numbers,
    )
    _check_repeated(parts, mapping)
    return Inspection(tuple(parts), _warnings(parts, mapping))


def _parts(
    located: Located,
    mapping: Wanted,
    expected: Manifest | None,
    limits: Limits,
    progress: Callable[[Progress], None],
) -> list[Part]:
    total = sum(file.state[2] for file in located.files)
    done = 0
    parts = []
    for file in located.files:
        before = done

        def tick(read: int, before: int = before) -> None:
            progress(Progress("checking the files", min(total, before + read), total))

        tick(0)
        try:
            part = (
                _csv(file, expected, limits, tick) if located.kind == "csv" else _parquet(file, expected, limits, tick)
            )
        except OSError as error:
            raise unreadable(file.name, error) from None
        _check_columns(part, mapping)
        parts.append(part)
        done += file.state[2]
        tick(file.state[2])
    return parts


def _csv(file: LogFile, expected: Manifest | None, limits: Limits, tick: Callable[[int], None]) -> Part:
    structure = read_csv_structure(file, limits, tick)
    if expected is not None:
        expected.check(file.name, rows=structure.records, size=structure.size, sha256=structure.sha256)
    if len(structure.inner) and not (expected is not None and expected.confirms_rows(file.name)):
        first = int(structure.inner[0])
        raise refusal(
            f"A quoted field runs over {len(structure.inner):,} line breaks; a quote that is not closed looks the same "
            "and swallows rows",
            "Take the line breaks out of the fields, or give a manifest that states the number of rows",
            file=file.name,
            line=structure.line(first),
            value=f"{structure.records:,} records in {structure.records + len(structure.inner):,} lines",
        )
    confirmed = expected is not None and expected.confirms_content(file.name)
    return Part(file, structure, "manifest" if confirmed else "not verifiable", structure.cut and not confirmed)


def _parquet(file: LogFile, expected: Manifest | None, limits: Limits, tick: Callable[[int], None]) -> Part:
    metadata = read_metadata(file)
    sha256 = digest(file)
    if expected is not None:
        expected.check(file.name, rows=metadata.num_rows, size=file.state[2], sha256=sha256)
    gate(file, metadata.num_rows, limits, confirmed=expected is not None and expected.confirms_rows(file.name))
    structure = read_parquet_structure(file, metadata, sha256, limits, tick)
    if expected is not None and expected.confirms_content(file.name):
        verified = "manifest"
    else:
        verified = "page checksums" if structure.pages.complete else "not verifiable"
    return Part(file, structure, verified, cut=False)


def _check_columns(part: Part, mapping: Wanted) -> None:
    present = part.structure.columns
    for column in mapping.columns:
        if column in present:
            continue
        near = difflib.get_close_matches(column.casefold(), [name.casefold() for name in present], n=1, cutoff=0.0)
        nearest = next((name for name in present if near and name.casefold() == near[0]), None)
        listed = ", ".join(present[:20]) + (", \N{HORIZONTAL ELLIPSIS}" if len(present) > 20 else "")
        raise refusal(
            f"The log has no column {column!r}; the nearest there is {nearest!r}",
            f"Map one of its columns: {listed}",
            file=part.file.name,
            line=1 if isinstance(part.structure, CsvStructure) else None,
            column=column,
        )


def _check_repeated(parts: Sequence[Part], mapping: Wanted) -> None:
    """Without a key, the same file twice would count every row twice in silence."""
    if mapping.key:
        return
    seen: dict[str, str] = {}
    for part in parts:
        if not part.structure.records:
            continue
        other = seen.setdefault(part.structure.sha256, part.file.name)
        if other != part.file.name:
            raise refusal(
                f"The file has the same content as {other}, byte for byte; every row would count twice",
                "Take one of them out, or map the key columns so that duplicates are recognised",
                file=part.file.name,
            )


def _warnings(parts: Sequence[Part], mapping: Wanted) -> tuple[str, ...]:
    said = []
    unverified = [part for part in parts if part.verified == "not verifiable"]
    if unverified:
        csv = isinstance(unverified[0].structure, CsvStructure)
        why = "CSV carries no checksums" if csv else "not every page carries a checksum"
        many = f"{len(unverified)} files are" if len(unverified) > 1 else f"{unverified[0].file.name} is"
        said.append(
            f"{many} not verifiable: {why} and no manifest with SHA-256 was given, so a changed value would not show."
        )
    said += [f"{part.file.name} has a header and no rows." for part in parts if not part.structure.records]
    if not mapping.key:
        said.append("No key was given: duplicates were not checked.")
    return tuple(said)
