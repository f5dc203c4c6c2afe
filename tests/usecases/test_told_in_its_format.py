"""Whoever sends a format of its own is told in its paths and ways, never by fields and ids of events."""

import io
import json
import pkgutil
from pathlib import Path
from typing import Any

import pytest

import hub
from connectors.registry import CONNECTORS
from hub.admission.admit import OPERATOR
from hub.admission.references import Known
from hub.admission.warning import TO_REPLACE, AdmissionWarning
from hub.usecases.admitting import Door
from hub.usecases.referring import Referring
from tests.connectors.releases import a_contract, a_release
from tests.support.documents import NOW, declared, wandsworth

PERIOD = {"startDate": "2015-04-01T00:00:00Z", "endDate": "2018-03-31T00:00:00Z"}
CONTRADICTING = a_release(
    ocid="ocds-h6vhtk-1",
    tag=["contract"],
    awards=None,
    contracts=[a_contract(awardID="a-9", period=PERIOD | {"maxExtentDate": "2016-03-31T00:00:00Z"})],
)


def told(*sent: Any, name: str) -> list[AdmissionWarning]:
    """All warnings of one run, those at its end too."""
    door, referring = Door(wandsworth(), OPERATOR, "test"), Referring(wandsworth())
    found: list[AdmissionWarning] = []
    for document in sent:
        for item in CONNECTORS[name].items(io.BytesIO(json.dumps(document).encode()), "file", None):
            answer = door.admit(item, NOW)
            referring.take(answer.fresh, item.where)
            found += answer.warnings
    return [*found, *(each.warning for each in referring.groups(Known(frozenset())))]


def test_a_release_is_told_in_its_own_words() -> None:
    found = told(
        CONTRADICTING, CONTRADICTING | {"language": "cy", "tender": {"id": "t", "title": "Other"}}, name="ocds"
    )
    to_replace = [each for each in found if "to replace what you said publish a further release" in each.fix]
    assert {each.field for each in to_replace} == {"contracts[0].period.maxExtentDate", "id"}
    assert all("meta." not in each.fix and "period_end" not in each.problem for each in found)


def test_an_event_is_told_in_those_of_events() -> None:
    event = declared(period_start="2015-04-01", period_end="2018-03-31", extendable_until="2016-03-31")
    (found,) = (each for each in told(event, name="cloudevents") if "is before period_end" in each.problem)
    assert (found.field, TO_REPLACE in found.fix) == ("data.extendable_until", True)


@pytest.mark.parametrize("package", sorted(each.name for each in pkgutil.iter_modules(hub.__path__) if each.ispkg))
def test_how_to_replace_is_said_by_the_one_phrase_that_formats_translate(package: str) -> None:
    files = sorted((Path(hub.__file__).parent / package).rglob("*.py"))
    saying = [each.name for each in files if "id in meta.corrects" in each.read_text()]
    assert saying == (["warning.py"] if package == "admission" else [])
