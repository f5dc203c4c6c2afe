"""Typed ids inside a text: what a register or a standard numbers, so that its digits are not taken for a person's.

Promise: pure; a form counts by what it is, never by a word before it alone: "ref 07700 900123" stays a telephone
number. Only UPRN is known by its word, because its digits have no form of their own, and never in the eleven digits
with a nought in front that a telephone number has. A UUID needs no form: no number of a person begins behind a dash.
Source: design section 3 (ids); org-id.guide; Find a Tender (notices are numbered nnnnnn-yyyy).
"""

import re
from typing import Final

# what stands in place of an id: part of a word, so that digits that touch it do not begin a number of their own
_FILLED: Final = "x"

_FORMS: Final = re.compile(
    r"""https?://[^\s"'<>]+                                               # an address
      | \bocds-[a-z0-9]{6}-[A-Za-z0-9._-]+                                # an ocid
      | (?<![\w-])\d{6}-(?:19|20)\d{2}(?![\w-])                           # a notice
      | (?<![\w-])[A-Z]{2}-[A-Z][A-Z0-9]{1,7}(?:-[A-Za-z0-9._/]+)+        # an org-id: register, then number
      | (?<![\w-])(?!TEL|MOB|FAX)[A-Z]{2,4}\d{6,}(?![\w-])                # letters and number: SC123456, DN774246
      | (?i:\bUPRN):?\s*(?!0\d{10}\b)\d{1,12}(?!\w)                       # a property
      | (?:[£€$]|\b(?:GBP|EUR|USD)\b)\s?\d[\d,]*(?:\.\d+)?                # an amount
    """,
    re.VERBOSE,
)


def without_typed_ids(text: str) -> str:
    """The text with every typed id filled up, so that what is found stands where it stands in the text."""
    return _FORMS.sub(lambda found: _FILLED * len(found.group()), text)
