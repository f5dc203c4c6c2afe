"""Holds VIEWS, the version of the view code, to what the view code makes of histories that stay the same.

Whoever changes a picture runs `python -m tests.reconcile.views_version`: it raises VIEWS where the pictures of the same
histories differ, and writes the digests anew. `views.txt` beside this file is what it wrote last.
"""

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Final, NamedTuple, Self
from uuid import UUID

from hub.configuration import model as configuration
from hub.events.catalogue import CATALOGUE, EventType
from hub.events.envelope import Event
from hub.reconcile.days import Day
from tests.reconcile.dense import history, of_one_award
from tests.reconcile.summary import FLAT, WITH_SUCCESSION, Ready, ready, whole
from tests.support.filled import filled

FILE: Final = Path(__file__).with_name("views.txt")
SOURCE: Final = Path(configuration.__file__)
NAMED: Final = f"hub/configuration/{SOURCE.name}"
COMMAND: Final = "python -m tests.reconcile.views_version"
VARIANTS: Final = 40
DAYS: Final = (date(2014, 12, 1), date(2015, 3, 1), date(2015, 6, 5), date(2015, 9, 30), date(2016, 3, 1))

_LINE: Final = re.compile(r"^VIEWS: Final = (\d+)$", re.MULTILINE)


class Standing(NamedTuple):
    """history: digest of what is said. pictures: digest of what is made of it by the version `views`."""

    views: int
    history: str
    pictures: str

    @property
    def text(self) -> str:
        return f"views {self.views}\nhistory {self.history}\npictures {self.pictures}\n"

    @classmethod
    def read(cls, text: str) -> Self:
        held = dict(line.split() for line in text.splitlines())
        return cls(int(held["views"]), held["history"], held["pictures"])


def _histories() -> Iterator[list[Ready]]:
    """Dense ones, in which statements meet; some of contracts that share an award; and one in which every type states
    every field, several times."""
    for seed in range(6):
        yield ready(history(Random(seed), 220))
        yield ready(of_one_award(Random(seed), 40))
    yield ready(_every_field())


def _every_field() -> Iterator[tuple[EventType, Event]]:
    for number, event_type in enumerate(CATALOGUE):
        if event_type.about != "event":  # dense ones withdraw; here nothing is to be hidden
            for variant in range(VARIANTS):
                event_id = UUID(int=(number + 1 << 32) + variant)
                yield event_type, filled(event_type, variant, event_id)


class Seen(NamedTuple):
    """One picture of one of the histories, on one day."""

    kind: str
    line: bytes


def seen() -> list[Seen]:
    """Every picture that the code makes of the histories now."""
    return [
        Seen(kind, f"{kind} {name} {picture.until} ".encode() + picture.json())
        for told in _histories()
        for configured in (FLAT, WITH_SUCCESSION)
        for day in DAYS
        for (kind, name), picture in sorted(whole(told, Day.of(day), configured).items())
    ]


def standing(pictures: Iterable[Seen]) -> Standing:
    """The histories of now, and these pictures of them."""
    said = hashlib.sha256()
    for told in _histories():
        for event_type, event, _, _ in told:
            said.update(f"{event_type.dataschema} {event.model_dump_json()}\n".encode())
    made = hashlib.sha256(b"\n".join(each.line for each in pictures))
    return Standing(configuration.VIEWS, said.hexdigest(), made.hexdigest())


def step(before: Standing, now: Standing) -> str | None:
    """What is left to do by whoever changed something; None when nothing is."""
    if before == now:
        return None
    if before.history != now.history:
        return (
            "the histories themselves changed, so nobody can tell whether pictures did: if a view changed as well, "
            f"raise VIEWS in {NAMED} to {now.views + 1}; then write the new digests, by `{COMMAND}`"
        )
    if before.views != now.views:
        return f"VIEWS is {now.views}, the digest is of {before.views}: write the new digest, by `{COMMAND}`"
    return (
        f"pictures changed: raise VIEWS in {NAMED} to {now.views + 1} and write the new digest; `{COMMAND}` does both"
    )


def raised(source: str, before: Standing, now: Standing) -> str:
    """The text of the module that holds VIEWS, one higher where the same histories have other pictures."""
    if before.views != now.views or before.history != now.history or before.pictures == now.pictures:
        return source
    return _LINE.sub(f"VIEWS: Final = {now.views + 1}", source)


def main() -> None:
    now = standing(seen())
    before = Standing.read(FILE.read_text(encoding="utf-8")) if FILE.exists() else now
    source = SOURCE.read_text(encoding="utf-8")
    after = raised(source, before, now)
    if after != source:
        SOURCE.write_text(after, encoding="utf-8")
        now = now._replace(views=now.views + 1)
    FILE.write_text(now.text, encoding="utf-8")
    sys.stdout.write(f"VIEWS is {now.views}; {FILE.name} holds its digests.\n")


if __name__ == "__main__":
    main()
