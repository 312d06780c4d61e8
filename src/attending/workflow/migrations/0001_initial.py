import django.db.models.deletion
from django.db import migrations, models

from attending.ledger.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("decisions", "0002_disciplines"),
        ("program", "0003_value_thesis"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="StepAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("step", models.CharField(max_length=40)),
                        (
                            "goes",
                            models.CharField(
                                choices=[
                                    ("as_drawn", "That is how it goes here"),
                                    ("different", "It goes differently here"),
                                    ("not_done", "That is not done here"),
                                    ("cannot_say", "I cannot say"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("different", models.TextField(blank=True)),
                        ("useful", models.TextField(blank=True)),
                        ("saved_at", models.DateTimeField()),
                        (
                            "walkthrough",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="workflow.walkthrough",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("goes__in", ["as_drawn", "different", "not_done", "cannot_say"]),
                                    models.Q(("step", ""), _negated=True),
                                ),
                                name="step_answer_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("different", ""), ("goes", "different"), _negated=True),
                                name="step_answer_says_what_is_different",
                            ),
                            models.UniqueConstraint(fields=("walkthrough", "step"), name="step_answer_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CareMap",
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
                                choices=[("as_is", "As it is today"), ("to_be", "As it is to be")], max_length=10
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="care_maps",
                                to="program.site",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="care_maps",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["kind", "site__name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("site", None)),
                                fields=("use_case", "kind"),
                                name="care_map_of_every_site_once",
                            ),
                            models.UniqueConstraint(
                                fields=("use_case", "kind", "site"), name="care_map_of_a_site_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["as_is", "to_be"])), name="care_map_kind_known"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DowntimeDrill",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("held_on", models.DateField()),
                        ("shift", models.CharField(blank=True, max_length=40)),
                        ("fallback", models.CharField(max_length=40)),
                        ("people", models.PositiveSmallIntegerField()),
                        ("minutes", models.FloatField()),
                        ("worked", models.BooleanField()),
                        ("found", models.TextField()),
                        ("follows", models.TextField(blank=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="downtime_drills",
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
                        "ordering": ["-held_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("deployment", "held_on", "shift", "fallback"),
                                name="downtime_drill_recorded_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minutes__gte", 0),
                                    ("people__gte", 1),
                                    models.Q(("found", ""), _negated=True),
                                    models.Q(("fallback", ""), _negated=True),
                                ),
                                name="downtime_drill_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("worked", True), models.Q(("follows", ""), _negated=True), _connector="OR"
                                ),
                                name="failed_downtime_drill_has_a_follow_up",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Hazard",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("key", models.CharField(max_length=40)),
                        ("from_map", models.BooleanField(default=False)),
                        ("name", models.CharField(max_length=200)),
                        ("description", models.TextField(blank=True)),
                        ("step", models.CharField(blank=True, max_length=40)),
                        ("causes", models.JSONField(default=list)),
                        ("consequences", models.JSONField(default=list)),
                        ("impact", models.TextField(blank=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("transferred", "Transferred"), ("closed", "Closed")],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        ("transferred_to", models.TextField(blank=True)),
                        ("opened_at", models.DateTimeField()),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hazards_owned",
                                to="program.person",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hazards",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["use_case", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("use_case", "number"), name="hazard_number_once"),
                            models.UniqueConstraint(fields=("use_case", "key"), name="hazard_key_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["open", "transferred", "closed"]),
                                    models.Q(("name", ""), _negated=True),
                                ),
                                name="hazard_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state", "transferred"), ("transferred_to", ""), _negated=True),
                                name="hazard_transferred_to_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HazardControl",
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
                                    ("design", "Design"),
                                    ("test", "Test"),
                                    ("training", "Training"),
                                    ("business_process", "Change of the work"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("prevents", "Keeps it from happening"), ("limits", "Limits the harm")],
                                default="prevents",
                                max_length=10,
                            ),
                        ),
                        ("what", models.TextField()),
                        ("step", models.CharField(blank=True, max_length=40)),
                        ("existing", models.BooleanField(default=False)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("added_at", models.DateTimeField()),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("proof", models.TextField(blank=True)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_because", models.TextField(blank=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "confirmed_by",
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
                            "hazard",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="controls",
                                to="workflow.hazard",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="controls_owned",
                                to="program.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["design", "test", "training", "business_process"]),
                                    ("side__in", ["prevents", "limits"]),
                                    models.Q(("what", ""), _negated=True),
                                ),
                                name="control_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at", None), ("due_on", None), ("existing", True)),
                                    models.Q(("due_on__isnull", False), ("existing", False)),
                                    _connector="OR",
                                ),
                                name="control_is_there_or_due",
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
                                name="control_done_with_proof",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("confirmed_by__isnull", False),
                                        ("done_at__isnull", False),
                                        models.Q(("confirmed_by", models.F("done_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="control_confirmed_by_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_because", "")),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        models.Q(("withdrawn_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="control_withdrawn_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HazardLogVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("document", models.JSONField()),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Put to a decision"),
                                    ("accepted", "Residual risks accepted"),
                                    ("sent_back", "Sent back"),
                                    ("taken_back", "Taken back"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("put_at", models.DateTimeField()),
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
                            "proposal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.proposal"
                            ),
                        ),
                        (
                            "put_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hazard_log_versions",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["use_case", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("use_case", "number"), name="hazard_log_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["proposed", "accepted", "sent_back", "taken_back"])),
                                name="hazard_log_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decision", None), ("state__in", ["proposed", "taken_back"])),
                                    models.Q(("decision__isnull", False), ("state__in", ["accepted", "sent_back"])),
                                    _connector="OR",
                                ),
                                name="hazard_log_ends_by_a_decision",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "proposed")),
                                fields=("use_case",),
                                name="one_hazard_log_in_hand_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HazardRating",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "phase",
                            models.CharField(
                                choices=[("initial", "Before further controls"), ("residual", "After controls")],
                                max_length=10,
                            ),
                        ),
                        ("method", models.CharField(max_length=40)),
                        ("method_version", models.CharField(max_length=40)),
                        ("severity", models.CharField(max_length=40)),
                        ("likelihood", models.CharField(max_length=40)),
                        ("rating", models.PositiveSmallIntegerField()),
                        ("answers", models.JSONField(default=dict)),
                        ("action", models.CharField(blank=True, max_length=10)),
                        ("outcome_measure", models.TextField(blank=True)),
                        ("reason", models.TextField()),
                        ("rated_at", models.DateTimeField()),
                        (
                            "action_owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="program.person",
                            ),
                        ),
                        (
                            "hazard",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ratings",
                                to="workflow.hazard",
                            ),
                        ),
                        (
                            "rated_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["rated_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("phase__in", ["initial", "residual"]),
                                    models.Q(("reason", ""), _negated=True),
                                    ("rating__gte", 1),
                                ),
                                name="hazard_rating_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("action", ""), ("action_owner", None), ("outcome_measure", "")),
                                    models.Q(
                                        ("action__in", ["eliminate", "control", "accept"]),
                                        ("action_owner__isnull", False),
                                        models.Q(("outcome_measure", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="hazard_action_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogMapping",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100)),
                        ("document", models.JSONField()),
                        ("saved_at", models.DateTimeField()),
                        (
                            "saved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="log_mappings",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["use_case", "name", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="log_mapping_is_named"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MapDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("saved_at", models.DateTimeField()),
                        (
                            "care_map",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="draft", to="workflow.caremap"
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="MapVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("text", models.TextField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("disciplines", models.JSONField()),
                        ("why", models.TextField()),
                        ("offered_at", models.DateTimeField()),
                        (
                            "care_map",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="workflow.caremap",
                            ),
                        ),
                        (
                            "offered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["care_map", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("care_map", "number"), name="map_version_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number__gte", 1),
                                    models.Q(("text", ""), _negated=True),
                                    models.Q(("why", ""), _negated=True),
                                ),
                                name="map_version_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MapOutcome",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("signed", models.BooleanField()),
                        ("at", models.DateTimeField()),
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.decision"
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcome",
                                to="workflow.mapversion",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="MapOffer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "proposal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.proposal"
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offer",
                                to="workflow.mapversion",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RealityCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source", models.CharField(max_length=300)),
                        ("source_sha256", models.CharField(blank=True, max_length=64)),
                        ("first_at", models.DateTimeField()),
                        ("last_at", models.DateTimeField()),
                        ("cases", models.PositiveBigIntegerField()),
                        ("events", models.PositiveBigIntegerField()),
                        ("loaded", models.PositiveBigIntegerField()),
                        ("results", models.JSONField()),
                        ("checked_at", models.DateTimeField()),
                        (
                            "checked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "mapping",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="workflow.logmapping",
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
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reality_checks",
                                to="workflow.mapversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-checked_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cases__lte", models.F("loaded")),
                                    ("first_at__lte", models.F("last_at")),
                                    ("loaded__lte", models.F("events")),
                                ),
                                name="reality_check_counts_fit",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StepReply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.TextField()),
                        (
                            "effect",
                            models.CharField(
                                choices=[
                                    ("changed", "Changed"),
                                    ("considered", "Considered, not changed"),
                                    ("declined", "Declined"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("replied_at", models.DateTimeField()),
                        (
                            "answer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reply",
                                to="workflow.stepanswer",
                            ),
                        ),
                        (
                            "changed_in",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflow.mapversion",
                            ),
                        ),
                        (
                            "replied_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "step replies",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("effect__in", ["changed", "considered", "declined"]),
                                    models.Q(("words", ""), _negated=True),
                                ),
                                name="step_reply_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("changed_in__isnull", False), ("effect", "changed")),
                                    models.Q(models.Q(("effect", "changed"), _negated=True), ("changed_in", None)),
                                    _connector="OR",
                                ),
                                name="step_reply_names_the_version_that_changed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Walkthrough",
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
                        ("shift", models.CharField(blank=True, max_length=40)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("begun_at", models.DateTimeField()),
                        ("handed_in_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
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
                                related_name="walkthroughs",
                                to="program.person",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.site"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="program.unit",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="walkthroughs",
                                to="workflow.mapversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["begun_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "person", "site", "shift"),
                                name="walkthrough_once_per_person_site_and_shift",
                            ),
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
                                name="walkthrough_discipline_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("asked_by", None), ("due_on", None)),
                                    models.Q(("asked_by__isnull", False), ("due_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="walkthrough_asked_by_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkloadStudy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("inputs", models.JSONField()),
                        ("results", models.JSONField()),
                        ("seconds", models.FloatField()),
                        ("made_at", models.DateTimeField()),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="workload_studies",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "workload studies",
                        "ordering": ["-made_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="WorkflowContract",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("threshold", models.FloatField()),
                        ("team", models.JSONField()),
                        ("terms", models.JSONField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Being written"),
                                    ("proposed", "Put to the unit"),
                                    ("signed", "Signed"),
                                    ("superseded", "Superseded by a later contract"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("written_at", models.DateTimeField()),
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
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="workflow_contracts",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts",
                                to="workflow.mapversion",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "study",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts",
                                to="workflow.workloadstudy",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-written_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "proposed", "signed", "superseded"])),
                                name="workflow_contract_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decision", None), ("state__in", ["draft", "proposed"])),
                                    models.Q(("decision__isnull", False), ("state__in", ["signed", "superseded"])),
                                    _connector="OR",
                                ),
                                name="workflow_contract_signed_by_a_decision",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "signed")),
                                fields=("deployment",),
                                name="one_signed_workflow_contract_at_a_time",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["draft", "proposed"])),
                                fields=("deployment",),
                                name="one_workflow_contract_in_hand_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("threshold__gte", 0), ("threshold__lte", 1)),
                                name="workflow_contract_threshold_0_to_1",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
