"""What naming an event comes to, by who said it where; and how that is told."""

from dataclasses import dataclass

import pytest

from hub.events.taking_back import Effect, InVainNaming, Naming, Spoke, effect, in_vain

COUNCIL, CCG = "GB-LAE-WND", "GB-NHS-08X"
NAMING = Naming("meta.corrects", "014e1b2c-3d00-7000-8000-000000000001")


@dataclass(frozen=True)
class EffectCase:
    name: str
    spoke: tuple[Spoke, ...]
    effect: Effect
    words: str | None


CASES = [
    EffectCase("its own, here", (Spoke("wandsworth", COUNCIL),), Effect.TAKES_BACK, None),
    EffectCase(
        "its own here, another's under the same id",
        (Spoke("wandsworth", CCG), Spoke("wandsworth", COUNCIL)),
        Effect.TAKES_BACK,
        None,
    ),
    EffectCase("another's, here", (Spoke("wandsworth", CCG),), Effect.ANOTHERS, f"that event is {CCG}'s"),
    EffectCase("another's, elsewhere", (Spoke("leeds", CCG),), Effect.ANOTHERS, f"that event is {CCG}'s"),
    EffectCase("its own, elsewhere", (Spoke("leeds", COUNCIL),), Effect.ELSEWHERE, "is said in leeds, and this one in"),
    EffectCase(
        "its own elsewhere, another's here",
        (Spoke("leeds", COUNCIL), Spoke("wandsworth", CCG)),
        Effect.ELSEWHERE,
        "is said in leeds",
    ),
    EffectCase("nobody's", (), Effect.UNKNOWN, "nobody has said an event of that id in wandsworth"),
    EffectCase(
        "its own withdrawal",
        (Spoke("wandsworth", COUNCIL, withdraws=True),),
        Effect.TAKES_BACK,
        "what that took back stays void, for good",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_comes_of_it_and_how_that_is_told(case: EffectCase) -> None:
    assert effect("wandsworth", COUNCIL, case.spoke) is case.effect
    told = in_vain(NAMING, ["wandsworth"], COUNCIL, case.spoke)
    if case.words is None:
        assert told is None
    else:
        assert told is not None
        assert (told.naming, told.effect) == (NAMING, case.effect)
        assert case.words in told.problem
        assert told.fix


def test_every_effect_has_a_case() -> None:
    assert {case.effect for case in CASES} == set(Effect)


def test_where_it_takes_back_in_some_partnerships_alone_that_is_told() -> None:
    told = in_vain(NAMING, ["leeds", "wandsworth"], COUNCIL, [Spoke("leeds", COUNCIL)])
    assert told == InVainNaming(
        NAMING,
        Effect.ELSEWHERE,
        "takes it back in leeds, and nothing in wandsworth, where you did not say it",
        "leave wandsworth out of meta.partnerships",
    )
    said = [Spoke("leeds", COUNCIL), Spoke("york", COUNCIL)]
    told = in_vain(NAMING, ["leeds", "wandsworth"], COUNCIL, said)
    assert told is not None
    assert told.problem.endswith("where you did not say it; it still stands in york")
    assert told.fix == "name york in meta.partnerships of an event that takes it back there too"
    assert in_vain(NAMING, ["leeds"], COUNCIL, said) is None, "it is taken back where it is meant to be"
