"""The learned model: what it is, and what people may do about it."""

from django.urls import path

from winnow.web.access import MARKETING, SIGNED_IN, Rules
from winnow.web.views import model, model_acts

urlpatterns = [
    path("model/", model.page, name="model"),
    path("model/freeze/", model_acts.freeze, name="model_freeze"),
    path("model/unfreeze/", model_acts.unfreeze, name="model_unfreeze"),
    path("model/<int:number>/use/", model_acts.use, name="model_use"),
]
RULES: Rules = {
    "model": SIGNED_IN,
    **dict.fromkeys(("model_freeze", "model_unfreeze", "model_use"), MARKETING),
}
