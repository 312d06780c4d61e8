import django.db.models.deletion
from django.db import migrations, models

from attending.ledger.create_models import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("program", "0001_initial"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="Packet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField()),
                        ("document", models.TextField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("sealed_at", models.DateTimeField()),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="packets",
                                to="decisions.proposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("proposal", "version"), name="packet_version_once"),
                            models.CheckConstraint(
                                condition=models.Q(("version__gte", 1)), name="packet_version_from_one"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("outcome", models.CharField(max_length=40)),
                        ("quorum", models.PositiveSmallIntegerField()),
                        ("decided_at", models.DateTimeField()),
                        ("effective_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField(blank=True, null=True)),
                        ("policy_version", models.CharField(max_length=60)),
                        ("dissent", models.JSONField(default=list)),
                        ("ledger_seq", models.BigIntegerField(unique=True)),
                        (
                            "supersedes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="decisions.decision",
                            ),
                        ),
                        (
                            "packet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="decisions.packet",
                            ),
                        ),
                        (
                            "proposal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision",
                                to="decisions.proposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-decided_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("quorum__gte", 1), models.Q(("outcome", ""), _negated=True)),
                                name="decision_decides_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_at", None), ("expires_at__gt", models.F("effective_at")), _connector="OR"
                                ),
                                name="decision_expires_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Condition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("due_on", models.DateField()),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conditions_owned",
                                to="program.person",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conditions",
                                to="decisions.decision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("decision", "text", "owner"), name="condition_once"),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="condition_says_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=60)),
                        ("subject", models.CharField(max_length=120)),
                        ("subject_label", models.CharField(max_length=300)),
                        ("question", models.TextField()),
                        ("options", models.JSONField()),
                        ("proposed_at", models.DateTimeField()),
                        ("quorum", models.PositiveSmallIntegerField()),
                        ("clinical_quorum", models.PositiveSmallIntegerField()),
                        ("protective_choice", models.CharField(blank=True, max_length=40)),
                        ("answerable", models.JSONField()),
                        ("eligible_seats", models.JSONField()),
                        ("policy_version", models.CharField(max_length=60)),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        ("if_nothing", models.TextField()),
                        (
                            "urgency",
                            models.CharField(
                                choices=[
                                    ("stop", "Stop limit breached"),
                                    ("warn", "Warning limit breached"),
                                    ("asked", "Asked"),
                                ],
                                default="asked",
                                max_length=10,
                            ),
                        ),
                        ("key", models.CharField(max_length=120, unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("decided", "Decided"), ("withdrawn", "Withdrawn")],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="program.organisation",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals_made",
                                to="program.person",
                            ),
                        ),
                        (
                            "supersedes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="decisions.decision",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-proposed_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["organisation", "state", "-proposed_at"], name="decisions_proposal_list"
                            ),
                            models.Index(fields=["subject", "-proposed_at"], name="decisions_proposal_subject"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "decided", "withdrawn"])),
                                name="proposal_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("urgency__in", ["stop", "warn", "asked"])),
                                name="proposal_urgency_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quorum__gte", 1)), name="proposal_quorum_of_someone"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("clinical_quorum__lte", models.F("quorum"))),
                                name="proposal_clinical_quorum_within_quorum",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("question", ""), _negated=True), models.Q(("key", ""), _negated=True)
                                ),
                                name="proposal_asks_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recusal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("ledger_seq", models.BigIntegerField(unique=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recusals",
                                to="program.person",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recusals",
                                to="decisions.proposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("proposal", "person"), name="recusal_once"),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="recusal_gives_a_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Signature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("choice", models.CharField(blank=True, max_length=40)),
                        (
                            "meaning",
                            models.CharField(
                                choices=[
                                    ("approval", "Approval"),
                                    ("responsibility", "Responsibility"),
                                    ("review", "Review"),
                                    ("authorship", "Authorship"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("statement", models.TextField()),
                        ("printed_name", models.CharField(max_length=200)),
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
                        ("clinical", models.BooleanField()),
                        ("reason", models.TextField(blank=True)),
                        ("dissent", models.TextField(blank=True)),
                        ("conditions", models.JSONField(default=list)),
                        ("rendered", models.TextField()),
                        ("rendered_sha256", models.CharField(max_length=64)),
                        ("intent", models.TextField()),
                        ("authentication", models.JSONField()),
                        ("idempotency_key", models.CharField(max_length=64, unique=True)),
                        ("signed_at", models.DateTimeField()),
                        ("ledger_seq", models.BigIntegerField(unique=True)),
                        (
                            "packet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="decisions.packet",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="decisions.proposal",
                            ),
                        ),
                        (
                            "signer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="program.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["signed_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("packet", "signer"), name="signature_once_per_person"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("meaning__in", ("approval", "responsibility")),
                                        models.Q(("choice", ""), _negated=True),
                                    ),
                                    models.Q(("choice", ""), ("meaning", "review")),
                                    ("meaning", "authorship"),
                                    _connector="OR",
                                ),
                                name="signature_votes_if_it_means_to",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("clinical", True),
                                        (
                                            "discipline__in",
                                            ["allied_health", "informatics", "medicine", "nursing", "pharmacy"],
                                        ),
                                    ),
                                    models.Q(
                                        ("clinical", False),
                                        models.Q(
                                            (
                                                "discipline__in",
                                                ["allied_health", "informatics", "medicine", "nursing", "pharmacy"],
                                            ),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="signature_clinical_by_discipline",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("statement", ""), _negated=True),
                                    models.Q(("printed_name", ""), _negated=True),
                                    models.Q(("rendered", ""), _negated=True),
                                    models.Q(("intent", ""), _negated=True),
                                    models.Q(("idempotency_key", ""), _negated=True),
                                ),
                                name="signature_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Withdrawal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("ledger_seq", models.BigIntegerField()),
                        (
                            "person",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawal",
                                to="decisions.proposal",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="withdrawal_gives_a_reason"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConditionClosure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("proof", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("ledger_seq", models.BigIntegerField(unique=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "condition",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closure",
                                to="decisions.condition",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("proof", ""), _negated=True), name="closure_gives_proof"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
