"""From the terminal's link to a signature with a passkey, in a real browser under the strict policy."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from playwright.sync_api import Page, expect

from attending.accounts import actions
from attending.accounts.forms import SigningForm
from attending.accounts.models import User
from attending.accounts.reauthentication import AuthenticationEvidence, signing_intent, verify_evidence

PASSWORD = "correct horse battery staple"
PAGE = """{% extends "ui/base.html" %}{% load ui %}{% block title %}Sign{% endblock %}
{% block heading %}Sign{% endblock %}
{% block content %}<form class="form" method="post">{% csrf_token %}{% error_summary form %}
{% include "accounts/signing_fields.html" with submit="Sign the pause" %}</form>{% endblock %}"""
START = """{% extends "ui/base.html" %}{% block title %}Start{% endblock %}
{% block heading %}{{ done|default:"Start" }}{% endblock %}"""

signed: list[tuple[AuthenticationEvidence, dict]] = []


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def draw(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(template).render(context, request))


def start_page(request: HttpRequest) -> HttpResponse:
    return draw(request, START)


def signing_page(request: HttpRequest) -> HttpResponse:
    """A page that signs, as a room would write it."""

    def intent(nonce: str):
        given = {"record_sha256": "ab" * 32, "meaning": "approval", "role": "clinical owner", "reason": "Good."}
        return signing_intent(request.user, **given, nonce=nonce)

    form = SigningForm(request.POST or None, request=request, intent=intent)
    if request.method == "POST" and form.is_valid():
        evidence = form.authenticate()
        if evidence is not None:
            signed.append((evidence, dict(form.intent)))
            return draw(request, START, done="Signed")
    return draw(request, PAGE, form=form)


urlpatterns = [
    path("accounts/", include("attending.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("sign/", signing_page),
    path("", include(([path("", start_page, name="my-rounds")], "rounds"))),
    path("found/", include(([path("", start_page, name="found")], "program"))),  # where nobody's organisation leads
]


@pytest.fixture(autouse=True)
def _own_pages(settings) -> None:
    """Accounts with nothing above it, and one page that signs."""
    settings.ROOT_URLCONF = __name__
    signed.clear()


@pytest.fixture
def first_administrator(page: Page, live_server, axe: Callable[..., None]) -> Page:
    """The page of somebody who has opened the terminal's link and chosen a password."""
    link = actions.first_administrator_link(live_server.url)
    assert link is not None
    page.goto(link)
    axe(page)
    page.get_by_label("User name").fill("chief")
    page.get_by_label("Full name").fill("Chief Medical Information Officer")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Add a second factor")).to_be_visible()
    axe(page)
    return page


def test_from_the_link_to_a_signature_with_a_passkey(
    first_administrator: Page, authenticator: Callable, axe: Callable[..., None], live_server
) -> None:
    page = first_administrator
    device = authenticator(page)
    page.get_by_role("link", name="Add a passkey").click()
    axe(page)
    page.get_by_role("button", name="Create the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    axe(page)
    assert len(device.credentials()) == 1

    page.goto(f"{live_server.url}/sign/")
    axe(page)
    page.get_by_role("button", name="Sign the pause with your passkey").click()
    expect(page.get_by_role("heading", name="Signed")).to_be_visible()
    [(evidence, intent)] = signed
    assert evidence.components == ("passkey", "user verification")
    verify_evidence(evidence, intent)

    page.goto(f"{live_server.url}/accounts/security/")
    axe(page)
    page.get_by_role("link", name="Manage users").click()
    axe(page)

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/")
    axe(page)
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("heading", name="Start")).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("User name").fill("chief")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", name="Start")).to_be_visible()


def test_a_passkey_that_does_not_verify_leaves_password_and_code(
    first_administrator: Page, authenticator: Callable, live_server, axe: Callable[..., None]
) -> None:
    page = first_administrator
    device = authenticator(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Create the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{live_server.url}/accounts/2fa/totp/activate/")
    secret = page.locator("code").inner_text()
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code(secret))
    page.get_by_role("button", name="Confirm the code").click()
    expect(page.get_by_role("heading", name="Sign-in and security")).to_be_visible()

    device.refuse()
    page.goto(f"{live_server.url}/sign/")
    page.get_by_role("button", name="Sign the pause with your passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was done")
    axe(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Code from your authenticator app").fill(code(secret))
    page.get_by_role("button", name="Sign the pause with password and code").click()
    expect(page.get_by_role("heading", name="Signed")).to_be_visible()
    assert signed[0][0].components == ("password", "totp")


def test_continue_as_a_seat_on_a_phone(
    new_page: Callable[..., Page], live_server, settings, axe: Callable[..., None]
) -> None:
    from attending.accounts import demo

    settings.ATTENDING_DEMO = True
    name = "Chief Medical Information Officer"
    user = User.objects.create_user(
        "cmio", printed_name=name, is_staff=True
    )  # nobody else comes before an organisation
    demo.register(lambda: [(user.pk, name, "Two things are asked of this seat.")])
    try:
        page = new_page("phone")
        page.goto(f"{live_server.url}/accounts/continue/")
        axe(page)
        page.get_by_role("button", name="Continue as Chief Medical Information Officer").click()
        expect(page.get_by_role("heading", name="Start")).to_be_visible()
        page.goto(f"{live_server.url}/sign/")
        axe(page)
        page.get_by_role("button", name="demonstration").click()
        expect(page.get_by_role("heading", name="Signed")).to_be_visible()
    finally:
        demo.register(list)
