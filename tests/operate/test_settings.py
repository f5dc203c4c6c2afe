"""Settings are documented, and refused with their name."""

from pathlib import Path

import pytest

from hub.settings import SettingsWrong, read_settings, settings_table

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_lists_every_setting_as_it_is() -> None:
    assert settings_table() in PAGE.read_text(), (
        "docs/settings.md is out of date: replace its table with the output of "
        "`python -c 'from hub.settings import settings_table; print(settings_table())'`"
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HUB_PARTITIONS", "none", "HUB_PARTITIONS"),
        ("HUB_PARTITIONS", "0", "HUB_PARTITIONS"),
        ("HUB_BROKER", "cloud", "HUB_BROKER"),
        ("HUB_BROKER", "cluster", "HUB_BOOTSTRAP_SERVERS"),
        ("HUB_BOOTSTRAP_SERVERS", "127.0.0.1:9092", "HUB_REGISTRY_URL"),
        ("HUB_HEARTBEAT_SECONDS", "14", "HUB_SESSION_TIMEOUT_SECONDS"),
        ("HUB_TOPIC_PREFIX", "no-dot", "HUB_TOPIC_PREFIX"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong, match=words):
        read_settings()
