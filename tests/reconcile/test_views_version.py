"""Raising VIEWS is no step to be remembered: pictures that differ from those of the last commit fail here."""

from hub.configuration.model import VIEWS
from hub.reconcile.picture import KINDS
from tests.reconcile.views_version import FILE, SOURCE, Standing, raised, seen, standing, step

HELD = Standing(7, "said", "made")


def test_pictures_of_this_version_are_those_of_its_digest() -> None:
    pictures = seen()
    now = standing(pictures)
    left = step(Standing.read(FILE.read_text(encoding="utf-8")), now)
    assert left is None, left
    assert {each.kind for each in pictures} == set(KINDS), "a kind that no history brings about is not watched"
    for kind in KINDS:
        # one of them, so that nothing hides in the crowd
        first = next(place for place, each in enumerate(pictures) if each.kind == kind)
        other = pictures[first]._replace(line=pictures[first].line + b" ")
        assert standing([*pictures[:first], other, *pictures[first + 1 :]]).pictures != now.pictures


def test_the_step_is_named() -> None:
    assert step(HELD, HELD) is None
    told = step(HELD, HELD._replace(pictures="other"))
    assert told is not None
    assert told.startswith("pictures changed: raise VIEWS")
    assert " to 8 " in told
    assert "VIEWS is 8, the digest is of 7" in (step(HELD, HELD._replace(views=8, pictures="other")) or "")
    assert "histories themselves changed" in (step(HELD, HELD._replace(history="other")) or "")


def test_the_command_raises_once() -> None:
    source = SOURCE.read_text(encoding="utf-8")
    held = Standing(VIEWS, "said", "made")
    other = held._replace(pictures="other")
    assert raised(source, held, other) == source.replace(f"VIEWS: Final = {VIEWS}\n", f"VIEWS: Final = {VIEWS + 1}\n")
    assert raised(source, held, other) != source
    for before, then in ((held, held), (held._replace(views=VIEWS - 1), other), (held._replace(history=""), other)):
        assert raised(source, before, then) == source


def test_what_is_written_is_read_again() -> None:
    assert Standing.read(HELD.text) == HELD
