"""The admin's desk: people, teams, tokens, events, system."""

from django.urls import path

from winnow.web.access import ADMIN, Rules
from winnow.web.views import events, people, system, tokens

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("people/<int:pk>/reactivate/", people.person_reactivate, name="person_reactivate"),
    path("people/<int:pk>/link/", people.person_link, name="person_link"),
    path("people/<int:pk>/sessions/end/", people.person_sessions, name="person_sessions"),
    path("people/<int:pk>/factors/drop/", people.person_factors, name="person_factors"),
    path("people/<int:pk>/away/", people.absence_add, name="absence_add"),
    path("people/away/<int:pk>/drop/", people.absence_drop, name="absence_drop"),
    path("teams/", people.teams, name="teams"),
    path("teams/<int:pk>/", people.team, name="team"),
    path("teams/<int:pk>/drop/", people.team_drop, name="team_drop"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("events/", events.events, name="events"),
    path("system/", system.system, name="system"),
]
RULES: Rules = {str(route.name): ADMIN for route in urlpatterns}
