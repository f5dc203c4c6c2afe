"""What to write for an organisation id that lacks its register: told by the form of what was given.

Promise: pure; what was given is never repeated. Source: org-id.guide for registers; domain handbook section 4 for the
forms of their numbers.
"""

import re
from typing import Final

_REGISTERED: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{2,8}-[A-Z0-9][A-Z0-9._/-]{0,63}")
_FORMS: Final = (
    (
        re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{6}|(?:IP|SP|RS)[A-Z0-9]{6}|SL[0-9]{5}[0-9A]"),
        "a number of Companies House has its register before it: write GB-COH- and then the number, as GB-COH-00000001",
    ),
    (
        re.compile(r"[0-9]{7}"),
        "write a charity's number with GB-CHC- before it, a company's with GB-COH- and the zero that it has lost, as "
        "GB-COH-01234567",
    ),
    (re.compile(r"[0-9]{6}"), "write a charity's number with GB-CHC- before it, as GB-CHC-200001"),
    (
        re.compile(r"[A-Z0-9]{3,6}"),
        "write its register before it: GB-NHS- for a body of the NHS by its ODS code, as GB-NHS-08X; GB-LAE- for a "
        "council in England, as GB-LAE-WND",
    ),
)
OTHERWISE: Final = (
    "write its register and its number there: GB-LAE-WND for a council in England, GB-NHS-08X for a body of the NHS, "
    "GB-COH-00000001 for a company"
)


def organisation_cure(given: str) -> str:
    """How to write it, as far as its form tells what it is."""
    text = given.strip().upper()
    if _REGISTERED.fullmatch(re.sub(r"[\s_:]+", "-", text)):
        return "write it in capitals, with a hyphen after each part and no space, as GB-COH-00000001"
    return next((cure for form, cure in _FORMS if form.fullmatch(text)), OTHERWISE)
