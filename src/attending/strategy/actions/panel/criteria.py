"""Adapt what a panel judges by, before the first score."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from attending.analytics.catalogs.criteria import AnchoredCriterion
from attending.program.actions.record import log
from attending.program.models import Person
from attending.program.rules import Refused
from attending.strategy.actions.panel.preparing import still_prepared
from attending.strategy.models import Panel, PanelCriterion
from attending.strategy.rules.panel import FEWEST_CRITERIA, MOST_CRITERIA

_TEXTS = ("label", "question", "anchor_1", "anchor_5", "anchor_9")


@transaction.atomic
def adapt_criterion(acting: Person, panel: Panel, key: str, written: AnchoredCriterion) -> PanelCriterion:
    """Write a criterion of the panel anew; its key stays."""
    prepared = still_prepared(acting, panel)
    found = prepared.criteria.filter(key=key).first()
    if found is None:
        raise Refused("The panel does not judge by this criterion.")
    _check_label(prepared, written.label, besides=found.pk)
    for name in _TEXTS:
        setattr(found, name, getattr(written, name).strip())
    found.save(update_fields=list(_TEXTS))
    log(acting, "panel.criterion_adapted", prepared, {"criterion": found.key, "label": found.label})
    return found


@transaction.atomic
def add_criterion(acting: Person, panel: Panel, written: AnchoredCriterion) -> PanelCriterion:
    """Judge by one more criterion; its key is made of its label."""
    prepared = still_prepared(acting, panel)
    if prepared.criteria.count() >= MOST_CRITERIA:
        raise Refused(f"A panel judges by at most {MOST_CRITERIA} criteria; drop one first.")
    _check_label(prepared, written.label)
    key = slugify(written.label)[:60]
    if not key or prepared.criteria.filter(key=key).exists():
        raise Refused(f"{written.label!r} is too much like another criterion's name; name it in other words.")
    last = prepared.criteria.aggregate(last=Max("position"))["last"] or 0
    texts = {name: getattr(written, name).strip() for name in _TEXTS}
    added = PanelCriterion.objects.create(panel=prepared, key=key, position=last + 1, **texts)
    log(acting, "panel.criterion_added", prepared, {"criterion": added.key, "label": added.label})
    return added


@transaction.atomic
def drop_criterion(acting: Person, panel: Panel, key: str) -> None:
    """Judge without a criterion."""
    prepared = still_prepared(acting, panel)
    if prepared.criteria.count() <= FEWEST_CRITERIA:
        raise Refused(f"A panel judges by at least {FEWEST_CRITERIA} criteria; write this one anew instead.")
    found = prepared.criteria.filter(key=key).first()
    if found is None:
        raise Refused("The panel does not judge by this criterion.")
    found.delete()
    log(acting, "panel.criterion_dropped", prepared, {"criterion": key})


def _check_label(panel: Panel, label: str, *, besides: int = 0) -> None:
    if panel.criteria.exclude(pk=besides).filter(label__iexact=label.strip()).exists():
        raise Refused(f"Another criterion is called {label.strip()!r}; each needs its own name.")
