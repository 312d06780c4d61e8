import django.db.models.deletion
from django.db import migrations, models

from attending.ledger.create_models import CreateModels


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0002_disciplines"),
        ("program", "0004_committee_reviewers"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="Delegation",
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
                        ("kinds", models.JSONField(default=list)),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("reason", models.TextField()),
                        ("given_at", models.DateTimeField()),
                        ("ledger_seq", models.BigIntegerField(unique=True)),
                        (
                            "delegate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations_received",
                                to="program.person",
                            ),
                        ),
                        (
                            "delegator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations_given",
                                to="program.person",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-given_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["delegate", "ends_at"], name="decisions_delegation_to"),
                            models.Index(fields=["delegator", "ends_at"], name="decisions_delegation_from"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("delegator", models.F("delegate")), _negated=True),
                                name="delegation_to_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="delegation_ends_later"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("starts_at__gte", models.F("given_at"))),
                                name="delegation_never_reaches_back",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
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
                                            "cmio",
                                            "committee_member",
                                            "compliance_officer",
                                            "board_member",
                                            "administrator",
                                            "privacy_reviewer",
                                            "security_reviewer",
                                            "legal_reviewer",
                                            "it_reviewer",
                                            "procurement_reviewer",
                                        ],
                                    )
                                ),
                                name="delegation_of_a_known_seat",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="delegation_gives_a_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DelegationEnd",
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
                            "delegation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="end",
                                to="decisions.delegation",
                            ),
                        ),
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
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="delegation_end_gives_a_reason"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PolicyVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("name", models.CharField(blank=True, max_length=40)),
                        ("text", models.TextField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("why", models.TextField(blank=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("offered", "Offered"),
                                    ("not_adopted", "Not adopted"),
                                    ("in_force", "In force"),
                                    ("retired", "Retired"),
                                ],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("written_at", models.DateTimeField()),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="policy_versions",
                                to="program.organisation",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "decision",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="policy_adopted",
                                to="decisions.decision",
                            ),
                        ),
                        (
                            "proposal",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="policy_offered",
                                to="decisions.proposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "number"), name="policy_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft"), _negated=True),
                                fields=("organisation", "name"),
                                name="policy_name_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft")),
                                fields=("organisation",),
                                name="policy_one_draft",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "offered")),
                                fields=("organisation",),
                                name="policy_one_offered",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "in_force")),
                                fields=("organisation",),
                                name="policy_one_in_force",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "offered", "not_adopted", "in_force", "retired"])
                                ),
                                name="policy_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("proposal", None), ("state", "draft")),
                                    models.Q(
                                        models.Q(("state", "draft"), _negated=True),
                                        models.Q(("name", ""), _negated=True),
                                        models.Q(("why", ""), _negated=True),
                                        ("proposal__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="policy_was_offered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decision__isnull", False), ("state__in", ["in_force", "retired"])),
                                    ("state", "not_adopted"),
                                    models.Q(("decision", None), ("state__in", ["draft", "offered"])),
                                    _connector="OR",
                                ),
                                name="policy_holds_by_decision",
                            ),
                        ],
                    },
                ),
            ],
        ),
        migrations.RemoveIndex(
            model_name="proposal",
            name="decisions_proposal_list",
        ),
        migrations.AlterField(
            model_name="signature",
            name="seat",
            field=models.CharField(
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
                    ("privacy_reviewer", "Privacy reviewer"),
                    ("security_reviewer", "Security reviewer"),
                    ("legal_reviewer", "Legal reviewer"),
                    ("it_reviewer", "IT reviewer"),
                    ("procurement_reviewer", "Procurement reviewer"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["organisation", "state", "-proposed_at", "id"], name="decisions_proposal_state"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["organisation", "-proposed_at", "id"], name="decisions_proposal_list"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("effective_at__gte", models.F("decided_at"))),
                name="decision_takes_effect_once_decided",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="on_behalf_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="decisions.delegation",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("on_behalf_of", None),
                    models.Q(("meaning__in", ("approval", "responsibility")), models.Q(("seat", ""), _negated=True)),
                    _connector="OR",
                ),
                name="signature_on_behalf_votes_from_a_seat",
            ),
        ),
    ]
