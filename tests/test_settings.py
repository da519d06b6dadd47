"""The settings table: values in, values refused, and where each came from."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from webhooks import settings
from webhooks.settings import PREFIX, SETTINGS, SettingError

ROOT = Path(__file__).resolve().parent.parent


def test_every_setting_is_declared_for_people() -> None:
    names = [row.name for row in SETTINGS]
    assert len(set(names)) == len(names)
    for row in SETTINGS:
        assert row.help.endswith("."), row.name
        assert row.environment_name == PREFIX + row.name
        # A name that ends in a unit says the same as the column.
        for unit in ("SECONDS", "BYTES", "DAYS"):
            if row.name.endswith(unit):
                assert row.unit == unit.lower()


def test_the_defaults_are_those_of_the_contract(tmp_path: Path) -> None:
    loaded = settings.load({}, tmp_path)
    assert (loaded.host, loaded.port) == ("127.0.0.1", 8000)
    assert loaded.public_url == "http://127.0.0.1:8000"
    assert loaded.reply_timeout_seconds == 30
    assert loaded.max_body_bytes == 1_048_576
    assert loaded.rate_limit == (100, 10)
    assert loaded.retention_days == 30
    assert loaded.max_database_bytes == 0
    assert loaded.min_free_bytes == 268_435_456
    assert loaded.trusted_proxies == 0
    assert 10 <= loaded.max_waiting <= 10_000
    assert set(loaded.sources.values()) == {"default"}


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(
    tmp_path: Path,
) -> None:
    (tmp_path / "config.py").write_text("PORT = 9001\nRETENTION_DAYS = 7\n")
    loaded = settings.load({"SWITCHHOOK_PORT": "9002"}, tmp_path)
    assert (loaded.port, loaded.retention_days) == (9002, 7)
    assert loaded.sources["PORT"] == "environment"
    assert loaded.sources["RETENTION_DAYS"] == "config.py"
    assert loaded.sources["HOST"] == "default"


def test_the_data_directory_comes_from_the_environment(tmp_path: Path) -> None:
    loaded = settings.load({"SWITCHHOOK_INSTANCE": str(tmp_path)})
    assert loaded.instance == tmp_path
    assert loaded.database_path.parent == tmp_path


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "x"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "²"),
        ("PORT", "--1"),
        ("MAX_BODY_BYTES", str(16 * 1024 * 1024 + 1)),
        ("REPLY_TIMEOUT_SECONDS", "121"),
        ("RATE_LIMIT", "100"),
        ("RATE_LIMIT", "0/10"),
        ("RATE_LIMIT", "1/x"),
        ("RATE_LIMIT", "1/nan"),
        ("PUBLIC_URL", "hooks.example.org"),
        ("PUBLIC_URL", "ftp://hooks.example.org"),
        ("PUBLIC_URL", "https://example.org/hooks"),
        ("PUBLIC_URL", "https://example.org/?a=b"),
        ("ALLOW_PRIVATE_NETWORKS", "10.0.0.0/8 nonsense"),
        ("TRUSTED_PROXIES", "-1"),
        ("MAX_WAITING", "0"),
        ("SMTP_PORT", "0"),
        ("SMTP_SECURITY", "ssl"),
        ("SMTP_FROM", "Hooks <hooks@example.org>"),
        ("SMTP_FROM", "hooks"),
        ("SMTP_FROM", "h\xfcks@example.org"),
        ("MQTT_URL", "broker.example:1883"),
        ("MQTT_URL", "http://broker.example"),
        ("MQTT_URL", "mqtt://broker.example:70000"),
        ("MQTT_URL", "mqtt://broker.example/topic"),
    ],
)
def test_an_unusable_value_is_refused_by_name(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingError, match=f"{PREFIX}{name} .from environment. must"):
        settings.load({PREFIX + name: value}, tmp_path)


def test_a_refusal_never_repeats_the_value(tmp_path: Path) -> None:
    with pytest.raises(SettingError) as refusal:
        settings.load({"SWITCHHOOK_PORT": "hunter2"}, tmp_path)
    assert "hunter2" not in str(refusal.value)


def test_an_unknown_name_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text("RETENTION_DAY = 7\n")
    with pytest.raises(SettingError, match="RETENTION_DAY"):
        settings.load({}, tmp_path)


@pytest.mark.parametrize("text", ["PORT = = 1", "PORT = undefined", "import nothing_"])
def test_a_file_that_does_not_run_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.py").write_text(text)
    with pytest.raises(SettingError, match=r"config\.py cannot be read"):
        settings.load({}, tmp_path)


def test_mail_and_broker_are_read_as_they_are(tmp_path: Path) -> None:
    loaded = settings.load(
        {
            "SWITCHHOOK_SMTP_SECURITY": "TLS",
            "SWITCHHOOK_SMTP_FROM": "hooks@example.org",
            "SWITCHHOOK_MQTT_URL": "mqtts://me:secret@broker.example",
        },
        tmp_path,
    )
    assert (loaded.smtp_security, loaded.smtp_from) == ("tls", "hooks@example.org")
    assert loaded.mqtt_url == "mqtts://me:secret@broker.example"
    assert settings.load({}, tmp_path).smtp_host == ""


@pytest.mark.parametrize(
    ("value", "meaning"),
    [("0", None), ("100/10", (100, 10)), ("5/0x", "refused"), ("1/1.5", (1, 1.5))],
)
def test_a_rate_is_requests_per_seconds(
    tmp_path: Path, value: str, meaning: object
) -> None:
    environment = {"SWITCHHOOK_RATE_LIMIT": value}
    if meaning == "refused":
        with pytest.raises(SettingError):
            settings.load(environment, tmp_path)
    else:
        assert settings.load(environment, tmp_path).rate_limit == meaning


@pytest.mark.parametrize(
    ("environment", "url", "guessed"),
    [
        ({}, "http://127.0.0.1:8000", False),
        ({"SWITCHHOOK_HOST": "0.0.0.0"}, "http://127.0.0.1:8000", True),  # noqa: S104
        ({"SWITCHHOOK_HOST": "::1"}, "http://[::1]:8000", False),
        ({"SWITCHHOOK_PUBLIC_URL": "https://a.org/"}, "https://a.org", False),
        (
            {"SWITCHHOOK_HOST": "::", "SWITCHHOOK_PUBLIC_URL": "https://a.org:8443"},
            "https://a.org:8443",
            False,
        ),
    ],
)
def test_the_public_address_is_given_or_guessed(
    tmp_path: Path, environment: dict[str, str], url: str, guessed: bool
) -> None:
    loaded = settings.load(environment, tmp_path)
    assert (loaded.public_url, loaded.public_url_is_guessed) == (url, guessed)


def test_the_first_password_is_forgotten_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWITCHHOOK_ADMIN_PASSWORD", "correct horse")
    loaded = settings.load(instance=tmp_path)
    assert loaded.admin_password == "correct horse"
    loaded.forget_admin_password()
    assert loaded.admin_password == ""
    assert "SWITCHHOOK_ADMIN_PASSWORD" not in os.environ


@pytest.mark.parametrize("words", [["users", "list"], ["settings"], ["--help"]])
def test_an_unusable_setting_stops_every_command_with_one_line(
    words: list[str], tmp_path: Path
) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        env={
            **os.environ,
            "SWITCHHOOK_INSTANCE": str(tmp_path),
            "SWITCHHOOK_PORT": "eighty",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert result.stderr.count("\n") == 1
    assert "SWITCHHOOK_PORT" in result.stderr
