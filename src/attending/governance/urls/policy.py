from django.urls import path

from attending.governance.views import policy, policy_writing

urlpatterns = [
    path("policy/", policy.policy_page, name="policy"),
    path("policy/policy.toml", policy.policy_file, name="policy-file"),
    path("policy/policy.schema.json", policy.schema_file, name="policy-schema"),
    path("policy/begin/", policy_writing.begin, name="policy-begin"),
    path("policy/draft/", policy_writing.draft, name="policy-draft"),
    path("policy/draft/check/", policy_writing.check_text, name="policy-check"),
    path("policy/draft/offer/", policy_writing.offer, name="policy-offer"),
    path("policy/versions/<int:number>/", policy.version_page, name="policy-version"),
    path("policy/versions/<int:number>/policy.toml", policy.version_file, name="policy-version-file"),
]
