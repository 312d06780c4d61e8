from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "attending.review"
    label = "review"
    verbose_name = "Review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.urls import reverse

        from attending.decisions.events import DecisionMade, ProposalWithdrawn
        from attending.ledger.guards import register
        from attending.program.models import Deployment
        from attending.program.registries import events, pages
        from attending.program.registries import evidence as evidence_registry
        from attending.program.registries import packet as packet_registry
        from attending.program.registries import worklist as worklist_registry
        from attending.review import evidence, guards, handlers, packet
        from attending.review.worklist.cycles import ReviewsToHold
        from attending.review.worklist.runs import ReviewsDue
        from attending.ui import navigation

        for guard in guards.GUARDS:
            register(guard)
        navigation.register("Reviews", "review:reviews", 50, "reviews")
        pages.register(Deployment, lambda deployment: reverse("review:deployment", args=[deployment.pk]))
        evidence_registry.register(evidence.findings)
        worklist_registry.register(ReviewsDue())
        worklist_registry.register(ReviewsToHold())
        events.on(DecisionMade, handlers.on_decision)
        events.on(ProposalWithdrawn, handlers.on_withdrawal)
        packet_registry.register(packet.sections)
        packet.register_charts()
