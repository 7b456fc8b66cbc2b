"""Files come in whole: every row is counted once, kept if it cannot be understood, and applied once."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from tests.flow.import_files import HEADER, MAPPING, NOW, Clock, brought, row, write
from winnow.config.home import home
from winnow.flow import imports
from winnow.flow.imports import lease, running
from winnow.flow.scene import Refused
from winnow.intake.models import Held, Import
from winnow.prospects.models import Campaign, Effect, Event, Inquiry, Prospect
from winnow.tables import read


@pytest.fixture
def small(monkeypatch):
    """Chunks of three rows, so that a short file has several."""
    monkeypatch.setattr(running, "chunks", lambda source, skip: running_chunks(source, skip, 3))


running_chunks = running.chunks


def counts(done):
    return (done.rows, done.accepted, done.repeated, done.quarantined, done.rejected, done.already)


def test_each_row_is_counted_once(cast, tmp_path, small):
    rows = [
        row(1),
        row(2),
        row(1, Ref="r1b"),
        row(3, Email="x@mailinator.com"),
        row(4, Date="yesterday"),
        row(2),
    ]
    done = brought(write(tmp_path / "a.csv", [*rows, ["one cell"], row(5)]))
    assert counts(done) == (8, 3, 2, 1, 2, 1)
    assert done.rows == done.accepted + done.repeated + done.quarantined + done.rejected
    assert Inquiry.objects.filter(batch=done.pk).count() == 4


def test_history_gives_owner_and_dated_action_but_starts_no_clock_and_sends_nothing(cast, tmp_path):
    brought(write(tmp_path / "a.csv", [row(number) for number in range(60)]))
    assert Prospect.objects.filter(state="working", owner__isnull=False, due_at__gt=NOW).count() == 60
    assert not Prospect.objects.filter(clock_started_at__isnull=False).exists()
    assert not Effect.objects.exists()
    assert Prospect.objects.values("due_at").distinct().count() > 1  # spread over days


def test_live_rows_start_their_clocks(cast, tmp_path):
    brought(write(tmp_path / "a.csv", [row(1, Date="")]), clocks=True)
    assert Prospect.objects.get().clock_started_at is not None


def test_rejected_rows_are_kept_and_written_with_their_reason(cast, tmp_path):
    done = brought(
        write(tmp_path / "a.csv", [row(1), row(2, Date="soon"), row(3, Email="@", Name="", Ref="")])
    )
    errors = read(home() / done.errors_path)
    assert [*errors.headers] == [*HEADER, "Row", "Why it was rejected"]
    first, second = (one.values for one in errors)
    assert first[:6] == row(2, Date="soon")
    assert first[6] == "3"
    assert "'soon' is no date" in first[7]
    assert "e-mail address" in second[7]
    assert set(Held.objects.values_list("kind", "batch")) == {("rejected", done.pk)}


def test_a_formula_comes_in_as_text_and_goes_out_guarded(cast, tmp_path):
    evil = '=HYPERLINK("http://evil.example","x")'
    done = brought(write(tmp_path / "a.csv", [row(1, Message=evil), row(2, Message=evil, Date="never")]))
    assert Inquiry.objects.get().message == evil
    assert f"'{evil}".replace('"', '""') in (home() / done.errors_path).read_text()
    assert next(iter(read(home() / done.errors_path))).values[3] == evil


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "'; DROP TABLE x; --", "\u202ecod", "😀" * 300]
)
def test_hostile_text_is_kept_as_text(cast, tmp_path, text):
    done = brought(write(tmp_path / "a.csv", [row(1, Message=text, Name=text, Company=text)]))
    assert done.accepted == 1


def test_a_row_with_a_nul_is_rejected_with_its_line(cast, tmp_path):
    done = brought(write(tmp_path / "a.csv", [row(1), row(2, Message="a\x00b")]))
    assert (done.accepted, done.rejected, Held.objects.get().row) == (1, 1, 3)


def test_what_a_column_says_of_campaign_and_channel_wins(cast, tmp_path):
    header = ("Email", "Channel", "Campaign")
    path = write(
        tmp_path / "a.csv",
        [["a@x.example.com", "Paid Search", "Spring"], ["b@y.example.com", "", ""]],
        header,
    )
    brought(
        path, mapping={"email": "Email", "channel": "Channel", "campaign": "Campaign"}, channel="trade_show",
        campaign="Fair",
    )  # fmt: skip
    found = Inquiry.objects.order_by("id").values_list("channel", "campaign__name")
    assert list(found) == [("paid_ad", "Spring"), ("trade_show", "Fair")]


def test_known_persons_can_be_left_out(cast, tmp_path):
    brought(write(tmp_path / "a.csv", [row(1)]))
    done = brought(write(tmp_path / "b.csv", [row(1, Ref="z"), row(2), row(2, Ref="zz")]), skip_known=True)
    assert counts(done) == (3, 1, 2, 0, 0, 2)
    assert Inquiry.objects.count() == 2


def test_a_stopped_import_goes_on_where_it_stood(cast, tmp_path, small, monkeypatch):
    path = write(tmp_path / "a.csv", [row(number) for number in range(10)])
    begun, _ = imports.start(path, imports.Options(source="s"), None, NOW)
    real, calls = running.receive, []

    def fails_at_the_third(*given, **more):
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("the disk is full")
        return real(*given, **more)

    monkeypatch.setattr(running, "receive", fails_at_the_third)
    with pytest.raises(Refused, match="the disk is full"):
        imports.run(begun.pk, Clock())
    begun.refresh_from_db()
    assert (begun.status, begun.rows_done, Inquiry.objects.count()) == ("failed", 6, 6)
    done = imports.run(begun.pk, Clock())
    assert counts(done) == (10, 10, 0, 0, 0, 0)
    assert Inquiry.objects.count() == 10


def test_the_same_unfinished_file_is_gone_on_with_not_begun_again(cast, tmp_path):
    path = write(tmp_path / "a.csv", [row(1)])
    begun, _ = imports.start(path, imports.Options(), None, NOW)
    Import.objects.filter(pk=begun.pk).update(status="failed")
    again, said = imports.start(path, imports.Options(), None, NOW)
    assert again.pk == begun.pk
    assert "Going on with import" in said[-1]


def test_a_chunk_that_collides_with_another_writer_is_tried_again(cast, tmp_path, monkeypatch):
    real, calls = running.write_entries, []

    def collides_once(*given):
        calls.append(1)
        if len(calls) == 1:
            raise IntegrityError("inquiry_once_per_source")
        return real(*given)

    monkeypatch.setattr(running, "write_entries", collides_once)
    assert counts(brought(write(tmp_path / "a.csv", [row(1)]))) == (1, 1, 0, 0, 0, 0)


def test_two_processes_cannot_run_the_same_import(cast, tmp_path, monkeypatch):
    begun, _ = imports.start(write(tmp_path / "a.csv", [row(1)]), imports.Options(), None, NOW)
    monkeypatch.setattr(lease, "me", lambda: "elsewhere:1")
    lease.take(begun.pk, ("waiting",), "running", NOW)
    monkeypatch.undo()
    with pytest.raises(Refused, match="by another process"):
        imports.run(begun.pk, Clock())


def test_a_run_that_lost_its_lease_writes_nothing_more(cast, tmp_path, small, monkeypatch):
    path = write(tmp_path / "a.csv", [row(number) for number in range(9)])
    begun, _ = imports.start(path, imports.Options(), None, NOW)

    def taken_over(now):
        Import.objects.filter(pk=begun.pk).update(held_by="elsewhere:1")

    with pytest.raises(Refused, match="taken over"):
        imports.run(begun.pk, Clock(), taken_over)
    assert Inquiry.objects.count() == 3


def test_a_finished_import_is_not_run_again(cast, tmp_path):
    done = brought(write(tmp_path / "a.csv", [row(1)]))
    with pytest.raises(Refused, match="is done"):
        imports.run(done.pk, Clock())


def test_a_second_process_reads_ahead_to_the_same_result(cast, tmp_path, monkeypatch):
    monkeypatch.setattr(running, "WORTH_A_PROCESS", 0)
    rows = [row(number) for number in range(1_500)]
    done = brought(write(tmp_path / "a.csv", [*rows, row(1, Date="never")]))
    assert counts(done) == (1_501, 1_500, 0, 0, 1, 0)


def test_the_actor_of_an_imports_events_is_the_import(cast, tmp_path):
    brought(write(tmp_path / "a.csv", [row(1)]))
    assert set(Event.objects.filter(prospect__isnull=False).values_list("by", "kind")) == {
        ("import", "opened")
    }


def test_nothing_identifying_is_refused_with_the_headers_and_how_to_map(cast, tmp_path):
    path = write(tmp_path / "a.csv", [["x"]], ("Colour",))
    with pytest.raises(Refused, match=r"Colour\. .*--map email=COLUMN"):
        imports.start(path, imports.Options(), None, NOW)
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [({"mapping": {"emial": "Email"}}, "did you mean 'email'"), 
     ({"mapping": {"email": "Emial"}}, "did you mean 'Email'"),
     ({"preset": "hubspt"}, "did you mean 'hubspot'"), ({"channel": "fax"}, "There is no channel 'fax'"),
     ({"timezone": "Berlin"}, "is no time zone"), ({"encoding": "utf-9"}, "utf-9")],
)  # fmt: skip
def test_a_wrong_option_is_refused_with_what_to_say_instead(cast, tmp_path, given, words):
    with pytest.raises(Refused, match=words):
        imports.start(write(tmp_path / "a.csv", [row(1)]), imports.Options(**given), None, NOW)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"Email,Name\n", None), (b"PK\x03\x04garbage", "."),
     (b"Email,Email\na@x.example.com,b@y.example.com\n", None)],
)  # fmt: skip
def test_strange_files_are_explained_or_bring_nothing(cast, tmp_path, content, words):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    if words is not None:
        with pytest.raises(Refused, match=words):
            brought(path, mapping={})
    else:
        assert brought(path, mapping={}).rejected == 0
    assert Inquiry.objects.count() <= 1


def test_an_unterminated_quote_and_a_huge_cell_cost_only_their_rows(cast, tmp_path):
    path = tmp_path / "a.csv"
    rows = ["Email,Message", "a@x.example.com,fine", 'b@x.example.com,"open', f"c@x.example.com,{'y' * 200_000}",
            "d@x.example.com,fine"]  # fmt: skip
    path.write_text("\n".join(rows) + "\n")
    done = brought(path, mapping={"email": "Email", "message": "Message"})
    assert (done.accepted, done.rejected) == (2, 2)
    assert set(Held.objects.values_list("row", flat=True)) == {3, 4}


def statements(path):
    with CaptureQueriesContext(connection) as seen:
        brought(path)
    return len(seen)


def test_a_chunk_takes_as_many_statements_for_a_thousand_rows_as_for_ten(cast, tmp_path):
    brought(write(tmp_path / "first.csv", [row(0)]))  # what is read once a process
    few = statements(write(tmp_path / "few.csv", [row(number) for number in range(1, 11)]))
    many = statements(write(tmp_path / "many.csv", [row(number) for number in range(100, 1_100)]))
    assert many == few


@pytest.mark.parametrize("name", ["Spring " * 40, "Spring\u200b fair", "  Spring   fair "])
def test_a_campaign_is_found_again_in_the_next_chunk_however_it_is_written(cast, tmp_path, small, name):
    rows = [[*row(number), name] for number in range(1, 8)]
    path = write(tmp_path / "f.csv", rows, (*HEADER, "Campaign"))
    brought(path, mapping={**MAPPING, "campaign": "Campaign"})
    assert Campaign.objects.count() == 1


def test_long_names_of_campaigns_that_begin_alike_do_not_stop_an_import(cast, tmp_path):
    rows = [[*row(number), "Spring " * 40 + str(number)] for number in range(1, 4)]
    path = write(tmp_path / "f.csv", rows, (*HEADER, "Campaign"))
    assert brought(path, mapping={**MAPPING, "campaign": "Campaign"}).accepted == 3
