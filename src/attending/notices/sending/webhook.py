"""A notice as a signed POST to an address that the installation set up (Standard Webhooks 1.0.0)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import ssl
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from attending.notices.actions.writing import place
from attending.notices.models import Notice
from attending.notices.sending.refused import NotDeliveredError
from attending.notices.settings import Webhook

TIMEOUT_SECONDS: Final = 10.0
_GONE: Final = 410  # the receiver asks never to be told again


def webhook_of(notice: Notice) -> Webhook:
    """The webhook a notice goes to; raises NotDeliveredError where it is no longer set up."""
    for webhook in settings.ATTENDING_WEBHOOKS:
        if notice.key.endswith(f":webhook:{place(webhook)}"):
            found: Webhook = webhook
            return found
    raise NotDeliveredError(f"{notice.host} is no longer among ATTENDING_WEBHOOKS.", for_good=True)


def content_of(notice: Notice) -> bytes:
    """What is posted: compact JSON."""
    document = {
        "type": "attending.notice",
        "timestamp": notice.created_at.isoformat(),
        "data": {
            "id": str(notice.uid),
            "subject": notice.subject,
            "body": notice.body,
            "url": settings.ATTENDING_URL + notice.link,
        },
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def signature(webhook: Webhook, identity: str, at: int, content: bytes) -> str:
    """``v1,`` and the base64 of HMAC-SHA256 over ``id.timestamp.content``."""
    signed = b".".join((identity.encode(), str(at).encode(), content))
    return "v1," + base64.b64encode(hmac.digest(webhook.key(), signed, hashlib.sha256)).decode()


def post(notice: Notice, now: datetime) -> None:
    """Post it once. No redirect is followed; anything but a 2xx answer raises NotDeliveredError."""
    webhook = webhook_of(notice)
    content, identity, at = content_of(notice), str(notice.uid), int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Attending",
        "webhook-id": identity,
        "webhook-timestamp": str(at),
        "webhook-signature": signature(webhook, identity, at, content),
    }
    parts = urlsplit(webhook.url)
    host, path = parts.hostname or "", (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection: http.client.HTTPConnection = (
        http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT_SECONDS)
    )
    try:
        connection.request("POST", path, body=content, headers=headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as problem:
        raise NotDeliveredError(
            f"{webhook.host} could not be reached: {problem or type(problem).__name__}"
        ) from problem
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise NotDeliveredError(f"{webhook.host} answered {status}.", for_good=status == _GONE)
