"""The API asks for a bearer token itself; browsers have none."""

from tests.web.samples import Sample

TOKEN = "it takes no cookie: a bearer token opens it"

SAMPLES = {
    "api_inquiries": Sample(get=401, no_csrf=TOKEN),
    "api_mails": Sample(get=401, no_csrf=TOKEN),
    "api_prospects": Sample(get=401, no_csrf=TOKEN),
    "api_prospect": Sample(lambda world: {"number": world.prospect.pk}, get=401, no_csrf=TOKEN),
    "api_offers": Sample(get=401, no_csrf=TOKEN),
    "api_offer": Sample(lambda world: {"number": 1}, get=401, no_csrf=TOKEN),
    "api_events": Sample(get=401, no_csrf=TOKEN),
    "api_openapi": Sample(no_csrf="answers no POST"),
    "api_docs": Sample(no_csrf="answers no POST"),
    "healthz": Sample(no_csrf="answers no POST"),
    "api_unknown": Sample(lambda world: {"rest": "nothing"}, get=404, no_csrf="there is nothing to change"),
}
