"""Settings are documented, and refused with their name."""

import re
from types import NoneType
from typing import Any, get_args

import pytest
from pydantic import Field, SecretStr, create_model
from pydantic.fields import FieldInfo

from hub.settings import Settings, SettingsWrong, read_settings

CANARY = "zebra-4471"
SECRET = re.compile(
    r"passw|passphrase|passcode|secret|token|credential|(api|access|private|signing|encryption)[_ -]?key", re.IGNORECASE
)


def is_called_secret(name: str, info: FieldInfo) -> bool:
    return bool(SECRET.search(name) or SECRET.search(info.description or ""))


def plain_secrets(settings: type[Settings]) -> set[str]:
    """Settings that are secrets by their name or description, and by their type would show."""
    return {
        name
        for name, info in settings.model_fields.items()
        if is_called_secret(name, info)
        and not set(get_args(info.annotation) or [info.annotation]) <= {SecretStr, NoneType}
    }


def settings_with(name: str, kind: Any, default: Any = None, says: str = "") -> type[Settings]:
    more: dict[str, Any] = {name: (kind, Field(default, description=says))}
    return create_model("More", __base__=Settings, **more)


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


def test_no_secret_among_the_settings_is_plain() -> None:
    assert plain_secrets(Settings) == set(), "declare it as a SecretStr"


def test_no_secret_of_the_settings_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever secret comes is walked here too; one that is added shows that the walk sees it."""
    more = settings_with("registry_password", SecretStr)
    names = [name for name, info in more.model_fields.items() if is_called_secret(name, info)]
    for name in names:
        monkeypatch.setenv(f"HUB_{name.upper()}", CANARY)
    found = more()
    assert "registry_password" in names
    assert [getattr(found, name).get_secret_value() for name in names] == [CANARY] * len(names)
    assert CANARY not in f"{found} {found!r} {found.model_dump()} {found.model_dump_json()}"


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "registry_password",
        "keystore_passphrase",
        "client_secret",
        "secret_of_client",
        "bearer_token",
        "tokens",
        "sasl_credentials",
        "api_key",
        "signing_key",
    ],
)
@pytest.mark.parametrize("kind", [str, str | None, SecretStr | str, bytes, list[str]])
def test_a_plain_secret_would_be_noticed_by_its_name(name: str, kind: Any) -> None:
    assert name in plain_secrets(settings_with(name, kind))


def test_a_plain_secret_would_be_noticed_by_what_its_description_calls_it() -> None:
    assert "login" in plain_secrets(settings_with("login", str, says="User and password of the registry."))


@pytest.mark.parametrize("kind", [SecretStr, SecretStr | None])
def test_a_secret_that_never_shows_is_right(kind: Any) -> None:
    assert "registry_password" not in plain_secrets(settings_with("registry_password", kind))
