"""The browser harness itself: what it must notice is noticed."""

import pytest
from django.contrib.auth import get_user_model


def test_a_violation_of_the_content_security_policy_is_noticed(page, browser_problems):
    page.goto("/accounts/login/")
    page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.injected = true';
        document.body.append(script);
    }""")
    page.wait_for_timeout(100)
    assert page.evaluate("window.injected") is None
    assert any("script-src" in problem for problem in browser_problems)
    browser_problems.clear()


def test_an_error_in_a_page_is_noticed(page, browser_problems):
    page.goto("/accounts/login/")
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.wait_for_timeout(100)
    assert any("broken" in problem for problem in browser_problems)
    browser_problems.clear()


def test_axe_notices_a_picture_without_a_text(page, axe):
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src='data:,'></main>")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_a_passkey_is_made_and_kept(page, authenticator):
    page.goto("/accounts/login/")
    device = authenticator(page)
    page.evaluate("""() => navigator.credentials.create({publicKey: {
        challenge: new Uint8Array(32), rp: {name: 'x', id: 'localhost'},
        user: {id: new Uint8Array(8), name: 'x', displayName: 'x'},
        pubKeyCredParams: [{type: 'public-key', alg: -7}],
        authenticatorSelection: {residentKey: 'required', userVerification: 'required'}}})""")
    assert [credential["rpId"] for credential in device.credentials()] == ["localhost"]


@pytest.mark.parametrize(("device", "width"), [("phone", 390), ("tablet", 820), ("desktop", 1440)])
def test_pages_have_the_size_of_their_device(new_page, device, width):
    page = new_page(device, "dark")
    page.goto("/accounts/login/")
    assert page.evaluate("[window.innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [width, True]


def test_a_session_can_be_given_to_a_page(page, sign_in):
    user = get_user_model().objects.create_user(username="someone")
    sign_in(page, user)
    page.goto("/accounts/login/")
    assert not page.url.endswith("/accounts/login/")
