import django.db.models.deletion
from django.db import migrations, models

from attending.ledger.create_models import CreateModels


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0001_initial"),
        ("program", "0002_risk_tier"),
        ("review", "0001_initial"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="Assessment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("answers", models.JSONField(default=dict)),
                        ("missing", models.BooleanField(default=False)),
                        ("saved_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "reviewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessments",
                                to="review.roundreviewer",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessments",
                                to="review.sampleditem",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("item", "reviewer"), name="assessment_once_per_reviewer")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChartPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("measure", models.CharField(max_length=60)),
                        ("attribute", models.CharField(default="overall", max_length=100)),
                        ("level", models.CharField(default="all", max_length=200)),
                        (
                            "score_threshold",
                            models.DecimalField(blank=True, decimal_places=15, max_digits=20, null=True),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("design", models.JSONField()),
                        ("detection", models.JSONField(default=dict)),
                        ("reason", models.TextField()),
                        ("agreed_at", models.DateTimeField()),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="chart_plans",
                                to="program.deployment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="chart_plan_gives_a_reason"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChartReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("document", models.JSONField()),
                        ("signals", models.PositiveIntegerField()),
                        ("newest_signal", models.CharField(blank=True, max_length=200)),
                        ("read_at", models.DateTimeField()),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="review.chartplan",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="chart_readings",
                                to="review.reviewrun",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["read_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "run"), name="chart_read_once_per_review")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClassifierReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source", models.CharField(max_length=200)),
                        ("source_sha256", models.CharField(max_length=64)),
                        ("mapping", models.JSONField()),
                        ("counts", models.JSONField()),
                        ("results", models.JSONField()),
                        ("intake", models.JSONField()),
                        ("versions", models.JSONField()),
                        ("period_start", models.DateField()),
                        ("period_end", models.DateField()),
                        ("run_at", models.DateTimeField()),
                        ("ledger_seq", models.BigIntegerField(unique=True)),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="classifier_reviews",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "run_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["run_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("period_end__gte", models.F("period_start"))),
                                name="classifier_review_period_in_order",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DiscussionNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("said", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="review.reviewcycle",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("said", ""), _negated=True), name="discussion_note_says_something"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImpactEvaluation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        (
                            "design",
                            models.CharField(
                                choices=[
                                    ("its", "Interrupted time series"),
                                    ("did", "Difference in differences"),
                                    ("staggered", "Staggered adoption"),
                                    ("stepped_wedge", "Stepped wedge"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("settings", models.JSONField()),
                        ("reason", models.TextField()),
                        ("declared_at", models.DateTimeField()),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "declared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "outcome_measure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="impact_evaluations",
                                to="program.outcomemeasure",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="impact_evaluations",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-declared_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("design__in", ["its", "did", "staggered", "stepped_wedge"])),
                                name="impact_design_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="impact_design_gives_a_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImpactRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("data", models.JSONField()),
                        ("document", models.JSONField()),
                        ("quarters", models.JSONField(default=list)),
                        ("source", models.CharField(max_length=200)),
                        ("source_sha256", models.CharField(max_length=64)),
                        ("versions", models.JSONField()),
                        ("run_at", models.DateTimeField()),
                        ("ledger_seq", models.BigIntegerField(unique=True)),
                        (
                            "evaluation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="runs",
                                to="review.impactevaluation",
                            ),
                        ),
                        (
                            "run_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["run_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="KnownEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("happened_on", models.DateField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("upgrade", "EHR upgrade"),
                                    ("version", "New model version"),
                                    ("workflow", "Change of workflow"),
                                    ("data", "Change of a data feed"),
                                    ("population", "Change of the patients"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("label", models.CharField(max_length=200)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="known_events",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["happened_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["upgrade", "version", "workflow", "data", "population", "other"])
                                ),
                                name="known_event_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("label", ""), _negated=True), name="known_event_is_named"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lesson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("learned", models.TextField()),
                        ("change", models.TextField(blank=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "capability",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="program.capability",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="review.reviewcycle",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["recorded_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("learned", ""), _negated=True), name="lesson_says_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("change", ""), _negated=True),
                                    ("capability__isnull", False),
                                    _connector="OR",
                                ),
                                name="lesson_goes_somewhere",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ModelClaim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("measure", models.CharField(max_length=60)),
                        (
                            "score_threshold",
                            models.DecimalField(blank=True, decimal_places=15, max_digits=20, null=True),
                        ),
                        ("value", models.FloatField()),
                        ("low", models.FloatField(blank=True, null=True)),
                        ("high", models.FloatField(blank=True, null=True)),
                        ("population", models.CharField(max_length=300)),
                        ("source", models.CharField(max_length=300)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "model_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="program.modelversion",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["measure", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("low", None), ("low__lte", models.F("value")), _connector="OR"),
                                    models.Q(("high", None), ("high__gte", models.F("value")), _connector="OR"),
                                ),
                                name="claim_within_its_interval",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", ""), _negated=True), name="claim_names_its_source"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PeerReviewRound",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("label", models.CharField(max_length=200)),
                        ("period_start", models.DateField()),
                        ("period_end", models.DateField()),
                        ("plan", models.JSONField()),
                        ("frame", models.JSONField()),
                        ("frame_sha256", models.CharField(max_length=64)),
                        ("seed", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("closed", "Closed")], default="open", max_length=10
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("due_on", models.DateField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("results", models.JSONField(blank=True, null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="program.person",
                            ),
                        ),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="peer_review_rounds",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "rubric",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="review.rubric"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-opened_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "closed"])), name="peer_round_state_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("period_end__gte", models.F("period_start"))),
                                name="peer_round_period_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("results", None), ("state", "open")),
                                    models.Q(
                                        ("closed_at__isnull", False), ("results__isnull", False), ("state", "closed")
                                    ),
                                    _connector="OR",
                                ),
                                name="peer_round_closed_with_results",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewCycle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("opened_at", models.DateTimeField()),
                        ("recommendation", models.CharField(blank=True, max_length=40)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("asked", "Waiting for signatures"), ("decided", "Decided")],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decision",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_cycle",
                                to="decisions.decision",
                            ),
                        ),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_cycles",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="program.person",
                            ),
                        ),
                        (
                            "proposal",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_cycle",
                                to="decisions.proposal",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cycles",
                                to="review.reviewrun",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-opened_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "decided"), _negated=True),
                                fields=("deployment",),
                                name="one_review_cycle_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "asked", "decided"])),
                                name="review_cycle_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "decided"), _negated=True),
                                    models.Q(("closed_at__isnull", False), ("decision__isnull", False)),
                                    _connector="OR",
                                ),
                                name="review_cycle_closed_by_a_decision",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewJob",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("running", "Running"),
                                    ("done", "Done"),
                                    ("failed", "Failed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("stage", models.CharField(blank=True, max_length=200)),
                        ("done", models.PositiveBigIntegerField(default=0)),
                        ("total", models.PositiveBigIntegerField(default=0)),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("seen_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("message", models.TextField(blank=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_jobs",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "run",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="job",
                                to="review.reviewrun",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["waiting", "running"])),
                                fields=("deployment",),
                                name="one_review_job_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["waiting", "running", "done", "failed", "cancelled"])
                                ),
                                name="review_job_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("done__lte", models.F("total"))),
                                name="review_job_done_within_total",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "failed"), _negated=True),
                                    models.Q(("message", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="review_job_says_why_it_failed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoundReviewer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="peer_reviews",
                                to="program.person",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviewers",
                                to="review.peerreviewround",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [models.UniqueConstraint(fields=("round", "person"), name="peer_reviewer_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Rubric",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("version", models.PositiveSmallIntegerField()),
                        ("criteria", models.JSONField()),
                        ("agreed_at", models.DateTimeField()),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rubrics",
                                to="program.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "-version"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "name", "version"), name="rubric_version_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SampledItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("stratum", models.CharField(max_length=200)),
                        ("reference", models.CharField(blank=True, max_length=100)),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="review.peerreviewround",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("round", "number"), name="sampled_item_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignalAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("cause", models.TextField()),
                        ("answered_at", models.DateTimeField()),
                        (
                            "answered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "reading",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answer",
                                to="review.chartreading",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("cause", ""), _negated=True), name="signal_answer_says_something"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoredPartition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("source_sha256", models.CharField(max_length=64)),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("first_month", models.CharField(max_length=7)),
                        ("last_month", models.CharField(max_length=7)),
                        ("rows", models.PositiveBigIntegerField()),
                        ("table", models.BinaryField()),
                        ("intake", models.JSONField()),
                        ("stored_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stored_partitions",
                                to="program.deployment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["first_month", "name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at", None)),
                                fields=("deployment", "fingerprint", "name"),
                                name="stored_partition_stands_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UsageRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("period", models.CharField(max_length=7)),
                        ("document", models.JSONField()),
                        ("source", models.CharField(max_length=200)),
                        ("source_sha256", models.CharField(max_length=64)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="usage_records",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["period", "recorded_at", "pk"],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name="logsource",
            name="clinical",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="logsource",
            name="connection",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="logsource",
            name="crossed",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="logsource",
            name="patient",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="logsource",
            name="table",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="reviewrun",
            name="reproducibility",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="reviewrun",
            name="supplements",
            field=models.JSONField(default=dict),
        ),
        migrations.AddConstraint(
            model_name="logsource",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("connection", ""), ("table", "")), ("location", ""), _connector="OR"),
                name="log_lies_in_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="logsource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("connection", ""), ("table", "")),
                    models.Q(models.Q(("connection", ""), _negated=True), models.Q(("table", ""), _negated=True)),
                    _connector="OR",
                ),
                name="log_table_has_a_connection",
            ),
        ),
    ]
