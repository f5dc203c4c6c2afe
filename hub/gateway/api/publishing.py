"""POST /v1/events: CloudEvents in, an answer for each. And what became of an event: receipts, events."""

from collections.abc import Callable
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Header, Path, Request, Response

from hub.admission.refusal import Refusal
from hub.admission.warning import AdmissionWarning
from hub.gateway.api import examples, models
from hub.gateway.api.answers import answer
from hub.gateway.api.cloudevents_http import events_sent
from hub.gateway.api.door import DoorAnswer
from hub.gateway.api.incoming import read_beginning, read_body
from hub.gateway.api.openapi import event_body, event_headers, reading, responses
from hub.gateway.api.parts import Parts
from hub.gateway.api.receipts import event_shown, receipt_of
from hub.gateway.api.whole_requests import KEPT, refused_whole
from hub.gateway.http.problems import Problem, ProblemKind
from hub.log.refusals import MOST_TEXT_BYTES
from hub.usecases.admitting import ItemOutcome
from hub.usecases.publishing import SpeakerUnknown, principal_of

MOST_ERRORS: Final = 500

At = Callable[[str, int], str]
"""From a refusal's field and the place of its event to where its sender wrote that."""

EventIdInPath = Annotated[
    str,
    Path(
        description="The event's id, a UUID",
        # not a UUID by its type: what is said of a wrong one would repeat a piece of it
        pattern="^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
        openapi_examples={"of the demonstration": {"value": examples.EVENT_ID}},
    ),
]
Speaker = Annotated[
    str | None,
    Header(
        alias="Hub-As",
        max_length=200,
        description=(
            "The organisation that publishes, for itself only, as `hub publish --as` does. Without it you publish as "
            "the operator, who may publish for everybody. Sign-in will take its place."
        ),
        openapi_examples={"the council": {"value": "GB-LAE-WND"}},
    ),
]


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["publishing"])

    @router.post(
        "/events",
        status_code=202,
        response_model=models.PublishAnswer,
        response_description="At least one event is in the log, acknowledged by Kafka",
        responses=responses(
            ProblemKind.REFUSED, ProblemKind.NOT_JSON, ProblemKind.NO_EVENTS, ProblemKind.BODY_WRONG,
            ProblemKind.MEDIA_WRONG, ProblemKind.TOO_LARGE, ProblemKind.HEADERS_TOO_LARGE,
            ProblemKind.TOO_SLOW, ProblemKind.TOO_MANY, ProblemKind.AWAY, ProblemKind.NOT_READ,
            ProblemKind.CLOSED, ProblemKind.ORIGIN_WRONG,
        ),
        openapi_extra={
            "requestBody": event_body(examples.ONE_EVENT, examples.BATCHES, examples.BINARY_BODIES),
            "parameters": event_headers(examples.BINARY),
        },
    )  # fmt: skip
    async def publish(request: Request, speaker: Speaker = None) -> Response:
        """Publish one event, or up to 500 in an array, 4 MiB in all.

        CloudEvents in each mode: structured, in a batch, or binary, with the attributes in `ce-` headers and the data
        alone as the body; packed with gzip or not. 202 when at least one of them is in the log, acknowledged by Kafka:
        `results` says of each event what became of it, and where it stands. 422 when all were refused. Sending the
        same again is harmless: an event that is in the log already is told as a duplicate, as far as the gateway has
        read the log.
        """
        with parts.door.slot():
            return await published(request, speaker)

    async def published(request: Request, speaker: str | None) -> Response:
        try:
            principal = principal_of(speaker)
        except SpeakerUnknown as unknown:
            error = {"pointer": "header/Hub-As", "detail": "is not an organisation id; GB-LAE-WND is one"}
            raise Problem(ProblemKind.PARAMETER_WRONG, "say who publishes, or leave Hub-As out", [error]) from unknown
        read = bytearray()
        try:
            sent = events_sent(request.headers.raw, await read_body(request, read))
        except Problem as problem:
            if problem.kind in KEPT:
                await read_beginning(request, read, MOST_TEXT_BYTES)
                await parts.door.take([refused_whole(problem, request.headers.raw, bytes(read))], principal)
            raise
        answers = await parts.door.take(sent.items, principal)
        if sent.bad is not None:
            raise no_event(sent.bad, answers)
        if all(each.outcome is ItemOutcome.REFUSED for each in answers):
            raise all_refused(answers, sent.pointer)
        return Response(told(answers, sent.pointer).model_dump_json(), 202, media_type="application/json")

    @router.get(
        "/receipts/{event_id}",
        response_model=models.Receipt,
        responses=reading(ProblemKind.NOT_FOUND, ProblemKind.AWAY),
    )
    async def receipt(request: Request, event_id: EventIdInPath) -> Response:
        """What became of an event: admitted where, when and by whom; warned of what; refused why; quarantined;

        taken back by what; which pictures stand on it now, and whether they include it yet. It is there a moment after
        the event was published.
        """
        found = await receipt_of(UUID(event_id), parts.reading, parts.store, parts.source)
        return answer(request, found)

    @router.get(
        "/events/{event_id}",
        response_model=models.EventShown,
        responses=reading(ProblemKind.NOT_FOUND, ProblemKind.AWAY),
    )
    async def event(request: Request, event_id: EventIdInPath) -> Response:
        """What an event says, read from the log, and the pictures that stand on it."""
        return answer(request, await event_shown(UUID(event_id), parts.reading, parts.store))

    return router


def told(answers: list[DoorAnswer], at: At) -> models.PublishAnswer:
    """The body of a 202."""
    outcomes = [each.outcome for each in answers]
    return models.PublishAnswer(
        accepted=outcomes.count(ItemOutcome.ADMITTED),
        duplicates=outcomes.count(ItemOutcome.DUPLICATE),
        refused=outcomes.count(ItemOutcome.REFUSED),
        results=[
            models.EventAnswer(
                index=index,
                event=each.event,
                outcome=each.outcome,
                records=[models.Record(**record._asdict()) for record in each.records],
                refusals=[reason(refusal, at(refusal.field, index)) for refusal in each.refusals],
                warnings=[warned(warning, at(warning.field, index)) for warning in each.warnings],
                receipt=None if each.event is None else f"/v1/receipts/{each.event}",
            )
            for index, each in enumerate(answers)
        ],
    )


def no_event(kind: ProblemKind, told: list[DoorAnswer]) -> Problem:
    """The problem of a body in which there is no event."""
    (refusal,) = told[0].refusals
    return Problem(kind, f"{refusal.problem}. To mend it: {refusal.fix}")


def all_refused(answers: list[DoorAnswer], at: At) -> Problem:
    """The problem of a request of which nothing was let in."""
    reasons = [
        reason(refusal, at(refusal.field, index)) for index, each in enumerate(answers) for refusal in each.refusals
    ]
    what = f"all {len(answers)} events were refused" if len(answers) > 1 else "the event was refused"
    rest = f"; the first {MOST_ERRORS} of {len(reasons)} are told" if len(reasons) > MOST_ERRORS else ""
    detail = f"{what}, and nothing was written: see errors for each reason{rest}; docs/errors.md explains the codes"
    return Problem(ProblemKind.REFUSED, detail, [each.model_dump(mode="json") for each in reasons[:MOST_ERRORS]])


def warned(warning: AdmissionWarning, pointer: str) -> models.Warned:
    return models.Warned(pointer=pointer, detail=warning.problem, fix=warning.fix)


def reason(refusal: Refusal, pointer: str) -> models.Reason:
    return models.Reason(pointer=pointer, detail=refusal.problem, code=refusal.code.value, fix=refusal.fix)
