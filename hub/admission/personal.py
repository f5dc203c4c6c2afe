"""What must not be in a text: NHS numbers, contacts, National Insurance numbers, dates of birth.

Promise: pure; finds kinds, and never returns what it found. `mask` is for connectors of public sources, whose texts
hold contacts that the hub does not keep. Source: domain handbook section 13.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from nhs_number.validate import is_valid

from hub.admission.refusal import Code

# ids have digits that mean nothing: a tenth of all ten-digit runs pass the NHS number's check digit
_TYPED_IDS: Final = re.compile(
    r"""https?://\S+
      | \bocds-[a-z0-9]{6}-\S+
      | \b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b
      | \bUPRN:?\s*\d+
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TEN_DIGITS: Final = re.compile(r"(?<![\w-])(?:\d{10}|\d{3} \d{3} \d{4}|\d{3}-\d{3}-\d{4})(?![\w-])")
# begins at the start of a word and is bounded, or a long text without @ would take minutes
_EMAIL: Final = re.compile(
    r"(?<![A-Za-z0-9._%+'-])[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_PHONE: Final = re.compile(r"(?<![\w-])(?:\+44\s?(?:\(0\)\s?)?|\(?0)\d(?:[ -]?\)?[ -]?\d){8,9}(?![\w-])")
_NI: Final = re.compile(r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
_BIRTH: Final = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|birth ?date|born(?: on)?)\W{0,3}"
    r"\d{1,4}[./ -](?:\d{1,2}|[A-Za-z]{3,9})[./ -]\d{1,4}",
    re.IGNORECASE,
)

_PATTERNS: Final = {
    Code.EMAIL: _EMAIL,
    Code.PHONE: _PHONE,
    Code.NATIONAL_INSURANCE: _NI,
    Code.BIRTH_DATE: _BIRTH,
}

ADVICE: Final = {
    Code.NHS_NUMBER: ("holds what is very likely an NHS number", "leave it out; the hub takes no patient data"),
    Code.EMAIL: ("holds an e-mail address", "leave it out, or name the post instead"),
    Code.PHONE: ("holds a telephone number", "leave it out, or name the post instead"),
    Code.NATIONAL_INSURANCE: ("holds what looks like a National Insurance number", "leave it out"),
    Code.BIRTH_DATE: ("holds a date of birth", "leave it out; the hub takes no patient data"),
}

PERSONAL: Final = frozenset(ADVICE)
"""The codes of this guard."""


def find(text: str) -> Iterator[Code]:
    """The kinds of personal data in a text, each once."""
    plain = _TYPED_IDS.sub(" ", text)
    if any(is_valid(re.sub(r"\D", "", each)) for each in _TEN_DIGITS.findall(plain)):
        yield Code.NHS_NUMBER
    for code, pattern in _PATTERNS.items():
        if pattern.search(plain):
            yield code


def mask(text: str) -> str:
    """E-mail addresses and telephone numbers replaced by words that say so; nothing else changes."""
    return _PHONE.sub("[phone removed]", _EMAIL.sub("[email removed]", text))


def may_be_kept(text: str, codes: Iterable[Code]) -> bool:
    """Whether the text of something that was refused with these codes may stand in the log.

    The guard looks at the fields of events alone; what came no further, or stands elsewhere, is looked at here.
    """
    if '"data_base64"' in text:
        return False  # what is packed cannot be looked through
    return not PERSONAL & set(codes) and next(find(text), None) is None
