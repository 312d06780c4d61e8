"""Nothing changes in the tables; migrating puts the guard on what reviewers handed in."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0006_log_inputs"),
    ]
