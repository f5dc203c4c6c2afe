"""The demonstration is let in, event by event, each partner at its own door, and shows what it is there for."""

from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Final

from connectors.cloudevents.connector import CloudEventsConnector
from hub.admission.admit import Admitted, Context, admit
from hub.configuration.configuration_file import read_files
from hub.configuration.model import Configuration, key_of
from hub.reconcile.days import Day
from hub.reconcile.statement import Statement
from hub.reconcile.views import PartnershipViews
from hub.serialization import avro

FOLDER: Final = Path(__file__).parents[2] / "deploy" / "examples" / "wandsworth"
SPEAKERS: Final = {"council.jsonl": ("GB-LAE-WND", 84), "ccg.jsonl": ("GB-NHS-08X", 29)}

PAPER_MODES: Final = {
    "joint-commissioning-unit": "joint",
    "joint-workplan": "joint",
    "carers": "joint",
    "mental-health": "joint",
    "commissioning-unit": "separate",
}


@cache
def configuration() -> Configuration:
    file = FOLDER / "configuration.yaml"
    in_files, wrong = read_files([(file.name, file.read_text(encoding="utf-8"))])
    assert not wrong, [each.text for each in wrong]
    return Configuration(0, {key_of(each.document): each.document for each in in_files})


@cache
def story() -> tuple[Admitted, ...]:
    found = []
    for name, (speaker, expected) in SPEAKERS.items():
        context = Context(configuration(), datetime(2026, 11, 23, tzinfo=UTC), speaker, "test")
        with (FOLDER / name).open("rb") as stream:
            items = list(CloudEventsConnector().items(stream, name, speaker))
        assert len(items) == expected
        for item in items:
            (document,) = item.documents
            answer = admit(document, context)
            assert isinstance(answer, Admitted), (item.where, answer)
            found.append(answer)
    return tuple(found)


def test_every_event_is_let_in_and_is_about_wandsworth() -> None:
    events = story()
    assert len({each.event.meta.event_id for each in events}) == len(events) == 113
    assert {each.event.meta.partnerships for each in events} == {("wandsworth",)}
    assert {each.event.meta.event_id.version for each in events} == {7}


def test_every_event_names_its_paper_and_what_is_ours_is_marked() -> None:
    for each in story():
        meta = each.event.meta
        assert meta.source_document
        if not meta.illustrative:
            assert meta.source_document.startswith("Paper No. 15-190, ")
            assert meta.organisation == "GB-LAE-WND"  # the paper quotes nobody else
        if meta.source_document.startswith("Illustrative"):
            assert meta.illustrative
    assert Counter(each.event.meta.illustrative for each in story()) == {True: 86, False: 27}


def test_providers_values_and_results_are_never_the_paper_s() -> None:
    for each in story():
        said = each.event.model_dump()
        if not each.event.meta.illustrative:
            assert not {"value", "suppliers", "period_end", "outcome"} & {name for name, value in said.items() if value}
        for supplier in said.get("suppliers") or ():
            assert supplier["name"].endswith("(illustrative)")


def test_the_paper_is_not_made_to_say_what_it_leaves_open() -> None:
    """Paragraphs 6 and 11 name contracts, no stage; 16 leaves to a workplan which areas are joint, which separate."""
    papers = [each for each in story() if not each.event.meta.illustrative]
    for each in papers:
        said, subject = each.event.model_dump(), each.event.meta.subject
        if each.event_type.name == "declared":
            assert said["stage"] == "unknown"
            assert (said["buyer"] is None) == (subject == "GB-LAE-WND/14-565")
        if each.event_type.name == "programme-declared":
            assert said["mode"] == PAPER_MODES.get(subject, "to_be_agreed"), subject
            # 17 b and 17 c both name mental health
            assert (said["lead_commissioner"] is None) == (subject in {*PAPER_MODES, "mental-health"} - {"carers"})
        assert each.event.meta.occurred_at == date(2015, 5, 27)


def test_the_configuration_has_the_places_and_the_group() -> None:
    found = configuration()
    assert len(found.partnerships) == 7
    assert len(found.bodies) == 30
    assert found.name_of("GB-LAE-WND") == "Wandsworth Borough Council"  # as in the paper's heading
    assert found.groups["health-and-social-care-integration-group"].partnerships == ("wandsworth",)
    day = datetime(2026, 11, 23, tzinfo=UTC).date()
    assert found.today_of("GB-NHS-5LG", day) == found.today_of("GB-NHS-08X", day) == ("GB-NHS-QWE",)


def test_what_there_is_to_see_on_the_first_of_march_2016() -> None:
    views = PartnershipViews("wandsworth", configuration())
    for each in story():
        kind = each.event_type
        body = avro.encode(kind, each.event)
        plain = avro.decode_plain(kind, (kind.major, kind.minor), body)
        views.add(Statement.of(kind, (kind.major, kind.minor), body, plain, 0), plain)
    differences: dict[str, set[str]] = {}
    pictures = {}
    for picture in views.pictures(Day.read("2016-03-01")):
        pictures[picture.id] = picture.body
        found = {f"{each['kind']} {each['field']}" for each in picture.body.get("differences", ())}
        if found:
            differences[picture.id] = found
    assert differences == {
        "GB-LAE-WND/14-565": {
            "amount value",
            "date period_end",
            "result result:carers_assessed/2015-09-30/2015-07-01",
            "return_missing measure:carers_assessed",
        },
        "GB-LAE-WND/14-329-A": {
            "amount value",
            "status_rating status",
            "supplier suppliers",
            "check_expired clause:safeguarding",
            "check_due clause:dbs",
        },
        "GB-LAE-WND/14-113": {"return_missing measure:sessions_delivered"},
        "GB-LAE-WND/14-324": {
            "check_expired clause:dbs",
            "return_missing measure:pathway_plans_on_time",
            "return_missing measure:suitable_accommodation",
            "review_overdue improvement:IM-2015-01",
            "review_overdue review_on",
        },
        "GB-NHS-08X/CYP-2014-07": {"return_missing measure:seen_within_four_weeks"},
        "GB-NHS-08X/MH-2014-01": {
            "missing_one_side declared:GB-LAE-WND",
            "check_expired clause:information_governance",
            "return_missing measure:crisis_wait_hours",
        },
        "carers": {"milestone_overdue milestone:first-review", "date milestone:mobilised/met"},
        "joint-workplan": {
            "approval_missing decision:joint-workplan-2016",
            "condition_open decision:joint-workplan-2016",
            "date milestone:workplan-agreed/due",
            "milestone_due milestone:project-teams",
            "milestone_due milestone:workplan-agreed",
        },
        "mental-health": {"approval_missing decision:14-329", "milestone_overdue milestone:crisis-pathway"},
    }
    provider = pictures["GB-COH-00000002"]
    assert provider["under_performing"] == ["GB-LAE-WND/14-113", "GB-LAE-WND/14-324"]
    assert provider["on_improvement_measures"] == ["GB-LAE-WND/14-324"]
    assert provider["wandsworth_test"]["not_placed_on"] == ["GB-LAE-WND/14-113"]
    # the withdrawn copy has no picture, the corrected value stands
    assert "GB-NHS-08X/CYP-2014-99" not in pictures
    values = {
        each["organisation"]: each["value"]["amount"]
        for each in pictures["GB-LAE-WND/14-565"]["fields"]["value"]["sides"]
    }
    assert values == {"GB-LAE-WND": "480000.00", "GB-NHS-08X": "520000.00"}
