"""Practice: five minutes a day, cards and who took part, two people at one card."""

from django.urls import path

from winnow.web.access import MANAGING, MARKETING, SIGNED_IN, Rules
from winnow.web.views import practice, practice_cards, practice_partner

urlpatterns = [
    path("practice/", practice.today, name="practice"),
    path("practice/grade/<int:pk>/", practice.graded, name="practice_grade"),
    path("practice/mine/", practice.mine, name="practice_mine"),
    path("practice/cards/", practice_cards.cards, name="practice_cards"),
    path("practice/cards/take/", practice_cards.taken, name="practice_take"),
    path("practice/cards/<int:pk>/", practice_cards.card, name="practice_card"),
    path("practice/participation/", practice_cards.participation, name="practice_participation"),
    path("practice/partner/", practice_partner.partner, name="practice_partner"),
    path("practice/partner/<slug:code>/", practice_partner.pair, name="practice_pair"),
]
# What a person graded is shown to nobody else: each reads their own, whatever their role.
RULES: Rules = {
    "practice": SIGNED_IN, "practice_grade": SIGNED_IN, "practice_mine": SIGNED_IN, "practice_cards": MARKETING,
    "practice_take": MARKETING, "practice_card": MARKETING, "practice_participation": MANAGING,
    "practice_partner": SIGNED_IN, "practice_pair": SIGNED_IN,
}  # fmt: skip
