"""The frame around every page: navigation, who is asking, the demonstration's notice, and pages for failures."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory

from attending.accounts.models import User
from attending.ui import context, navigation

pytestmark = pytest.mark.urls("tests.unit.ui.gallery_urls")

STATIC = Path(context.__file__).parent / "static/ui"
TEMPLATES = Path(context.__file__).parent / "templates"


@pytest.fixture
def registries(monkeypatch):
    """Empty registries, put back afterwards."""
    monkeypatch.setattr(navigation, "_main", {})
    monkeypatch.setattr(navigation, "_footer", {})
    monkeypatch.setattr(navigation, "_own", {})
    monkeypatch.setattr(context, "_providers", [])


@pytest.fixture
def asked(registries):
    """The context of a page as a signed-in person asks for it."""

    def ask(address: str = "/") -> dict:
        request = RequestFactory().get(address)
        request.user = User(username="cmio", printed_name="Chief Physician")
        return context.page(request)

    return ask


def frame(values: dict) -> str:
    return render_to_string("ui/base.html", values)


def test_navigation_follows_its_order_and_marks_the_longest_match(asked):
    navigation.register("Sign in", "account_login", 20)
    navigation.register("Security", "mfa_index", 10, "key")
    navigation.register("Not built", "library:none", 5)
    html = frame(asked("/accounts/login/"))
    links = re.findall(r'<a href="([^"]+)"( aria-current="page")?><svg.*?<span>(.*?)</span>', html, re.DOTALL)
    assert [(label, bool(current)) for _, current, label in links] == [("Security", False), ("Sign in", True)]


def test_the_pages_of_a_section_share_a_place_and_lead_to_one_another(asked):
    navigation.register("Sign in", "account_login", 10, section="Doors")
    navigation.register("Security", "mfa_index", 20)
    navigation.register("Sign out", "account_logout", 30, section="Doors")
    inside = asked("/accounts/logout/")
    assert [(link.label, link.current) for link in inside["navigation"]] == [("Doors", True), ("Security", False)]
    assert [(link.label, link.current) for link in inside["section_navigation"]] == [
        ("Sign in", False),
        ("Sign out", True),
    ]
    assert 'aria-label="Doors"' in frame(inside)
    outside = asked("/elsewhere/")
    assert (outside["section"], outside["section_navigation"]) == ("", [])
    assert 'class="section-navigation"' not in frame(outside)


def test_a_phone_keeps_what_is_at_hand_and_opens_the_rest(asked):
    names = ("account_login", "account_logout", "mfa_index", "account_signup", "account_reset_password")
    for order, name in enumerate(names):
        navigation.register(f"Place {order}", name, order, section=name, at_hand=order == 1)
    few = asked()
    assert few["further_navigation"] == []
    assert 'class="more' not in frame(few)
    navigation.register("Place 5", "account_email", 5)
    many = asked("/accounts/2fa/")
    assert [link.label for link in many["navigation"] if link.at_hand] == ["account_logout"]
    assert [link.label for link in many["further_navigation"]] == [
        *("account_login", "mfa_index", "account_signup", "account_reset_password", "Place 5"),
    ]
    more = frame(many).split('class="more menu"')[1].split("</details>")[0]
    assert more.count("<a ") == 5
    assert more.count('aria-current="page"') == 1


def test_a_page_below_the_start_does_not_mark_the_start(asked):
    navigation.register("Gallery", "account_login", 1)
    assert not asked("/elsewhere/")["navigation"][0].current


def test_the_footer_offers_the_record(asked):
    navigation.register_footer("Record", "account_login")
    assert ">Record</a>" in frame(asked())


def test_the_menu_under_the_name_offers_what_is_for_the_person(asked):
    navigation.register_own("Logins", "account_login", shown=lambda request: request.user.username == "cmio")
    navigation.register_own("Change seat", "mfa_index", shown=lambda request: False)
    html = frame(asked())
    assert "Logins</a>" in html
    assert "Change seat" not in html


def test_rooms_can_name_the_organisation_and_the_person(asked):
    assert asked()["identity"] == "Chief Physician"

    def provider(request):
        return {"organisation": "Lakeside Health", "identity": "Nursing lead", "identity_detail": "Nursing"}

    context.register(provider)
    context.register(provider)
    values = asked()
    assert len(context._providers) == 1
    html = frame(values)
    assert all(text in html for text in ("Lakeside Health", "Nursing lead", "<br>Nursing"))


def test_a_stranger_sees_no_navigation(client: Client, db):
    html = client.get("/gallery/").content.decode()
    assert "main-navigation" not in html
    assert 'class="who"' not in html


@pytest.mark.parametrize("demo", [True, False])
def test_a_demonstration_says_so(client: Client, db, settings, demo):
    settings.ATTENDING_DEMO = demo
    assert ("Demonstration." in client.get("/gallery/").content.decode()) is demo


def test_the_frame_has_what_a_screen_reader_needs(client: Client, db):
    html = client.get("/gallery/").content.decode()
    assert '<html lang="en">' in html
    assert '<a class="skip" href="#main">' in html
    assert '<main id="main" tabindex="-1">' in html
    assert "<title>Prognosis of the seriously ill · Attending</title>" in html
    assert html.count("<h1>") == 1
    assert "The threshold is agreed. Entry 41 in the Record." in html


@pytest.mark.parametrize(
    ("address", "code", "words"),
    [
        ("/gallery/400/", 400, "cannot be read"),
        ("/gallery/403/", 403, "You may not do this"),
        ("/gallery/404/", 404, "nothing at this address"),
        ("/gallery/500/", 500, "failed on our side"),
    ],
)
def test_failures_are_explained(client: Client, db, address, code, words):
    client.raise_request_exception = False
    client.force_login(User.objects.create_user("someone"), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(address)
    html = response.content.decode()
    assert (response.status_code, words in html) == (code, True)
    assert '<link rel="stylesheet"' in html


def test_a_form_without_its_token_is_explained(db):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/")
    assert response.status_code == 403
    assert "This form is out of date" in response.content.decode()


def test_no_template_holds_style_or_script():
    for template in TEMPLATES.rglob("*.html"):
        text = template.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text), template
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), template
        get_template(str(template.relative_to(TEMPLATES)))


def test_everything_a_page_loads_is_in_the_package_and_under_its_budget():
    html = frame({})
    files = re.findall(r'(?:href|src)="/?static/([^"]+)"', html)
    assert len(files) >= 5
    sizes = {name: Path(finders.find(name)).stat().st_size for name in files}
    assert sum(sizes.values()) < 120_000, sizes
    assert sizes["ui/tokens.css"] + sizes["ui/components.css"] < 37_000


def test_every_token_used_is_defined():
    tokens, components = (STATIC / "tokens.css").read_text(), (STATIC / "components.css").read_text()
    defined = set(re.findall(r"(--[a-z0-9-]+):", tokens + components))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", tokens + components)) <= defined
