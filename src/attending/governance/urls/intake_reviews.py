from django.urls import path

from attending.governance.views import intake_reviews as views

urlpatterns = [
    path("intake-reviews/", views.reviews, name="intake-reviews"),
    path("intake-reviews/use-cases/<slug:key>/", views.of_use_case, name="use-case-reviews"),
    path("intake-reviews/use-cases/<slug:key>/ask/", views.ask, name="ask-reviewers"),
    path("intake-reviews/<int:pk>/", views.review, name="review-request"),
    path("intake-reviews/<int:pk>/take/", views.take, name="take-review"),
    path("intake-reviews/<int:pk>/hand-back/", views.hand_back, name="hand-back-review"),
    path("intake-reviews/<int:pk>/ask-again/", views.again, name="ask-review-again"),
]
