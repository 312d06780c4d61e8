import django.db.models.deletion
from django.db import migrations, models

from attending.ledger.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("program", "0004_committee_reviewers"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="ConcernCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("secret_sha256", models.CharField(max_length=64, unique=True)),
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
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="concern_codes",
                                to="program.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-opened_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None)),
                                fields=("unit",),
                                name="concern_code_one_open_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("closed_by", None)),
                                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="concern_code_closed_by_someone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Concern",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("happened", models.SlugField(max_length=40)),
                        ("words", models.TextField(blank=True)),
                        ("role", models.SlugField(blank=True, max_length=40)),
                        ("receipt", models.CharField(max_length=12, unique=True)),
                        ("once", models.UUIDField()),
                        ("raised_at", models.DateTimeField()),
                        (
                            "deployment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="concerns_raised",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "code",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="concerns",
                                to="safety.concerncode",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-raised_at", "-pk"],
                        "indexes": [models.Index(fields=["raised_at"], name="concern_by_time")],
                        "constraints": [
                            models.UniqueConstraint(fields=("code", "once"), name="concern_sent_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("happened", ""), _negated=True), models.Q(("receipt", ""), _negated=True)
                                ),
                                name="concern_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConcernNaming",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("named_at", models.DateTimeField()),
                        (
                            "concern",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="naming", to="safety.concern"
                            ),
                        ),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.deployment"
                            ),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Incident",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("happened_on", models.DateField()),
                        ("aware_at", models.DateTimeField()),
                        ("what", models.TextField()),
                        ("reported_at", models.DateTimeField()),
                        ("learnt", models.TextField(blank=True)),
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
                            "concern",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incident",
                                to="safety.concern",
                            ),
                        ),
                        (
                            "deployment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "investigator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents_investigated",
                                to="program.person",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents",
                                to="program.organisation",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents_reported",
                                to="program.person",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents",
                                to="program.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-reported_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "number"), name="incident_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(models.Q(("what", ""), _negated=True), ("number__gte", 1)),
                                name="incident_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("aware_at__lte", models.F("reported_at"))),
                                name="incident_known_when_reported",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("closed_by", None), ("learnt", "")),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("closed_by__isnull", False),
                                        ("investigator__isnull", False),
                                        models.Q(("learnt", ""), _negated=True),
                                        models.Q(("closed_by", models.F("investigator")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="incident_closed_by_somebody_else",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DutyAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("duty", models.SlugField(max_length=40)),
                        (
                            "state",
                            models.CharField(
                                choices=[("done", "Reported"), ("not_applicable", "Does not apply")], max_length=20
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
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duty_answers",
                                to="safety.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["answered_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["done", "not_applicable"]),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("duty", ""), _negated=True),
                                ),
                                name="duty_answer_is_whole",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncidentAction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.TextField()),
                        ("due_on", models.DateField()),
                        ("added_at", models.DateTimeField()),
                        ("proof", models.TextField(blank=True)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
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
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="program.person",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="safety.incident",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incident_actions",
                                to="program.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("what", ""), _negated=True), name="incident_action_says_what"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at", None), ("done_by", None), ("proof", "")),
                                    models.Q(
                                        ("done_at__isnull", False),
                                        ("done_by__isnull", False),
                                        models.Q(("proof", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="incident_action_done_with_proof",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("closed_by", None)),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("closed_by__isnull", False),
                                        ("done_at__isnull", False),
                                        models.Q(("closed_by", models.F("done_by")), _negated=True),
                                        models.Q(("closed_by", models.F("owner")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="incident_action_closed_by_somebody_else",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncidentAssessment",
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
                                    ("incident", "It reached a patient, with or without harm"),
                                    ("near_miss", "Near miss: it did not reach a patient"),
                                    ("unsafe", "Unsafe condition: it could happen"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("harm", models.SlugField(blank=True, max_length=40)),
                        ("factors", models.JSONField(default=list)),
                        ("hazards", models.JSONField(default=list)),
                        ("found", models.TextField(blank=True)),
                        ("assessed_at", models.DateTimeField()),
                        (
                            "assessed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessments",
                                to="safety.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["assessed_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "incident"), models.Q(("harm", ""), _negated=True)),
                                    models.Q(("harm", ""), ("kind__in", ["near_miss", "unsafe"])),
                                    _connector="OR",
                                ),
                                name="harm_of_what_reached_a_patient",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConcernAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("nothing", "Nothing is changed"),
                                    ("looking", "It is being looked at"),
                                    ("changed", "Something was changed"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("text", models.TextField()),
                        ("answered_at", models.DateTimeField()),
                        (
                            "answered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "concern",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="safety.concern"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["answered_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["nothing", "looking", "changed"]),
                                    models.Q(("text", ""), _negated=True),
                                ),
                                name="concern_answer_is_whole",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
