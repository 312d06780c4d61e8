"""Why a measure has no value, in words, and how many more rows it needs."""

from __future__ import annotations


def too_few(kind: str, *, have: int, needed: int, among: str) -> str:
    """Such as "No events among 212 labelled; at least 1 needed" or "3 events among 40 labelled; at least 10 needed".

    `kind` is a plural noun. Where some are there already, the sentence also says how many more are missing.
    """
    if have == 0:
        return f"No {kind} among {among}; at least {needed:,} needed"
    shown = kind[:-1] if have == 1 and kind.endswith("s") else kind
    return f"{have:,} {shown} among {among}; at least {needed:,} needed ({needed - have:,} more)"


def lacking_classes(*, labelled: int, events: int, events_needed: int = 1, non_events_needed: int = 1) -> str | None:
    """The reason when there are too few events or too few non-events; None when there are enough of both."""
    if labelled == 0:
        return "No labelled rows; at least one event and one non-event needed"
    among = f"{labelled:,} labelled"
    missing = []
    if events < events_needed:
        missing.append(too_few("events", have=events, needed=events_needed, among=among))
    if labelled - events < non_events_needed:
        missing.append(too_few("non-events", have=labelled - events, needed=non_events_needed, among=among))
    return ". ".join(missing) or None
