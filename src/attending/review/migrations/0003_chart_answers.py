"""What is said when a chart is retired or a signal answered, and since when a signal waits."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("program", "0002_risk_tier"),
        ("review", "0002_post_launch_review"),
    ]

    operations = [
        migrations.AddField(
            model_name="chartplan",
            name="retired_because",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="chartplan",
            name="retired_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="program.person",
            ),
        ),
        migrations.AddField(
            model_name="chartreading",
            name="asked_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="signalanswer",
            name="done",
            field=models.TextField(default="said before this was asked"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="chartplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("retired_at", None),
                    models.Q(("retired_by__isnull", False), models.Q(("retired_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="chart_plan_retired_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="signalanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("done", ""), _negated=True), name="signal_answer_says_what_was_done"
            ),
        ),
    ]
