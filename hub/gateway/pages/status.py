"""How the instance is, in words, for whoever looks after it: what to do first, then what that was read from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hub.gateway.api.parts import Parts
from hub.gateway.pages.day_asked import page_router
from hub.gateway.pages.frame import Frame
from hub.monitor.findings import of_outputs
from hub.monitor.group_words import group_words
from hub.reconcile.picture import KINDS

COLOURS: Final = {
    "error": "red",
    "warning": "orange",
    "note": "grey",
    "READY": "green",
    "OK": "green",
    "UNKNOWN": "grey",
    "WARN": "orange",
}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One thing to know. what, do: a sentence each."""

    severity: str
    what: str
    do: str = ""
    runbook: str = ""


def findings(document: Mapping[str, Any]) -> list[FindingRow]:
    """What an operator is told, worst first; of a document that gives reasons alone, those."""
    if "findings" in document:
        return [
            FindingRow(each["severity"], each["what"], each["do"], each["runbook"]) for each in document["findings"]
        ]
    return [FindingRow("warning", each) for each in document["reasons"]]


def left_out(document: Mapping[str, Any], untrue: list[dict[str, Any]]) -> list[FindingRow]:
    """What these pages leave out, where no worker has told of it: it may run on another machine."""
    told = {(each["partition"], each["offset"]) for worker in document.get("workers", ()) for each in worker["untrue"]}
    ours = [each for each in untrue if (each["partition"], each["offset"]) not in told]
    return [FindingRow(each.kind.severity.value, each.what, each.do, each.kind.runbook) for each in of_outputs(ours)]


def verdict(document: Mapping[str, Any]) -> str:
    """One sentence for the top of the page."""
    if "verdict" in document:
        return str(document["verdict"])
    return "Something needs attention." if document["reasons"] else "All is well."


def colour(state: str) -> str:
    """Of a state's tag; what is not known to be well is red."""
    return COLOURS.get(state) or COLOURS.get(state.upper()) or "red"


def counted(by_code: Mapping[str, int]) -> str:
    """Reasons by code in words, the most frequent first."""
    return ", ".join(
        f"{code}: {count}" for code, count in sorted(by_code.items(), key=lambda each: (-each[1], each[0]))
    )


def routes(parts: Parts) -> APIRouter:
    router = page_router()
    frame, store = Frame(parts), parts.store

    @router.get("/status")
    async def status(request: Request) -> HTMLResponse:
        document = await parts.status.get()
        spoke = sorted(store.events.last_of.items(), key=lambda each: each[1].at, reverse=True)
        return frame.page(
            request,
            "status.html",
            "Status",
            document=document,
            verdict=verdict(document),
            findings=[*left_out(document, store.untrue), *findings(document)],
            colour=colour,
            counted=counted,
            group_words=group_words,
            held={kind: store.pictures.count(kind) for kind in KINDS},
            differences=len(store.pictures.matters()),
            events=len(store.events),
            unreadable=len(store.pictures.untrue),
            configuration=store.configuration,
            spoke=spoke[:20],
            speakers=len(spoke),
        )

    return router
