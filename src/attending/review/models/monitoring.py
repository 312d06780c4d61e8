"""Control charts agreed for a deployment, what they showed at each review, and the known events that part them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models import Deployment, Person
from attending.review.models.runs import ReviewRun


class SeriesKind(models.TextChoices):
    EXPOSURE = "exposure", "Counts by month, with their exposure"
    DATES = "dates", "Dates of rare events"


class CountSeries(models.Model):
    """Counts that no prediction log holds, handed in for control charts: alerts per patient-day, dates of rare harm.

    ``unit`` is that of the exposure ("patient-days"), or what lies between two dated events where it is counted
    ("catheter insertions").
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="count_series")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=SeriesKind)
    unit = models.CharField(max_length=60, blank=True)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["deployment", "name"], name="count_series_named_once"),
            models.CheckConstraint(condition=Q(kind__in=SeriesKind.values), name="count_series_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="count_series_is_named"),
            models.CheckConstraint(condition=~Q(kind="exposure", unit=""), name="count_series_exposure_has_a_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class CountHandover(models.Model):
    """The whole series as it stood after somebody handed in counts. Append-only.

    ``rows`` are [month, events, exposure], or [date, units since the event before it or None].
    """

    series = models.ForeignKey(CountSeries, on_delete=models.PROTECT, related_name="handovers")
    rows = models.JSONField()
    source = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    handed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()

    class Meta:
        ordering = ["handed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.series}, {self.handed_at:%Y-%m-%d}"


class ChartPlan(models.Model):
    """One control chart: which measure, for whom, with which rules, baseline and wanted false-alarm rate.

    ``design`` is an ``analytics.control_charts.ChartDesign`` as a record, agreed before data are judged by it;
    ``detection`` holds its ``ChartSetup`` as it was stated then: limit, false alarms, and how long it takes to notice
    the given harm. A plan is retired, never edited. ``series`` are the handed-in counts that it is of, if any.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="chart_plans")
    measure = models.CharField(max_length=60)
    attribute = models.CharField(max_length=100, default="overall")
    level = models.CharField(max_length=200, default="all")
    score_threshold = models.DecimalField(max_digits=20, decimal_places=15, null=True, blank=True)
    series = models.ForeignKey(CountSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    kind = models.CharField(max_length=40)
    design = models.JSONField()
    detection = models.JSONField(default=dict)
    reason = models.TextField()
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    retired_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="chart_plan_gives_a_reason"),
            models.CheckConstraint(
                condition=Q(retired_at=None) | (Q(retired_by__isnull=False) & ~Q(retired_because="")),
                name="chart_plan_retired_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} chart of {self.measure}"


class ChartReading(models.Model):
    """A chart as one review, or one hand-over of counts, drew it. Append-only.

    ``document`` holds the ``ControlChart`` and the ``rows`` it was drawn from. ``signals`` counts those that nobody had
    answered when it was drawn, ``asked_since`` says since when the oldest of them waits.
    """

    plan = models.ForeignKey(ChartPlan, on_delete=models.PROTECT, related_name="readings")
    run = models.ForeignKey(ReviewRun, on_delete=models.PROTECT, null=True, blank=True, related_name="chart_readings")
    handover = models.ForeignKey(
        CountHandover, on_delete=models.PROTECT, null=True, blank=True, related_name="chart_readings"
    )
    document = models.JSONField()
    signals = models.PositiveIntegerField()
    newest_signal = models.CharField(max_length=200, blank=True)
    asked_since = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["read_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "run"], name="chart_read_once_per_review"),
            models.UniqueConstraint(fields=["plan", "handover"], name="chart_read_once_per_handover"),
            models.CheckConstraint(
                condition=Q(run=None) ^ Q(handover=None), name="chart_read_from_a_review_or_a_handover"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.read_at:%Y-%m-%d}"


class SignalAnswer(models.Model):
    """What somebody who answers for the deployment says to a chart's signals. Append-only."""

    reading = models.OneToOneField(ChartReading, on_delete=models.PROTECT, related_name="answer")
    cause = models.TextField()
    done = models.TextField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(cause=""), name="signal_answer_says_something"),
            models.CheckConstraint(condition=~Q(done=""), name="signal_answer_says_what_was_done"),
        ]

    def __str__(self) -> str:
        return f"answer to {self.reading}"


class EventKind(models.TextChoices):
    UPGRADE = "upgrade", "EHR upgrade"
    VERSION = "version", "New model version"
    WORKFLOW = "workflow", "Change of workflow"
    DATA = "data", "Change of a data feed"
    POPULATION = "population", "Change of the patients"
    OTHER = "other", "Other"


class KnownEvent(models.Model):
    """Something that may change a deployment's numbers; charts mark it, and may start a phase there."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="known_events")
    happened_on = models.DateField()
    kind = models.CharField(max_length=20, choices=EventKind)
    label = models.CharField(max_length=200)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="known_event_kind_known"),
            models.CheckConstraint(condition=~Q(label=""), name="known_event_is_named"),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.happened_on}"
