"""The bytes of one file, plain or packed with gzip, never more than a bound: few bytes can unpack to fill a disk."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from attending.sources.locate import LogFile, unreadable
from attending.sources.report import refusal

_GZIP: Final = b"\x1f\x8b"
_BLOCK: Final = 2**20


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """Bounds on one document: bytes once unpacked, depth of nesting, and bytes of one tag or one element of a list."""

    unpacked_bytes: int = 8 * 2**30
    depth: int = 64
    element_bytes: int = 16 * 2**20


def unpacked(file: LogFile, limits: DocumentLimits) -> Iterator[bytes]:
    """The file in blocks; raises LogRefused when it is larger than the bound or its packing is damaged."""
    done = 0
    try:
        with file.path.open("rb") as raw:
            packed = raw.read(len(_GZIP)) == _GZIP
            raw.seek(0)
            stream: BinaryIO | gzip.GzipFile = gzip.GzipFile(fileobj=raw) if packed else raw
            while block := stream.read(_BLOCK):
                done += len(block)
                if done > limits.unpacked_bytes:
                    raise refusal(
                        f"The file is larger than {limits.unpacked_bytes // 2**20:,} MB{' once unpacked' * packed}",
                        "Write the log as Parquet, or in parts",
                        file=file.name,
                    )
                yield block
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise refusal(
            "The packed file is damaged or cut", "Fetch the file again from where it was written", file=file.name
        ) from None
    except OSError as error:
        raise unreadable(file.name, error) from None
    if not done:
        raise refusal("The file is empty (0 bytes)", "Export the log again", file=file.name)
