"""A second, naive route to the same answers: sort everything and replay it over dictionaries.

It works on the models and shares no code with hub.reconcile, so that agreement means something. It tells, for
each picture, which event each body's word on each field comes from, and the words that are assessments. Its parts:
`oracle_words` (what one event says), `oracle_replay` (what is said on a day), `oracle_following` (what follows from
that), `oracle_stages`, `oracle_results` and `oracle_trends` (how far it has come, what is missed, what is no chance),
`oracle_summaries`.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from hub.events import contract, scrutiny
from hub.events.withdrawal import Withdrawn
from tests.reconcile.oracle_following import follow, take
from tests.reconcile.oracle_replay import go_back_on_ends, replayed
from tests.reconcile.oracle_results import Assessing
from tests.reconcile.oracle_stages import come_to, ended_by, sign
from tests.reconcile.oracle_summaries import provider_of, summary_of
from tests.reconcile.oracle_words import Told, sayings


def replay(told: Iterable[Told], as_of: date) -> dict[tuple[str, str], dict[str, Any]]:
    """(kind, id) to a summary of its picture, for organisations without successors."""
    by_identity = {(str(event.meta.event_id), hashed): (kind, event, hashed) for kind, event, hashed in told}
    void = set()
    for _, event, _ in by_identity.values():
        if event.meta.corrects:
            void.add((event.meta.organisation, event.meta.corrects))
        if isinstance(event, Withdrawn):
            void.add((event.meta.organisation, event.event))
    good = [
        each
        for each in by_identity.values()
        if (each[1].meta.organisation, each[1].meta.event_id) not in void and not isinstance(each[1], Withdrawn)
    ]
    words = replayed(good, as_of)
    for named in {n for _, e, _ in good if isinstance(e, contract.ContractTerms) for n in [e.procurement] if n}:
        words["procurement", named]
    for (kind_of, _), said in list(words.items()):
        if kind_of == "procurement":
            follow(said)
    contracts = {key[1]: value for key, value in words.items() if key[0] == "contract"}
    procurements = {key[1]: value for key, value in words.items() if key[0] == "procurement"}
    for said in contracts.values():
        sign(said, words)
        go_back_on_ends(said, as_of)
        take(said, words)
    ended = {key: ended_by(said, procurements) for key, said in contracts.items()}
    for (kind_of, key), said in words.items():
        if kind_of == "procurement":
            come_to(key, said, contracts)
    assessing = Assessing(lambda day: replayed(good, day), {day for _, e, _ in good for day, _ in sayings(e)}, as_of)
    missing = defaultdict(set, {about: assessing.missed(about, said) for about, said in words.items()})
    answers = {key: summary_of(key, value, as_of, missing) for key, value in words.items()}
    for key, found in ended.items():
        answers["contract", key]["ended_by"] = found
    for programme in {p for _, e, _ in good if isinstance(e, contract.ContractAssigned) for p in [e.programme]}:
        answers.setdefault(("programme", programme), summary_of(("programme", programme), {}, as_of, missing))
    for assessed in {e.contract for _, e, _ in good if isinstance(e, scrutiny.EiaRecorded) and e.contract}:
        about = ("contract", assessed)
        answers.setdefault(about, {**summary_of(about, {}, as_of, missing), "ended_by": []})
    for provider in {s.id for _, e, _ in good for s in getattr(e, "suppliers", None) or ()}:
        answers["provider", provider] = provider_of(provider, contracts, procurements, missing)
    for provider in {s.id for _, e, _ in good for a in getattr(e, "awards", ()) for s in a.suppliers or ()}:
        answers["provider", provider] = provider_of(provider, contracts, procurements, missing)
    return answers
