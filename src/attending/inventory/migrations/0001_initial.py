import uuid

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
                    name="VendorClaim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("path", models.CharField(max_length=120)),
                        ("label", models.TextField(blank=True)),
                        ("text", models.TextField(blank=True)),
                        ("weakness", models.TextField(blank=True)),
                        ("measures", models.BooleanField(default=False)),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="inventory.vendordocument",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["document", "position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("document", "position"), name="vendor_claim_position_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InventoryEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("identity", models.CharField(editable=False, max_length=64)),
                        ("name", models.CharField(max_length=200)),
                        ("vendor", models.CharField(blank=True, max_length=200)),
                        ("version", models.CharField(blank=True, max_length=60)),
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
                                    ("assistant", "Chat assistant"),
                                    ("other", "Other AI"),
                                    ("unknown", "Not known yet"),
                                ],
                                default="unknown",
                                max_length=20,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=200)),
                        ("purpose", models.TextField(blank=True)),
                        ("owner", models.CharField(blank=True, max_length=200)),
                        ("used_since", models.DateField(blank=True, null=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("discovered", "Nobody reviewed it"),
                                    ("in_review", "Being reviewed"),
                                    ("registered", "Registered"),
                                    ("set_aside", "Set aside"),
                                    ("retired", "No longer used"),
                                ],
                                default="discovered",
                                max_length=20,
                            ),
                        ),
                        ("status_reason", models.TextField(blank=True)),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("hand", "Written by hand"),
                                    ("import", "Imported from a file"),
                                    ("use_case", "Deployed for a use case"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("source_name", models.CharField(blank=True, max_length=200)),
                        ("added_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
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
                            "ai_model",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inventory_entries",
                                to="program.aimodel",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inventory",
                                to="program.organisation",
                            ),
                        ),
                        (
                            "use_case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inventory_entries",
                                to="program.usecase",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "inventory entries",
                        "ordering": ["name", "pk"],
                        "indexes": [
                            models.Index(fields=["organisation", "status", "name"], name="inventory_by_status")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "identity"), name="inventory_entry_once"),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="inventory_entry_has_a_name"
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
                                            "assistant",
                                            "other",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="inventory_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["discovered", "in_review", "registered", "set_aside", "retired"])
                                ),
                                name="inventory_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source__in", ["hand", "import", "use_case"])),
                                name="inventory_source_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "registered"), _negated=True),
                                    ("use_case__isnull", False),
                                    _connector="OR",
                                ),
                                name="inventory_registered_with_its_use_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["set_aside", "retired"]), _negated=True),
                                    models.Q(("status_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="inventory_set_aside_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("added_by__isnull", False), ("source", "use_case"), _connector="OR"
                                ),
                                name="inventory_system_adds_what_is_deployed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InventoryImport",
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
                        ("sheet", models.JSONField(default=dict)),
                        ("mapping", models.JSONField(default=dict)),
                        ("read_at", models.DateTimeField()),
                        ("loaded_at", models.DateTimeField(blank=True, null=True)),
                        ("account", models.JSONField(blank=True, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inventory_imports",
                                to="program.organisation",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inventory_imports",
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
                                name="inventory_import_loaded_with_its_account",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Publication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("vendor", models.CharField(blank=True, max_length=200)),
                        ("purpose", models.TextField()),
                        ("place", models.CharField(max_length=200)),
                        ("used_since", models.CharField(max_length=60)),
                        ("answers", models.CharField(max_length=200)),
                        ("overseen", models.TextField()),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        ("contact", models.CharField(max_length=200)),
                        ("published_at", models.DateTimeField()),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publications",
                                to="inventory.inventoryentry",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("purpose", ""), _negated=True),
                                    models.Q(("place", ""), _negated=True),
                                    models.Q(("answers", ""), _negated=True),
                                    models.Q(("overseen", ""), _negated=True),
                                    models.Q(("contact", ""), _negated=True),
                                ),
                                name="publication_tells_what_the_public_asks",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublicationEnd",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("ended_at", models.DateTimeField()),
                        (
                            "ended_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "publication",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="end",
                                to="inventory.publication",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="publication_ends_for_a_reason"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimCheck",
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
                                choices=[("holds", "Holds here"), ("contradicted", "Does not hold here")], max_length=20
                            ),
                        ),
                        ("reference", models.CharField(blank=True, max_length=300)),
                        ("finding", models.TextField()),
                        ("checked_at", models.DateTimeField()),
                        (
                            "checked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                        (
                            "result",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="program.measureresult",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="inventory.vendorclaim",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["checked_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("verdict__in", ["holds", "contradicted"])),
                                name="claim_verdict_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("result__isnull", False),
                                    models.Q(("reference", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="claim_checked_against_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("finding", ""), _negated=True),
                                name="claim_check_says_what_was_found",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VendorDocument",
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
                                choices=[("chai", "CHAI Applied Model Card"), ("hti1", "HTI-1 source attributes")],
                                max_length=10,
                            ),
                        ),
                        ("file_name", models.CharField(blank=True, max_length=200)),
                        ("format_version", models.CharField(max_length=20)),
                        ("sha256", models.CharField(max_length=64)),
                        ("content", models.BinaryField()),
                        ("notes", models.JSONField(default=list)),
                        ("received_at", models.DateTimeField()),
                        (
                            "model_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="vendor_documents",
                                to="program.modelversion",
                            ),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="program.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-received_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("model_version", "kind", "sha256"), name="vendor_document_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["chai", "hti1"])), name="vendor_document_kind_known"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
