"""Where the links in mails of tracks lead, and the question "did you buy?": without signing in, naming nobody."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from winnow.flow.asking.answering import answer, standing
from winnow.flow.nurturing.following import asked_to_talk, follow_link
from winnow.flow.scene import Refused
from winnow.nurture import queries
from winnow.nurture.interest import sign_of_a_machine
from winnow.procedure.queries import in_force
from winnow.web.forms.asked import SAID, AnswerForm, said_before
from winnow.web.views.public_pace import paced


@csrf_exempt  # nobody is signed in here: the word in the address is what lets them
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@paced("link", 300, 300.0)  # a provider's machines look at each link of a mailing
def link(request: HttpRequest, token: str) -> HttpResponse:
    """On to the destination; a page with one button where they can ask to be called. Of whom, it tells nobody."""
    now = timezone.now()
    headers = {name.lower(): value for name, value in request.headers.items()}
    machine = sign_of_a_machine(request.method or "", headers) if request.method != "POST" else ""
    found = follow_link(token, machine, now=now) if request.method != "POST" else queries.link(token)
    if found is None:
        raise Http404("This link is not complete. Follow the link in the mail again.")
    if found.url:
        return HttpResponseRedirect(found.url)
    if request.method == "POST":
        asked_to_talk(found, now=now)
    page = {"done": request.method == "POST", "site_name": in_force(now)[1].company.name,
            "address": in_force(now)[1].mail.postal_address}  # fmt: skip
    return render(request, "nurture/talk.html", page)


@csrf_exempt  # nobody is signed in here: the word in the address is what lets them
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@paced("asked")
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """One question. Looking changes nothing; an answer can be changed for a while."""
    now = timezone.now()
    question = queries.question(token)
    if question is None:
        raise Http404("This link is not complete. Follow the link in the mail again.")
    form = AnswerForm(request.POST or None, procedure=in_force(now)[1], initial=said_before(question))
    done, status = "", 200
    if request.method == "POST" and form.is_valid():
        try:
            answer(form.answered(question.pk), now=now)
            question.refresh_from_db()
            done = SAID[question.answer]
        except Refused:
            status = 410
    elif request.method == "POST":
        status = 422
    page = {
        "form": form, "done": done, "closed": standing(question, now=now), "before": question.answer,
        "site_name": in_force(now)[1].company.name, "address": in_force(now)[1].mail.postal_address,
    }  # fmt: skip
    return render(request, "nurture/asked.html", page, status=status)
