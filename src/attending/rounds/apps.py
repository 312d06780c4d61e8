from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "attending.rounds"
    label = "rounds"
    verbose_name = "My rounds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.ui import navigation

        navigation.register("My rounds", "rounds:my-rounds", 10, "rounds", at_hand=True)
