"""`python -m backend.migrations "What changes"` writes what tables.py has and versions/ has not."""

import sys
import tempfile
from pathlib import Path

from backend.local.postgres import Postgres
from backend.migrations import write_revision

with tempfile.TemporaryDirectory() as folder, Postgres(Path(folder), durable=False) as server:
    write_revision(server.url, sys.argv[1])
