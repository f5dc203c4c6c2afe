"""Numbers of Companies House: eight characters, which programs that take them for numbers shorten.

Source: org-id.guide (GB-COH); domain handbook section 4.
"""

import re
from typing import Final

_NUMBER: Final = re.compile(
    r"^(((AC|CE|CS|FC|FE|GE|GS|IC|LP|NC|NF|NI|NL|NO|NP|OC|OE|PC|R0|RC|SA|SC|SE|SF|SG|SI|SL|SO|SR|SZ|ZC|\d{2})\d{6})"
    r"|((IP|SP|RS)[A-Z\d]{6})|(SL\d{5}[\dA]))$",
    re.ASCII,
)
_SHORT: Final = re.compile(r"^([A-Z]{2})?([0-9]+)$")


def company_number(given: str) -> str | None:
    """The number as the register writes it, in capitals and with the noughts that it lost; None of other texts."""
    text = given.strip().upper()
    short = _SHORT.match(text)
    if short is not None:
        letters, digits = short.group(1) or "", short.group(2)
        text = f"{letters}{digits.zfill(8 - len(letters))}"
    return text if _NUMBER.match(text) else None
