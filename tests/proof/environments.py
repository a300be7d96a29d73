"""Programs in environments of their own: the project pins other versions of the same packages."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.local.bootstrap import PYTHON, digest, index_settings, make_once, run
from backend.local.paths import TOOLS

UV: tuple[str | Path, ...] = (PYTHON, "-m", "uv", "--quiet", "pip")


@dataclass(frozen=True)
class Environment:
    """.coprod/NAME, made from `lock`; package: as pip knows it; megabytes: to download, about."""

    name: str
    package: str
    lock: Path
    megabytes: int

    @property
    def folder(self) -> Path:
        return TOOLS / self.name

    def program(self, name: str) -> Path:
        return self.folder / "bin" / name

    def prepare(self) -> None:
        """Install what the lock says, unless it is there."""
        make_once(self.folder / ".packages", digest(self.lock), self._install)

    def _install(self) -> None:
        print(f"{self.name}: an environment of its own (about {self.megabytes} MB to download)", flush=True)
        run(PYTHON, "-m", "venv", "--clear", self.folder)
        options, environment = index_settings()
        python = self.program("python")
        run(*UV, "sync", "--python", python, *options, "--require-hashes", self.lock, env=environment)

    def write_lock(self) -> None:
        """The newest versions that go together; hashes and no addresses."""
        options, environment = index_settings("index-url", "trusted-host")
        kind = ["--universal", "--python-version", "3.11", "--upgrade", "--generate-hashes", "--no-header"]
        with TemporaryDirectory() as folder:
            wanted = Path(folder, "requirements.in")
            wanted.write_text(f"{self.package}\n")
            files = (wanted, "--no-annotate", "--output-file", self.lock)
            run(*UV, "compile", *options, *kind, *files, env=environment)
