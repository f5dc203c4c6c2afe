"""An organisation that a claim names, however deep in its value, stands there under its configured id; nothing else of
the value is another."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from hub.configuration.model import Body, Configuration
from hub.reconcile.claims import Claim, Field, Origin, under_canonical_ids

OWN, OTHER, STRANGER = "GB-COH-00000001", "GB-CFS-1", "GB-COH-00000002"
UNDER = Configuration(1, {f"organisation/{OWN}": Body(id=OWN, name="Example Care Ltd", same_as=(OTHER,))})

_BODIES = st.fixed_dictionaries(
    {"id": st.sampled_from((OWN, OTHER, STRANGER))},
    optional={"name": st.sampled_from(("Care", OTHER)), "left_on": st.just("2015-09-01")},
)


def _in_others(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.sampled_from(("name", "title", "required", "owner"))
    return inner | st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3)


_VALUES = _in_others(_in_others(st.none() | st.sampled_from(("Care", "7")) | _BODIES))


def renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: OWN if (name, each) == ("id", OTHER) else renamed(each) for name, each in value.items()}
    return [renamed(each) for each in value] if isinstance(value, list) else value


@given(_VALUES)
@example({"title": "Care", "required": [{"id": OTHER}]})
@example({"owner": {"id": OTHER, "name": "Care"}, "required": [{"id": OTHER}]})
@example({"name": "Care"})
def test_every_organisation_in_a_value_has_its_configured_id(value: Any) -> None:
    said = Claim(1, 1, "event", "hash", STRANGER, Field("decision", "d", "Executive"), value, Origin("", None, False))
    assert under_canonical_ids(said, UNDER) == said._replace(value=renamed(value))
