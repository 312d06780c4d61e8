"""The pages of peer review: planning a round, reading, results, and how drafts were used."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attending.program.models import MeasureResult, Person, UseCase
from attending.program.models.use_cases import Kind
from attending.review.actions.peer_review import close_round
from attending.review.models import PeerReviewRound, RoundState
from attending.review.queries.peer_review import plan_of
from tests.integration.house import House
from tests.integration.review.drafts import (
    PASSES,
    frame,
    house_rubric,
    last_months,
    opened,
    read,
    terms,
)


def csv_of(size: int) -> SimpleUploadedFile:
    lines = [f"{row.reference},{row.unit},{row.user}" for row in frame(size).rows]
    return SimpleUploadedFile("notes.csv", "\n".join(["reference,unit,user", *lines]).encode())


def entered(house: House, **changes: Any) -> dict[str, Any]:
    first, last = last_months()
    told: dict[str, Any] = {
        "label": "Spring round",
        "first_month": f"{first:%Y-%m}",
        "last_month": f"{last:%Y-%m}",
        "rubric": house_rubric(house).pk,
        "tolerable": "20",
        "confidence": "95",
        "method": "discovery",
        "allowed": "0",
        "reviewers": [house.nurse.pk, house.safety.pk],
        "readers": "2",
        "fails_when": "any",
        "due_on": (timezone.localdate() + timedelta(days=7)).isoformat(),
    }
    return told | changes


def test_the_plan_is_shown_before_anything_is_drawn(house: House, visit: Callable[[Person], Client]) -> None:
    browser = visit(house.owner)
    address = reverse("review:peer-open", args=[house.deployment.pk])
    assert browser.get(address).headers["Location"] == reverse("review:peer-rubric", args=[house.deployment.pk])
    page = browser.post(address, {**entered(house), "frame": csv_of(60)})
    text = page.content.decode()
    assert "is ruled out with" in text
    assert not PeerReviewRound.objects.exists()
    page = browser.post(address, {**entered(house), "frame_text": page.context["listed"], "confirmed": "yes"})
    round_ = PeerReviewRound.objects.get()
    assert page.headers["Location"] == reverse("review:peer-round", args=[round_.pk])
    assert round_.state == RoundState.OPEN
    wrong = SimpleUploadedFile("notes.csv", b"reference,unit,user\nMiller,4 West,u1\nD1,4 West,u1\nD1,4 West,u2\n")
    refused = browser.post(address, {**entered(house), "frame": wrong})
    assert refused.status_code == 422
    assert "Line 2: a reference without a digit looks like a name" in refused.content.decode()
    assert "Line 4: the reference of line 3 again" in refused.content.decode()
    assert "Miller" not in refused.content.decode()


def test_a_reviewer_reads_in_the_page_and_sees_nothing_of_the_other(
    house: House, visit: Callable[[Person], Client]
) -> None:
    round_ = opened(house)
    read(round_, house.safety, frozenset({1}))
    browser = visit(house.nurse)
    one = reverse("review:peer-document", args=[round_.pk, 1])
    kept = browser.post(one, {"answer_accuracy": "2"}, headers={"HX-Request": "true"})
    assert "Draft kept at" in kept.content.decode()
    assert "1 of 4 answered" in kept.content.decode()
    assert 'value="2" id="id_answer_accuracy_1" checked' in " ".join(browser.get(one).content.decode().split())
    complete = {f"answer_{key}": value for key, value in PASSES.items()}
    sent = browser.post(one, {**complete, "then": "next"}, headers={"HX-Request": "true"})
    assert sent.headers["HX-Redirect"] == reverse("review:peer-document", args=[round_.pk, 2])
    refused = browser.post(one, {"answer_accuracy": "99"}, headers={"HX-Request": "true"})
    assert (refused.status_code, "Not kept." in refused.content.decode()) == (422, True)
    following = browser.post(one, complete)
    assert following.headers["Location"] == reverse("review:peer-document", args=[round_.pk, 2])
    page = browser.get(reverse("review:peer-round", args=[round_.pk])).content.decode()
    assert "Sue Safety" not in page
    leader = visit(house.owner).get(reverse("review:peer-round", args=[round_.pk])).content.decode()
    assert f"{plan_of(round_).sample} of {plan_of(round_).sample}" in leader
    browser.post(reverse("review:peer-hand-in", args=[round_.pk]))
    work = browser.get(reverse("review:peer-work", args=[round_.pk])).content.decode()
    assert "Handed in" in work
    assert visit(house.cmio).get(one).status_code == 403


def test_results_are_shown_and_leave_without_small_cells(house: House, visit: Callable[[Person], Client]) -> None:
    round_ = opened(house, documents=frame(300))
    read(round_, house.nurse, frozenset({1, 2}))
    read(round_, house.safety, frozenset({2}))
    browser = visit(house.operations)
    csv = reverse("review:peer-csv", args=[round_.pk])
    assert browser.get(csv).status_code == 404
    close_round(house.owner, round_)
    text = browser.get(reverse("review:peer-round", args=[round_.pk])).content.decode()
    for part in (
        "Failure rate by unit",
        "Do the readers agree?",
        "Cohen&#x27;s kappa",
        "references of the documents are",
    ):
        assert part in text
    lines = browser.get(csv).content.decode("utf-8-sig").splitlines()
    headline = next(line for line in lines if line.startswith('"overall","all"')).split(",")
    assert headline[6:8] == [str(plan_of(round_).sample), '"<11"']
    assert all("Withheld" in line for line in lines if line.startswith('"unit"'))
    document = browser.get(reverse("review:peer-json", args=[round_.pk])).json()
    assert document["seed"] == str(round_.seed)
    assert "DOC-" not in json.dumps(document)
    rounds = browser.get(reverse("review:peer", args=[house.deployment.pk])).content.decode()
    assert "Failure rate at peer review" in rounds


def test_the_deployment_s_page_tells_what_the_newest_closed_round_found(
    house: House, visit: Callable[[Person], Client]
) -> None:
    UseCase.objects.filter(pk=house.use_case.pk).update(kind=Kind.DOCUMENTATION)
    browser, page = visit(house.operations), reverse("review:deployment", args=[house.deployment.pk])
    round_ = opened(house, documents=frame(300))
    assert "It writes; so its work is peer reviewed" in browser.get(page).content.decode()
    for reader in (house.nurse, house.safety):
        read(round_, reader, frozenset({2}))
    close_round(house.owner, round_)
    text = browser.get(page).content.decode()
    assert "Failure rate <span" in text
    assert reverse("review:peer-round", args=[round_.pk]) in text
    assert "It writes; so its work is peer reviewed" not in text


USAGE = """period,unit,user_group,offered,unedited,edited,discarded,changed_to_0.2,changed_to_1
{month},4 West,residents,200,80,90,20,60,30
{month},ICU,attendings,100,50,30,10,20,10
"""


def test_usage_is_read_strictly_recorded_and_shown(house: House, visit: Callable[[Person], Client]) -> None:
    month = f"{last_months()[0]:%Y-%m}"
    address = reverse("review:peer-usage", args=[house.deployment.pk])
    browser = visit(house.platform)

    def hand_over(text: str) -> Any:
        return browser.post(address, {"counts": SimpleUploadedFile("usage.csv", text.encode())}, follow=True)

    refused = hand_over(USAGE.format(month=month).replace("100,50", "10,50"))
    assert refused.status_code == 422
    assert "Line 3:" in refused.content.decode()
    page = hand_over(USAGE.format(month=month))
    assert "The counts are recorded." in page.content.decode()
    assert "10.7" in page.content.decode()
    assert set(MeasureResult.objects.filter(measure="discard_rate").values_list("numerator", flat=True)) == {30}
    hand_over(USAGE.format(month=month).replace(",20,60", ",19,60"))
    newest = visit(house.nurse).get(reverse("review:peer", args=[house.deployment.pk])).content.decode()
    assert "10.4" in newest
    assert visit(house.nurse).post(address).status_code == 403


def test_pages_ask_the_database_as_often_however_many_documents_there_are(
    house: House, visit: Callable[[Person], Client], django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    round_ = opened(house, documents=frame(600), terms=terms(tolerable=Decimal("0.02")))
    browser = visit(house.nurse)
    for name in ("peer-round", "peer-work"):
        browser.get(reverse(f"review:{name}", args=[round_.pk]))
        with django_assert_max_num_queries(16):
            browser.get(reverse(f"review:{name}", args=[round_.pk]))
