"""A notice as an e-mail: plain text and simple HTML with the link, through one connection to the mail server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string

from attending.notices.models import Notice
from attending.notices.sending.refused import NotDeliveredError
from attending.notices.settings import Security, Smtp

TIMEOUT_SECONDS: Final = 15.0
_PERMANENT: Final = range(500, 600)


@contextmanager
def connected(smtp: Smtp) -> Iterator[smtplib.SMTP]:
    """A connection that has logged in; raises NotDeliveredError where the server cannot be used."""
    context = ssl.create_default_context()
    try:
        if smtp.security == Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(smtp.host, smtp.port, timeout=TIMEOUT_SECONDS)
        with server:
            if smtp.security == Security.STARTTLS:
                server.starttls(context=context)
            if smtp.user:
                server.login(smtp.user, smtp.password)
            yield server
    except (OSError, smtplib.SMTPException) as problem:
        raise NotDeliveredError(f"The mail server {smtp.host}:{smtp.port} could not be used: {problem}") from problem


def send(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Hand one message over; raises NotDeliveredError, for good where the server says that it never will take it."""
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refusal:
        code, said = next(iter(refusal.recipients.values()))
        raise NotDeliveredError(
            f"The mail server refused the address: {code} {_text(said)}", for_good=code in _PERMANENT
        ) from refusal
    except smtplib.SMTPNotSupportedError as problem:
        raise NotDeliveredError(f"The mail server cannot take this address: {problem}", for_good=True) from problem
    except smtplib.SMTPResponseException as refusal:
        mistaken = isinstance(refusal, smtplib.SMTPSenderRefused)  # ours to mend: the next attempt may go through
        raise NotDeliveredError(
            f"The mail server refused the message: {refusal.smtp_code} {_text(refusal.smtp_error)}",
            for_good=refusal.smtp_code in _PERMANENT and not mistaken,
        ) from refusal


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def message_of(notice: Notice, to: str, smtp: Smtp) -> EmailMessage:
    """The message of a notice: the same Message-ID and date at every attempt."""
    person = notice.person
    return compose(
        to=(person.printed_name if person else "", to),
        subject=notice.subject,
        body=notice.body,
        link=notice.link,
        identity=str(notice.uid),
        date=format_datetime(notice.created_at),
        smtp=smtp,
    )


def compose(
    *, to: tuple[str, str], subject: str, body: str, link: str, identity: str, date: str, smtp: Smtp
) -> EmailMessage:
    """A message in plain text and HTML; ``to`` is a name and an address."""
    name, address = to
    _, sender = parseaddr(smtp.sender)
    user, _, domain = address.partition("@")
    message = EmailMessage()
    message["From"] = smtp.sender
    message["To"] = Address(display_name=name, username=user, domain=domain)
    message["Subject"] = subject
    message["Date"] = date
    message["Message-ID"] = f"<{identity}@{sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answer comes back
    context = {"subject": subject, "body": body, "url": settings.ATTENDING_URL + link if link else ""}
    message.set_content(render_to_string("notices/mail.txt", context))
    message.add_alternative(render_to_string("notices/mail.html", context), subtype="html")
    return message
