from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [("strategy", "0002_readiness")]

    operations = [
        migrations.AddField(
            model_name="panel",
            name="most_rounds",
            field=models.PositiveSmallIntegerField(default=2),
        ),
        migrations.AddConstraint(
            model_name="panel",
            constraint=models.CheckConstraint(
                condition=Q(most_rounds__gte=1, most_rounds__lte=3), name="panel_of_one_to_three_rounds"
            ),
        ),
        # Nothing was ranked before: the table is made anew instead of asking which round a ranking was of.
        migrations.DeleteModel(name="PanelRanking"),
        migrations.CreateModel(
            name="PanelRanking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.JSONField()),
                ("inputs_sha256", models.CharField(max_length=64)),
                ("computed_at", models.DateTimeField()),
                (
                    "computed_by",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="program.person"),
                ),
                ("panel", models.ForeignKey(on_delete=PROTECT, related_name="rankings", to="strategy.panel")),
                (
                    "round",
                    models.OneToOneField(on_delete=PROTECT, related_name="ranking", to="strategy.panelround"),
                ),
            ],
            options={"ordering": ["computed_at", "pk"]},
        ),
    ]
