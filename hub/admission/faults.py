"""A fault of the hub's own at one item: the item is refused as such, and the others go in.

Promise: whatever a document holds, a door answers for it. What is caught is what code raises for a value that nobody
thought of; nothing that tells of files, memory, the network or a user's stop. The refusal says nothing of our insides:
whoever catches it logs it, once, with its trace.
"""

from typing import Final

from hub.admission.refusal import Code, Refusal

FOR_CONTENT: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


def fault(code: Code, what: str, where: str) -> Refusal:
    """code: of the step that failed. what: which step, as "judged"."""
    problem = f"could not be {what}, because of a fault of the hub's"
    fix = "tell the operator the time and this place; the item was kept. Publish it again when that is mended"
    return Refusal(code, "", problem, fix, where)
