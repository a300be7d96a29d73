"""What an installation may choose, each by an environment variable that begins with COPROD_."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from backend.local.paths import data_folder


class Settings(BaseSettings):
    """Read from the environment when it is made: nothing is read at import.

    home: folder of everything that is kept: embedded database, records of development chains.
    database_url: a server, as postgresql://user:password@host:port/name; none means the embedded one.
    Raises pydantic.ValidationError, which names the variable.
    """

    model_config = SettingsConfigDict(env_prefix="COPROD_")

    home: Path = Field(default_factory=data_folder)
    rpc_url: str = "http://127.0.0.1:8545"
    database_url: SecretStr | None = None

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65_535)

    poll_seconds: float = Field(
        0.5, gt=0, description="How long the mirror waits before it looks for a new block."
    )
    log_range: int = Field(2_000, ge=1, description="Most blocks asked of the node in one eth_getLogs.")

    payer_keystore: Path | None = None
    payer_password_file: Path | None = None
    reporter_keystore: Path | None = None
    reporter_password_file: Path | None = None
    payout_minimum: int = Field(1, ge=1, description="Least units owed that are paid; less waits.")
    payout_batch: int = Field(150, ge=1, description="Most holders paid in one transaction.")
    gas_margin_percent: int = Field(25, ge=0, description="Gas given beyond the estimate.")

    @property
    def database_folder(self) -> Path:
        """Where the embedded database lies."""
        return self.home / "postgres"
