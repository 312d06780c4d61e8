"""What tells who a patient is, is seen; what a nurse writes about doses, times and alerts passes."""

from __future__ import annotations

from datetime import date

import pytest

from attending.analytics.identifiers import Identifier, suspects

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MRN 1234567", Identifier.RECORD),
        ("mrn: 4821", Identifier.RECORD),
        ("patient 00483921 was missed", Identifier.RECORD),
        ("MRN# H1234567", Identifier.RECORD),
        ("H00012345", Identifier.RECORD),
        ("12-345-678", Identifier.RECORD),
        ("chart no 4821", Identifier.RECORD),
        ("mrn 482 193", Identifier.RECORD),
        ("\uff14\uff18\uff12\uff11\uff19\uff13\uff13", Identifier.RECORD),
        ("48\u200b21\u200b933", Identifier.RECORD),
        ("555-123-4567", Identifier.PHONE),
        ("call (555) 123-4567", Identifier.PHONE),
        ("555.123.4567", Identifier.PHONE),
        ("+44 20 7946 0958", Identifier.PHONE),
        ("123-4567", Identifier.PHONE),
        ("jane.doe@example.org", Identifier.EMAIL),
        ("123-45-6789", Identifier.SSN),
        ("123 45 6789", Identifier.SSN),
        ("123\u201345\u20136789", Identifier.SSN),
        ("dob 3/4/58", Identifier.BIRTH),
        ("DOB: 1958-03-04", Identifier.BIRTH),
        ("born 12 March", Identifier.BIRTH),
        ("born 11/12/2026", Identifier.BIRTH),
        ("date of birth 03.04.1958", Identifier.BIRTH),
        ("the one from 03 / 04 / 1958", Identifier.BIRTH),
        ("March 4, 1958", Identifier.BIRTH),
        ("4th of March 1958", Identifier.BIRTH),
        ("03.04.58", Identifier.BIRTH),
        ("Mrs. Jones in bed 4", Identifier.NAME),
    ],
)
def test_what_tells_is_seen(text: str, kind: Identifier) -> None:
    assert [each.kind for each in suspects(f"It was late for {text} at night.", TODAY)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "It alerted at 14:30 and again at 0315",
        "Heparin 5000 units at 06:00",
        "heparin 25,000 units in 250 mL",
        "1000000 units penicillin, 100000 units/hr",
        "BP 120/80 then 110/70 at 2100, HR 110, SpO2 92%",
        "K 5.2, lactate 4.1 mmol/L, WBC 12.3, platelets 250000/uL",
        "score 0.87 at a threshold of 0.5",
        "between 07:00 and 19:00 on 3/11/2026",
        "on 12 November 2026, and 30 Nov 2026 at 0600",
        "bed 12, room 402, call ext 4455 or x4455",
        "gave 650 mg at 0830 1230 1630 2030",
        "version 2.1.3, then 2.1.13, 24/7",
        "5/10/15 mg, 1-2 mg every 4-6 hours",
        "ages 65-74 and 75-84",
        "shift 0700-1930, in 2025-2026",
        "NEWS2 7, qSOFA 2, 12 of 14 alerts, 12/25 alerts",
        "weight 70.5 kg, 0.25 mcg/kg/min",
        "med rec 0900, chart at 0315",
        "Dr Miller was told",
        "",
    ],
)
def test_what_a_nurse_writes_passes(text: str) -> None:
    assert suspects(text, TODAY) == []


def test_every_place_is_named_once_in_words() -> None:
    found = suspects("MRN 1234567, call 555-123-4567 or 7654321.", TODAY)
    assert [str(each) for each in found] == [
        "“MRN 1234567” looks like a record number",
        "“555-123-4567” looks like a phone number",
        "“7654321” looks like a record number",
    ]


def test_a_whole_date_passes_for_this_year_and_the_last() -> None:
    assert suspects("on 1/12/2025", TODAY) == []
    assert suspects("on 1/12/2025", date(2027, 1, 1)) != []
