"""What a crash may leave of Kafka's storage: recognised, mended where nothing can be lost, otherwise kept."""

from pathlib import Path

import pytest

from hub.local.kafka_storage import METADATA_LOG, Storage, empty, look_at, look_through_at_next_start, new_cluster_id


def with_identity(data: Path, text: str = "version=1\ncluster.id=x\n") -> None:
    data.mkdir(parents=True, exist_ok=True)
    (data / "meta.properties").write_text(text)


def with_snapshot(data: Path) -> None:
    (data / METADATA_LOG).mkdir(parents=True, exist_ok=True)
    (data / METADATA_LOG / "00000000000000000000-0000000000.checkpoint").write_bytes(b"x")


def with_records(data: Path) -> None:
    (data / "commissioning.contract.v1-0").mkdir(parents=True)
    (data / "commissioning.contract.v1-0" / "00000000000000000000.log").write_bytes(b"records")


def test_no_folder_and_an_empty_folder_are_empty(tmp_path: Path) -> None:
    assert look_at(tmp_path / "none") is Storage.EMPTY
    assert look_at(tmp_path) is Storage.EMPTY


def test_identity_and_snapshot_make_it_formatted(tmp_path: Path) -> None:
    with_identity(tmp_path)
    with_snapshot(tmp_path)
    assert look_at(tmp_path) is Storage.FORMATTED


@pytest.mark.parametrize("text", [None, "", "#\n"])
def test_a_formatting_that_was_cut_off_is_half_and_can_be_emptied(tmp_path: Path, text: str | None) -> None:
    with_snapshot(tmp_path)
    if text is not None:
        with_identity(tmp_path, text)
    assert look_at(tmp_path) is Storage.HALF
    empty(tmp_path)
    assert look_at(tmp_path) is Storage.EMPTY


def test_an_identity_alone_is_half(tmp_path: Path) -> None:
    with_identity(tmp_path)
    assert look_at(tmp_path) is Storage.HALF


def test_where_records_stand_nothing_is_ever_emptied(tmp_path: Path) -> None:
    with_records(tmp_path)
    assert look_at(tmp_path) is Storage.BROKEN
    with pytest.raises(ValueError, match="only a half formatted folder"):
        empty(tmp_path)
    with_identity(tmp_path)
    with_snapshot(tmp_path)
    assert look_at(tmp_path) is Storage.FORMATTED
    with pytest.raises(ValueError, match="only a half formatted folder"):
        empty(tmp_path)
    assert (tmp_path / "commissioning.contract.v1-0" / "00000000000000000000.log").read_bytes() == b"records"


def test_cluster_ids_are_different_and_never_look_like_an_option() -> None:
    made = {new_cluster_id() for _ in range(500)}
    assert len(made) == 500
    assert all(len(name) == 22 and not name.startswith("-") for name in made)


def test_what_kafka_trusts_is_taken_away_and_no_record(tmp_path: Path) -> None:
    with_records(tmp_path)
    trusted = [tmp_path / ".kafka_cleanshutdown", tmp_path / "recovery-point-offset-checkpoint"]
    for each in trusted:
        each.write_text("0")
    rest = {each for each in tmp_path.rglob("*") if each not in trusted}
    look_through_at_next_start(tmp_path)
    assert set(tmp_path.rglob("*")) == rest
    look_through_at_next_start(tmp_path)
    look_through_at_next_start(tmp_path / "none")
