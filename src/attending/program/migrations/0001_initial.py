import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from attending.ledger.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="AiModel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("maker", models.CharField(max_length=200)),
                        ("intended_use", models.TextField()),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ai_models",
                                to="program.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "name"), name="ai_model_name_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, unique=True)),
                        ("synthetic", models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="ModelVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.CharField(max_length=60)),
                        ("released_on", models.DateField()),
                        (
                            "ai_model",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="program.aimodel",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("ai_model", "version"), name="model_version_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deployment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("silent", "Silent"),
                                    ("pilot", "Pilot"),
                                    ("live", "Live"),
                                    ("paused", "Paused"),
                                    ("retired", "Retired"),
                                ],
                                default="planned",
                                max_length=20,
                            ),
                        ),
                        ("state_since", models.DateTimeField()),
                        (
                            "action_threshold",
                            models.DecimalField(blank=True, decimal_places=6, max_digits=7, null=True),
                        ),
                        (
                            "model_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deployments",
                                to="program.modelversion",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deployments",
                                to="program.unit",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deployments",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("use_case", "unit", "model_version"), name="deployment_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["planned", "silent", "pilot", "live", "paused", "retired"])
                                ),
                                name="deployment_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("action_threshold", None),
                                    models.Q(("action_threshold__gte", 0), ("action_threshold__lte", 1)),
                                    _connector="OR",
                                ),
                                name="action_threshold_is_a_probability",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnterprisePriority",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("statement", models.TextField()),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="priorities",
                                to="program.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "enterprise priorities",
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "position"), name="priority_position_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Capability",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("data_feed", "Data feed"),
                                    ("integration", "Integration"),
                                    ("governance", "Governance asset"),
                                    ("clinical_practice", "Clinical practice"),
                                    ("measurement", "Measurement"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("wished", "Wished for"),
                                    ("building", "Being built"),
                                    ("available", "Available"),
                                    ("retired", "Retired"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("description", models.TextField()),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="capabilities",
                                to="program.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "capabilities",
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "name"), name="capability_name_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["data_feed", "integration", "governance", "clinical_practice", "measurement"],
                                    )
                                ),
                                name="capability_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["wished", "building", "available", "retired"])),
                                name="capability_state_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("printed_name", models.CharField(max_length=200)),
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
                        ("active", models.BooleanField(default=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="program.organisation",
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="person",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["printed_name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "printed_name"), name="printed_name_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "discipline__in",
                                        [
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
                                name="person_discipline_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeasureBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("source", models.CharField(max_length=200)),
                        ("source_sha256", models.CharField(max_length=64)),
                        ("period_start", models.DateField()),
                        ("period_end", models.DateField()),
                        ("rows_read", models.PositiveBigIntegerField()),
                        ("rows_loaded", models.PositiveBigIntegerField()),
                        ("measured_at", models.DateTimeField()),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measure_batches",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "measured_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["measured_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("rows_loaded__lte", models.F("rows_read"))),
                                name="batch_loaded_within_read",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("period_end__gte", models.F("period_start"))),
                                name="batch_period_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeploymentStateChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "before",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("silent", "Silent"),
                                    ("pilot", "Pilot"),
                                    ("live", "Live"),
                                    ("paused", "Paused"),
                                    ("retired", "Retired"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "after",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("silent", "Silent"),
                                    ("pilot", "Pilot"),
                                    ("live", "Live"),
                                    ("paused", "Paused"),
                                    ("retired", "Retired"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("decision", models.CharField(blank=True, max_length=60)),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="state_changes",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "acting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("before", models.F("after")), _negated=True),
                                name="state_change_changes",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Site",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sites",
                                to="program.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "name"), name="site_name_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="units", to="program.site"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("site", "name"), name="unit_name_once")],
                    },
                ),
                migrations.CreateModel(
                    name="UseCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField(max_length=60)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("predictive", "Predictive model"),
                                    ("imaging", "Imaging"),
                                    ("documentation", "Ambient documentation"),
                                    ("drafting", "Drafted replies"),
                                    ("summary", "Summaries"),
                                    ("operational", "Operational forecast"),
                                    ("coding", "Coding and prior authorisation"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("value_thesis", "Value thesis"),
                                    ("readiness", "Readiness"),
                                    ("controls", "Controls"),
                                    ("deployment", "Deployment"),
                                    ("learning", "Learning"),
                                ],
                                default="value_thesis",
                                max_length=20,
                            ),
                        ),
                        ("problem", models.TextField()),
                        ("burden_lifted", models.TextField(blank=True)),
                        ("burden_added", models.TextField(blank=True)),
                        ("alternative", models.TextField(blank=True)),
                        ("provenance", models.TextField(blank=True)),
                        ("synthetic", models.BooleanField(default=False)),
                        ("proposed_on", models.DateField()),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="use_cases",
                                to="program.organisation",
                            ),
                        ),
                        (
                            "priority",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="program.enterprisepriority",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="use_cases_proposed",
                                to="program.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["title"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "key"), name="use_case_key_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stage__in", ["value_thesis", "readiness", "controls", "deployment", "learning"])
                                ),
                                name="use_case_stage_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "predictive",
                                            "imaging",
                                            "documentation",
                                            "drafting",
                                            "summary",
                                            "operational",
                                            "coding",
                                        ],
                                    )
                                ),
                                name="use_case_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("problem", ""), _negated=True), name="use_case_names_a_problem"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StrategicAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "question",
                            models.CharField(
                                choices=[
                                    ("problem", "Which enterprise problem does it solve?"),
                                    (
                                        "dependencies",
                                        "What data, workflow and governance dependencies must be true before scale?",
                                    ),
                                    (
                                        "leaders",
                                        "Which executive, clinical and technical leaders own the next decisions?",
                                    ),
                                    ("value", "How will we know that it creates durable value?"),
                                    ("capability", "What reusable capability does it build?"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("answer", models.TextField()),
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
                                related_name="answers",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["answered_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("question__in", ["problem", "dependencies", "leaders", "value", "capability"])
                                ),
                                name="strategic_question_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("answer", ""), _negated=True), name="strategic_answer_not_empty"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SeatHolding",
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
                        ("started_on", models.DateField()),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holdings",
                                to="program.person",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holdings",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)),
                                fields=("use_case", "seat"),
                                name="seat_held_by_one_at_a_time",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None), ("use_case", None)),
                                fields=("person", "seat"),
                                name="enterprise_seat_once_per_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "seat__in",
                                            [
                                                "cmio",
                                                "committee_member",
                                                "compliance_officer",
                                                "board_member",
                                                "administrator",
                                            ],
                                        ),
                                        ("use_case", None),
                                    ),
                                    models.Q(
                                        (
                                            "seat__in",
                                            [
                                                "executive_sponsor",
                                                "clinical_owner",
                                                "operational_owner",
                                                "platform_owner",
                                                "nursing_lead",
                                                "safety_officer",
                                                "model_steward",
                                            ],
                                        ),
                                        ("use_case__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="seat_belongs_to_its_level",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"
                                ),
                                name="seat_ends_after_it_starts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutcomeMeasure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("unit", models.CharField(max_length=60)),
                        ("baseline", models.FloatField()),
                        ("baseline_n", models.PositiveIntegerField()),
                        ("baseline_period", models.CharField(max_length=60)),
                        ("baseline_source", models.CharField(max_length=200)),
                        ("target", models.FloatField()),
                        ("horizon_quarters", models.PositiveSmallIntegerField()),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcome_measures",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("use_case", "name"), name="outcome_measure_once"),
                            models.CheckConstraint(
                                condition=models.Q(("horizon_quarters__gte", 1), ("horizon_quarters__lte", 12)),
                                name="outcome_horizon_in_quarters",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClinicalInput",
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
                            "about",
                            models.CharField(
                                choices=[
                                    ("fit", "Clinical fit"),
                                    ("risk", "Risk"),
                                    ("workflow", "Workflow reality"),
                                    ("usefulness", "Usefulness"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("said", models.TextField()),
                        ("given_at", models.DateTimeField()),
                        ("answer", models.TextField(blank=True)),
                        (
                            "effect",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("changed", "Changed"),
                                    ("considered", "Considered, not changed"),
                                    ("declined", "Declined"),
                                ],
                                max_length=20,
                                null=True,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clinical_input",
                                to="program.person",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clinical_input",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["given_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("about__in", ["fit", "risk", "workflow", "usefulness"])),
                                name="clinical_input_about_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("said", ""), _negated=True), name="clinical_input_says_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""), ("answered_at", None), ("answered_by", None), ("effect", None)
                                    ),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("effect__in", ["changed", "considered", "declined"]),
                                        ("effect__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="clinical_input_answered_wholly",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapabilityLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "relation",
                            models.CharField(choices=[("needs", "needs"), ("builds", "builds")], max_length=10),
                        ),
                        (
                            "capability",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links",
                                to="program.capability",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="capability_links",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("use_case", "capability"), name="capability_link_once"),
                            models.CheckConstraint(
                                condition=models.Q(("relation__in", ["needs", "builds"])),
                                name="capability_relation_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeasureResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("measure", models.CharField(max_length=60)),
                        ("attribute", models.CharField(max_length=100)),
                        ("level", models.CharField(max_length=200)),
                        ("period_start", models.DateField()),
                        ("period_end", models.DateField()),
                        ("threshold", models.DecimalField(blank=True, decimal_places=15, max_digits=20, null=True)),
                        ("value", models.FloatField(blank=True, null=True)),
                        ("low", models.FloatField(blank=True, null=True)),
                        ("high", models.FloatField(blank=True, null=True)),
                        ("n", models.PositiveBigIntegerField()),
                        ("events", models.PositiveBigIntegerField()),
                        ("numerator", models.PositiveBigIntegerField(blank=True, null=True)),
                        ("denominator", models.PositiveBigIntegerField(blank=True, null=True)),
                        ("bound", models.FloatField(default=0.0)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="program.measurebatch",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["measure", "attribute", "level", "period_end"], name="measure_lookup")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("threshold", None)),
                                fields=("batch", "measure", "attribute", "level", "period_start", "period_end"),
                                name="measure_result_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("threshold__isnull", False)),
                                fields=(
                                    "batch",
                                    "measure",
                                    "attribute",
                                    "level",
                                    "period_start",
                                    "period_end",
                                    "threshold",
                                ),
                                name="measure_result_once_per_threshold",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("value__isnull", False), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="no_value_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("events__lte", models.F("n"))), name="events_within_n"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
