"""What is true when a configuration document has been taken back, in sentences for who is about to do it. Pure."""

from typing import assert_never

from hub.configuration.model import VIEWS, Body, Document, Group, Partnership, Tolerances, ViewsVersion
from hub.configuration.practice import Practice
from hub.events.counting import count_words


def then_words(document: Document) -> str:
    """Of one that can be read."""
    match document:
        case Partnership():
            return (
                f"{what_it_is(document)} is then no partnership: an event that names it is refused, and its "
                "members speak each in one of their own. What was said in it stays in the log."
            )
        case Group():
            return f"Nobody reports to {document.name} then: its report and its feeds are not there any more."
        case Body():
            return (
                f"{document.name} is then known by the id {document.id} alone: its years, its successors, its other "
                "ids and its other names count no more. What it said stays."
            )
        case Tolerances():
            own = Tolerances()
            return (
                f"The tolerances of this release count then: rounding {own.rounding}, amber from {own.amber_amount} or "
                f"{own.amber_share}, red from {own.red_amount} or {own.red_share}."
            )
        case Practice():
            return (
                f"Nothing is looked for then by a standard of practice in {document.id}: what is open by it is closed "
                "when its pictures are made anew."
            )
        case ViewsVersion():
            return f"The version of the views is then that of this release, {VIEWS}."
        case _:
            assert_never(document)


def then_broken(size: int, before: tuple[int, Document] | None) -> str:
    """Of so many bytes that are no document. before: the last one under the key that can be read, and its offset."""
    what = f"It is no document that this release can read ({count_words(size, 'byte')})."
    words = f"{what} Nothing stands under the key then."
    if before is None:
        return f"{words} No record of the key before it can be read."
    offset, document = before
    return (
        f"{words} Before it stood {what_it_is(document)}, at offset {offset}: that does not come back by itself; "
        f"publish it again if it is to stand. `hub tail configuration --from {offset} --max 1` shows it."
    )


def what_it_is(document: Document) -> str:
    match document:
        case Partnership():
            return f"{document.name} with its {count_words(len(document.members), 'member')}"
        case Group() | Body():
            return f"the {document.document} {document.name}"
        case Practice():
            return f"the standard of practice of {document.id}"
        case Tolerances() | ViewsVersion():
            return f"the document {document.document}"
        case _:
            assert_never(document)
