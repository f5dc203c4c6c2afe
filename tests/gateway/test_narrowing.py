"""What lists are narrowed to: the same as asking each entry for every criterion, in the same order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.gateway.index.held_picture import SEVERITIES, DifferenceRow, HeldPicture, PictureKey
from hub.gateway.index.narrowing import MatterFilter, PictureFilter
from hub.gateway.index.pictures import HeldPictures
from hub.reconcile.picture import KINDS
from tests.gateway.made import demonstration, of_any_body


@pytest.fixture(scope="module")
def pictures() -> HeldPictures:
    return of_any_body(demonstration()[0]).pictures


def fits(wanted: PictureFilter, held: HeldPicture) -> bool:
    return (
        wanted.partnership in (None, held.key.partnership)
        and (wanted.programme is None or wanted.programme in held.programmes)
        and (wanted.provider is None or wanted.provider in held.suppliers)
        and (wanted.procurement is None or wanted.procurement in held.procurements)
        and all(word in held.words for word in wanted.words)
        and all(each in held.facets for each in wanted.facets)
    )


def parts(text: str) -> st.SearchStrategy[str]:
    """Its words, and any part of one."""
    words = st.sampled_from(text.split())
    return st.one_of(words, st.tuples(words, st.integers(0), st.integers(1)).map(_part))


def _part(asked: tuple[str, int, int]) -> str:
    word, begin, length = asked
    begin %= len(word)
    return word[begin : begin + 1 + length % len(word)]


@given(data=st.data())
def test_pictures_are_narrowed_to_those_that_fit_every_criterion(pictures: HeldPictures, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    # one that is there tells what can be asked for, so that most filters leave something
    held = data.draw(st.sampled_from([*pictures.listed(kind)]))
    other = data.draw(st.sampled_from([*pictures.all()]))

    def either(*found: str) -> str | None:
        return data.draw(st.sampled_from([None, None, *found, "none-of-it"]))

    wanted = PictureFilter(
        either(held.key.partnership, other.key.partnership),
        either(*held.programmes),
        either(*held.suppliers),
        either(*held.procurements),
        words=tuple(data.draw(st.lists(parts(f"{held.words} {other.words} a"), max_size=2))),
        facets=frozenset(data.draw(st.lists(st.sampled_from(sorted(held.facets | other.facets)), max_size=2)))
        if held.facets | other.facets
        else frozenset(),
    )
    assert wanted.narrow(kind, pictures) == [each for each in pictures.listed(kind) if fits(wanted, each)]
    assert wanted.is_all == (not any(wanted))


def of_programme(programme: str, partnership: str | None, pictures: HeldPictures) -> set[DifferenceRow]:
    held = [each for each in pictures.listed("programme") if each.key.id == programme]
    here = [each for each in held if partnership in (None, each.key.partnership)]
    theirs = [
        pictures.get(PictureKey(each.key.partnership, "contract", name)) for each in here for name in each.contracts
    ]
    return {row for each in (*here, *theirs) if each is not None for row in each.differences}


@given(data=st.data())
def test_matters_are_narrowed_to_those_that_fit_every_criterion(pictures: HeldPictures, data: st.DataObject) -> None:
    rows = [*pictures.matters()]
    row = data.draw(st.sampled_from(rows))
    programmes = [each.key.id for each in pictures.listed("programme")]

    def either(*found: str) -> str | None:
        return data.draw(st.sampled_from([None, None, *found, "none-of-it"]))

    wanted = MatterFilter(
        either(row.partnership),
        either(row.kind),
        either(SEVERITIES[row.severity]),
        either(row.subject),
        either(row.matter),
        either(row.subject_kind),
        either(*programmes),
    )
    its = None if wanted.programme is None else of_programme(wanted.programme, wanted.partnership, pictures)
    expected = [
        each
        for each in rows
        if wanted.partnership in (None, each.partnership)
        and wanted.kind in (None, each.kind)
        and wanted.severity in (None, SEVERITIES[each.severity])
        and wanted.subject in (None, each.subject)
        and wanted.matter in (None, each.matter)
        and wanted.about in (None, each.subject_kind)
        and (its is None or each in its)
    ]
    assert wanted.narrow(rows, pictures) == expected
