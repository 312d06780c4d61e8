"""What keeps a hazard open."""

from __future__ import annotations

from attending.analytics.catalogs.hazards import Standing
from attending.workflow.rules.hazard_entry import FindMethod, LogEntry, band_of


def keeps_open(entry: LogEntry, method_of: FindMethod) -> list[str]:
    """What has to be done before a hazard can be closed, as sentences; empty when nothing is left."""
    left = []
    if entry.hazard.owner_id is None:
        left.append("Nobody owns it: name an owner first.")
    residual = entry.residual
    if residual is None:
        left.append("It has no rating after controls: rate it first.")
    else:
        band = band_of(residual, method_of)
        if band is None:
            left.append(
                f"It was rated by {residual.method} {residual.method_version}, which is not installed: rate it anew."
            )
        elif band.standing is Standing.UNACCEPTABLE:
            left.append(
                f"Its rating after controls is {residual.rating} ({band.name.lower()}), so it cannot be closed."
            )
    left += [f"The control “{each.what}” is not confirmed as done." for each in entry.open_controls]
    return left
