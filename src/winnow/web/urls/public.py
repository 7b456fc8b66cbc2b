"""What anybody can reach: hosted forms, and the address that stands in for Salesforce's Web-to-Lead."""

from django.urls import path

from winnow.web.access import PUBLIC, Rules
from winnow.web.views import public, public_w2l

urlpatterns = [
    path("f/<slug:slug>/", public.hosted, name="public_form"),
    path("f/<slug:slug>/thanks/", public.thanks, name="public_thanks"),
    path("servlet/servlet.WebToLead", public_w2l.web_to_lead, name="web_to_lead"),
]
RULES: Rules = {str(route.name): PUBLIC for route in urlpatterns}
