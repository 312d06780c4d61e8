"""Efforts, outlooks and the roadmap."""

from django.urls import path

from attending.strategy.views import effort, following, plan_edit, roadmap, roadmaps, what_next

urlpatterns = [
    path("case/<slug:key>/effort/", effort.effort, name="effort"),
    path("library/<int:pk>/outlook/", effort.outlook, name="outlook"),
    path("next/", what_next.what_next, name="what-next"),
    path("roadmap/", roadmaps.roadmap_list, name="roadmaps"),
    path("roadmap/open/", roadmaps.open_roadmap, name="open-roadmap"),
    path("roadmap/efforts/", effort.efforts, name="efforts"),
    path("roadmap/wishes/<int:pk>/take-back/", roadmaps.take_wish_back, name="take-wish-back"),
    path("roadmap/<int:pk>/", roadmap.roadmap, name="roadmap"),
    path("roadmap/<int:pk>/limits/", roadmaps.limits, name="roadmap-limits"),
    path("roadmap/<int:pk>/wishes/", roadmaps.add_wish, name="add-wish"),
    path("roadmap/<int:pk>/plan/", roadmap.make_plan, name="make-plan"),
    path("roadmap/<int:pk>/study/", roadmap.study, name="study-plan"),
    path("roadmap/<int:pk>/computing/", roadmap.progress_of_job, name="planning-job"),
    path("roadmap/<int:pk>/move/<slug:key>/", plan_edit.move, name="move"),
    path("roadmap/<int:pk>/decide/", following.decide, name="put-to-decision"),
    path("roadmap/<int:pk>/progress/<slug:key>/", following.report_progress, name="report-progress"),
    path("roadmap/<int:pk>/again/", following.again, name="plan-again"),
    path("roadmap/<int:pk>/plan.csv", following.plan_csv, name="plan-csv"),
    path("roadmap/<int:pk>/plan.json", following.plan_json, name="plan-json"),
]
