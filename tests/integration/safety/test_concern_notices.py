"""Whoever is asked to answer a concern is told of it once, without what was written."""

from __future__ import annotations

import uuid

from attending.notices.models import Notice
from attending.safety.actions.concerns import name_ai
from attending.safety.models import Concern
from tests.integration.house import House
from tests.integration.safety.world import WORDS, opened, raised


def told(concern: Concern) -> list[str]:
    found = Notice.objects.filter(key__startswith=f"concern:{concern.pk}:").order_by("pk")
    return [str(each.person) for each in found]


def test_the_owner_is_told_once_and_reads_the_words_on_the_page_alone(house: House) -> None:
    code, once = opened(house)[0], uuid.uuid4()
    concern = raised(house, code, once=once)
    assert raised(house, code, once=once) == concern
    assert told(concern) == ["Olga Owner"]
    notice = Notice.objects.get()
    assert notice.subject == "A concern from 4 West waits for your answer"
    assert notice.link == f"/safety/concerns/{concern.pk}/"
    assert "Somebody on 4 West says of Sepsis alert: it was wrong." in notice.body
    assert WORDS not in notice.body


def test_who_answers_for_the_ai_hears_of_it_once_it_is_named(house: House) -> None:
    concern = raised(house, deployment=None)
    assert told(concern) == ["Sue Safety"]
    name_ai(house.safety, concern, house.deployment)
    assert told(concern) == ["Sue Safety", "Olga Owner"]
