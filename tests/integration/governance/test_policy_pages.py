"""The pages of the policy and of risk tiers: who may read, who may write, and what they say at once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from attending.decisions.models import PolicyVersion
from attending.governance.actions import policy as actions
from attending.governance.actions.tiering import assess
from attending.governance.models import TierAssessment
from attending.policies.default import default_policy, default_text
from tests.integration.governance.policy_world import LATER, PolicyWorld, build_world
from tests.integration.house import House
from tests.integration.pages import Page, queries_of, try_page, visitor

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("demonstration")]

LEAST = {each.key: next(iter(each.answers)) for each in default_policy().questions}


@pytest.fixture
def world(house: House) -> PolicyWorld:
    return build_world(house)


def here(house: House) -> tuple[str]:
    return (house.use_case.key,)


PAGES = (
    Page(name="governance:policy", may="nurse"),
    Page(
        name="governance:tier",
        args=here,
        may="owner",
        may_not="nurse",
        valid=lambda _house: {**LEAST, "significance": "treat"},
        invalid={**LEAST, "autonomy": ""},
    ),
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page(page: Page, house: House) -> None:
    try_page(page, house)


def written(client: Client, name: str, **posted: str) -> str:
    address = reverse(f"governance:{name}")
    return (client.post(address, posted) if posted else client.get(address)).content.decode()


class TestReading:
    def test_everybody_reads_what_holds(self, house: House) -> None:
        said = visitor(house.nurse).get(reverse("governance:policy")).content.decode()
        assert "The default policy of Attending holds" in said
        assert "Full review: 4 people, 2 of them clinicians" in said
        assert "Nobody holds the seat “Compliance officer”" in said
        assert "Write a new version" not in said

    def test_it_takes_as_many_queries_whatever_was_adopted(self, world: PolicyWorld) -> None:
        address = reverse("governance:policy")
        world.adopted()
        few = queries_of(world.house.nurse, address)
        world.adopted(LATER.replace("harbour-1", "harbour-2").replace("= 90", "= 80"))
        assert queries_of(world.house.nurse, address) == few

    def test_a_version_says_what_it_changed_and_what_became_of_it(self, world: PolicyWorld) -> None:
        world.adopted()
        client = visitor(world.house.nurse)
        said = client.get(reverse("governance:policy-version", args=[1])).content.decode()
        assert "Reviewed every: 90 days, before 100 days." in said
        assert "Adopt this policy" in said
        assert "A nurse signs too." in said
        assert client.get(reverse("governance:policy-version", args=[9])).status_code == 404

    def test_texts_are_taken_along(self, world: PolicyWorld) -> None:
        client = visitor(world.house.nurse)
        assert client.get(reverse("governance:policy-file")).content.decode() == default_text()
        world.adopted()
        kept = client.get(reverse("governance:policy-version-file", args=[1]))
        assert kept.content.decode() == LATER
        assert kept["Content-Disposition"] == 'attachment; filename="policy-harbour-1.toml"'
        schema = client.get(reverse("governance:policy-schema"))
        assert schema.json()["title"] == "Policy"


class TestWriting:
    def test_only_who_may_write_comes_here(self, world: PolicyWorld) -> None:
        client = visitor(world.house.owner)
        assert client.post(reverse("governance:policy-begin")).status_code == 403
        for name in ("policy-draft", "policy-offer"):
            assert client.get(reverse(f"governance:{name}")).status_code == 403
        assert client.post(reverse("governance:policy-check"), {"text": "x"}).status_code == 403

    def test_without_a_draft_there_is_no_page_of_one(self, world: PolicyWorld) -> None:
        assert visitor(world.house.cmio).get(reverse("governance:policy-draft")).status_code == 404

    def test_from_the_page_to_the_packet(self, world: PolicyWorld) -> None:
        client = visitor(world.house.cmio)
        assert client.post(reverse("governance:policy-begin")).status_code == 302
        assert "It says the same as policy 2026.2" in written(client, "policy-draft")
        seen = PolicyVersion.objects.get().sha256
        told = written(client, "policy-check", text=LATER.replace("quorum = 3", "quorum = 0"), seen=seen)
        assert "signing.policy.quorum: &quot;0&quot;: expected a whole number from 1 to 30" in told
        told = written(
            client, "policy-check", text=LATER.replace("review_every_days = 90", "review_every_days = 400"), seen=seen
        )
        assert "Tier 2, moderate asks more: 190 days" in told
        assert PolicyVersion.objects.get().text == default_text(), "checking keeps nothing"
        as_browsers_do = LATER.replace("\n", "\r\n")
        assert (
            client.post(reverse("governance:policy-draft"), {"text": as_browsers_do, "seen": seen}).status_code == 302
        )
        draft = PolicyVersion.objects.get()
        assert draft.text == LATER
        assert "3 people must sign, 1 of them clinicians" in written(client, "policy-offer")
        gone = client.post(reverse("governance:policy-offer"), {"why": "A nurse signs.", "seen": draft.sha256})
        assert gone.status_code == 302
        assert "Adopt policy harbour-1 in place of 2026.2?" in client.get(gone["Location"]).content.decode()
        assert client.get(reverse("governance:policy-draft")).status_code == 404
        assert "Another version is being decided" in written(client, "policy")

    def test_a_text_that_cannot_be_read_is_saved_and_said_to_be_no_policy_yet(self, world: PolicyWorld) -> None:
        client, address = visitor(world.house.cmio), reverse("governance:policy-draft")
        broken = LATER.replace("quorum = 3", "quorum = 0").replace("[concerns]", "[wishes]")
        line = broken.splitlines().index("quorum = 0") + 1
        draft = actions.begin(world.house.cmio)
        said = client.post(address, {"text": broken, "seen": draft.sha256}, follow=True).content.decode()
        assert 'class="message warning"' in said
        assert "The draft is saved, but it cannot be read as a policy yet" in said
        assert (
            f"Mend line {line}, signing.policy.quorum: &quot;0&quot;: expected a whole number from 1 to 30. What"
            in said
        )
        assert 'class="message success"' not in said
        draft = PolicyVersion.objects.get()
        assert draft.text == broken
        said = client.post(address, {"text": LATER, "seen": draft.sha256}, follow=True).content.decode()
        assert 'class="message success"' in said

    def test_who_saves_late_sees_both_texts(self, world: PolicyWorld) -> None:
        draft = actions.begin(world.house.cmio)
        actions.save(world.compliance, LATER, seen=draft.sha256)
        answer = visitor(world.house.cmio).post(
            reverse("governance:policy-draft"), {"text": f"{LATER}# mine\n", "seen": draft.sha256}
        )
        said = answer.content.decode()
        assert answer.status_code == 422
        assert "Cora Compliance saved this draft while you wrote" in said
        assert "# mine" in said

    def test_what_cannot_be_offered_says_why_and_stays_a_draft(self, world: PolicyWorld) -> None:
        draft = world.drafted(LATER.replace("quorum = 3", "quorum = 0"))
        answer = visitor(world.house.cmio).post(
            reverse("governance:policy-offer"), {"why": "So.", "seen": draft.sha256}
        )
        assert answer.status_code == 422
        assert "The text cannot be read as a policy yet" in answer.content.decode()
        assert actions.begin(world.house.cmio) == draft


class TestTier:
    def test_the_tier_shows_at_once_and_nothing_is_kept(self, house: House) -> None:
        address, client = reverse("governance:tier", args=here(house)), visitor(house.nurse)
        part = {key: LEAST[key] for key in list(LEAST)[:3]}
        said = client.post(address, {**part, "then": "preview"}, headers={"HX-Request": "true"}).content.decode()
        assert "4 of 7 questions still open" in said
        asked = {**LEAST, "significance": "treat", "phi": "outside", "then": "preview"}
        said = client.post(address, asked, headers={"HX-Request": "true"}).content.decode()
        assert "Tier 2, moderate" in said
        assert "It treats or diagnoses." in said
        assert "Also: Protected health information leaves the organisation." in said
        assert "<h1>" not in said
        assert "Tier 2, moderate" in client.post(address, asked).content.decode(), "without scripts too"
        assert TierAssessment.objects.count() == 0

    def test_a_lower_tier_is_refused_on_the_page(self, house: House) -> None:
        answers = {**LEAST, "significance": "treat", "situation": "critical", "tier_taken": "moderate", "reason": "So."}
        answer = visitor(house.owner).post(reverse("governance:tier", args=here(house)), answers)
        assert answer.status_code == 422
        assert "nobody takes a lower one" in answer.content.decode()

    def test_the_page_says_what_is_lacking_and_what_was(self, house: House) -> None:
        assess(house.owner, house.use_case, LEAST)
        assess(house.owner, house.use_case, {**LEAST, "significance": "treat", "situation": "critical"})
        said = visitor(house.nurse).get(reverse("governance:tier", args=here(house))).content.decode()
        assert "Compliance officer: Every gate" in said
        assert "It steers or gives care where life is at stake. Policy 2026.2." in said
        assert "No other rule fires. Policy 2026.2." in said
