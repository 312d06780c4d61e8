"""Put a pseudonym in the place of every login that rounds of peer review, drawn by user, have kept so far."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from django.db import migrations

BETWEEN = " / "


def put_pseudonyms(apps: Any, schema_editor: Any) -> None:
    """One key a round, thrown away with the end of the loop: nobody can try out logins afterwards."""
    rounds = apps.get_model("review", "PeerReviewRound").objects.using(schema_editor.connection.alias)
    for found in rounds.filter(plan__terms__by_user=True):
        key = secrets.token_bytes(32)
        for stratum in [each["stratum"] for each in found.plan["allocation"]] + found.frame["strata"]:
            stratum["user"] = _pseudonym(stratum["user"], key)
        found.plan["allocation"].sort(key=lambda each: (each["stratum"]["unit"], each["stratum"]["user"]))
        found.frame["strata"].sort(key=lambda each: (each["unit"], each["user"]))
        found.save(update_fields=["plan", "frame"])
        items = [each for each in found.items.all() if BETWEEN in each.stratum]
        for item in items:
            unit, _, login = item.stratum.partition(BETWEEN)
            item.stratum = f"{unit}{BETWEEN}{_pseudonym(login, key)}"
        found.items.bulk_update(items, ["stratum"], batch_size=500)


def _pseudonym(login: str, key: bytes) -> str:
    return f"user-{hmac.new(key, login.encode(), hashlib.sha256).hexdigest()[:12]}" if login else ""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0007_assessment_kept"),
    ]

    operations = [
        migrations.RunPython(put_pseudonyms, migrations.RunPython.noop),
    ]
