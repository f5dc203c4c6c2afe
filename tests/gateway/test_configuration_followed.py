"""The gateway goes by what the configuration's records say: by none of them before it has read all, then by each."""

from random import Random

import pytest
from aiokafka import TopicPartition

from hub.configuration.configuration_log import ConfigurationLog
from hub.configuration.model import Configuration, Member, Partnership, canonical, key_of
from hub.gateway.index.store import Store
from hub.log.topics import TopicNames
from tests.gateway.made import record

PLACES = [
    Partnership(id=f"place-{each}", name=f"Place {each}", members=(Member(organisation="GB-LAE-WND", role="council"),))
    for each in range(30)
]


def follow(store: Store, *places: Partnership, first: int = 0) -> None:
    for offset, each in enumerate(places, first):
        store._take_configuration(record("configuration", offset, key_of(each).encode(), canonical(each)))


def test_it_is_put_together_once_however_many_documents_stand_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    made, real = [], ConfigurationLog.configuration

    def counted(log: ConfigurationLog) -> Configuration:
        made.append(log.offset)
        return real(log)

    monkeypatch.setattr(ConfigurationLog, "configuration", counted)
    store = Store("127.0.0.1:9", TopicNames(), Random(0))
    follow(store, *PLACES[:-1])
    before = store.can_admit
    store._configuration_is_read()
    assert (before, store.can_admit) == (False, True)
    assert (made, len(store.configuration.partnerships)) == ([28], 29)
    follow(store, PLACES[-1], first=29)
    assert (made, len(store.configuration.partnerships)) == ([28, 29], 30)
    standing = store.configuration
    store._configuration_again({TopicPartition("configuration", 0): 30})
    store._configuration_is_read()
    assert store.configuration is standing  # read again after an outage


def test_of_an_empty_topic_nothing_is_configured_and_nothing_is_wrong() -> None:
    store = Store("127.0.0.1:9", TopicNames(), Random(0))
    store._configuration_is_read()
    assert store.can_admit
    assert store.configuration.partnerships == {}


def test_a_document_that_cannot_be_read_is_told_once_all_is_read() -> None:
    store = Store("127.0.0.1:9", TopicNames(), Random(0))
    follow(store, *PLACES[:2])
    store._take_configuration(record("configuration", 2, b"partnership/odd", b"{"))
    store._configuration_is_read()
    assert store.closed is not None
    assert "partnership/odd" in store.closed
    store._take_configuration(record("configuration", 3, b"partnership/odd", None))
    assert store.closed is None
