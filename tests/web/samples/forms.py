"""The marketer's forms, and what anybody can reach."""

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.intake.models import Form

SIGNED = "posted from other sites, without a cookie of ours; it changes nothing of whoever is signed in"


def a_form(world: World) -> Form:
    return Form.objects.get_or_create(slug="contact", defaults={"title": "Contact", "created_at": NOW})[0]


def by_number(world: World) -> dict[str, int]:
    return {"pk": a_form(world).pk}


def by_slug(world: World) -> dict[str, str]:
    return {"slug": a_form(world).slug}


SAMPLES = {
    "form": Sample(by_number),
    "form_edit": Sample(by_number),
    "form_try": Sample(by_number, get=405),
    "form_close": Sample(by_number, get=405),
    "form_reopen": Sample(by_number, get=405),
    "public_form": Sample(by_slug, no_csrf=SIGNED),
    "public_thanks": Sample(by_slug),
    "web_to_lead": Sample(get=405, no_csrf=SIGNED),
}
