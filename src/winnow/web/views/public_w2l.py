"""An address that takes what Salesforce's Web-to-Lead takes: a site switches by changing its form's `action`."""

import codecs

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from winnow.intake.forms import speaks
from winnow.intake.posted import Sent, may_lead_back, of_web_to_lead
from winnow.procedure.queries import in_force
from winnow.web.views.public import form_by_web_to_lead_id
from winnow.web.views.public_door import BODY_CAP, TAKEN, address_of, crowded, hand_in, once

AS_TEXT = ("utf-8", "iso8859-1", "cp1252", "iso8859-15", "shift_jis", "euc_jp", "euc_kr", "gb2312", "big5")

URLENCODED = "application/x-www-form-urlencoded"


@csrf_exempt  # as the hosted form
@require_POST
def web_to_lead(request: HttpRequest) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_CAP:
        raise BadRequest("This is too long for a form. Write less, or send us an e-mail.")
    body, posted = request.body, _posted(request)
    form, now = form_by_web_to_lead_id(posted.get("oid", "")), timezone.now()
    sent = Sent(
        values=dict(posted.lists()),
        first_touch={},
        user_agent=request.META.get("HTTP_USER_AGENT", "")[:1000],
        referrer=request.META.get("HTTP_REFERER", "")[:2000],
        address=address_of(request),
    )
    outcome = crowded(request, form, now) or hand_in(of_web_to_lead(sent, speaks(form)), once(form, "", body))
    if outcome.status == TAKEN:
        return HttpResponseRedirect(_back(posted.get("retURL", ""), form.slug), status=302)
    response = render(request, "public/refused.html", {"said": outcome.said}, status=outcome.status)
    if outcome.retry_after:
        response["Retry-After"] = str(outcome.retry_after)
    return response


def _back(wanted: str, slug: str) -> str:
    """Where the procedure allows it, else to our own thanks: nobody uses this address to lead people astray."""
    hosts = in_force(timezone.now())[1].screen.allowed_return_hosts
    return wanted if may_lead_back(wanted, hosts) else reverse("public_thanks", args=[slug])


def _posted(request: HttpRequest) -> QueryDict:
    """The fields, read as the field `encoding`, or that of the address, says the browser wrote them."""
    if request.content_type != URLENCODED:
        return request.POST
    said = QueryDict(request.body).get("encoding") or request.GET.get("encoding") or "utf-8"
    try:
        name = codecs.lookup(said).name
    except (LookupError, ValueError):
        name = "utf-8"
    return QueryDict(request.body, encoding=name if name in AS_TEXT else "utf-8")
