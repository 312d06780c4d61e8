from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "attending.strategy"
    label = "strategy"
    verbose_name = "Strategy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.program.models import UseCase
        from attending.program.registries import evidence as evidence_registry
        from attending.program.registries import pages
        from attending.program.registries import worklist as worklist_registry
        from attending.strategy import evidence, worklist
        from attending.ui import navigation

        navigation.register("Use cases", "strategy:use-cases", 20, "use-cases")
        navigation.register("Portfolio", "strategy:portfolio", 30, "portfolio")
        navigation.register("Library", "strategy:library", 60, "library")
        pages.register(UseCase, worklist.use_case_url)
        evidence_registry.register(evidence.findings)
        worklist_registry.register(worklist.UnansweredInput())
