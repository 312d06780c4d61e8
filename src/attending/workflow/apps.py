from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "attending.workflow"
    label = "workflow"
    verbose_name = "Workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.decisions import kinds
        from attending.decisions.events import DecisionMade, ProposalWithdrawn
        from attending.ledger.guards import register
        from attending.program.registries import events, requirements
        from attending.program.registries import evidence as evidence_registry
        from attending.program.registries import facts as fact_registry
        from attending.program.registries import worklist as worklist_registry
        from attending.ui import navigation
        from attending.workflow import contract_handlers, facts, guards, hazard_registration, map_drawing, map_handlers
        from attending.workflow.evidence import PROVIDERS, contract_requirements, map_requirements
        from attending.workflow.queries.contract_work import WRITERS
        from attending.workflow.queries.reality import CHECKERS
        from attending.workflow.worklist import contract, reality, walkthroughs

        for guard in guards.GUARDS:
            register(guard)
        fact_registry.register(facts.facts)
        navigation.register("Workflow", "workflow:use-cases", 38, "workflow")
        map_drawing.register_charts()
        events.on(DecisionMade, map_handlers.on_decision)
        for provider, items in PROVIDERS:
            evidence_registry.register(provider, *items)
        requirements.register(map_requirements.SignedMaps())
        worklist_registry.register(walkthroughs.WalksToDo())
        worklist_registry.register(walkthroughs.RepliesOwed(), only=walkthroughs.REPLIES)
        hazard_registration.register_hazards()
        requirements.register(contract_requirements.ContractBeforeUse())
        events.on(DecisionMade, contract_handlers.on_decision)
        events.on(ProposalWithdrawn, contract_handlers.on_withdrawal)
        worklist_registry.register(contract.ContractsToAgree(), only=WRITERS)
        worklist_registry.register(reality.MapsToCheck(), only=CHECKERS)
        kinds.register("workflow.map", "Maps of care")
        kinds.register("workflow.contract", "Workflow contracts")
        kinds.register("workflow.residual-risk", "Risk that is left after controls")
