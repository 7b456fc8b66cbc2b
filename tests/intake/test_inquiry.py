"""What travels down the intake also travels between processes."""

import pickle

from tests.world import NOW
from winnow.intake.inquiry import Cleaned, Raw
from winnow.prospects.words import Channel


def test_an_inquiry_arrives_in_another_process_as_it_left():
    raw = Raw({"email": "ada@firm1.test"}, {"E-Mail": "ada@firm1.test"}, Channel.WEB, received_at=NOW)
    assert pickle.loads(pickle.dumps(raw)) == raw


def test_a_cleaned_inquiry_arrives_in_another_process_as_it_left():
    cleaned = Cleaned(email="ada@firm1.test", utm={"utm_source": "x"}, keys=("e:ada@firm1.test",))
    assert pickle.loads(pickle.dumps(cleaned)) == cleaned
