"""Nothing changes in the tables: the guards of panels, score sheets and assessors do, and are put back after this."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("strategy", "0001_initial")]

    operations = []
