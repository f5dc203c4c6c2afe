"""Who said what, when it was admitted, and in which order matters stand: as a report tells it."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from hub.configuration.model import Body, Configuration
from hub.reports.joint_programmes import joint_programmes
from hub.reports.pictures_on_day import known_by
from hub.reports.sources import Sources
from tests.reconcile import told
from tests.reports.test_joint_programmes import GROUP, LATE, document
from tests.support.seeds import any_seed

SEVERITIES = ("red", "amber", "minor")


def test_a_source_is_whose_word_it_was() -> None:
    sources = Sources()
    sources.cite_all([{"event": "e", "organisation": "followed", "said_by": "gone", "since": "2015-04-01"}])
    assert [each["organisation"] for each in sources.listed().values()] == ["gone"]


def test_what_was_admitted_again_was_known_from_the_first_time_on() -> None:
    (_, _, first, _), (_, _, other, _) = told.events([told.DECLARED, (told.CCG, "varied", {"title": "Carers"})])
    log = [replace(first, known=10), replace(other, known=20), replace(first, known=30)]
    known = {at: [(each.event_id, each.known) for each in known_by(log, at)] for at in (9, 10, 19, 20, None)}
    one, two = (first.event_id, 10), (other.event_id, 20)
    assert known == {9: [], 10: [one], 19: [one], 20: [one, two], None: [one, two]}


def reported(*said: told.Said, configuration: Configuration = told.KNOWN) -> dict[str, Any]:
    pictures = told.pictures(*said, configuration=configuration)
    bodies = {("wandsworth", *key): body for key, body in pictures.items()}
    return joint_programmes(GROUP, bodies, configuration, as_of=date(2015, 10, 1), known_at=None)


def test_each_body_of_several_that_are_silent_has_its_name() -> None:
    """Of those that followed one that was expected to speak, who are told in one word."""
    followed = {"GB-NHS-36L": "NHS South West London ICB", "GB-NHS-72Q": "NHS South East London ICB"}
    gone = Body(id=told.CCG, name="NHS Wandsworth CCG", until=date(2015, 6, 4), successors=tuple(followed))
    known = {f"organisation/{each}": Body(id=each, name=name) for each, name in followed.items()}
    configuration = Configuration(1, {**told.KNOWN.documents, f"organisation/{told.CCG}": gone, **known})
    said = (told.COUNCIL, "declared", {"stage": "contract", "funders": [{"id": told.CCG}]})
    made = reported(said, configuration=configuration)
    (contract,) = made["other_contracts"]
    named = {side["organisation"] for matter in contract["differences"] for side in matter["sides"]}
    assert "+".join(followed) in named
    assert made["organisations"].items() >= followed.items()


def test_only_an_end_that_has_passed_is_told_as_one() -> None:
    differing = [
        (body, "declared", {"stage": "contract", "value": {"amount": amount, "basis": "net"}})
        for body, amount in ((told.COUNCIL, "100000"), (told.CCG, "200000"))
    ]
    (contract,) = reported(*differing)["other_contracts"]
    assert contract["differences"]
    assert contract["end_passed"] == []
    (over,) = reported(*differing, (told.CCG, "varied", {"period_end": "2015-09-30"}))["other_contracts"]
    assert [(each["organisation"], each["value"]) for each in over["end_passed"]] == [(told.CCG, "2015-09-30")]


def _matters_shown(seed: int) -> list[list[dict[str, Any]]]:
    made = document(seed, day=LATE)
    shown = [made["other_matters"], made["procurement_matters"]]
    for name in ("joint_programmes", "separate_areas", "areas_to_be_agreed"):
        shown += [each["differences"] for each in made[name]]
    return shown


@any_seed(8)
def test_matters_stand_by_severity_and_then_by_how_long_they_have_stood(seed: int) -> None:
    for matters in _matters_shown(seed):
        for one, other in pairwise((SEVERITIES.index(each["severity"]), each["since"]) for each in matters):
            assert one <= other


def test_in_most_histories_there_are_several_matters_to_be_put_in_order() -> None:
    """A history in which nobody speaks of much has one alone now and then."""
    several = [seed for seed in range(20) if max(map(len, _matters_shown(seed))) > 1]
    assert len(several) > 15
