"""The addresses of what vendors claim."""

from django.urls import path

from attending.inventory.views import claims, handing_out

urlpatterns = [
    path("versions/", claims.all_versions, name="versions"),
    path("versions/<int:pk>/", claims.one, name="version"),
    path("versions/<int:pk>/card/", claims.receive_card, name="receive-card"),
    path("versions/<int:pk>/attributes/<slug:dsi>/", claims.answer, name="answer"),
    path("versions/<int:pk>/attributes/<slug:dsi>/file/", claims.answer_by_file, name="answer-by-file"),
    path("versions/<int:pk>/attributes/<slug:dsi>.csv", handing_out.source_attributes, name="attributes-file"),
    path("versions/<int:pk>/card.xml", handing_out.our_card, name="our-card"),
    path("versions/<int:pk>/fhir.json", handing_out.bundle, name="fhir"),
    path("versions/<int:pk>/differences/", handing_out.difference, name="difference"),
    path("versions/<int:pk>/questions.<slug:kind>", handing_out.question_list, name="questions"),
    path("versions/documents/<int:pk>/card.xml", handing_out.vendor_file, name="vendor-file"),
    path("versions/claims/<int:pk>/", claims.one_claim, name="claim"),
    path("versions/claims/<int:pk>/check/", claims.check, name="check"),
]
