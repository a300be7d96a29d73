"""The server's own process."""

import socket

import uvicorn
from fastapi import FastAPI

PATIENCE = 10
"""Seconds that answers under way have once the server is told to stop."""


class Server(uvicorn.Server):
    """Ends the streams of events when it stops: uvicorn would wait for their readers."""

    def __init__(self, application: FastAPI) -> None:
        super().__init__(
            uvicorn.Config(
                application, log_level="warning", access_log=False, timeout_graceful_shutdown=PATIENCE
            )
        )
        self._application = application

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._application.state.streams.close()
        await super().shutdown(sockets)
