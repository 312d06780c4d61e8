import django.db.models.deletion
from django.db import migrations, models

from attending.ledger.create_models import CreateModels


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0003_policies_and_seats"),
        ("governance", "0002_retired_for_good"),
        ("program", "0004_committee_reviewers"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="Acknowledgement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "breach",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acknowledgements",
                                to="governance.breach",
                            ),
                        ),
                        (
                            "drill",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acknowledgements",
                                to="governance.drill",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("breach__isnull", False), ("drill", None)),
                                    models.Q(("breach", None), ("drill__isnull", False)),
                                    _connector="OR",
                                ),
                                name="acknowledgement_of_one",
                            ),
                            models.UniqueConstraint(fields=("breach", "person"), name="breach_acknowledged_once_each"),
                            models.UniqueConstraint(fields=("drill",), name="drill_acknowledged_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaItem",
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
                                    ("consent", "Consent"),
                                    ("breach", "Breaches"),
                                    ("decision", "Decisions"),
                                    ("review", "Reviews due"),
                                    ("condition", "Conditions overdue"),
                                    ("approval", "Approvals that end"),
                                    ("other", "Other business"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("key", models.CharField(max_length=120)),
                        ("title", models.CharField(max_length=300)),
                        ("subject", models.CharField(blank=True, max_length=300)),
                        ("why", models.TextField(blank=True)),
                        ("link", models.CharField(blank=True, max_length=300)),
                        ("route", models.CharField(blank=True, max_length=20)),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        ("position", models.PositiveIntegerField()),
                        ("planned", models.PositiveSmallIntegerField()),
                        ("added_at", models.DateTimeField()),
                        ("taken_off_at", models.DateTimeField(blank=True, null=True)),
                        ("taken_off_because", models.TextField(blank=True)),
                        ("packet_sha256", models.CharField(blank=True, max_length=64)),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("used", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("said", models.TextField(blank=True)),
                        ("written_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "added_by",
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
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agenda_items",
                                to="decisions.proposal",
                            ),
                        ),
                        (
                            "taken_off_by",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agenda_items",
                                to="program.usecase",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="program.person",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="governance.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["consent", "breach", "decision", "review", "condition", "approval", "other"],
                                    )
                                ),
                                name="agenda_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("key", ""), _negated=True), models.Q(("title", ""), _negated=True)
                                ),
                                name="agenda_item_says_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("planned__lte", 240)), name="agenda_item_planned_within_four_hours"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("taken_off_at", None), ("taken_off_because", "")),
                                    models.Q(
                                        ("taken_off_at__isnull", False),
                                        models.Q(("taken_off_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="agenda_item_taken_off_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at", None), ("ended_at__gte", models.F("started_at")), _connector="OR"
                                ),
                                name="agenda_item_ends_after_it_starts",
                            ),
                            models.UniqueConstraint(fields=("meeting", "key"), name="agenda_item_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None), ("started_at__isnull", False)),
                                fields=("meeting",),
                                name="one_agenda_item_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Approval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("covers", models.CharField(max_length=20)),
                        ("claims", models.JSONField(default=list)),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approval",
                                to="decisions.decision",
                            ),
                        ),
                        (
                            "deployment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approvals",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approvals",
                                to="program.usecase",
                            ),
                        ),
                        (
                            "gate",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approval",
                                to="governance.gate",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-starts_at", "-pk"],
                        "indexes": [models.Index(fields=["ends_at"], name="governance_approval_ending")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gte", models.F("starts_at"))),
                                name="approval_ends_after_it_starts",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "presence",
                            models.CharField(choices=[("room", "In the room"), ("link", "By link")], max_length=10),
                        ),
                        ("member", models.BooleanField()),
                        ("came_at", models.DateTimeField()),
                        ("left_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="program.person",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="governance.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["came_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("presence__in", ["room", "link"])), name="presence_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_at", None), ("left_at__gte", models.F("came_at")), _connector="OR"
                                ),
                                name="attendance_ends_after_it_starts",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("left_at", None)), fields=("meeting", "person"), name="present_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token_sha256", models.CharField(max_length=64, unique=True)),
                        ("made_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calendar_feeds",
                                to="program.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-made_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("person",),
                                name="one_calendar_feed_each",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Comparison",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(db_index=True)),
                        (
                            "approval",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comparison",
                                to="governance.approval",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Drill",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("answer_by", models.DateTimeField()),
                        ("policy_version", models.CharField(max_length=60)),
                        ("steps", models.JSONField()),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "threshold",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drills",
                                to="governance.oversightthreshold",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-opened_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("answer_by__gt", models.F("opened_at"))), name="drill_leaves_time"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EscalationLevel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("level", models.PositiveSmallIntegerField()),
                        ("tell", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        (
                            "drill",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="escalation",
                                to="governance.drill",
                            ),
                        ),
                        ("people", models.ManyToManyField(related_name="+", to="program.person")),
                        (
                            "breach",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="escalation",
                                to="governance.breach",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "level"],
                        "constraints": [
                            models.UniqueConstraint(fields=("drill", "level"), name="drill_level_told_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("breach__isnull", False), ("drill", None)),
                                    models.Q(("breach", None), ("drill__isnull", False)),
                                    _connector="OR",
                                ),
                                name="escalation_level_of_one",
                            ),
                            models.UniqueConstraint(fields=("breach", "level"), name="breach_level_told_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Gate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(choices=[("stage", "Stage"), ("go_live", "Go-live")], max_length=10)),
                        ("target", models.CharField(max_length=20)),
                        (
                            "tier",
                            models.CharField(
                                choices=[("high", "High risk"), ("moderate", "Moderate risk"), ("low", "Low risk")],
                                max_length=10,
                            ),
                        ),
                        (
                            "route",
                            models.CharField(
                                choices=[
                                    ("full", "Full review"),
                                    ("fast_track", "Fast track"),
                                    ("registration", "Registration only"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("policy_version", models.CharField(max_length=60)),
                        ("asked_at", models.DateTimeField()),
                        ("reason", models.TextField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
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
                            "decision",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate",
                                to="decisions.decision",
                            ),
                        ),
                        (
                            "deployment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gates",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "proposal",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate",
                                to="decisions.proposal",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="gates", to="program.usecase"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [models.Index(fields=["-asked_at"], name="governance_gate_list")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None), ("kind", "stage")),
                                fields=("use_case",),
                                name="one_open_stage_gate",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None), ("kind", "go_live")),
                                fields=("deployment",),
                                name="one_open_go_live_gate",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("deployment", None), ("kind", "stage")),
                                    models.Q(("deployment__isnull", False), ("kind", "go_live")),
                                    _connector="OR",
                                ),
                                name="gate_names_what_passes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="gate_gives_a_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GateException",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("item", models.CharField(max_length=80)),
                        ("reason", models.TextField()),
                        ("until", models.DateField()),
                        ("asked_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate_exceptions",
                                to="decisions.decision",
                            ),
                        ),
                        (
                            "deployment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate_exceptions",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate_exceptions",
                                to="decisions.proposal",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate_exceptions",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("proposal", "item"), name="gate_exception_once_per_question"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), _negated=True), models.Q(("item", ""), _negated=True)
                                ),
                                name="gate_exception_says_what_and_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lapse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("broken", models.JSONField()),
                        ("ends_at", models.DateTimeField()),
                        (
                            "approval",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lapse",
                                to="governance.approval",
                            ),
                        ),
                        (
                            "gate",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="re_opened",
                                to="governance.gate",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gte", models.F("at"))), name="lapse_leaves_time"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("starts_at", models.DateTimeField()),
                        ("length", models.PositiveSmallIntegerField()),
                        ("place", models.CharField(blank=True, max_length=200)),
                        ("link", models.URLField(blank=True, max_length=500)),
                        ("quorum", models.PositiveSmallIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("open", "In session"),
                                    ("held", "Held"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="planned",
                                max_length=10,
                            ),
                        ),
                        ("called_at", models.DateTimeField()),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("cancelled_because", models.TextField(blank=True)),
                        ("revision", models.PositiveSmallIntegerField(default=0)),
                        (
                            "called_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "chair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings_chaired",
                                to="program.person",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="program.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-starts_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["organisation", "state", "-starts_at"], name="governance_meeting_list")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("length__gte", 5), ("length__lte", 480), ("quorum__gte", 1)),
                                name="meeting_has_a_length_and_a_quorum",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("opened_at", None), ("state", "planned")),
                                    models.Q(
                                        ("closed_at", None),
                                        ("opened_at", None),
                                        ("state", "cancelled"),
                                        models.Q(("cancelled_because", ""), _negated=True),
                                    ),
                                    models.Q(("closed_at", None), ("opened_at__isnull", False), ("state", "open")),
                                    models.Q(
                                        ("closed_at__gte", models.F("opened_at")),
                                        ("opened_at__isnull", False),
                                        ("state", "held"),
                                    ),
                                    _connector="OR",
                                ),
                                name="meeting_times_by_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="meeting_has_a_title"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Minutes",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("offered_at", models.DateTimeField()),
                        ("approved", models.BooleanField(default=False)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decision",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="minutes",
                                to="decisions.decision",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="minutes",
                                to="governance.meeting",
                            ),
                        ),
                        (
                            "offered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "proposal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="minutes",
                                to="decisions.proposal",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "minutes",
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("meeting", "number"), name="minutes_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None), ("approved", True), _connector="OR"),
                                fields=("meeting",),
                                name="minutes_offered_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("approved", False), ("closed_at", None), ("decision", None)),
                                    models.Q(("approved", False), ("closed_at__isnull", False)),
                                    models.Q(
                                        ("approved", True), ("closed_at__isnull", False), ("decision__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="minutes_approved_by_a_decision",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OversightAgreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("offered_at", models.DateTimeField()),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decision",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="oversight_agreement",
                                to="decisions.decision",
                            ),
                        ),
                        (
                            "deployment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="oversight_agreements",
                                to="program.deployment",
                            ),
                        ),
                        (
                            "offered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "proposal",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="oversight_agreement",
                                to="decisions.proposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-offered_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None)),
                                fields=("deployment",),
                                name="one_open_oversight_agreement",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_at", None),
                                    models.Q(("closed_at__isnull", False), ("decision__isnull", False)),
                                    _connector="OR",
                                ),
                                name="oversight_agreement_signed_by_a_decision",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("clear", "Clear"),
                                    ("conditions", "Clear with conditions"),
                                    ("objection", "Objection"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("answered_at", models.DateTimeField()),
                        (
                            "answered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "seen_version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="program.modelversion",
                            ),
                        ),
                        (
                            "request",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answer",
                                to="governance.reviewrequest",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["answered_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("verdict__in", ["clear", "conditions", "objection"])),
                                name="intake_verdict_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict", "clear"), models.Q(("text", ""), _negated=True), _connector="OR"
                                ),
                                name="intake_answer_that_is_not_clear_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewRequest",
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
                                    ("privacy_reviewer", "Privacy reviewer"),
                                    ("security_reviewer", "Security reviewer"),
                                    ("legal_reviewer", "Legal reviewer"),
                                    ("it_reviewer", "IT reviewer"),
                                    ("procurement_reviewer", "Procurement reviewer"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("question", models.TextField()),
                        ("asked_at", models.DateTimeField()),
                        ("due_on", models.DateField()),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        ("answered", models.BooleanField(default=False)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "follows",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="governance.reviewrequest",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_requests_taken",
                                to="program.person",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_requests",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["asked_at", "pk"],
                        "indexes": [
                            models.Index(fields=["seat", "answered", "due_on"], name="governance_review_waiting")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answered", False)),
                                fields=("use_case", "seat"),
                                name="intake_review_asked_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "seat__in",
                                        [
                                            "privacy_reviewer",
                                            "security_reviewer",
                                            "legal_reviewer",
                                            "it_reviewer",
                                            "procurement_reviewer",
                                        ],
                                    )
                                ),
                                name="intake_review_asks_a_reviewer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("question", ""), _negated=True), name="intake_review_asks_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("taken_at", None), ("taken_by", None)),
                                    models.Q(("taken_at__gte", models.F("asked_at")), ("taken_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="intake_review_taken_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Snooze",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "breach",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="snoozes",
                                to="governance.breach",
                            ),
                        ),
                        (
                            "threshold",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="snoozes",
                                to="governance.oversightthreshold",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="snooze_gives_a_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("at"))), name="snooze_ends_later"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TierAssessment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("answers", models.JSONField()),
                        ("policy_version", models.CharField(max_length=60)),
                        ("questions_sha256", models.CharField(max_length=64)),
                        ("case", models.CharField(max_length=40)),
                        ("case_text", models.CharField(max_length=300)),
                        (
                            "ruled",
                            models.CharField(
                                choices=[("high", "High risk"), ("moderate", "Moderate risk"), ("low", "Low risk")],
                                max_length=10,
                            ),
                        ),
                        (
                            "tier",
                            models.CharField(
                                choices=[("high", "High risk"), ("moderate", "Moderate risk"), ("low", "Low risk")],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("assessed_at", models.DateTimeField()),
                        (
                            "assessed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tier_assessments",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-assessed_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ruled", "low"), ("tier__in", ["high", "moderate", "low"])),
                                    models.Q(("ruled", "moderate"), ("tier__in", ["moderate", "high"])),
                                    models.Q(("ruled", "high"), ("tier", "high")),
                                    _connector="OR",
                                ),
                                name="tier_no_lower_than_ruled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), _negated=True), models.Q(("case", ""), _negated=True)
                                ),
                                name="tier_says_why",
                            ),
                        ],
                    },
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="breach",
            name="breach_closed_by_a_decision",
        ),
        migrations.RemoveConstraint(
            model_name="oversightthreshold",
            name="oversight_has_a_stop_limit",
        ),
        migrations.AddField(
            model_name="breach",
            name="pause_after_hours",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="breach",
            name="policy_version",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="breach",
            name="steps",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="oversightthreshold",
            name="chart",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="oversightthreshold",
            name="chart_title",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="oversightthreshold",
            name="measure",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="breach",
            name="paused_under",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="breaches_paused",
                to="governance.oversightagreement",
            ),
        ),
        migrations.AddField(
            model_name="oversightthreshold",
            name="agreement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="thresholds",
                to="governance.oversightagreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("decision", None), ("paused_under", None)),
                    models.Q(("closed_at__isnull", False), ("decision__isnull", False), ("paused_under", None)),
                    models.Q(("closed_at__isnull", False), ("decision", None), ("paused_under__isnull", False)),
                    _connector="OR",
                ),
                name="breach_closed_by_a_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="oversightthreshold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("measure", ""), _negated=True),
                        ("chart", ""),
                        models.Q(("stop_low__isnull", False), ("stop_high__isnull", False), _connector="OR"),
                    ),
                    models.Q(
                        ("measure", ""),
                        ("stop_high", None),
                        ("stop_low", None),
                        ("warn_high", None),
                        ("warn_low", None),
                        models.Q(("chart", ""), _negated=True),
                        models.Q(("chart_title", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="oversight_has_a_stop_limit",
            ),
        ),
    ]
