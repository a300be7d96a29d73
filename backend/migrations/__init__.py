"""The schema's history: `migrate` brings a database to the newest version, whatever version it has."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from backend.db import with_driver

VERSIONS = Path(__file__).with_name("versions")


def migrate(database_url: str, revision: str = "head") -> None:
    """Bring the database to `revision`. When several processes call it, one works and the others wait."""
    command.upgrade(_config(database_url), revision)


def unmigrate(database_url: str, revision: str = "base") -> None:
    """Take the database back to `revision`, and lose what later versions added."""
    command.downgrade(_config(database_url), revision)


def write_revision(database_url: str, message: str) -> None:
    """Write a file in versions/ with what tables.py has and the database, migrated to the newest, has not."""
    migrate(database_url)
    number = len(list(VERSIONS.glob("*.py"))) + 1
    command.revision(_config(database_url), message, autogenerate=True, rev_id=f"{number:04}")


def _config(database_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["database_url"] = with_driver(database_url)
    return config
