from django.apps import AppConfig


class ProgramConfig(AppConfig):
    name = "attending.program"
    label = "program"
    verbose_name = "Program"
    default_auto_field = "django.db.models.BigAutoField"
