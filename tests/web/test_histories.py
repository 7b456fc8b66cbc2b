"""Histories and small lists: whatever is older than a page is reached from it, page by page."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from tests.cut_world import champion, half
from tests.web.desk_steps import Desk, said
from winnow.deals.models import Purge
from winnow.followup.models import CadenceChange, Replanning
from winnow.notices.models import Delivery, Webhook
from winnow.nurture.models import Question
from winnow.procedure.models import Replay, Version
from winnow.prospects.models import Prospect
from winnow.qualify.cutting.models import Cut
from winnow.qualify.models import LearnedModel, ModelChange


def pages(client: Client, address: str) -> list[str]:
    """The page at this address, and all that its link to the next leads to."""
    found, query = [], ""
    while len(found) < 30:
        answer = client.get(address + query)
        assert answer.status_code == 200
        found.append(said(answer))
        further = re.search(r'href="(?:/[^"?]*)?(\?[^"]+)" rel="next"', found[-1])
        if further is None:
            return found
        query = unescape(further[1])
    raise AssertionError("These pages never end.")


def all_of(client: Client, address: str) -> str:
    return "".join(pages(client, address))


def file_of(client: Client, address: str) -> str:
    return b"".join(client.post(address, {"export": "csv"})).decode()


@pytest.fixture
def answers(desk: Desk) -> list[Question]:
    row = Prospect.objects.get(pk=desk.prospect)
    return Question.objects.bulk_create(
        Question(
            prospect=row, person_id=row.person_id, inquired_at=desk.now, age=n, at=desk.now, token=f"word{n}",
            expires_at=desk.now, stratum="nurture 182", answered_at=desk.now + timedelta(minutes=n),
            answer="elsewhere" if n else "deciding", whom=f"Rival {n}.", why="Cheaper" if n else "Nothing yet",
        )
        for n in range(61)
    )  # fmt: skip


def test_no_answer_to_the_question_is_beyond_the_pages(desk: Desk, answers: list[Question]) -> None:
    page = all_of(desk.as_(desk.cast.cem), "/nurture/asked/")
    assert all(f"Rival {n}." in page for n in range(61))


def test_answers_are_filtered_sorted_and_taken_out_as_a_file(desk: Desk, answers: list[Question]) -> None:
    cem = desk.as_(desk.cast.cem)
    page = said(cem.get("/nurture/asked/?answer=deciding&sort=name"))
    assert "Rival 0." in page
    assert "Rival 5." not in page
    assert "No answer like that" in said(cem.get("/nurture/asked/?q=nobody"))
    assert file_of(cem, "/nurture/asked/?answer=deciding").count("\r\n") == 2


def test_earlier_replays_are_all_reached_filtered_and_taken_out(desk: Desk) -> None:
    Replay.objects.bulk_create(
        Replay(text="x", months=3, status="done" if n else "failed", created_at=desk.now, created_by=desk.cast.ada)
        for n in range(61)
    )  # fmt: skip
    cem, rows = desk.as_(desk.cast.cem), Replay.objects.values_list("pk", flat=True)
    page = all_of(cem, "/procedure/replay/")
    assert all(f'href="/procedure/replay/{pk}/"' in page for pk in rows)
    assert said(cem.get("/procedure/replay/?status=failed")).count("Replay ") < 10
    assert "No replay like that" in said(cem.get("/procedure/replay/?status=running"))
    assert file_of(cem, "/procedure/replay/?status=failed").count("\r\n") == 2
    assert not Replay.objects.filter(status="waiting").exists(), "taking a file out replays nothing"


def test_changes_of_cadences_are_all_reached_by_whose_they_are(desk: Desk) -> None:
    others = {"at": desk.now, "cadence": "list", "by": desk.cast.ada}
    for n in range(60):
        mine = n % 2 == 0
        CadenceChange.objects.create(
            reason=f"Reason {n}.", prospects=[desk.prospect] if mine else [desk.prospect + 999], **others
        )
    cem = desk.as_(desk.cast.cem)
    shown = [re.findall(r"Reason \d+\.", page) for page in pages(cem, "/cadences/change/")]
    assert [len(page) for page in shown] == [10, 10, 10]
    assert [one for page in shown for one in page] == [f"Reason {n}." for n in range(58, -1, -2)]
    assert "Reason 59." in said(desk.as_(desk.cast.ada).get("/cadences/change/"))
    assert "on desks" not in said(cem.get("/cadences/change/?before=9")), "nobody looked for anybody"
    assert cem.get("/cadences/change/?before=soon").status_code == 400


def test_rounds_of_planning_anew_are_all_reached(desk: Desk) -> None:
    Replanning.objects.bulk_create(Replanning(version=n, at=desk.now, done_at=desk.now) for n in range(1, 13))
    page = all_of(desk.as_(desk.cast.cem), "/cadences/")
    assert all(f"version {n}</a>" in page for n in range(1, 13))


def test_cuts_are_all_reached_also_while_one_looks_at_a_choice(desk: Desk) -> None:
    champion(at=desk.now)
    first = half(desk.cast)
    Cut.objects.filter(pk=first.pk).update(state="withdrawn", ended_at=desk.now)
    for n in range(25):
        first.pk, first.reason, first.state, first.ended_at = None, f"Reason {n}.", "withdrawn", desk.now
        first.save(force_insert=True)
    page = all_of(desk.as_(desk.cast.cem), "/cut/?csrfmiddlewaretoken=x&kind=share&value=50&reason=")
    assert all(f"Reason {n}." in page for n in range(25))


def test_models_and_what_was_done_about_them_are_all_reached(desk: Desk) -> None:
    for n in range(1, 36):
        model = LearnedModel.objects.create(
            number=n, at=desk.now, seed=1, snapshot="a" * 64, method="logistic", data={}, orders=80, prospects=900,
            state="retired", why=[f"Because {n}."], version=1,
        )  # fmt: skip
        for step in (1, 2):
            ModelChange.objects.create(at=desk.now, kind="learned", model=model, reason=f"Step {n}.{step}!")
    page = all_of(desk.as_(desk.cast.cem), "/model/")
    assert all(f"Step {n}.{step}!" in page for n in range(1, 36) for step in (1, 2))
    assert page.count("Step 1.1!") == 1


def hook(desk: Desk, number: int = 0, **fields: object) -> Webhook:
    return Webhook.objects.create(
        address=f"https://hooks.example.com/{number}.", form="json", secret="x", created_at=desk.now, **fields
    )


def test_webhooks_are_filtered_paged_and_taken_out(desk: Desk) -> None:
    for n in range(60):
        hook(desk, n, stopped_at=None if n else desk.now)
    ada = desk.as_(desk.cast.ada)
    page = all_of(ada, "/webhooks/")
    assert all(f"/{n}.<" in page for n in range(60))
    assert "/5.<" not in said(ada.get("/webhooks/?state=stopped"))
    assert "No webhook like that" in said(ada.get("/webhooks/?q=elsewhere"))
    file = file_of(ada, "/webhooks/?state=stopped")
    assert file.count("\r\n") == 2
    assert Webhook.objects.count() == 60, "taking a file out adds none"


def test_messages_of_a_webhook_are_all_reached_filtered_and_taken_out(desk: Desk) -> None:
    one, other = hook(desk), hook(desk, 1)
    Delivery.objects.create(
        webhook=other, key="other", event="overdue", body="{}", at=desk.now, status="taken"
    )
    Delivery.objects.bulk_create(
        Delivery(webhook=one, key=f"k{n}", event="overdue", body="{}", at=desk.now, status="taken", said=f"Said {n}.")
        for n in range(60)
    )  # fmt: skip
    ada, address = desk.as_(desk.cast.ada), f"/webhooks/{one.pk}/"
    page = all_of(ada, address)
    assert all(f"Said {n}." in page for n in range(60))
    assert "No message like that" in said(ada.get(f"{address}?status=failed"))
    assert file_of(ada, f"{address}?status=taken").count("\r\n") == 61
    assert Webhook.objects.get(pk=one.pk).address == one.address


def test_versions_of_the_procedure_are_filtered_paged_and_taken_out(desk: Desk) -> None:
    text = Version.objects.get(number=1).text
    Version.objects.bulk_create(
        Version(number=n, text=text, sha256="0" * 64, published_at=desk.now, reason=f"Reason {n}.")
        for n in range(2, 62)
    )
    cem = desk.as_(desk.cast.cem)
    shown = pages(cem, "/procedure/versions/")
    assert all(f"Reason {n}." in "".join(shown) for n in range(2, 62))
    assert [page.count("In force") for page in shown] == [1, 0]
    assert sum(page.count("What changed") for page in shown) == 60, "but for the first"
    assert "Reason 7." not in said(cem.get("/procedure/versions/?q=Reason 61"))
    assert "No version like that" in said(cem.get("/procedure/versions/?q=nothing"))
    assert file_of(cem, "/procedure/versions/?q=Reason 61").count("\r\n") == 2


def test_purges_are_all_reached(desk: Desk) -> None:
    Purge.objects.bulk_create(
        Purge(at=desk.now - timedelta(days=n), by=desk.cast.cem, reason=f"Reason {n}.", count=1)
        for n in range(25)
    )
    page = all_of(desk.as_(desk.cast.cem), "/purge/")
    assert all(f"Reason {n}." in page for n in range(25))
