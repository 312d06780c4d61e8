"""Monthly counts of what became of drafts: every fault is refused with its line, and nothing is guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from attending.program.rules import Refused
from attending.review.rules.draft_usage import read_usage

HEADER = "period,unit,user_group,offered,unedited,edited,discarded"
ROW = "2026-03,4 West,residents,100,50,30,10"


def test_buckets_are_read_and_what_is_open_stays_open() -> None:
    (found,) = read_usage(f"{HEADER},changed_to_0.2,changed_to_1\n{ROW},20,5\n")
    assert found.edges == (Decimal(0), Decimal("0.2"), Decimal(1))
    assert found.changed == (20, 5)
    assert (found.offered, found.resolved) == (100, 90)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"{HEADER},changed_to_0.2,changed_to_0.9\n{ROW},20,5\n", "the last is changed_to_1"),
        (f"{HEADER},changed_to_0.5,changed_to_0.2,changed_to_1\n{ROW},5,5,5\n", "ascend"),
        (f"{HEADER},changed_to_half,changed_to_1\n{ROW},5,5\n", "changed_to_half names no share"),
        (f"{HEADER},cost\n{ROW},5\n", "cost is not known"),
        (f"{HEADER},unit\n{ROW},ICU\n", "names each once"),
        (f"{HEADER.replace(',discarded', '')}\n", "no rows below"),
        (f"{HEADER}\n{ROW},7\n", "Line 2: 8 cells, not 7"),
        (f"{HEADER}\n{ROW}\n{ROW}\n", "Line 3: the month, unit and group of line 2 again"),
        (f"{HEADER}\n{ROW.replace('2026-03', '2026-13')}\n", "Line 2: a period is a month.* it reads “2026-13”"),
        (
            f"{HEADER}\n{ROW.replace('30,10', '30,-1')}\n",
            "Line 2: discarded is a whole number, 0 or more; it reads “-1”",
        ),
        (f"{HEADER}\n{ROW.replace('30,10', '30,')}\n", "Line 2: discarded is .* it reads empty"),
        (f"{HEADER}\n{ROW.replace(',30', ',60')}\n", "Line 2: .*cannot be"),
        (f"{HEADER},changed_to_1\n{ROW},31\n", "Line 2: .*no more drafts in the buckets"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read_usage(text)
