"""The desk: next, its dispositions, answers, verdict and handovers."""

from django.urls import path

from winnow.web.access import DESK, SIGNED_IN, Rules
from winnow.web.views import desk, desk_answers, desk_snooze, verdict

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/<int:prospect>/sets/", desk.sets, name="desk_sets"),
    path("desk/<int:prospect>/done/", desk.done, name="desk_done"),
    path("desk/<int:prospect>/skip/", desk.pass_over, name="desk_skip"),
    path("desk/<int:prospect>/snooze/", desk_snooze.put_off, name="desk_snooze"),
    path("desk/<int:prospect>/hold/", desk.holding, name="desk_hold"),
    path("desk/<int:prospect>/keep/", desk.keep, name="desk_keep"),
    path("desk/<int:prospect>/take/", desk.take, name="desk_take"),
    path("desk/<int:prospect>/answer/", desk_answers.answered, name="desk_answer"),
    path("desk/<int:prospect>/great/", desk_answers.liked, name="desk_great"),
    path("desk/<int:prospect>/fits/", desk_answers.fitting, name="desk_fits"),
    path("desk/<int:prospect>/not-ours/", desk_answers.passed_on, name="desk_not_ours"),
    path("desk/<int:prospect>/verdict/", verdict.choosing, name="desk_verdict"),
    path("desk/<int:prospect>/decide/", verdict.decided, name="desk_decide"),
    path("desk/<int:prospect>/reply/", verdict.replied, name="desk_reply"),
]

RULES: Rules = {
    **{pattern.name: DESK for pattern in urlpatterns if pattern.name},
    # a marketer who looks after nurture learns things too
    **dict.fromkeys(("desk_answer", "desk_great", "desk_fits"), SIGNED_IN),
}
