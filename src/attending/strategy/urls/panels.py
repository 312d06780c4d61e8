"""The addresses of panels."""

from django.urls import path

from attending.strategy.views.panel import discussing, judging, lists, preparing, ranking, rounds, weighing

urlpatterns = [
    path("panels/", lists.panel_list, name="panels"),
    path("panels/prepare/", preparing.prepare, name="prepare-panel"),
    path("panels/<int:pk>/", lists.one_panel, name="panel"),
    path("panels/<int:pk>/use-cases/", preparing.items, name="panel-items"),
    path("panels/<int:pk>/panelists/", preparing.panelists, name="panel-panelists"),
    path("panels/<int:pk>/panelists/<int:panelist>/remove/", preparing.remove, name="panel-remove"),
    path("panels/<int:pk>/expected/", preparing.expected, name="panel-expected"),
    path("panels/<int:pk>/criteria/add/", preparing.add_criterion, name="panel-add-criterion"),
    path("panels/<int:pk>/criteria/<slug:key>/", preparing.criterion, name="panel-criterion"),
    path("panels/<int:pk>/criteria/<slug:key>/drop/", preparing.drop_criterion, name="panel-drop-criterion"),
    path("panels/<int:pk>/begin/", rounds.begin, name="panel-begin"),
    path("panels/<int:pk>/close/", rounds.close, name="panel-close"),
    path("panels/<int:pk>/again/", rounds.again, name="panel-again"),
    path("panels/<int:pk>/end/", rounds.end, name="panel-end"),
    path("panels/<int:pk>/score/", judging.sheet, name="panel-sheet"),
    path("panels/<int:pk>/score/<int:number>/", judging.score, name="panel-score"),
    path("panels/<int:pk>/score/<int:number>/interest/", judging.interest, name="panel-interest"),
    path("panels/<int:pk>/hand-in/", judging.handing_in, name="panel-hand-in"),
    path("panels/<int:pk>/weights/", weighing.weights, name="panel-weights"),
    path("panels/<int:pk>/weights/check/", weighing.check, name="panel-weights-check"),
    path("panels/<int:pk>/discussion/", discussing.discussion, name="panel-discussion"),
    path("panels/<int:pk>/discussion/<int:number>/<slug:key>/", discussing.note, name="panel-note"),
    path("panels/<int:pk>/ranking/", ranking.ranking_page, name="panel-ranking"),
    path("panels/<int:pk>/ranking.csv", ranking.ranking_csv, name="panel-ranking-csv"),
    path("panels/<int:pk>/ranking.json", ranking.ranking_json, name="panel-ranking-json"),
]
