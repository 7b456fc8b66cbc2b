"""POST /api/v1/mails: a mail as it came, from a provider that hands mails over by webhook instead of IMAP."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from winnow.api.bearer import caller, living_token
from winnow.api.problems import Problem, unavailable
from winnow.flow.mailing import take_in
from winnow.flow.mailing.incoming import limits
from winnow.procedure.queries import NoProcedure, in_force
from winnow.route.rules import NobodyToOwn

KINDS = ("message/rfc822", "application/octet-stream")
ROOM = 1_000_000  # bytes over the cap that are still read, so that a mail just over it is held and not lost


@csrf_exempt
def post_mail(request: HttpRequest) -> HttpResponse:
    """201: taken in and committed; 200: it had been before. The body is the mail itself, as message/rfc822."""
    try:
        return _taken(request)
    except Problem as problem:
        return problem.response(request.path)


def _taken(request: HttpRequest) -> HttpResponse:
    living_token(caller(request.META.get("HTTP_AUTHORIZATION", ""), "intake").digest)
    if request.method != "POST":
        raise Problem(405, "Send mails by POST.", headers={"Allow": "POST"})
    if (request.content_type or "").lower() not in KINDS:
        raise Problem(415, "Send the mail as it is, with the header “Content-Type: message/rfc822”.")
    try:
        now = timezone.now()
        raw = _read(request, limits(in_force(now)[1]).mail + ROOM)
        taken = take_in(raw, now=now)
    except (DatabaseError, NoProcedure, NobodyToOwn):
        raise unavailable("The mail could not be stored just now. Nothing was; send it again.") from None
    told = {
        "kind": taken.kind,
        "status": taken.status,
        "mail": taken.mail,
        "prospect": taken.prospect,
        "why": taken.why,
    }
    return JsonResponse(told, status=200 if taken.again else 201)


def _read(request: HttpRequest, most: int) -> bytes:
    raw = request.read(most + 1)
    if len(raw) > most:
        raise Problem(413, f"The mail is larger than {most / 1e6:.0f} MB.")
    if not raw.strip():
        raise Problem(400, "There is no mail in the body.")
    return raw
