"""What a review was made from, in words and hashes. No database."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from attending.review.compute import ReviewResult
from attending.sources import FileManifest


def describe(files: Sequence[FileManifest]) -> tuple[str, str]:
    """The name of what was read, and one SHA-256 for it: of the file, or of the list of several files' hashes."""
    if len(files) == 1:
        return files[0].name, files[0].sha256
    listed = "".join(f"{file.sha256}  {file.name}\n" for file in sorted(files, key=lambda file: file.name))
    return f"{len(files)} files from {files[0].name}", hashlib.sha256(listed.encode()).hexdigest()


def mapping_document(result: ReviewResult) -> dict[str, Any]:
    """Which column was what, and the thresholds, as plain JSON."""
    columns = asdict(result.mapping)
    return columns | {
        "by": list(result.mapping.by),
        "key": list(result.mapping.key),
        "thresholds": [str(threshold) for threshold in result.review.thresholds],
    }
