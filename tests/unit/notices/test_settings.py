"""The mail server and the webhooks as an installation sets them up, and what is refused."""

from __future__ import annotations

import pytest

from attending.notices.settings import Security
from attending.web.configuration import Configuration, ConfigurationError

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MAIL = {"ATTENDING_SMTP_HOST": "mail.example", "ATTENDING_SMTP_FROM": "Attending <a@hospital.example>"}


def test_nothing_leaves_unless_it_is_set_up() -> None:
    made = Configuration.from_environment({})
    assert (made.smtp, made.webhooks, made.url) == (None, (), "http://localhost:8000")


def test_a_mail_server_with_its_usual_port_and_a_password_from_a_file(tmp_path) -> None:
    (tmp_path / "password").write_text("secret\n")
    smtp = Configuration.from_environment(
        {**MAIL, "ATTENDING_SMTP_USER": "attending", "ATTENDING_SMTP_PASSWORD_FILE": str(tmp_path / "password")}
    ).smtp
    assert smtp is not None
    assert (smtp.port, smtp.security, smtp.password) == (587, Security.STARTTLS, "secret")
    assert "secret" not in repr(smtp)
    tls = Configuration.from_environment({**MAIL, "ATTENDING_SMTP_SECURITY": "tls"}).smtp
    assert tls is not None
    assert tls.port == 465


def test_links_begin_with_the_address_people_use() -> None:
    hosts = {"ATTENDING_HOSTS": "ai.hospital.example", "ATTENDING_HTTPS": "yes"}
    assert Configuration.from_environment(hosts).url == "https://ai.hospital.example"
    given = Configuration.from_environment({**hosts, "ATTENDING_URL": "https://proxy.example/"})
    assert given.url == "https://proxy.example"


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"ATTENDING_SMTP_HOST": "mail.example"}, "ATTENDING_SMTP_FROM is ''; write the address"),
        ({**MAIL, "ATTENDING_SMTP_PORT": "70000"}, "ATTENDING_SMTP_PORT is '70000'; write a port"),
        ({**MAIL, "ATTENDING_SMTP_SECURITY": "ssl"}, "ATTENDING_SMTP_SECURITY is starttls, tls or none"),
        ({**MAIL, "ATTENDING_SMTP_PASSWORD_FILE": "/nowhere/at/all"}, "/nowhere/at/all cannot be read"),
        ({"ATTENDING_WEBHOOKS": "https://a.example/x"}, "whsec_ and 24 to 64 random bytes"),
        ({"ATTENDING_WEBHOOKS": "https://a.example", "ATTENDING_WEBHOOK_SECRET": "whsec_AAAA"}, "24 to 64 bytes"),
        ({"ATTENDING_WEBHOOKS": "http://a.example", "ATTENDING_WEBHOOK_SECRET": SECRET}, "write https://host/path"),
        ({"ATTENDING_WEBHOOKS": "https://me:pw@a.example", "ATTENDING_WEBHOOK_SECRET": SECRET}, "without a login"),
        ({"ATTENDING_WEBHOOKS": "file:///etc/passwd", "ATTENDING_WEBHOOK_SECRET": SECRET}, "write https://host/path"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(variables: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        Configuration.from_environment(variables)


def test_several_webhooks_share_the_secret_and_are_named_by_host_alone() -> None:
    made = Configuration.from_environment(
        {
            "ATTENDING_WEBHOOKS": "https://a.example/s3cret, http://127.0.0.1:99/x https://a.example/s3cret",
            "ATTENDING_WEBHOOK_SECRET": SECRET,
        }
    )
    assert [webhook.host for webhook in made.webhooks] == ["a.example", "127.0.0.1:99"]
    assert SECRET not in repr(made.webhooks)
