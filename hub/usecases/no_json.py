"""A file in which nothing is JSON: one refusal, whichever format was named, and not one for each of its lines."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from connectors.protocol import Item
from hub.admission.refusal import Code, Refusal
from hub.admission.strict_json import BadJson


class NoJson:
    """A connector for one such file. bad: the first thing in it that could not be read."""

    name = "no JSON"
    about = "a file in which nothing is JSON"

    def __init__(self, bad: BadJson) -> None:
        self._bad = bad

    def recognises(self, first: Any) -> bool:
        return False

    def items(self, stream: BinaryIO, name: str, speaker: str | None) -> Iterator[Item]:
        fix = self._bad.cure or "write one JSON object a line, in UTF-8"
        refusal = Refusal(Code.NOT_JSON, "", f"nothing in it can be read as JSON: {self._bad.problem}", fix, name)
        yield Item(name, refusals=(refusal,), source=self._bad.text)
