"""A log handed over by its page: kept for at most an hour in a private folder, while it is read or looked at.

Nothing of it enters the database; the folder goes once what it says is recorded, when it is cancelled, and in an hour.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from threading import Timer
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

KEPT_SECONDS = 3_600
LARGEST_BYTES = 200 * 2**20
SESSION = "attending.handover."

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_FIELD = "log"


def largest() -> int:
    """The largest file that a page takes, in bytes: ``ATTENDING_UPLOAD_BYTES`` among the settings."""
    return int(getattr(settings, "ATTENDING_UPLOAD_BYTES", LARGEST_BYTES))


@dataclass(frozen=True, slots=True)
class Handover:
    """One log waiting to be confirmed: where it lies, about what, and what was asked of it, as plain JSON."""

    path: Path
    about: int
    asked: Mapping[str, Any]


class PrivateUpload(FileUploadHandler):
    """Writes the posted log straight into its private folder, and stops once it is larger than a page takes."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large = False
        self._folder: Path | None = None
        self._stream: Any = None
        self._received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.field_name != _FIELD or self._folder is not None:
            return
        self._folder = _root() / secrets.token_urlsafe(32)
        self._folder.mkdir(mode=0o700)
        self._stream = (self._folder / safe_name(self.file_name or "")).open("xb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002  Django names it
        if self._stream is None:
            return None
        self._received += len(raw_data)
        if self._received > largest():
            self.too_large = True
            self.discard()
            raise StopUpload(connection_reset=False)
        self._stream.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        if self._stream is None:
            return None
        self._stream.close()
        self._stream = None
        return UploadedFile(file=BytesIO(), name=self.file_name, content_type=self.content_type, size=file_size)

    def upload_interrupted(self) -> None:
        self.discard()

    @property
    def path(self) -> Path | None:
        """The file as it lies, once it is complete."""
        if self._folder is None or self._stream is not None:
            return None
        return next(iter(self._folder.iterdir()), None)

    def discard(self) -> None:
        """Remove what was written."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def safe_name(name: str) -> str:
    """A file name that is only a name: letters, digits, dot, dash, underscore and blanks."""
    plain = re.sub(r"[^\w.\- ]", "_", Path(name.replace("\\", "/")).name).lstrip(".")
    return plain[-120:] or "log"


def keep(request: HttpRequest, kind: str, held: Handover) -> None:
    """Bind a handed-over log to the session; one of that kind that was still waiting goes."""
    forget(request, kind)
    request.session[SESSION + kind] = {
        "token": held.path.parent.name,
        "about": held.about,
        "asked": dict(held.asked),
    }
    timer = Timer(KEPT_SECONDS + 1, sweep)
    timer.daemon = True
    timer.start()


def is_kept(request: HttpRequest, kind: str, path: Path | None) -> bool:
    """Whether this handed-over log is the one of its kind that waits for the session."""
    entry = request.session.get(SESSION + kind)
    return path is not None and isinstance(entry, Mapping) and entry["token"] == path.parent.name


def waiting(request: HttpRequest, kind: str, about: int) -> Handover | None:
    """The log of a kind this session handed over about this, unless it went after an hour."""
    entry = request.session.get(SESSION + kind)
    if not isinstance(entry, Mapping) or entry["about"] != about or not _TOKEN.fullmatch(entry["token"]):
        return None
    folder = _root() / entry["token"]
    path = next(iter(folder.iterdir()), None) if folder.is_dir() else None
    return None if path is None else Handover(path, about, entry["asked"])


@contextmanager
def taken(request: HttpRequest, kind: str, about: int) -> Iterator[Handover | None]:
    """The log that waits, for good: who asks for it at the same moment finds none, and it goes when this is over."""
    held = waiting(request, kind, about)
    if held is None:
        yield None
        return
    request.session.pop(SESSION + kind)
    own = _root() / secrets.token_urlsafe(32)
    try:
        held.path.parent.rename(own)
    except FileNotFoundError:
        yield None
        return
    try:
        yield replace(held, path=own / held.path.name)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def forget(request: HttpRequest, kind: str) -> None:
    """Remove the log of a kind that this session handed over."""
    entry = request.session.pop(SESSION + kind, None)
    if isinstance(entry, Mapping) and _TOKEN.fullmatch(str(entry.get("token", ""))):
        shutil.rmtree(_root() / entry["token"], ignore_errors=True)


def sweep() -> None:
    """Remove every log that has waited for longer than an hour: on a timer, and whenever one is looked at."""
    limit = time.time() - KEPT_SECONDS
    for folder in _root().iterdir():
        try:
            old = folder.stat().st_mtime < limit
        except FileNotFoundError:
            continue
        if old:
            shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    root = Path(settings.DATA_DIR) / "handed-over"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root
