"""A FHIR R4 bundle about one version of an AI: the device, its CHAI card, who made it, and who handed the record out.

Profiles of HL7's AI Transparency guide (hl7.fhir.uv.aitransparency, read at its build of August 2026; not yet published
as a release). Its AI Provenance marks clinical data that an AI made. No such data is here, so the Provenance of this
bundle is a plain one: it says which organisation put the card together.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

GUIDE: Final = "http://hl7.org/fhir/uv/aitransparency"
_DEVICE_TYPE: Final = {
    "system": f"{GUIDE}/CodeSystem/AIdeviceTypeCS",
    "code": "Artificial-Intelligence",
    "display": "All kinds of Artificial Intelligence",
}
_CARD_TYPE: Final = {"system": f"{GUIDE}/CodeSystem/AIinputsCS", "code": "AIModelCard", "display": "AI Model-Card"}
_CARD_FORMAT: Final = {
    "system": f"{GUIDE}/CodeSystem/AIinputsCS",
    "code": "AImodelCardCHAIformat",
    "display": "CHAI Format",
}
_AGENT: Final = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_NAMES: Final = uuid.UUID("8f1c7f2e-0c53-5d0e-9f43-0d6c0b9a7f11")
"""The namespace of the names in a bundle, so that the same record has the same names each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What is told about one version of an AI.

    ``system`` and ``identifier`` name the record where it is kept; ``card`` is a CHAI card as XML; ``stated_at`` has a
    time zone. An empty ``maker`` is left out, never guessed.
    """

    system: str
    identifier: str
    name: str
    version: str
    maker: str
    released_on: date | None
    intended_use: str
    custodian: str
    card: bytes
    card_by: str
    stated_at: datetime


def transparency_bundle(told: Described) -> dict[str, Any]:
    """The bundle as plain JSON values: Device, DocumentReference, one Organization or two, and Provenance.

    The same record gives the same bundle. Raises ValueError where ``stated_at`` has no time zone.
    """
    if told.stated_at.tzinfo is None:
        raise ValueError("A FHIR instant needs a time zone; give the time with one.")
    at = told.stated_at.isoformat(timespec="seconds")
    custodian, maker = _organisation(told.custodian), _organisation(told.maker) if told.maker else None
    device, card = _name(told, "device"), _name(told, "card")
    resources = [
        (device, _device(told, card, custodian[0])),
        (card, _card(told, at, custodian[0])),
        custodian,
        *([maker] if maker and maker[0] != custodian[0] else []),
        (_name(told, "provenance"), _provenance(at, card, device, custodian[0])),
    ]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": at,
        "entry": [
            {"fullUrl": f"urn:uuid:{name}", "resource": {**resource, "id": name}} for name, resource in resources
        ],
    }


def _name(told: Described, part: str) -> str:
    return str(uuid.uuid5(_NAMES, f"{told.system}|{told.identifier}|{part}"))


def _organisation(name: str) -> tuple[str, Mapping[str, Any]]:
    return str(uuid.uuid5(_NAMES, f"organisation|{name}")), {"resourceType": "Organization", "name": name}


def _reference(name: str) -> dict[str, str]:
    return {"reference": f"urn:uuid:{name}"}


def _device(told: Described, card: str, custodian: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "resourceType": "Device",
        "meta": {"profile": [f"{GUIDE}/StructureDefinition/AI-Device"]},
        "extension": [
            {
                "url": f"{GUIDE}/StructureDefinition/aitransparency.modelCardDescription",
                "valueReference": _reference(card),
            }
        ],
        "identifier": [{"system": told.system, "value": told.identifier}],
        "status": "active",
        "deviceName": [{"name": told.name, "type": "manufacturer-name"}],
        "type": {"coding": [_DEVICE_TYPE]},
        "version": [{"value": told.version}],
        "owner": _reference(custodian),
    }
    if told.maker:
        found["manufacturer"] = told.maker
    if told.released_on is not None:
        found["manufactureDate"] = told.released_on.isoformat()
    if told.intended_use.strip():
        found["note"] = [{"text": told.intended_use}]
    return found


def _card(told: Described, at: str, custodian: str) -> dict[str, Any]:
    # FHIR R4 asks for SHA-1 in Attachment.hash; it finds damage and is no protection.
    digest = hashlib.sha1(told.card, usedforsecurity=False).digest()
    return {
        "resourceType": "DocumentReference",
        "meta": {"profile": [f"{GUIDE}/StructureDefinition/AI-ModelCard"]},
        "status": "current",
        "type": {"coding": [_CARD_TYPE]},
        "category": [{"coding": [_CARD_FORMAT]}],
        "date": at,
        "custodian": _reference(custodian),
        "description": f"Applied Model Card of {told.name} {told.version}, {told.card_by}",
        "content": [
            {
                "attachment": {
                    "contentType": "application/xml",
                    "data": base64.b64encode(told.card).decode(),
                    "size": len(told.card),
                    "hash": base64.b64encode(digest).decode(),
                    "title": f"{told.name} {told.version}",
                }
            }
        ],
    }


def _provenance(at: str, card: str, device: str, custodian: str) -> dict[str, Any]:
    return {
        "resourceType": "Provenance",
        "target": [_reference(card), _reference(device)],
        "recorded": at,
        "agent": [{"type": {"coding": [{"system": _AGENT, "code": "custodian"}]}, "who": _reference(custodian)}],
    }
