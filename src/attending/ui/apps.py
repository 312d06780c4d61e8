from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "attending.ui"
    label = "ui"
    verbose_name = "Design system"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.ui import wording

        wording.say()
