"""What pages are measured beside: FastAPI as it comes, without middleware, templates or thoughts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response

from backend.db import open_engine
from backend.queries.snapshot import open_snapshot
from tests.bench.web.recording import Recording


def make_bare(recording: Recording) -> FastAPI:
    """/same/NAME gives a page's bytes and headers; /sql/NAME runs its statements first."""

    @asynccontextmanager
    async def run(app: FastAPI) -> AsyncIterator[None]:
        async with open_engine(recording.database_url) as engine:
            app.state.engine = engine
            yield

    app = FastAPI(lifespan=run)

    @app.get("/same/{name}")
    async def send_same(name: str) -> Response:
        page = recording.pages[name]
        return Response(page.body, headers=dict(page.headers))

    @app.get("/sql/{name}")
    async def ask_and_send(name: str) -> Response:
        page = recording.pages[name]
        async with open_snapshot(app.state.engine) as connection:
            for statement, given in page.statements:
                (await connection.exec_driver_sql(statement, given)).all()
        return Response(page.body, headers=dict(page.headers))

    return app
