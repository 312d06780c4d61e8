"""A real Chromium: pages by device and colour scheme, accessibility checks, passkeys, and no error passed over."""

import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

# Playwright's own event loop runs in the thread of the test, which makes Django believe that the test is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

DEVICES = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "tablet": {"viewport": {"width": 820, "height": 1180}, "has_touch": True},
    "desktop": {"viewport": {"width": 1440, "height": 900}},
}
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 60_000
"""Milliseconds for whatever is waited for: a busy machine is slow, and what passes waits no longer for it."""
expect.set_options(timeout=PATIENCE)
ACCESSIBILITY_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
REPORT_POLICY_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event =>
  console.error(`${location.pathname}: content security policy ${event.violatedDirective} refused ${event.blockedURI}`))
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, one for all tests."""
    program = os.environ.get("ATTENDING_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "No Chromium; ./attending test installs it, or set ATTENDING_CHROMIUM to its path."
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def site_url(live_server) -> str:
    """Where pages are opened; a module may override it to test another server."""
    return live_server.url


@pytest.fixture
def browser_problems() -> Iterator[list[str]]:
    """What went wrong in any page of this test. A test that provokes an error takes it out; the rest fail the test."""
    problems: list[str] = []
    yield problems
    assert not problems, "The browser reported:\n" + "\n".join(problems)


@pytest.fixture
def new_page(browser: Browser, site_url: str, browser_problems: list[str]) -> Iterator[Callable[..., Page]]:
    """``new_page(device="desktop", scheme="light", **context options)``: a page in a context of its own."""
    contexts: list[BrowserContext] = []

    def watch(page: Page) -> None:
        page.on("console", lambda message: message.type == "error" and browser_problems.append(message.text))
        page.on("pageerror", lambda error: browser_problems.append(str(error)))
        page.on("request", lambda request: _foreign(request.url) and browser_problems.append(f"Left for {request.url}"))

    def _foreign(url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme not in {"data", "blob", "about"} and parts.hostname not in {"localhost", "127.0.0.1"}

    def make(device: str = "desktop", scheme: str = "light", **options: object) -> Page:
        context = browser.new_context(
            base_url=site_url,
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="en-US",
            **DEVICES[device],
            **options,
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(REPORT_POLICY_VIOLATIONS)
        context.on("page", watch)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One desktop page in the light scheme."""
    return new_page()


@pytest.fixture
def sign_in(site_url: str, db: None) -> Callable[..., None]:
    """``sign_in(page, user)``: give the page's context a session of ``user``, without the login page."""

    def give_session(page: Page, user: object) -> None:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site_url, "httpOnly": True}])

    return give_session


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """``axe(page)``: fail on any violation of WCAG 2.0 to 2.2, levels A and AA, that axe can find."""

    def check(page: Page, context: str | None = None) -> None:
        page.wait_for_load_state()
        options = {"runOnly": ACCESSIBILITY_RULES, "resultTypes": ["violations"]}
        found = []
        for violation in Axe().run(page, context=context, options=options).response["violations"]:
            places = "\n    ".join(node["html"] for node in violation["nodes"][:5])
            found.append(f"{violation['id']}: {violation['help']}\n    {places}")
        assert not found, f"axe on {page.url}:\n" + "\n".join(found)

    return check


@pytest.fixture
def authenticator() -> Callable[[Page], "VirtualAuthenticator"]:
    """``authenticator(page)``: plug a passkey device that verifies its user into the page."""
    return VirtualAuthenticator


class VirtualAuthenticator:
    """A platform authenticator (CTAP 2, resident keys, user verified) in one page."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable", {"enableUI": False})
        added = self._session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        self.id: str = added["authenticatorId"]

    def credentials(self) -> list[dict[str, object]]:
        """The passkeys it holds, as Chromium's protocol describes them (with private keys)."""
        return self._session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]

    def add_credential(self, credential: dict[str, object]) -> None:
        """Carry a passkey over, for example from a phone's page to a desktop's."""
        self._session.send("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": credential})

    def refuse(self) -> None:
        """From now on the person does not verify."""
        self._session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})
