"""What must not be in a text: NHS numbers, contacts, National Insurance numbers, dates of birth.

Promise: pure; finds kinds, and never returns what it found. One rule for all callers: `mask` replaces telephone
numbers and e-mail addresses where `find` tells of them, and nothing else. `mask` is for connectors of public sources,
whose texts hold contacts that the hub does not keep. Source: domain handbook section 13; docs/personal-data.md says
how much of a made set is found, and which fields are looked at.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from nhs_number.validate import is_valid

from hub.admission.refusal import Code
from hub.admission.telephone import BEGINS, DASH, ENDS, SPACE, telephone_numbers
from hub.admission.typed_ids import without_typed_ids

_TEN_DIGITS: Final = re.compile(
    rf"{BEGINS}(?:\d{{10}}|\d{{3}}{SPACE}{{1,2}}\d{{3}}{SPACE}{{1,2}}\d{{4}}|\d{{3}}{DASH}\d{{3}}{DASH}\d{{4}}){ENDS}"
)
# begins at the start of a word and is bounded, or a long text without @ would take minutes
_EMAIL: Final = re.compile(r"(?<![\w.%+'-])[\w.%+'-]{1,64}@(?:[^\W_][\w-]{0,62}\.){1,8}[^\W\d_]{2,63}(?![^\W_])")
_NI: Final = re.compile(
    r"(?<![\w-])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"(?:(?P<gap>[ -]?)\d{2}(?P=gap)\d{2}(?P=gap)\d{2}(?P=gap)| ?\d{6} ?)[A-D](?![\w-])"
)
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_BIRTH: Final = re.compile(
    rf"""\b(?:d\.?\s?o\.?\s?b\b\.?|date\ of\ birth|birth\ ?da(?:te|y)|born)
         [\s:=(,.\-\u2013]{{0,4}}(?:(?:is|was|on|the)\ {{1,2}}){{0,3}}
         (?:\d{{1,4}}[./\ -]\d{{1,2}}[./\ -]\d{{2,4}}
           |\d{{1,2}}(?:st|nd|rd|th)?[./\ -](?:of\ )?{_MONTH},?[./\ -]\d{{2,4}}
           |{_MONTH}\ \d{{1,2}}(?:st|nd|rd|th)?,?\ \d{{4}})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NEEDED: Final = re.compile(r"[@\d]")
_SPACE_INSIDE: Final = re.compile(r"\s")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)")

ADVICE: Final = {
    Code.NHS_NUMBER: ("holds what is very likely an NHS number", "leave it out; the hub takes no patient data"),
    Code.EMAIL: ("holds an e-mail address", "leave it out, or name the post instead"),
    Code.PHONE: ("holds a telephone number", "leave it out, or name the post instead"),
    Code.NATIONAL_INSURANCE: ("holds what looks like a National Insurance number", "leave it out"),
    Code.BIRTH_DATE: ("holds a date of birth", "leave it out; the hub takes no patient data"),
}

PERSONAL: Final = frozenset(ADVICE)
"""The codes of this guard."""

MASKS: Final = {Code.EMAIL: "[email removed]", Code.PHONE: "[phone removed]"}
"""The kinds that `mask` takes out, and what it writes in their place."""


class Span(NamedTuple):
    """Where something stands in a text."""

    code: Code
    begin: int
    end: int


_WIDE: Final = {each: each - 0xFEE0 for each in range(0xFF01, 0xFF5F)} | {0x3000: ord(" ")}
_OTHER_DIGIT: Final = re.compile(r"[^\D0-9]")


def _as_read(text: str) -> str:
    """The text with plain letters, digits and signs for those of full width, and plain digits for those of any script:
    character by character, so that every place stays where it is."""
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(lambda each: str(unicodedata.decimal(each[0])), text.translate(_WIDE))


def spans(text: str) -> Iterator[Span]:
    """All that is found, kind by kind; the one rule of this guard."""
    text = _as_read(text)
    if _NEEDED.search(text) is None:
        return  # most texts: without a digit or an @ there is nothing to find
    # an address is one also inside a link or beside an id
    yield from _addresses(text)
    plain = without_typed_ids(text)
    for each in _TEN_DIGITS.finditer(plain):
        # ids have digits that mean nothing: one in eleven of all ten-digit runs passes the check digit
        if is_valid(re.sub(r"\D", "", each.group())):
            yield Span(Code.NHS_NUMBER, *each.span())
    yield from (Span(Code.PHONE, *each) for each in telephone_numbers(plain))
    yield from (Span(Code.NATIONAL_INSURANCE, *each.span()) for each in _NI.finditer(plain))
    yield from (Span(Code.BIRTH_DATE, *each.span()) for each in _BIRTH.finditer(plain))


def _addresses(text: str) -> Iterator[Span]:
    """Of e-mail, in a text with plain signs."""
    if "@" in text:
        yield from (Span(Code.EMAIL, *each.span()) for each in _EMAIL.finditer(text))


def find(text: str) -> Iterator[Code]:
    """The kinds of personal data in a text, each once."""
    yield from dict.fromkeys(each.code for each in spans(text))


def find_in_id(text: str, *, whole: bool) -> Iterator[Code]:
    """As `find`, for an id, whose digits a register gave and mean nothing.

    An e-mail address is no id of any register. One with a space in it is read like a text, because people write
    sentences there. whole: also what is nothing but a number of a person, which is what a field for any reference is
    given by mistake; not where the form of the id is checked, so that it begins with a register.
    """
    if _SPACE_INSIDE.search(text.strip()) is not None:
        yield from find(text)
        return
    if not whole:
        yield from dict.fromkeys(each.code for each in _addresses(_as_read(text)))
        return
    everything = (0, len(text))
    yield from dict.fromkeys(each.code for each in spans(text) if each.code is Code.EMAIL or each[1:] == everything)


def mask(text: str) -> str:
    """E-mail addresses and telephone numbers replaced by words that say so, and nothing else; none is left in it."""
    # taken out of an address of the web, one may leave digits behind it that stand in no such address any more
    while (masked := _masked_once(text)) != text:
        text = masked
    return masked


def _masked_once(text: str) -> str:
    masked, done = [], 0
    for code, begin, end in sorted((each for each in spans(text) if each.code in MASKS), key=lambda each: each.begin):
        if begin >= done:
            masked += [text[done:begin], MASKS[code]]
            done = end
    return "".join((*masked, text[done:]))


def may_be_kept(text: str, codes: Iterable[Code]) -> bool:
    """Whether the text of something that was refused with these codes may stand in the log.

    The guard looks at the fields of events alone; what came no further, or stands elsewhere, is looked at here: as
    JSON, so an escape does not hide what follows it, and in an encoding of two or four bytes, so noughts do not.
    """
    if '"data_base64"' in text:
        return False  # what is packed cannot be looked through
    return not PERSONAL & set(codes) and next(find(_ESCAPE.sub(_escaped, text.replace("\0", ""))), None) is None


def _escaped(escape: re.Match[str]) -> str:
    return chr(int(escape.group(1), 16)) if escape.group(1) else " "
