"""The places of the bench: partnerships of a council and an NHS commissioner each, and a group of them all."""

from typing import Final

from hub.configuration.model import Group, Member, Partnership

GROUP: Final = "bench"


def council(number: int) -> str:
    """The id of the council in a partnership."""
    return f"GB-LAE-P{number:03d}"


def places(count: int) -> list[Partnership | Group]:
    """So many partnerships, and the group."""
    made = [
        Partnership(
            id=f"place-{number:03d}",
            name=f"Place {number}",
            members=(
                Member(organisation=council(number), role="council"),
                Member(organisation=f"GB-NHS-P{number:03d}", role="nhs_commissioner"),
            ),
        )
        for number in range(count)
    ]
    return [*made, Group(id=GROUP, name="Bench", partnerships=tuple(each.id for each in made))]
