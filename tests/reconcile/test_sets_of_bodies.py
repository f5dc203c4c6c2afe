"""Lists of organisations have no order of their own: whoever names the same ones says the same."""

import typing
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.events.catalogue import CATALOGUE
from hub.events.envelope import ClearableEvent
from hub.events.fields import Organisation
from hub.reconcile.claims import SETS_OF_BODIES, ordered


def is_of_bodies(annotation: Any) -> bool:
    args = typing.get_args(annotation)
    if typing.get_origin(annotation) is tuple:
        return args[0] is Organisation
    return any(map(is_of_bodies, args))


def test_every_list_of_organisations_that_a_statement_has_is_a_set() -> None:
    found = {
        name
        for each in CATALOGUE
        if issubclass(each.model, ClearableEvent)
        for name, info in each.model.model_fields.items()
        if is_of_bodies(info.annotation)
    }
    assert len(found) > 2
    assert found <= {*SETS_OF_BODIES, "required"}  # of a decision, which is one word with its parts
    assert set(SETS_OF_BODIES) <= found


_NAMED = st.fixed_dictionaries({"id": st.sampled_from("ab")}, optional={"name": st.sampled_from("xy")})


@given(st.data(), st.lists(_NAMED, max_size=5))
def test_it_is_the_same_in_any_order_and_names_each_once(data: st.DataObject, said: list[dict[str, Any]]) -> None:
    found = ordered(said)
    assert ordered(data.draw(st.permutations(said))) == found
    assert [each["id"] for each in found] == sorted({each["id"] for each in said})
