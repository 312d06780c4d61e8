"""A real mail server on this machine, with what it was given read back."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from attending.notices.settings import Security, Smtp


@dataclass
class Mailbox:
    """What came in, in order. ``refuses`` maps a recipient to the answer it gets instead; ``down`` refuses everyone."""

    messages: list[EmailMessage] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    down: bool = False

    async def recipient(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]):
        del server, session, options
        if self.down:
            return "451 try later"
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def data(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        del server, session
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in str(message["To"])]

    @property
    def recipients(self) -> list[str]:
        return [message["To"].addresses[0].addr_spec for message in self.messages]


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    """The plain or the HTML part."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def subject_of(message: EmailMessage) -> str:
    """The subject as a reader sees it, however the header was folded."""
    return " ".join(str(message["Subject"]).split())


@contextmanager
def mail_server() -> Iterator[tuple[Smtp, Mailbox]]:
    """The server while the block runs, as settings, and its mailbox."""
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    asked = SimpleNamespace(handle_RCPT=mailbox.recipient, handle_DATA=mailbox.data)
    controller = Controller(asked, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield Smtp("127.0.0.1", port, Security.NONE, "Attending <attending@hospital.example>"), mailbox
    finally:
        controller.stop()
