"""The same laws over dense histories, where contracts, measures, decisions and corrections meet often."""

from datetime import date
from random import Random

import pytest

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.kinds.procurement import totals
from hub.reconcile.kinds.procurement.following import Words
from hub.reconcile.kinds.programme import decisions, milestones
from hub.reconcile.matter_kinds import MatterKind
from hub.reconcile.measures.assessing import Performance
from hub.reconcile.measures.trend import Meaning, TrendRule, Way
from hub.reconcile.picture import KINDS
from tests.reconcile import oracle
from tests.reconcile.dense import any_day, history, of_one_award
from tests.reconcile.summary import FLAT, WITH_SUCCESSION, added, as_it_goes, comparable, ready, summary, whole
from tests.reconcile.views_version import DAYS
from tests.support.seeds import any_seed

SEEDS = range(160)
SIGNALS = ("rule", "side", "meaning")


@any_seed(160)
def test_laws_hold(seed: int) -> None:
    random = Random(seed)
    told_of_all = random.random() < 0.75
    statements = ready(history(random, random.randrange(1, 200)) if told_of_all else of_one_award(random, 40))
    day = Day.of(any_day(random))
    pictures = whole(statements, day)
    once = {key: picture.json() for key, picture in pictures.items()}
    again = [*statements, *statements]
    random.shuffle(again)
    assert as_it_goes(again, day, random) == once
    told = oracle.replay([(kind, event, each.content_hash) for kind, event, each, _ in statements], day.date)
    assert {key: summary(each) for key, each in pictures.items()} == {
        key: comparable(key[0], answer) for key, answer in told.items()
    }


def test_the_laws_and_the_digest_see_what_contracts_have_from_one_award(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule of views that these histories never meet could change unseen."""

    def made() -> list[bytes]:
        statements = [ready(of_one_award(Random(seed), 40)) for seed in range(12)]
        return [picture.json() for each in statements for day in DAYS for picture in whole(each, Day.of(day)).values()]

    once = made()

    def each_by_itself(contracts: list[Words]) -> list[totals._Stated]:
        return [totals._Stated(each["value"].claim.value, None, taken=False) for each in contracts if "value" in each]

    monkeypatch.setattr(totals, "_stated", each_by_itself)
    assert sum(one != other for one, other in zip(once, made(), strict=True)) > 3


@any_seed(40)
def test_pictures_are_constant_until_they_say_otherwise(seed: int) -> None:
    random = Random(seed)
    statements = ready(history(random, random.randrange(1, 200)))
    day = Day.of(any_day(random))
    for configuration in (FLAT, WITH_SUCCESSION):
        for key, picture in whole(statements, day, configuration).items():
            last = picture.until - 1 if picture.until is not None else day + 2000
            for later in {last, (day + last) // 2}:
                then = added(statements, configuration).picture(Subject(*key), Day(later))
                assert then is not None
                assert then.json() == picture.json(), f"{key} changed on {Day(later).text}, until is {picture.until}"


@any_seed(40)
def test_one_set_asked_for_many_days_answers_as_a_fresh_one(seed: int) -> None:
    """What is cached for one day never shows on another, also over the day on which a body gives way to another."""
    random = Random(seed)
    statements = ready(history(random, 120))
    views = added(statements, WITH_SUCCESSION)
    for day in (any_day(random) for _ in range(6)):
        asked = {(each.kind, each.id): each.json() for each in views.pictures(Day.of(day))}
        fresh = whole(statements, Day.of(day), WITH_SUCCESSION)
        assert asked == {key: picture.json() for key, picture in fresh.items()}, day


def test_a_matter_is_about_the_subject_whose_picture_shows_it() -> None:
    """Lists of matters lead to that page, and its id is made of it."""
    for seed in range(4):
        for key, picture in whole(ready(history(Random(seed), 300)), Day.of(date(2016, 3, 1))).items():
            for each in picture.body.get("differences", ()):
                assert (each["subject_kind"], each["subject"]) == key, each["kind"]


def test_every_assessment_occurs() -> None:
    """The histories bring about every state, standing, performance and kind of difference, and WAN 8."""
    seen: set[str] = set()
    # WAN 8 needs two contracts of one provider with targets, results and measures: rare where little is said
    randoms = [Random(seed) for seed in SEEDS]
    told = [(ready(history(random, random.randrange(1, 200))), any_day(random)) for random in randoms]
    told += [(ready(history(Random(seed), 300)), date(2016, 3, 1)) for seed in range(80)]
    asked = [whole(statements, Day.of(day)) for statements, day in told]
    # what a place's standard of practice asks for is looked for where it has one
    asked += [whole(statements, Day.of(day), WITH_SUCCESSION) for statements, day in told[-80:]]
    for pictures in asked:
        for picture in pictures.values():
            body = picture.body
            seen.update(each["state"] for each in body.get("milestones", ()))
            seen.update(each["standing"] for each in body.get("decisions", ()))
            seen.update(each["performance"] for each in body.get("measures", ()))
            seen.update(each["kind"] for each in body.get("differences", ()))
            charted = [trend for each in body.get("measures", ()) for trend in each.get("trends", ())]
            seen.update(each[name] for trend in charted for each in trend["signals"] for name in SIGNALS)
            seen.add(picture.kind)
            seen.update(name for name in ("wandsworth_test", "awards", "left") if body.get(name))
    # a field for which there is no rule does not occur: the table of what is compared is total
    kinds = set(MatterKind) - {MatterKind.OTHER}
    wanted = {*milestones.MilestoneState, *decisions.Standing, *Performance, *kinds, *KINDS}
    wanted |= {"wandsworth_test", "awards", "left", *TrendRule, *Way, *Meaning}
    assert wanted - seen == set()
