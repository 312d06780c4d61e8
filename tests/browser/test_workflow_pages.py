"""Every page of maps and walkthroughs: no violation that axe can find, and nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from attending.workflow.models import Goes, MapKind
from tests.browser.conftest import DEVICES
from tests.integration.house import begin_with_house
from tests.integration.workflow.world import Ward, build_ward

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def ward(settings) -> Ward:
    settings.ATTENDING_DEMO = True
    return build_ward(begin_with_house())


def pages(ward: Ward) -> tuple[str, ...]:
    as_is, to_be = ward.drawn(MapKind.AS_IS), ward.drawn(MapKind.TO_BE)
    version = ward.kept(to_be)
    ward.walked(version, look=(Goes.DIFFERENT, "At night by two"))
    ward.offered(as_is)
    home = f"/workflow/{ward.house.use_case.key}/"
    return (
        "/workflow/",
        home,
        f"{home}maps/compare/",
        f"{home}walkthrough/",
        f"{home}walkthrough/ask/",
        f"/workflow/maps/{as_is.pk}/",
        f"/workflow/maps/{to_be.pk}/offer/",
        f"/workflow/maps/{to_be.pk}/upload/",
        f"/workflow/versions/{version.pk}/",
        f"/workflow/versions/{version.pk}/print/",
    )


@pytest.mark.parametrize(("device", "scheme"), [("phone", "dark"), ("tablet", "light")])
def test_every_page_of_maps_can_be_read_by_everybody(
    ward: Ward,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    device: str,
    scheme: str,
) -> None:
    page = new_page(device, scheme)
    sign_in(page, ward.house.nurse.user)
    for path in pages(ward):
        page.goto(path)
        axe(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= DEVICES[device]["viewport"]["width"], f"{path} is {width} px wide"
