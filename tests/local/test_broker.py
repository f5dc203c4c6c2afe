"""Where Kafka comes from: the order of the ways, and that a forced way is never replaced in silence."""

from pathlib import Path

import pytest

from hub.instance.connection import NoInstance, cluster_of
from hub.local.artifacts import located
from hub.local.broker import BrokerChoice, NoBroker, choose, local_problem
from hub.settings import Broker, Settings


def settings(broker: Broker = Broker.AUTO, named: bool = False, home: Path = Path(".hub")) -> Settings:
    servers, registry = ("kafka.example:9092", "http://registry.example") if named else ("", "")
    return Settings(broker=broker, home=home, bootstrap_servers=servers, registry_url=registry)


def is_open() -> None:
    return None


def closed() -> str:
    return "closed for a reason"


def not_asked() -> str:
    raise AssertionError("this way's turn has not come")


def test_a_named_cluster_goes_first_and_nothing_else_is_asked() -> None:
    assert choose(settings(named=True), not_asked, not_asked) is BrokerChoice.CLUSTER


def test_local_goes_before_docker() -> None:
    assert choose(settings(), is_open, not_asked) is BrokerChoice.LOCAL


def test_docker_is_the_last_way() -> None:
    assert choose(settings(), closed, is_open) is BrokerChoice.DOCKER


def test_when_every_way_is_closed_the_error_names_them_all_and_the_settings() -> None:
    with pytest.raises(NoBroker, match=r"Local processes: closed for a reason. Docker: closed.*HUB_BOOTSTRAP_SERVERS"):
        choose(settings(), closed, closed)


@pytest.mark.parametrize(
    ("broker", "source"),
    [(Broker.CLUSTER, BrokerChoice.CLUSTER), (Broker.LOCAL, BrokerChoice.LOCAL), (Broker.DOCKER, BrokerChoice.DOCKER)],
)
def test_a_forced_way_is_taken_even_where_another_would_go_first(broker: Broker, source: BrokerChoice) -> None:
    assert choose(settings(broker, named=True), is_open, is_open) is source


def test_a_forced_way_that_is_closed_is_an_error() -> None:
    with pytest.raises(NoBroker, match="HUB_BROKER=local: closed for a reason"):
        choose(settings(Broker.LOCAL), closed, is_open)
    with pytest.raises(NoBroker, match="HUB_BROKER=docker: closed for a reason"):
        choose(settings(Broker.DOCKER), is_open, closed)


def test_without_maven_local_is_open_only_when_the_programs_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt-get install maven" in (local_problem(tmp_path) or "")
    found = located(tmp_path)
    found.kafka.mkdir()
    found.registry.mkdir()
    assert local_problem(tmp_path) is None


def test_commands_find_the_instance_that_was_started_and_not_the_cluster_that_was_overruled(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "ports.json").write_text('{"kafka": 4001, "registry": 4002}')
    assert cluster_of(settings(Broker.AUTO, named=True, home=tmp_path)).bootstrap_servers == "kafka.example:9092"
    assert cluster_of(settings(Broker.CLUSTER, named=True, home=tmp_path)).bootstrap_servers == "kafka.example:9092"
    for broker in (Broker.LOCAL, Broker.DOCKER):
        found = cluster_of(settings(broker, named=True, home=tmp_path))
        assert found.bootstrap_servers == "127.0.0.1:4001"
        assert found.registry_url == "http://127.0.0.1:4002"


def test_where_there_is_no_instance_the_error_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(NoInstance, match="hub up"):
        cluster_of(settings(home=tmp_path))
