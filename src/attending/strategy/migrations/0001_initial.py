import uuid

import django.db.models.deletion
from django.db import migrations, models

from attending.ledger.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("decisions", "0001_initial"),
        ("program", "0003_value_thesis"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="Effort",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("gate_quarters", models.PositiveSmallIntegerField(default=0)),
                        ("duration_quarters", models.PositiveSmallIntegerField()),
                        ("money", models.FloatField()),
                        ("clinician_hours", models.FloatField()),
                        ("platform_days", models.FloatField()),
                        ("reach", models.FloatField()),
                        ("source", models.TextField()),
                        ("estimated_at", models.DateTimeField()),
                        (
                            "estimated_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "use_case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="effort", to="program.usecase"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("duration_quarters__gte", 1), ("duration_quarters__lte", 12)),
                                name="effort_duration_1_to_12",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("gate_quarters__lte", 12)), name="effort_gates_within_12_quarters"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("clinician_hours__gte", 0),
                                    ("money__gte", 0),
                                    ("platform_days__gte", 0),
                                    ("reach__gte", 0),
                                ),
                                name="effort_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChangeLoad",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("load", models.PositiveSmallIntegerField()),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.unit"
                            ),
                        ),
                        (
                            "effort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="change_loads",
                                to="strategy.effort",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("effort", "unit"), name="change_load_once"),
                            models.CheckConstraint(
                                condition=models.Q(("load__gte", 1), ("load__lte", 5)), name="change_load_1_to_5"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GateAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("gate", models.SlugField(max_length=60)),
                        (
                            "verdict",
                            models.CharField(
                                choices=[("met", "Met"), ("not_met", "Not met"), ("unknown", "Not known yet")],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("answered_at", models.DateTimeField()),
                        (
                            "answered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate_answers",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["answered_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("verdict__in", ["met", "not_met", "unknown"])),
                                name="gate_verdict_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="gate_answer_gives_a_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IntakeLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("label", models.CharField(max_length=200)),
                        ("secret_sha256", models.CharField(max_length=64, unique=True)),
                        ("most", models.PositiveSmallIntegerField(default=50)),
                        ("expires_on", models.DateField()),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
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
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="intake_links",
                                to="program.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-opened_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("most__gte", 1)), name="intake_link_for_at_least_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("closed_by", None)),
                                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="intake_link_closed_by_someone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IntakeDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("secret_sha256", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                        ("name", models.CharField(blank=True, max_length=200)),
                        (
                            "discipline",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("medicine", "Medicine"),
                                    ("nursing", "Nursing"),
                                    ("pharmacy", "Pharmacy"),
                                    ("allied_health", "Allied health"),
                                    ("informatics", "Clinical informatics"),
                                    ("data_science", "Data science"),
                                    ("quality_safety", "Quality and safety"),
                                    ("compliance", "Compliance"),
                                    ("technology", "Information technology"),
                                    ("operations", "Operations"),
                                    ("executive", "Executive leadership"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=200)),
                        ("answers", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("waiting", "Waits to be taken up"),
                                    ("proposed", "Proposed"),
                                    ("declined", "Not taken up"),
                                    ("discarded", "Discarded"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        ("saved_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.TextField(blank=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="program.person",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="intake_drafts",
                                to="program.organisation",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="intake_drafts",
                                to="program.person",
                            ),
                        ),
                        (
                            "use_case",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="intake_draft",
                                to="program.usecase",
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drafts",
                                to="strategy.intakelink",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-saved_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "waiting", "proposed", "declined", "discarded"])
                                ),
                                name="intake_draft_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "discipline__in",
                                        [
                                            "",
                                            "medicine",
                                            "nursing",
                                            "pharmacy",
                                            "allied_health",
                                            "informatics",
                                            "data_science",
                                            "quality_safety",
                                            "compliance",
                                            "technology",
                                            "operations",
                                            "executive",
                                        ],
                                    )
                                ),
                                name="intake_draft_discipline_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("link", None), ("person__isnull", False), ("secret_sha256", None)),
                                    models.Q(
                                        ("link__isnull", False), ("person", None), ("secret_sha256__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_draft_of_a_person_or_a_link",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "proposed"), _negated=True),
                                    ("use_case__isnull", False),
                                    _connector="OR",
                                ),
                                name="intake_draft_proposed_as_a_use_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "declined"), _negated=True),
                                    models.Q(("answered_by__isnull", False), models.Q(("answer", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="intake_draft_declined_with_an_answer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["waiting", "declined"]), _negated=True),
                                    models.Q(("link__isnull", False), ("sent_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="intake_draft_waits_when_sent_at_a_link",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_at", None), models.Q(("state", "draft"), _negated=True), _connector="OR"
                                ),
                                name="intake_draft_once_sent_is_no_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_at", None), ("sent_at__gte", models.F("started_at")), _connector="OR"
                                ),
                                name="intake_draft_sent_after_its_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Panel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("top", models.PositiveSmallIntegerField()),
                        ("most_rounds", models.PositiveSmallIntegerField(default=2)),
                        ("seed", models.BigIntegerField()),
                        ("expected", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("prepared", "Being prepared"),
                                    ("scoring", "Scoring, each on their own"),
                                    ("discussion", "Discussing where they disagree"),
                                    ("rescoring", "Scoring again where they disagreed"),
                                    ("closed", "Closed"),
                                    ("ended", "Ended without a result"),
                                ],
                                default="prepared",
                                max_length=12,
                            ),
                        ),
                        ("prepared_at", models.DateTimeField()),
                        ("due_on", models.DateField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_because", models.TextField(blank=True)),
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="panels",
                                to="program.organisation",
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-prepared_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "title"), name="panel_title_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["prepared", "scoring", "discussion", "rescoring", "closed", "ended"])
                                ),
                                name="panel_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("top__gte", 1)), name="panel_asks_for_at_least_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("most_rounds__gte", 1), ("most_rounds__lte", 3)),
                                name="panel_of_one_to_three_rounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("state__in", ["closed", "ended"])),
                                    models.Q(
                                        models.Q(("state__in", ["closed", "ended"]), _negated=True), ("closed_at", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="panel_closed_when_it_is",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ended"), models.Q(("ended_because", ""), _negated=True)),
                                    models.Q(models.Q(("state", "ended"), _negated=True), ("ended_because", "")),
                                    _connector="OR",
                                ),
                                name="panel_ended_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PanelCriterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField(max_length=60)),
                        ("label", models.CharField(max_length=120)),
                        ("question", models.TextField()),
                        ("anchor_1", models.TextField()),
                        ("anchor_5", models.TextField()),
                        ("anchor_9", models.TextField()),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="criteria",
                                to="strategy.panel",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("panel", "key"), name="panel_criterion_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("anchor_1", ""), _negated=True),
                                    models.Q(("anchor_5", ""), _negated=True),
                                    models.Q(("anchor_9", ""), _negated=True),
                                ),
                                name="panel_criterion_anchored",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Panelist",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "discipline",
                            models.CharField(
                                choices=[
                                    ("medicine", "Medicine"),
                                    ("nursing", "Nursing"),
                                    ("pharmacy", "Pharmacy"),
                                    ("allied_health", "Allied health"),
                                    ("informatics", "Clinical informatics"),
                                    ("data_science", "Data science"),
                                    ("quality_safety", "Quality and safety"),
                                    ("compliance", "Compliance"),
                                    ("technology", "Information technology"),
                                    ("operations", "Operations"),
                                    ("executive", "Executive leadership"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="panelists",
                                to="strategy.panel",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="panel_work",
                                to="program.person",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="program.site",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [models.UniqueConstraint(fields=("panel", "person"), name="panelist_once")],
                    },
                ),
                migrations.CreateModel(
                    name="BestWorstJudgement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("best_to_others", models.JSONField()),
                        ("others_to_worst", models.JSONField()),
                        ("saved_at", models.DateTimeField()),
                        (
                            "best",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="strategy.panelcriterion",
                            ),
                        ),
                        (
                            "worst",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="strategy.panelcriterion",
                            ),
                        ),
                        (
                            "panelist",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="best_worst",
                                to="strategy.panelist",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PanelItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("gates", models.JSONField(default=list)),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="strategy.panel"
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="panel_items",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [models.UniqueConstraint(fields=("panel", "use_case"), name="panel_item_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ConflictOfInterest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("nature", models.TextField()),
                        ("declared_at", models.DateTimeField()),
                        (
                            "panelist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflicts",
                                to="strategy.panelist",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflicts",
                                to="strategy.panelitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["declared_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("panelist", "item"), name="conflict_declared_once"),
                            models.CheckConstraint(
                                condition=models.Q(("nature", ""), _negated=True), name="conflict_says_what_it_is"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PanelRound",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("cells", models.JSONField(blank=True, null=True)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("results", models.JSONField(blank=True, null=True)),
                        (
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="strategy.panel"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("panel", "number"), name="panel_round_once"),
                            models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="panel_round_from_one"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("results__isnull", True)),
                                    models.Q(("closed_at__isnull", False), ("results__isnull", False)),
                                    _connector="OR",
                                ),
                                name="panel_round_closed_with_results",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PanelRanking",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("document", models.JSONField()),
                        ("inputs_sha256", models.CharField(max_length=64)),
                        ("computed_at", models.DateTimeField()),
                        (
                            "computed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rankings",
                                to="strategy.panel",
                            ),
                        ),
                        (
                            "round",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ranking",
                                to="strategy.panelround",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["computed_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CellNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("said", models.TextField()),
                        ("noted_at", models.DateTimeField()),
                        (
                            "noted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="strategy.panelcriterion",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="strategy.panelitem",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="strategy.panelround",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["noted_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("said", ""), _negated=True), name="cell_note_says_something"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Plan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[("solved", "The plan of record, as solved"), ("edited", "Edited by hand")],
                                max_length=10,
                            ),
                        ),
                        ("problem", models.JSONField()),
                        ("result", models.JSONField()),
                        ("aside", models.JSONField(default=list)),
                        ("inputs_sha256", models.CharField(max_length=64)),
                        ("edit", models.JSONField(blank=True, null=True)),
                        ("made_at", models.DateTimeField()),
                        (
                            "comes_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="edits",
                                to="strategy.plan",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "roadmap",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="strategy.roadmap"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["made_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("origin__in", ["solved", "edited"])), name="plan_origin_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("comes_from", None), ("edit__isnull", True), ("origin", "solved")),
                                    models.Q(
                                        ("comes_from__isnull", False), ("edit__isnull", False), ("origin", "edited")
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_edit_says_what_it_moved",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanStudy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("part", models.CharField(max_length=20)),
                        ("document", models.JSONField()),
                        ("computed_at", models.DateTimeField()),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="studies", to="strategy.plan"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "plan studies",
                        "ordering": ["part"],
                        "constraints": [models.UniqueConstraint(fields=("plan", "part"), name="plan_study_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ReadinessAssessment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("due_on", models.DateField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("results", models.JSONField(blank=True, null=True)),
                        ("ended_because", models.TextField(blank=True)),
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
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readiness_assessments",
                                to="program.site",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readiness_assessments",
                                to="program.usecase",
                            ),
                        ),
                        ("items", models.ManyToManyField(related_name="assessments", to="strategy.readinessitem")),
                    ],
                    options={
                        "ordering": ["-opened_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None)),
                                fields=("use_case", "site"),
                                name="readiness_assessment_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("closed_by", None)),
                                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="readiness_assessment_closed_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("ended_because", ""), ("results__isnull", True)),
                                    models.Q(
                                        ("closed_at__isnull", False), ("ended_because", ""), ("results__isnull", False)
                                    ),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("results__isnull", True),
                                        models.Q(("ended_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="readiness_assessment_closed_with_results_or_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadinessAssessor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "seat",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("executive_sponsor", "Executive sponsor"),
                                    ("clinical_owner", "Clinical owner"),
                                    ("operational_owner", "Operational owner"),
                                    ("platform_owner", "Platform owner"),
                                    ("nursing_lead", "Nursing lead"),
                                    ("safety_officer", "Safety officer"),
                                    ("model_steward", "Model steward"),
                                    ("cmio", "Chief medical information officer"),
                                    ("committee_member", "AI committee member"),
                                    ("compliance_officer", "Compliance officer"),
                                    ("board_member", "Board member"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "discipline",
                            models.CharField(
                                choices=[
                                    ("medicine", "Medicine"),
                                    ("nursing", "Nursing"),
                                    ("pharmacy", "Pharmacy"),
                                    ("allied_health", "Allied health"),
                                    ("informatics", "Clinical informatics"),
                                    ("data_science", "Data science"),
                                    ("quality_safety", "Quality and safety"),
                                    ("compliance", "Compliance"),
                                    ("technology", "Information technology"),
                                    ("operations", "Operations"),
                                    ("executive", "Executive leadership"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("pull", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("handed_in_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_because", models.TextField(blank=True)),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessors",
                                to="strategy.readinessassessment",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readiness_work",
                                to="program.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("assessment", "person"), name="readiness_assessor_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_because", "")),
                                    models.Q(
                                        ("handed_in_at", None),
                                        ("withdrawn_at__isnull", False),
                                        models.Q(("withdrawn_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="readiness_assessor_withdrawn_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("pull", None), models.Q(("pull__gte", 1), ("pull__lte", 5)), _connector="OR"
                                ),
                                name="readiness_pull_1_to_5",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "seat__in",
                                        [
                                            "",
                                            "executive_sponsor",
                                            "clinical_owner",
                                            "operational_owner",
                                            "platform_owner",
                                            "nursing_lead",
                                            "safety_officer",
                                            "model_steward",
                                            "cmio",
                                            "committee_member",
                                            "compliance_officer",
                                            "board_member",
                                            "administrator",
                                        ],
                                    )
                                ),
                                name="readiness_assessor_seat_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadinessItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "barrier",
                            models.CharField(
                                choices=[
                                    ("strategic", "Strategic"),
                                    ("architectural", "Architectural"),
                                    ("workflow", "Workflow"),
                                    ("governance", "Governance"),
                                    ("adoption", "Adoption"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("key", models.SlugField(max_length=60)),
                        ("statement", models.TextField()),
                        ("grades", models.JSONField()),
                        ("source", models.CharField(blank=True, max_length=300)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("adapted_at", models.DateTimeField()),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "adapted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readiness_items",
                                to="program.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("retired_at", None)),
                                fields=("organisation", "key"),
                                name="readiness_item_in_force_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "barrier__in",
                                        ["strategic", "architectural", "workflow", "governance", "adoption"],
                                    )
                                ),
                                name="readiness_barrier_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("statement", ""), _negated=True),
                                name="readiness_item_states_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadinessGap",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("named_at", models.DateTimeField()),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gaps",
                                to="strategy.readinessassessment",
                            ),
                        ),
                        (
                            "capability",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readiness_gaps",
                                to="program.capability",
                            ),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gaps",
                                to="strategy.readinessitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["named_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assessment", "item", "capability"), name="readiness_gap_named_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadinessRating",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("grade", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("cannot_say", models.BooleanField(default=False)),
                        ("note", models.TextField(blank=True)),
                        ("saved_at", models.DateTimeField()),
                        (
                            "assessor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ratings",
                                to="strategy.readinessassessor",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ratings",
                                to="strategy.readinessitem",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("assessor", "item"), name="readiness_rating_once"),
                            models.CheckConstraint(
                                condition=models.Q(("grade", None), ("cannot_say", False), _connector="OR"),
                                name="readiness_grade_or_cannot_say",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("grade", None), ("grade__lte", 4), _connector="OR"),
                                name="readiness_grade_0_to_4",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Roadmap",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("first_quarter", models.DateField()),
                        ("quarters", models.PositiveSmallIntegerField()),
                        ("limits", models.JSONField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Being planned"),
                                    ("proposed", "Put to a decision"),
                                    ("decided", "Decided"),
                                    ("superseded", "Superseded by a later plan"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        (
                            "decision",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="decisions.decision",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="roadmaps",
                                to="program.organisation",
                            ),
                        ),
                        (
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="roadmaps",
                                to="strategy.panel",
                            ),
                        ),
                        (
                            "replans",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replanned_by",
                                to="strategy.roadmap",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-opened_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "title"), name="roadmap_title_once"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "proposed", "decided", "superseded"])),
                                name="roadmap_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quarters__gte", 1), ("quarters__lte", 12)),
                                name="roadmap_1_to_12_quarters",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_quarter__day", 1), ("first_quarter__month__in", [1, 4, 7, 10])
                                ),
                                name="roadmap_begins_with_a_quarter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decision", None), ("state__in", ["draft", "proposed"])),
                                    models.Q(("decision__isnull", False), ("state__in", ["decided", "superseded"])),
                                    _connector="OR",
                                ),
                                name="roadmap_decided_by_a_decision",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "decided")),
                                fields=("organisation",),
                                name="one_decided_roadmap_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Progress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("started", models.DateField(blank=True, null=True)),
                        ("finished", models.DateField(blank=True, null=True)),
                        ("quarters_left", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("note", models.TextField()),
                        ("reported_at", models.DateTimeField()),
                        (
                            "reported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="roadmap_progress",
                                to="program.usecase",
                            ),
                        ),
                        (
                            "roadmap",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="progress",
                                to="strategy.roadmap",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "progress",
                        "ordering": ["reported_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("finished", None), ("started__isnull", False), _connector="OR"),
                                name="progress_finished_after_a_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanningJob",
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
                                    ("overtaken", "Overtaken by a newer plan"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("stage", models.CharField(blank=True, max_length=200)),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("total", models.PositiveIntegerField(default=0)),
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
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="jobs",
                                to="strategy.plan",
                            ),
                        ),
                        (
                            "roadmap",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="jobs", to="strategy.roadmap"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["waiting", "running"])),
                                fields=("roadmap",),
                                name="one_planning_job_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["waiting", "running", "done", "failed", "overtaken"])
                                ),
                                name="planning_job_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("done__lte", models.F("total"))),
                                name="planning_job_done_within_total",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "failed"), _negated=True),
                                    models.Q(("message", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="planning_job_says_why_it_failed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoadmapWish",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("must", "must be in the plan"),
                                    ("never", "must not be in the plan"),
                                    ("together", "starts together with"),
                                    ("either", "only one of it and"),
                                    ("after", "starts only after the end of"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("by_quarter", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("reason", models.TextField()),
                        ("wished_at", models.DateTimeField()),
                        ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "other",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="program.usecase",
                            ),
                        ),
                        (
                            "roadmap",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="wishes",
                                to="strategy.roadmap",
                            ),
                        ),
                        (
                            "taken_back_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="program.person",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.usecase"
                            ),
                        ),
                        (
                            "wished_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "roadmap wishes",
                        "ordering": ["wished_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["must", "never", "together", "either", "after"])),
                                name="roadmap_wish_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["must", "never"]), ("other", None)),
                                    models.Q(("kind__in", ["together", "either", "after"]), ("other__isnull", False)),
                                    _connector="OR",
                                ),
                                name="roadmap_wish_names_the_other",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("by_quarter", None),
                                    models.Q(("by_quarter__gte", 1), ("kind", "must")),
                                    _connector="OR",
                                ),
                                name="roadmap_wish_by_a_quarter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="roadmap_wish_gives_a_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("taken_back_at", None), ("taken_back_by", None)),
                                    models.Q(("taken_back_at__isnull", False), ("taken_back_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="roadmap_wish_taken_back_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScoreSheet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("handed_in_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "panelist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheets",
                                to="strategy.panelist",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheets",
                                to="strategy.panelround",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("round", "panelist"), name="score_sheet_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Score",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.PositiveSmallIntegerField()),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="strategy.panelcriterion",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="strategy.panelitem",
                            ),
                        ),
                        (
                            "sheet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="strategy.scoresheet",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("sheet", "item", "criterion"), name="score_once"),
                            models.CheckConstraint(
                                condition=models.Q(("value__gte", 1), ("value__lte", 9)), name="score_1_to_9"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpreadsheetImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("file_name", models.CharField(max_length=200)),
                        ("sha256", models.CharField(max_length=64)),
                        ("all_or_nothing", models.BooleanField(default=False)),
                        ("rows", models.JSONField(default=list)),
                        ("notes", models.JSONField(default=list)),
                        ("read_at", models.DateTimeField()),
                        ("loaded_at", models.DateTimeField(blank=True, null=True)),
                        ("account", models.JSONField(blank=True, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spreadsheet_imports",
                                to="program.organisation",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spreadsheet_imports",
                                to="program.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-read_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("account__isnull", True), ("loaded_at", None)),
                                    models.Q(("account__isnull", False), ("loaded_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="spreadsheet_import_loaded_with_its_account",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SwingJudgement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("points", models.PositiveSmallIntegerField()),
                        ("saved_at", models.DateTimeField()),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="swings",
                                to="strategy.panelcriterion",
                            ),
                        ),
                        (
                            "panelist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="swings",
                                to="strategy.panelist",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("panelist", "criterion"), name="swing_once"),
                            models.CheckConstraint(condition=models.Q(("points__lte", 100)), name="swing_0_to_100"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapabilityOutlook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("expected_on", models.DateField(blank=True, null=True)),
                        ("end_value", models.FloatField(default=0)),
                        (
                            "capability",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outlook",
                                to="program.capability",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("end_value__gte", 0)), name="capability_end_value_not_negative"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
