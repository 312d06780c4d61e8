"""Set a Typst template with JSON data as a tagged, reproducible PDF/UA-1 file."""

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import typst

from attending.documents.characters import numbered, numbered_data

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None
Image: TypeAlias = str | bytes

STYLE_FOLDER = Path(__file__).parent / "typst"
_IMAGE_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"<svg", "svg"), (b"<?xml", "svg"))


class DocumentError(Exception):
    """A document could not be made; the message says which part to correct."""


class UnprintableError(DocumentError):
    """A character of the data is in none of the fonts."""


def pdf(
    template: Path,
    data: Mapping[str, Json],
    images: Mapping[str, Image] | None = None,
    *,
    created: datetime | None = None,
) -> bytes:
    """Return the PDF that `template` makes of `data` and `images`.

    template: a `.typ` file; it imports the shared style `attending.typ`, which offers `data` and `picture(name)`.
        Further `.typ` files of its folder can be imported too. Nothing else can be read: the compiler's root is a
        temporary folder that holds only these files.
    data: plain JSON values; they travel as a file and are never pasted into source, so text in them is only ever text.
    images: name (lower-case letters, digits, "-", "_") -> SVG text, or SVG, PNG or JPEG bytes.
    created: the creation date the file carries, with time zone. None: no date, so that equal input gives equal bytes.

    Only fonts embedded in Typst are used. Where they lack a character, such as a Chinese one, every character that is
    not sure to be in them is printed as its code point ("[U+5185]"). The same arguments give the same bytes on every
    machine.
    Errors: DocumentError when data is not JSON, an image is of no known kind, or the template does not compile
    (PDF/UA-1 also refuses a missing document title, and a picture without alternative text).
    """
    images = images or {}
    if not template.is_file():
        raise DocumentError(f"The document template {template.name} is missing; reinstall the application.")
    if created is not None and created.tzinfo is None:
        raise DocumentError("The creation date of a document needs a time zone.")
    encoded = _encode(data)
    pictures = {name: _picture(name, content) for name, content in images.items()}
    with tempfile.TemporaryDirectory(prefix="attending-document-") as folder:
        root = Path(folder)
        for source in [*sorted(template.parent.glob("*.typ")), *sorted(STYLE_FOLDER.glob("*.typ"))]:
            shutil.copyfile(source, root / source.name)
        (root / "data.json").write_bytes(encoded)
        for file_name, content in pictures.values():
            (root / file_name).write_bytes(content)
        (root / "images.json").write_text(json.dumps({name: file for name, (file, _) in pictures.items()}))
        digest = fingerprint(data, images)
        try:
            return _compile(root / template.name, root, digest, created)
        except UnprintableError:
            (root / "data.json").write_bytes(numbered_data(encoded))
            for file_name, content in pictures.values():
                if file_name.endswith(".svg"):
                    (root / file_name).write_text(numbered(content.decode()), encoding="utf-8")
            return _compile(root / template.name, root, digest, created)


def fingerprint(data: Mapping[str, Json], images: Mapping[str, Image] | None = None) -> str:
    """SHA-256 (64 hexadecimal digits) of what a document is made of; its footer prints this on every page."""
    digest = hashlib.sha256(_encode(data))
    for name, content in sorted((images or {}).items()):
        raw = content.encode() if isinstance(content, str) else content
        digest.update(f"\0{name}\0{len(raw)}\0".encode() + raw)
    return digest.hexdigest()


def _compile(source: Path, root: Path, digest: str, created: datetime | None) -> bytes:
    inputs = {"fingerprint": digest, "dated": "yes" if created else "no"}
    timestamp = created.astimezone(UTC) if created else datetime(1970, 1, 1, tzinfo=UTC)
    try:
        result = typst.compile(
            source,
            root=root,
            font_paths=_fonts(),
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
            timestamp=timestamp,
            package_path=root / "packages",
            package_cache_path=root / "packages",
        )
    except typst.TypstError as error:
        missing_glyph = "could not be displayed with font" in error.message
        raise (UnprintableError if missing_glyph else DocumentError)(_explain(source.name, error, root)) from error
    return bytes(result)


def _explain(name: str, error: typst.TypstError, root: Path) -> str:
    place = re.search(r"[\w-]+\.typ:\d+:\d+", error.diagnostic)
    parts = [f"The document template {name} could not be set: {error.message}"]
    if place:
        parts.append(f" at {place.group()}")
    if error.hints:
        parts.append(f" ({'; '.join(error.hints)})")
    return "".join(parts).replace(str(root) + "/", "")


def _encode(data: Mapping[str, Json]) -> bytes:
    try:
        return json.dumps(data, allow_nan=False, ensure_ascii=False, sort_keys=True).encode()
    except (TypeError, ValueError) as error:
        raise DocumentError(f"A document's data must be plain JSON values without NaN or infinity: {error}") from error


def _picture(name: str, content: Image) -> tuple[str, bytes]:
    if not _IMAGE_NAME.fullmatch(name):
        raise DocumentError(f'The image name "{name}" must be lower-case letters, digits, "-" or "_".')
    raw = content.encode() if isinstance(content, str) else content
    for signature, suffix in _SIGNATURES:
        if raw.lstrip()[: len(signature)] == signature:
            return f"image-{name}.{suffix}", raw
    raise DocumentError(f'The image "{name}" is neither SVG, PNG nor JPEG.')


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
