"""The poster of a code: its QR code as a picture, and the page to print."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Final

import qrcode
from qrcode.image.svg import SvgPathImage

from attending.documents import pdf
from attending.documents.characters import printed
from attending.policies.fields import hours
from attending.policies.model import ConcernRule
from attending.program.models import Unit

TEMPLATE: Final = Path(__file__).parent / "poster.typ"
_QUIET: Final = 4
"""Modules of white around the code that ISO/IEC 18004 asks for."""


def qr_svg(address: str) -> str:
    """The address as an SVG of a QR code, with medium error correction so that a scratched poster is still read."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET, image_factory=SvgPathImage)
    code.add_data(address)
    code.make(fit=True)
    return str(code.make_image().to_string(encoding="unicode"))


def qr_data_uri(address: str) -> str:
    """The same as the address of a picture in a page."""
    return f"data:image/svg+xml;base64,{base64.b64encode(qr_svg(address).encode()).decode()}"


def prints(unit: Unit) -> bool:
    """Whether the letters of a unit's names are surely in the fonts of the file; a browser has those of its machine."""
    return all(map(printed, (unit.name, unit.site.name, unit.site.organisation.name)))


def poster_pdf(unit: Unit, address: str, clock: ConcernRule) -> bytes:
    """PDF/UA of the poster, one sheet to hang up; it promises an answer by the clock."""
    data = {
        "title": f"Is the AI on {unit.name} right?",
        "unit": unit.name,
        "site": unit.site.name,
        "organisation": unit.site.organisation.name,
        "address": address,
        "within": hours(clock.answer_within_hours),
    }
    return pdf(TEMPLATE, data, {"qr": qr_svg(address)})
