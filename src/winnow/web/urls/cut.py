"""The cut: what it costs, what is in force, whom it threw away."""

from django.urls import path

from winnow.web.access import MARKETING, Rules
from winnow.web.views import cut, cut_acts, cut_thrown, cut_waiting

urlpatterns = [
    path("cut/", cut.page, name="cut"),
    path("cut/publish/", cut_acts.publish, name="cut_publish"),
    path("cut/withdraw/", cut_acts.withdraw, name="cut_withdraw"),
    path("cut/<int:pk>/take-back/", cut_acts.take_back, name="cut_take_back"),
    path("cut/<int:pk>/resume/", cut_acts.resume, name="cut_resume"),
    path("cut/prospects/", cut_thrown.thrown, name="cut_prospects"),
    path("cut/waiting/", cut_waiting.waiting, name="cut_waiting"),
]
RULES: Rules = dict.fromkeys(
    ("cut", "cut_publish", "cut_withdraw", "cut_take_back", "cut_resume", "cut_prospects", "cut_waiting"),
    MARKETING,
)
