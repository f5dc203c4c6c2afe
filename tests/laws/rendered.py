"""Prints a digest of the reports, explanations and traces of one made history: `python -m tests.laws.rendered SEED`."""

import hashlib
import sys
from datetime import date
from random import Random

import orjson

from hub.configuration.model import Configuration
from hub.reconcile.events import Subject
from hub.reports.explain import explain
from hub.reports.joint_programmes import joint_programmes
from hub.reports.partners import last_statements, with_partners
from hub.reports.pictures_on_day import bodies
from hub.reports.render import Format, render
from hub.reports.trace import trace
from tests.laws.histories import GROUPS, POOLS, by_partnership, said_of
from tests.reconcile import dense
from tests.reconcile.summary import WITH_SUCCESSION

DAY = date(2015, 12, 1)


def rendered(seed: int) -> list[bytes]:
    statements = said_of(dense.history(Random(seed), 150))
    documents = {**WITH_SUCCESSION.documents, **{f"group/{each.id}": each for each in GROUPS}}
    configuration = Configuration(2, documents)
    there = bodies(by_partnership(statements), configuration, DAY, None)
    last = last_statements(by_partnership(statements))
    reports = [
        render(
            with_partners(
                joint_programmes(group, there, configuration, as_of=DAY, known_at=None), group, configuration, last
            ),
            to,
        )
        for group in GROUPS
        for to in Format
    ]
    subjects = [Subject(kind, each) for kind, pool in POOLS.items() for each in pool]
    told = [explain(by_partnership(statements), configuration, each, None, DAY) for each in subjects]
    traced = [trace(by_partnership(statements), configuration, each.event_id, DAY) for each in statements[:10]]
    return [*reports, orjson.dumps(told), orjson.dumps(traced)]


def digests(seed: int) -> list[str]:
    return [hashlib.sha256(each).hexdigest() for each in rendered(seed)]


if __name__ == "__main__":
    sys.stdout.write("\n".join(digests(int(sys.argv[1]))) + "\n")
