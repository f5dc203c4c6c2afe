"""Whether a source is text in UTF-8 at all, or something that a person has to unpack or save anew.

Source: RFC 8259 section 8.1 (JSON between systems is UTF-8); RFC 1952 and the ZIP specification for their first bytes.
"""

from typing import Final

SAVE: Final = "save it as UTF-8 and publish that"
_UNPACK: Final = "unpack it and publish what is in it"

# the longer ones first: UTF-32 begins like UTF-16
_BEGINNINGS: Final = (
    (b"\xff\xfe\x00\x00", "is in UTF-32", SAVE),
    (b"\x00\x00\xfe\xff", "is in UTF-32", SAVE),
    (b"\xff\xfe", "is in UTF-16", SAVE),
    (b"\xfe\xff", "is in UTF-16", SAVE),
    (b"\x1f\x8b", "is packed with gzip", _UNPACK),
    (b"PK\x03\x04", "is a ZIP file", _UNPACK),
)

_NOUGHTS: Final = (((1, 3), "UTF-16"), ((0, 2), "UTF-16"), ((1, 2, 3), "UTF-32"), ((0, 1, 2), "UTF-32"))


def not_utf8(beginning: bytes) -> tuple[str, str] | None:
    """(problem, cure) where the beginning is of something else; None where it may be UTF-8."""
    for first, problem, cure in _BEGINNINGS:
        if beginning.startswith(first):
            return problem, cure
    # without a mark: JSON begins with letters of ASCII, so every second byte is nought, or three of four
    noughts = tuple(index for index, byte in enumerate(beginning[:4]) if byte == 0)
    if len(noughts) == len(beginning):
        return None  # nought alone is text in no encoding
    for indexes, encoding in _NOUGHTS:
        if noughts and noughts == tuple(each for each in indexes if each < len(beginning)):
            return f"is in {encoding}", SAVE
    return None
