from django.db import migrations


class Migration(migrations.Migration):
    """The guards hold the seats that an option asks for; they are put back after every migration."""

    dependencies = [
        ("decisions", "0003_reviewer_seats"),
    ]

    operations = []
