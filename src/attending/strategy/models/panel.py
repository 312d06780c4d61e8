"""The panel: who judges which use cases by which criteria, in which rounds, with which weights."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models import Discipline, Organisation, Person, Site, UseCase


class PanelState(models.TextChoices):
    """A panel is prepared, scores blind, discusses and scores the flagged cells again, and is closed."""

    PREPARED = "prepared", "Being prepared"
    SCORING = "scoring", "Scoring, each on their own"
    DISCUSSION = "discussion", "Discussing where they disagree"
    RESCORING = "rescoring", "Scoring again where they disagreed"
    CLOSED = "closed", "Closed"
    ENDED = "ended", "Ended without a result"


class Panel(models.Model):
    """One sitting of a panel.

    ``top`` is how many initiatives the organisation can take on: what the ranking is asked for. ``most_rounds`` is how
    often the panel scores at most: the cells on which it disagrees are scored again. ``seed`` makes the ranking the
    same whenever it is computed. ``expected`` lists objects with ``discipline``, ``site`` (a primary key or null) and
    ``count``: who should be in the room. All four stand from before the first score.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="panels")
    title = models.CharField(max_length=200)
    top = models.PositiveSmallIntegerField()
    most_rounds = models.PositiveSmallIntegerField(default=2)
    seed = models.BigIntegerField()
    expected = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=PanelState, default=PanelState.PREPARED)
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    due_on = models.DateField()
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="panel_title_once"),
            models.CheckConstraint(condition=Q(state__in=PanelState.values), name="panel_state_known"),
            models.CheckConstraint(condition=Q(top__gte=1), name="panel_asks_for_at_least_one"),
            models.CheckConstraint(
                condition=Q(most_rounds__gte=1, most_rounds__lte=3), name="panel_of_one_to_three_rounds"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "ended"], closed_at__isnull=False)
                | (~Q(state__in=["closed", "ended"]) & Q(closed_at=None)),
                name="panel_closed_when_it_is",
            ),
            models.CheckConstraint(
                condition=(Q(state="ended") & ~Q(ended_because="")) | (~Q(state="ended") & Q(ended_because="")),
                name="panel_ended_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PanelCriterion(models.Model):
    """What is judged, with the written anchors of the scores 1, 5 and 9. Higher is always better."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="criteria")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    question = models.TextField()
    anchor_1 = models.TextField()
    anchor_5 = models.TextField()
    anchor_9 = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "key"], name="panel_criterion_once"),
            models.CheckConstraint(
                condition=~Q(anchor_1="") & ~Q(anchor_5="") & ~Q(anchor_9=""), name="panel_criterion_anchored"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class PanelItem(models.Model):
    """One use case before a panel. ``gates`` is how its gates stood when scoring began."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="items")
    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="panel_items")
    gates = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["panel", "use_case"], name="panel_item_once")]

    def __str__(self) -> str:
        return str(self.use_case)


class Panelist(models.Model):
    """Who judges, from which discipline and site; no ``site`` means the whole enterprise."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="panelists")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="panel_work")
    discipline = models.CharField(max_length=20, choices=Discipline)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["panel", "person"], name="panelist_once")]

    def __str__(self) -> str:
        return str(self.person)


class ConflictOfInterest(models.Model):
    """A panelist's declared interest in one item: their scores of it are left out. Append-only."""

    panelist = models.ForeignKey(Panelist, on_delete=models.PROTECT, related_name="conflicts")
    item = models.ForeignKey(PanelItem, on_delete=models.PROTECT, related_name="conflicts")
    nature = models.TextField()
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["declared_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["panelist", "item"], name="conflict_declared_once"),
            models.CheckConstraint(condition=~Q(nature=""), name="conflict_says_what_it_is"),
        ]

    def __str__(self) -> str:
        return f"{self.panelist} on {self.item}"


class PanelRound(models.Model):
    """One round of blind scoring.

    ``cells`` lists the pairs of item and criterion that are scored again, or is null where all are. ``results`` is how
    the panel agreed at its end, as ``attending.analytics.panel`` records it.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    cells = models.JSONField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    results = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "number"], name="panel_round_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="panel_round_from_one"),
            models.CheckConstraint(
                condition=Q(closed_at=None, results__isnull=True) | Q(closed_at__isnull=False, results__isnull=False),
                name="panel_round_closed_with_results",
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of {self.panel}"


class ScoreSheet(models.Model):
    """What one panelist writes in one round: saved while they work, then handed in for good."""

    round = models.ForeignKey(PanelRound, on_delete=models.PROTECT, related_name="sheets")
    panelist = models.ForeignKey(Panelist, on_delete=models.PROTECT, related_name="sheets")
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "panelist"], name="score_sheet_once")]

    def __str__(self) -> str:
        return f"{self.panelist}, {self.round}"


class Score(models.Model):
    """One score of one item on one criterion, from 1 to 9 on the written anchors. A blank is no row."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="scores")
    item = models.ForeignKey(PanelItem, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(PanelCriterion, on_delete=models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item", "criterion"], name="score_once"),
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=9), name="score_1_to_9"),
        ]

    def __str__(self) -> str:
        return f"{self.item}, {self.criterion}: {self.value}"


class CellNote(models.Model):
    """What was said about a cell on which the panel disagreed, without a name. Append-only."""

    round = models.ForeignKey(PanelRound, on_delete=models.PROTECT, related_name="notes")
    item = models.ForeignKey(PanelItem, on_delete=models.PROTECT, related_name="notes")
    criterion = models.ForeignKey(PanelCriterion, on_delete=models.PROTECT, related_name="notes")
    said = models.TextField()
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(said=""), name="cell_note_says_something")]

    def __str__(self) -> str:
        return f"{self.item}, {self.criterion}"


class SwingJudgement(models.Model):
    """How much the swing from 1 to 9 on a criterion is worth to one panelist, the most valued swing being 100."""

    panelist = models.ForeignKey(Panelist, on_delete=models.PROTECT, related_name="swings")
    criterion = models.ForeignKey(PanelCriterion, on_delete=models.PROTECT, related_name="swings")
    points = models.PositiveSmallIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panelist", "criterion"], name="swing_once"),
            models.CheckConstraint(condition=Q(points__lte=100), name="swing_0_to_100"),
        ]

    def __str__(self) -> str:
        return f"{self.panelist}, {self.criterion}: {self.points}"


class BestWorstJudgement(models.Model):
    """The same panelist's comparisons with their best and their worst criterion (Rezaei 2015): a check, not weights.

    ``best_to_others`` and ``others_to_worst`` map the key of a criterion to 1 to 9.
    """

    panelist = models.OneToOneField(Panelist, on_delete=models.PROTECT, related_name="best_worst")
    best = models.ForeignKey(PanelCriterion, on_delete=models.PROTECT, related_name="+")
    worst = models.ForeignKey(PanelCriterion, on_delete=models.PROTECT, related_name="+")
    best_to_others = models.JSONField()
    others_to_worst = models.JSONField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"best and worst of {self.panelist}"


class PanelRanking(models.Model):
    """The ranking at the end of a round, a record of ``attending.analytics.preference``. Append-only.

    The ranking of the panel's last round is the panel's. In the document people stand as numbers, never by name.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="rankings")
    round = models.OneToOneField(PanelRound, on_delete=models.PROTECT, related_name="ranking")
    document = models.JSONField()
    inputs_sha256 = models.CharField(max_length=64)
    computed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["computed_at", "pk"]

    def __str__(self) -> str:
        return f"ranking of {self.panel}"
