"""What a review was made from, in words and hashes. No database."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Mapping, Sequence
from typing import Any, Final

from attending.review.compute import ReviewResult
from attending.sources import FileManifest

REPRODUCIBILITY: Final = "attending.reproducibility/1"


def describe(files: Sequence[FileManifest]) -> tuple[str, str]:
    """The name of what was read, and one SHA-256 for it: of the file, or of the list of several files' hashes."""
    if len(files) == 1:
        return files[0].name, files[0].sha256
    listed = "".join(f"{file.sha256}  {file.name}\n" for file in sorted(files, key=lambda file: file.name))
    return f"{len(files)} files from {files[0].name}", hashlib.sha256(listed.encode()).hexdigest()


def mapping_document(result: ReviewResult) -> dict[str, Any]:
    """Which column was what, and the thresholds, as plain JSON."""
    mapping = result.mapping
    placed = {"connection": result.connection, "table": result.table} if result.connection else {}
    placed |= {"events": result.events} if result.events else {}
    return placed | {
        "score": mapping.score,
        "outcome": mapping.outcome,
        "time": mapping.time,
        "by": list(mapping.by),
        "crossed": [list(names) for names in mapping.crossed],
        "control": result.conditional_on,
        "key": list(mapping.key),
        "patient": mapping.patient,
        "inputs": list(mapping.inputs),
        "numeric": list(mapping.numeric),
        "categorical": list(mapping.categorical),
        "comparator": mapping.comparator,
        "thresholds": [str(threshold) for threshold in result.review.thresholds],
    }


def reproducibility(result: ReviewResult, location: str = "") -> dict[str, Any]:
    """All that is needed to compute a review again, as plain JSON.

    ``location`` is where the log lay as a person gave it; without one the command names the file alone.
    """
    files = result.intake.files
    mapping = mapping_document(result)
    return {
        "schema": REPRODUCIBILITY,
        "sources": [{"name": f.name, "sha256": f.sha256, "rows": f.rows, "bytes": f.bytes} for f in files],
        "sha256": describe(files)[1],
        "mapping": mapping,
        "thresholds": mapping["thresholds"],
        "exact": result.review.exact,
        "seeds": {},
        "versions": result.versions,
        "command": _command(result, mapping, location or (files[0].name if len(files) == 1 else "LOG")),
    } | _of_events(result)


def _of_events(result: ReviewResult) -> dict[str, Any]:
    """Of a review of predictions and events, what else it was made from; nothing of another one."""
    told = result.supplements.get("events")
    if told is None:
        return {}
    return {"events": told["intake"]["files"], "declaration": told["declaration"], "as_of": told["as_of"]}


def _command(result: ReviewResult, mapping: Mapping[str, Any], location: str) -> str:
    told = result.supplements.get("events")
    if told is None:
        return command(mapping, location)
    listed = told["intake"]["files"]
    events = listed[0]["name"] if len(listed) == 1 else "EVENTS"
    placed = [location, events]
    if mapping.get("table"):
        placed = [mapping["table"], mapping["events"], "--connection", mapping["connection"]]
    words = [
        "attending",
        "review",
        "events",
        *placed,
        "--declaration",
        "DECLARATION",
        "--as-of",
        told["as_of"],
    ]
    return shlex.join([*words, *(word for each in mapping["thresholds"] for word in ("--threshold", each))])


def command(mapping: Mapping[str, Any], location: str) -> str:
    """The command that reviews a log with this mapping."""
    if mapping.get("table"):
        words = ["attending", "review", "table", mapping["connection"], mapping["table"], "--score", mapping["score"]]
    else:
        words = ["attending", "review", "run", location, "--score", mapping["score"]]
    words += ["--outcome", mapping["outcome"] or "", "--time", mapping["time"]]
    for option, found in (("--by", mapping["by"]), ("--key", mapping["key"]), ("--threshold", mapping["thresholds"])):
        words += [word for each in found for word in (option, each)]
    control = mapping.get("control")
    for names in mapping.get("crossed", ()):
        if control is None or len(names) != 2 or control not in names:
            words += ["--cross", ",".join(names)]
    for option, name in (("--comparator", mapping["comparator"]), ("--patient", mapping.get("patient"))):
        words += [option, name] if name else []
    words += ["--control", control] if control else []
    declared = dict.fromkeys(mapping.get("numeric", ()), "--input-number")
    declared |= dict.fromkeys(mapping.get("categorical", ()), "--input-category")
    words += [word for name in mapping.get("inputs", ()) for word in (declared.get(name, "--input"), name)]
    return shlex.join(words)
