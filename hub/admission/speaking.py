"""Who may say something, and in which partnerships.

An organisation speaks in the partnerships that it is a member of on the day from which the saying is true; one that
no partnership names is a partnership of its own. Source: design section 3.
"""

from collections.abc import Iterator

from hub.admission.refusal import Code, Refusal
from hub.configuration.model import Configuration
from hub.events.envelope import Meta


def partnerships(meta: Meta, configuration: Configuration) -> tuple[str, ...]:
    """The named partnerships, each once; else the only one that there is; else the organisation's own."""
    named = tuple(dict.fromkeys(meta.partnerships))
    return (
        named
        or tuple(configuration.partnerships_of(meta.organisation, meta.occurred_at))
        or (configuration.canonical(meta.organisation),)
    )


def refusals(meta: Meta, speaker: str | None, configuration: Configuration) -> Iterator[Refusal]:
    """speaker: the organisation that publishes, None for the operator."""
    if speaker is not None and configuration.canonical(speaker) != configuration.canonical(meta.organisation):
        problem = f"is not the organisation that publishes, which is {speaker}"
        fix = "publish it with that organisation's own access, or ask the operator"
        yield Refusal(Code.SPEAKS_FOR_ANOTHER, "meta.organisation", problem, fix)
    member_of = configuration.partnerships_of(meta.organisation, meta.occurred_at)
    listed = ", ".join(member_of) or f"none, so its own: {meta.organisation}"
    for position, named in enumerate(meta.partnerships):
        if not configuration.is_member(named, meta.organisation, meta.occurred_at):
            problem = f"{meta.organisation} is not a member of {named} on {meta.occurred_at}"
            fix = f"leave it out or name one that it is in on that day ({listed}), or check occurred_at"
            yield Refusal(Code.NOT_A_MEMBER, f"meta.partnerships[{position}]", problem, fix)
    if not meta.partnerships and len(member_of) > 1:
        problem = f"{meta.organisation} is in several partnerships on {meta.occurred_at}: {listed}"
        fix = (
            "name the one or the ones that it is about in meta.partnerships; of a file that has no word for it, such "
            f"as OCDS: hub publish --partnership {member_of[0]}"
        )
        yield Refusal(Code.PARTNERSHIP_AMBIGUOUS, "meta.partnerships", problem, fix)
