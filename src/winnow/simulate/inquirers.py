"""Invented people who inquire, and the words in which they do."""

import unicodedata
from dataclasses import dataclass, field
from random import Random
from typing import Any

from winnow.prospects.words import Channel
from winnow.simulate.firm import Firm, Promotion, Segment
from winnow.simulate.truth import Truth, draw

GERMAN = {"DE": 0.93, "AT": 0.97, "CH": 0.7}  # who writes German; all others write English
CALLING_CODES = {"AT": "DE", "CH": "DE", "NL": "DE"}  # these use numbers of their German office
COLLEAGUE = 0.05  # comes from a company that has inquired before
LEAVES_NO_PHONE = {Channel.WEB: 0.22, Channel.PAID_AD: 0.26, Channel.EMAIL: 0.4, Channel.TRADE_SHOW: 0.12}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "&": " "})


@dataclass(frozen=True, slots=True)
class Inquirer:
    """Somebody who inquires, perhaps again; `fields` as every door takes them."""

    fields: dict[str, str]
    segment: Segment
    truth: Truth


@dataclass
class Crowd:
    """Everybody who might inquire: no two with the same address or number."""

    firm: Firm
    rng: Random
    _companies: dict[str, list[tuple[str, str, str, Segment]]] = field(default_factory=dict)
    _taken: dict[str, int] = field(default_factory=dict)
    _numbers: dict[str, list[str]] = field(default_factory=dict)

    def somebody(self, promotion: Promotion) -> Inquirer:
        """A new person from one of the promotion's markets."""
        rng = self.rng
        country = rng.choices(list(promotion.markets), list(promotion.markets.values()))[0]
        company, domain, city, segment = self._company(country)
        language = "de" if rng.random() < GERMAN.get(country, 0.0) else "en"
        first, last = self._name(language)
        truth = draw(rng, self.firm, segment, promotion.channel)
        fields = {
            "first_name": first, "last_name": last, "email": self._address(first, last, domain),
            "phone": self._phone(country, promotion.channel), "company": company, "city": city, "country": country,
            "language": language, "title": rng.choice(segment.titles[language]),
        }  # fmt: skip
        return Inquirer({key: value for key, value in fields.items() if value}, segment, truth)

    def words(self, who: Inquirer, channel: Channel, again: bool = False) -> str:
        """What they write or say."""
        rng, language = self.rng, who.fields["language"]
        texts: dict[str, Any] = self.firm.words["messages"][language]
        kind = "again" if again else "short" if channel is Channel.TRADE_SHOW else who.truth.intent
        text: str = rng.choice(texts[kind])
        cups = rng.choice([40, 60, 80, 120, 150, 200, 300, 400, 600])
        said = text.format(
            place=who.segment.place[language], people=who.segment.people[language], city=who.fields["city"],
            n=cups,
        )  # fmt: skip
        return said[0].upper() + said[1:]

    def _company(self, country: str) -> tuple[str, str, str, Segment]:
        rng, known = self.rng, self._companies.setdefault(country, [])
        if known and rng.random() < COLLEAGUE:
            return rng.choice(known)
        segment = rng.choices(self.firm.segments, [one.weight for one in self.firm.segments])[0]
        city = rng.choice(self.firm.words["places"][country])
        name = rng.choice(segment.names["de" if country in GERMAN else "en"])
        if not segment.served:
            return "", self._free(f"{_slug(city)}-privat"), city, segment
        made = (f"{name} {city}", self._free(f"{_slug(name)}-{_slug(city)}"), city, segment)
        known.append(made)
        return made

    def _free(self, word: str) -> str:
        """A domain nobody has yet."""
        count = self._taken[word] = self._taken.get(word, 0) + 1
        return f"{word}{count if count > 1 else ''}.example"

    def _name(self, language: str) -> tuple[str, str]:
        words = self.firm.words
        return self.rng.choice(words["first_names"][language]), self.rng.choice(words["last_names"][language])

    def _address(self, first: str, last: str, domain: str) -> str:
        local = f"{_slug(first)}.{_slug(last)}"
        count = self._taken[f"{local}@{domain}"] = self._taken.get(f"{local}@{domain}", 0) + 1
        return f"{local}{count if count > 1 else ''}@{domain}"

    def _phone(self, country: str, channel: Channel) -> str:
        """A number of theirs alone; none once the numbers that nobody has are used up."""
        if self.rng.random() < LEAVES_NO_PHONE.get(channel, 0.05):
            return ""
        where = CALLING_CODES.get(country, country)
        if where not in self._numbers:
            self._numbers[where] = self._shuffled(where)
        free = self._numbers[where]
        return free.pop() if free else ""

    def _shuffled(self, country: str) -> list[str]:
        ranges = self.firm.words["phones"][country]
        numbers = [
            f"{front}{number:0{digits}d}"
            for front, digits, start, end in ranges
            for number in range(start, end + 1)
        ]
        self.rng.shuffle(numbers)
        return numbers


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().translate(UMLAUTS))
    letters = "".join(sign if sign.isalnum() and sign.isascii() else " " for sign in plain)
    return "-".join(letters.replace("'", "").split())
