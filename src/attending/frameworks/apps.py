from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    name = "attending.frameworks"
    label = "frameworks"
    verbose_name = "Frameworks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.frameworks import guards
        from attending.frameworks.daily_survey import survey_daily
        from attending.ledger.guards import register
        from attending.program.registries import clock
        from attending.ui import navigation

        register(guards.KEPT_ELSEWHERE)
        clock.register("evidence survey", survey_daily)
        navigation.register("Frameworks", "frameworks:list", 71, section="Policy")
