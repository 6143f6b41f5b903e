"""Every setting of the product, in one place, read from the environment."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from functools import cached_property, lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Names are those of the environment: `PORT`, `DATABASE_URL`, `MARKETPLACE_DATA_DIR`, ...

    Nothing needs to be set to try the product. In production (`MARKETPLACE_MODE=production`)
    it refuses to start without a secret key, a public address and a mail server of its own.
    """

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True)

    mode: Literal["demo", "production"] = Field("demo", alias="MARKETPLACE_MODE")
    port: int = Field(3000, alias="PORT", ge=1, le=65535)
    host: str = Field("127.0.0.1", alias="HOST")
    data_dir: Path = Field(Path("var"), alias="MARKETPLACE_DATA_DIR")
    database_url: str | None = Field(None, alias="DATABASE_URL")
    database_role: str = Field("marketplace_app", alias="DATABASE_ROLE", pattern=r"^[a-z_][a-z0-9_]{0,62}$")
    redis_url: str | None = Field(None, alias="REDIS_URL")
    public_url: str | None = Field(None, alias="PUBLIC_URL")
    secret_key: SecretStr | None = Field(None, alias="SECRET_KEY")
    workers: int = Field(4, alias="WORKER_THREADS", ge=1, le=64)
    own_processor: bool = Field(True, alias="OWN_PROCESSOR")
    web_processor: int | None = Field(None, alias="WEB_PROCESSOR")  # given by `up` to what it starts
    vite_origin: str | None = Field(None, alias="VITE_ORIGIN")  # given by `dev` to the web server it starts
    job_lease_seconds: int = Field(60, alias="JOB_LEASE_SECONDS", ge=1)
    job_longest_seconds: int = Field(3600, alias="JOB_LONGEST_SECONDS", ge=1)
    trusted_hops: int = Field(0, alias="TRUSTED_HOPS", ge=0, le=10)
    allowed_hosts: str = Field("", alias="ALLOWED_HOSTS")  # beside the host of PUBLIC_URL, by commas
    operations_token: SecretStr | None = Field(None, alias="OPERATIONS_TOKEN")
    without_mail: bool = Field(False, alias="WITHOUT_MAIL")
    forget_after_days: int = Field(30, alias="FORGET_AFTER_DAYS", ge=1)
    log_format: Literal["json", "text"] = Field("text", alias="LOG_FORMAT")
    rate_limits: bool = Field(True, alias="RATE_LIMITS")
    smtp_url: SecretStr | None = Field(None, alias="SMTP_URL")
    mail_from: str = Field("Concourse <no-reply@concourse.example>", alias="MAIL_FROM")
    store_cors: str = Field("", alias="STORE_CORS")  # origins of storefronts that keep their session in a cookie
    sentry_dsn: str | None = Field(None, alias="SENTRY_DSN")
    otlp_endpoint: str | None = Field(None, alias="OTEL_EXPORTER_OTLP_ENDPOINT")

    @model_validator(mode="after")
    def refuse_weak_production(self) -> Settings:
        """Production without its own secret and address is a misconfiguration, never a default."""
        if self.mode == "production":
            if self.secret_key is None or len(self.secret_key.get_secret_value()) < 32:
                raise ValueError("SECRET_KEY must be set to at least 32 characters in production")
            if not (self.public_url or "").startswith("https://"):
                raise ValueError("PUBLIC_URL must be the https address of the product in production")
            if self.smtp_url is None and not self.without_mail:
                raise ValueError(
                    "SMTP_URL must name a mail server in production, or WITHOUT_MAIL=on say that no letter is ever "
                    "sent: no account can be made then, and no password reset"
                )
            if self.operations_token and len(self.operations_token.get_secret_value()) < 16:
                raise ValueError("OPERATIONS_TOKEN must be at least 16 characters")
            if self.vite_origin:
                raise ValueError("VITE_ORIGIN is for `make dev`; production serves the built front end")
            if not self.rate_limits:
                raise ValueError("RATE_LIMITS cannot be switched off in production")
        return self

    @property
    def base_url(self) -> str:
        """The address that links in e-mails and canonical tags start with, without a slash at its end."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    def answers_to(self, host: str) -> bool:
        """Whether a Host header (lower case, with or without a port) names this copy.

        Without a public address that is any name of this machine: an address by number is safe, because nobody can
        make a name of their own point to it and have the browser send it.
        """
        name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
        if name in self._own_hosts:
            return True
        return self.is_demo and _is_number(name)

    @cached_property
    def _own_hosts(self) -> frozenset[str]:
        more = (one.strip().lower() for one in self.allowed_hosts.split(","))
        public = urlsplit(self.base_url).hostname or ""
        return frozenset({"localhost", "127.0.0.1", "::1", self.host.lower(), public, *more} - {""})

    @property
    def is_demo(self) -> bool:
        """Demo mode offers the demo accounts and the mailbox page."""
        return self.mode == "demo"

    @property
    def cookie_secure(self) -> bool:
        """Cookies carry Secure and the `__Host-` prefix whenever the product is reached over https."""
        return self.base_url.startswith("https://")

    def secret(self) -> bytes:
        """The signing key: `SECRET_KEY`, or one made on the first start and kept in the data folder."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        path = self.data_dir / "secret.key"
        if not path.exists():
            _write_once(path, secrets.token_hex(32))
        return path.read_text().strip().encode()

    def redis_namespace(self) -> str:
        """What this copy's keys in Redis begin with: the same in all its processes, another in every other copy."""
        return "marketplace-" + hashlib.blake2b(b"redis" + self.secret(), digest_size=6).hexdigest()


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _write_once(path: Path, text: str) -> None:
    """Web and worker start together on an empty folder, and must end with the same key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mine = path.with_name(f"{path.name}.{os.getpid()}")
    mine.touch(mode=0o600)
    mine.write_text(text)
    with suppress(FileExistsError):
        os.link(mine, path)
    mine.unlink()


@lru_cache
def settings() -> Settings:
    """The settings of this process. Raises pydantic's ValidationError, which the CLI prints as a sentence."""
    return Settings()
