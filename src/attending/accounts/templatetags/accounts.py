"""Passkey options in a page: ``{% load accounts %}``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def as_json(options: Mapping[str, Any]) -> str:
    """``data-options="{{ options|as_json }}"``: JSON for a data attribute (escaped by the template)."""
    return json.dumps(_plain(options))


@register.filter
def passkey_creation(options: Mapping[str, Any]) -> str:
    """Creation options that ask for a passkey proper: kept on the authenticator, unlocked by the person.

    A security key without PIN or fingerprint would not be accepted for signing later.
    """
    plain = _plain(options)
    selection = {**(plain.get("authenticatorSelection") or {})}
    selection |= {"residentKey": "preferred", "requireResidentKey": False, "userVerification": "required"}
    return json.dumps({**plain, "authenticatorSelection": selection})


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options as plain JSON values; the library's objects are mappings whose items are nested mappings."""
    return {
        key: _plain(value)
        if isinstance(value, Mapping)
        else [_plain(item) if isinstance(item, Mapping) else item for item in value]
        if isinstance(value, list | tuple)
        else value
        for key, value in options.items()
    }
