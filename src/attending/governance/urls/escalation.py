from django.urls import path

from attending.governance.views import escalation as views

urlpatterns = [
    path("oversight/breaches/<int:pk>/", views.breach, name="breach"),
    path("oversight/breaches/<int:pk>/acknowledge/", views.acknowledge_breach, name="acknowledge"),
    path("oversight/breaches/<int:pk>/snooze/", views.snooze, name="snooze"),
    path("oversight/thresholds/<int:pk>/snooze/", views.snooze_threshold, name="snooze-warning"),
    path("oversight/thresholds/<int:pk>/drill/", views.start_drill, name="start-drill"),
    path("oversight/deployments/<int:pk>/offer/", views.offer, name="offer-agreement"),
    path("oversight/drills/", views.drill_list, name="drills"),
    path("oversight/drills/<int:pk>/", views.drill, name="drill"),
    path("oversight/drills/<int:pk>/acknowledge/", views.answer_drill, name="answer-drill"),
]
