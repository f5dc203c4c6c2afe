"""The words that count on a day, found by search, are those that a look at every claim finds."""

from hypothesis import example, given
from hypothesis import strategies as st

from hub.reconcile.claims import CLEARED, SUPPLIER, SUPPLIERS, Claim, Field, Origin
from hub.reconcile.days import Day
from hub.reconcile.history import History

ORIGIN = Origin("internal", None, False)

claims = st.builds(
    lambda effective, recorded, event, organisation, name: Claim(
        effective, recorded, f"event-{event}", "hash", organisation, Field("", "", name), event, ORIGIN
    ),
    st.integers(0, 6),
    st.integers(0, 3),
    st.integers(0, 9),
    st.sampled_from(["a", "b"]),
    st.sampled_from(["title", "value"]),
)


@given(said=st.lists(claims, max_size=30), as_of=st.integers(-1, 7), cut=st.integers(0, 30))
def test_it_is_what_a_look_at_every_claim_finds(said: list[Claim], as_of: int, cut: int) -> None:
    history = History(said[:cut])
    history.extend(said[cut:])
    counting = [each for each in said if each.effective <= as_of]
    wanted = {
        (field, organisation): max(
            each[:4] for each in counting if (each.field, each.organisation) == (field, organisation)
        )
        for field, organisation in {(each.field, each.organisation) for each in counting}
    }
    assert {(each.field, each.organisation): each[:4] for each in history.standing(Day(as_of))} == wanted
    later = [each.effective for each in said if each.effective > as_of]
    assert history.next_effective(Day(as_of)) == min(later, default=None)


told_ahead = st.builds(
    lambda claim, field, ahead: claim._replace(
        field=field, ahead=ahead, value=CLEARED if field.name == SUPPLIERS else claim.value
    ),
    claims,
    st.sampled_from([Field("award", "1", f"{SUPPLIER}GB-COH-1"), Field("award", "1", SUPPLIERS)]),
    st.sampled_from([0, 0, 1, 2, 5]),
)


def ahead_of(name: str, said: int, effective: int) -> Claim:
    field, value = Field("award", "1", name), CLEARED if name == SUPPLIERS else "x"
    return Claim(effective, 0, "event", "hash", "a", field, value, ORIGIN, effective - said)


# what has come already is outsaid by what takes back all of them, on the day on which that is said
@example(said=[ahead_of(f"{SUPPLIER}GB-COH-1", 0, 1), ahead_of(SUPPLIERS, 3, 5)], as_of=1)
@given(said=st.lists(told_ahead, max_size=12, unique_by=lambda each: (each[:4], each.field)), as_of=st.integers(-1, 7))
def test_what_is_told_ahead_counts_until_its_organisation_has_said_something_else(
    said: list[Claim], as_of: int
) -> None:
    def counts(claim: Claim, day: int) -> bool:
        others = [each for each in said if each.organisation == claim.organisation]
        since = [each for each in others if each.field in (claim.field, claim.field._replace(name=SUPPLIERS))]
        outsaid = any(claim.said() < each.said() and each.said()[0] <= day for each in since)
        return claim.effective <= day and not (claim.ahead and outsaid)

    def wanted(day: int) -> dict[tuple[Field, str], Claim]:
        found = sorted((each for each in said if counts(each, day)), key=Claim.order)
        return {(each.field, each.organisation): each for each in found}

    history = History(said)

    def standing(day: int) -> dict[tuple[Field, str], Claim]:
        return {(each.field, each.organisation): each for each in history.standing(Day(day))}

    assert standing(as_of) == wanted(as_of)
    until = history.next_effective(Day(as_of))
    assert until is None or until > as_of
    for day in range(as_of, 9 if until is None else until):
        assert standing(day) == wanted(as_of)


def test_of_two_words_of_one_event_on_one_field_the_first_counts() -> None:
    first = Claim(1, 1, "event", "hash", "a", Field("", "", "title"), "said", ORIGIN)
    second = first._replace(value=None)
    assert list(History([first, second]).standing(Day(1))) == [first]
    earlier = first._replace(effective=0, event_id="other")
    assert list(History([first, earlier, second]).standing(Day(1))) == [first]


@given(said=st.lists(claims, max_size=20), gone=st.lists(claims, max_size=10), as_of=st.integers(-1, 7))
def test_what_was_taken_back_leaves_no_trace(said: list[Claim], gone: list[Claim], as_of: int) -> None:
    left = [each for each in said if each[:6] not in {other[:6] for other in gone}]
    history, straight = History([*said, *gone]), History(left)
    history.remove(gone)
    day = Day(as_of)
    assert sorted(each[:6] for each in history.standing(day)) == sorted(each[:6] for each in straight.standing(day))
    assert history.next_effective(day) == straight.next_effective(day)


@given(said=st.lists(told_ahead, max_size=12), item=st.sampled_from(["", "award"]), as_of=st.integers(-1, 7))
def test_what_is_said_of_one_sort_is_that_and_nothing_of_another(said: list[Claim], item: str, as_of: int) -> None:
    titles = [each._replace(field=Field("", "", "title")) for each in said[::2]]
    day = Day(as_of)
    of_sort = list(History([*said, *titles]).of_item(item).standing(day))
    assert of_sort == list(History(titles if item == "" else said).standing(day))


def test_of_all_that_outsays_what_was_told_ahead_the_last_is_named() -> None:
    named, every = f"{SUPPLIER}GB-COH-1", SUPPLIERS
    ahead = ahead_of(named, 0, 5)
    said = [ahead_of(every, 3, 3), ahead_of(named, 1, 1), ahead_of(named, 2, 2)]
    for order in (said, said[::-1]):
        history = History([*order, ahead])
        found = [history.outsaid_by(ahead, Day(day)) for day in range(5)]
        assert found == [None, said[1], said[2], said[0], said[0]]
    assert History(said).outsaid_by(said[1], Day(4)) is None, "it was told on its day"


def test_what_is_told_ahead_comes_first_on_the_day_from_which_its_event_is_true() -> None:
    told, later = ahead_of(SUPPLIERS, 3, 5), ahead_of(SUPPLIERS, 4, 6)
    assert History([told, later]).next_effective(Day(1)) == 3
    assert History([told, later]).next_effective(Day(3)) == 4
    assert History([told]).next_effective(Day(1)) == 3
