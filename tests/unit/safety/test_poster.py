"""The poster is one sheet to hang up, whatever the unit is called."""

from __future__ import annotations

import re
import zlib

import pytest

from attending.policies.model import UNSAID_CONCERNS
from attending.program.models import Organisation, Site, Unit
from attending.safety.poster import poster_pdf

ADDRESS = "https://attending.harbour-health.example/safety/c/qmq5PM7X9Os8wmV2KgHyWBfrYArnLj0wEjVnFKqokSc/"


def pages_of(paper: bytes) -> int:
    streams = re.findall(rb"stream\r?\n(.*?)endstream", paper, re.DOTALL)
    opened = [paper, *(zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"x")]
    return sum(len(re.findall(rb"/Type\s*/Page\b", each)) for each in opened)


@pytest.mark.parametrize(
    "unit", ["4 West", "Medical Intensive Care", "Paediatric Cardiothoracic Intensive Care Step-down Unit", "x" * 120]
)
def test_a_poster_is_one_page(unit: str) -> None:
    site = Site(name="Harbour General", organisation=Organisation(name="Harbour Health"))
    assert pages_of(poster_pdf(Unit(name=unit, site=site), ADDRESS, UNSAID_CONCERNS)) == 1
