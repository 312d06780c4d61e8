"""Monthly counts of what became of drafts: what limits are judged on, and files that come again."""

from __future__ import annotations

import hashlib

import pytest
from django.utils import timezone

from attending.governance.models import Reading, Verdict
from attending.program.models import MeasureBatch, MeasureResult
from attending.program.rules import Refused
from attending.review.actions.draft_usage import record_usage
from attending.review.models import UsageRecord
from attending.review.months import first_day
from tests.integration.house import House
from tests.integration.review.logs import months_before

HEADER = "period,unit,user_group,offered,unedited,edited,discarded\n"


def counts(*months: tuple[str, int]) -> bytes:
    """A hundred drafts a month, of which so many were discarded; spreadsheets begin such a file with a mark."""
    lines = [f"{month},4 West,residents,100,50,{50 - discarded},{discarded}\n" for month, discarded in months]
    return "".join([HEADER, *lines]).encode("utf-8-sig")


def hand_over(house: House, *months: tuple[str, int]) -> list[UsageRecord]:
    return record_usage(house.platform, house.deployment, counts(*months), source="usage.csv")


def test_limits_are_judged_on_every_month_that_is_known_of_their_window(house: House) -> None:
    months = months_before(timezone.localdate(), 4)
    house.agree(measure="discard_rate", warn_low=None, stop_low=None, stop_high=0.5, window_months=3)
    hand_over(house, *zip(months[:3], (40, 10, 10), strict=True))
    hand_over(house, (months[3], 4))
    reading = Reading.objects.latest("pk")
    assert (reading.verdict, reading.n, reading.value) == (Verdict.WITHIN, 300, 24 / 300)
    assert reading.window_start == first_day(months[1])


def test_the_newest_file_again_changes_nothing(house: House) -> None:
    first, second = months_before(timezone.localdate(), 2)
    kept = hand_over(house, (first, 10), (second, 12))
    assert hand_over(house, (first, 10), (second, 12)) == kept
    assert MeasureBatch.objects.count() == 1
    hand_over(house, (second, 11))
    hand_over(house, (first, 10), (second, 12))
    assert UsageRecord.objects.count() == 5
    assert MeasureBatch.objects.count() == 3


def test_the_hash_is_that_of_the_file_as_it_lies(house: House) -> None:
    (month,) = months_before(timezone.localdate(), 1)
    (kept,) = hand_over(house, (month, 10))
    assert kept.source_sha256 == hashlib.sha256(counts((month, 10))).hexdigest()
    assert MeasureBatch.objects.get().source_sha256 == kept.source_sha256


def test_what_is_no_text_is_refused_with_its_line(house: House) -> None:
    with pytest.raises(Refused, match="Line 2 is not text"):
        record_usage(house.platform, house.deployment, HEADER.encode() + b"\xff", source="usage.csv")


def test_months_that_cannot_be_added_up_are_refused_and_nothing_is_kept(house: House) -> None:
    first, second = months_before(timezone.localdate(), 2)
    hand_over(house, (first, 10))
    other = f"{HEADER.strip()},changed_to_0.2,changed_to_1\n{second},4 West,residents,100,50,40,10,20,20\n"
    with pytest.raises(Refused, match="does not fit the months"):
        record_usage(house.platform, house.deployment, other.encode(), source="usage.csv")
    assert UsageRecord.objects.count() == 1
    assert MeasureResult.objects.filter(batch__source="usage.csv").values("batch").distinct().count() == 1
