from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "attending.governance"
    label = "governance"
    verbose_name = "Governance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.decisions.events import DecisionMade
        from attending.governance import evidence, guards, handlers, queries, worklist
        from attending.governance.limits import OversightLimits
        from attending.ledger.guards import register
        from attending.program.registries import events, limits, oversight
        from attending.program.registries import evidence as evidence_registry
        from attending.program.registries import worklist as worklist_registry
        from attending.ui import navigation

        register(guards.DEPLOYMENT)
        events.on(events.MeasureResultsArrived, handlers.on_results)
        events.on(DecisionMade, handlers.on_decision)
        evidence_registry.register(evidence.findings)
        worklist_registry.register(worklist.Warnings())
        worklist_registry.register(worklist.BreachesOfOthers())
        oversight.register(queries.watched)
        navigation.register_footer("Breaches", "governance:breaches", 90)
        limits.register(OversightLimits())
