"""A process that is told something wrong refuses to start and says which setting it was."""

import pytest

from shared.settings import Settings, SettingsError

GOOD = {"DATABASE_URL": "postgresql://toy_app@localhost/toy"}


def test_the_least_that_is_needed_is_a_database():
    settings = Settings.from_env("toy", GOOD)
    assert (settings.service, settings.environment) == ("toy", "development")
    with pytest.raises(SettingsError, match="DATABASE_URL is required"):
        Settings.from_env("toy", {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("AMQP_URL", "http://x"),
        ("SMTP_URL", "ftp://x"),
        ("PUBLIC_BASE_URL", "localhost:8080"),
        ("TAISAN_ENVIRONMENT", "prod"),
        ("DATABASE_POOL", "many"),
        ("TOKEN_KEYS", "[1]"),
        ("TOKEN_KEYS", "{"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(name, value):
    with pytest.raises(SettingsError, match=name):
        Settings.from_env("toy", GOOD | {name: value})


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "url").write_text("postgresql://toy_app:bí-mật@localhost/toy\n", encoding="utf-8")
    settings = Settings.from_env("toy", {"DATABASE_URL_FILE": str(tmp_path / "url")})
    assert settings.database_url == "postgresql://toy_app:bí-mật@localhost/toy"


def test_a_secret_file_that_cannot_be_read_is_an_error_and_not_an_empty_secret(tmp_path):
    with pytest.raises(SettingsError, match="DATABASE_URL_FILE"):
        Settings.from_env("toy", {"DATABASE_URL_FILE": str(tmp_path / "missing")})


@pytest.mark.parametrize("secret", ["", "short", "please-change-me-please-change-me-please"])
def test_production_refuses_a_missing_short_or_sample_secret(secret):
    env = GOOD | {
        "TAISAN_ENVIRONMENT": "production",
        "SECRET_KEY": secret,
        "TOKEN_KEYS": '{"web": {"x": "", "issues": "user"}}',
        "PUBLIC_BASE_URL": "https://ts.longbien.hanoi.gov.vn",
    }
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        Settings.from_env("web", env)


def test_rabbitmq_is_used_when_its_address_is_given():
    env = GOOD | {"BUS_URL": "postgresql://bus_app@localhost/bus", "AMQP_URL": "amqp://x"}
    assert Settings.from_env("toy", env).bus_url == "amqp://x"
    assert Settings.from_env("toy", GOOD | {"BUS_URL": env["BUS_URL"]}).bus_url == env["BUS_URL"]
