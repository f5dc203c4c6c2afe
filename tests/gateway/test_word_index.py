"""What is looked up by words and by what is said: the same as asking each picture, whatever came and went."""

import math
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from hub.gateway.index.held_picture import Facet
from hub.gateway.index.narrowing import words_of
from hub.gateway.index.pictures import HeldPictures
from hub.gateway.index.word_index import WordIndex
from hub.reconcile.days import Day
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.picture import KINDS, picture_key
from tests.gateway.made import TODAY, basis_at, picture_record
from tests.gateway.many import many_contracts
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT, ready, whole

MANY = many_contracts(400).pictures
# few letters, so that words are parts of each other; all sorts of white space, and what is written otherwise casefolded
TEXTS = st.text("abß İK\u0301\u00a0\u2028\x1c\n", max_size=12).map(str.casefold)
MOST = st.one_of(st.integers(0, 30), st.just(math.inf))


@given(st.lists(st.tuples(st.integers(0, 5), TEXTS), max_size=25), st.lists(TEXTS, min_size=1, max_size=4), MOST)
def test_the_same_as_looking_through_every_text(said: list[tuple[int, str]], asked: list[str], most: float) -> None:
    index, texts = WordIndex[int](), dict[int, str]()
    for entry, text in said:
        if entry in texts:
            index.take_out(entry, texts[entry])
        index.put(entry, text)
        texts[entry] = text
        for part in (*asked, *(word for each in asked for word in words_of(each))):
            found = index.having(part, most)
            assert found in (None, {each for each in texts if part in texts[each]})
            if found is None:
                assert part.split() != [part] or most < math.inf


def test_nothing_is_left_of_what_went() -> None:
    index = WordIndex[int]()
    index.put(1, "care for carers")
    index.put(2, "care")
    index.take_out(1, "care for carers")
    assert index.having("care", 10) == {2}
    assert index.having("for", 10) == set()
    index.take_out(2, "care")
    assert not any(shelf.having for shelf in index._shelves)


def test_what_is_in_very_many_is_asked_of_each_of_them() -> None:
    index = WordIndex[int]()
    for entry in range(100):
        index.put(entry, f"care-{entry}")
    assert index.having("care", 100) is None
    assert index.having("care-7", 100) == {7, *range(70, 80)}


@given(st.integers(0, 9), st.integers(1, 80), st.randoms(use_true_random=False), st.text("aeiou1-", min_size=1))
def test_what_is_looked_up_is_what_each_picture_tells(seed: int, events: int, random: Random, asked: str) -> None:
    statements = ready(history(Random(seed), events))
    pictures, offset = HeldPictures(), 0
    for count in sorted({random.randrange(0, events), events}):
        stands = {
            picture_key("wandsworth", *named): each.json()
            for named, each in whole(statements[:count], Day.of(TODAY), FLAT).items()
        }
        gone = [picture_key(*each.key) for each in pictures.all() if random.random() < 0.3]
        for key, body in [*stands.items(), *((each, None) for each in gone)]:
            pictures.take(picture_record(offset, key, body, basis_at(offset)))
            offset += 1
        _are_as_each_tells(pictures, asked)
    pictures.read_again({0: 0})
    assert not len(pictures)
    _are_as_each_tells(pictures, asked)


def _are_as_each_tells(pictures: HeldPictures, asked: str) -> None:
    for kind in KINDS:
        listed = [*pictures.listed(kind)]
        for name in KIND_OF[kind].facets:
            values = [each.value for held in listed for each in held.facets if each.field == name]
            assert pictures.facets(kind, name) == {each: values.count(each) for each in values}
            for value in (*values, "nobody-says-it"):
                facet = Facet(name, value)
                assert pictures.with_facet(kind, facet) == {held for held in listed if facet in held.facets}
        for word in {asked, *(part for held in listed for part in held.words.split())}:
            having = {held for held in listed if word in held.words}
            assert pictures.with_word(kind, word) in (None, having)
            if word.split() == [word]:
                assert pictures._words[kind].having(word, math.inf) == having


@given(st.data())
def test_what_was_found_is_put_in_order_however_much_it_is(data: st.DataObject) -> None:
    listed = [*MANY.listed("contract")]
    some = data.draw(st.sets(st.sampled_from(listed), max_size=data.draw(st.sampled_from([10, 100]))))
    assert MANY.in_order("contract", some) == [held for held in listed if held in some]
