"""The server: messages of the protocol in, tools called in processes of their own, results out."""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import anyio
import anyio.to_thread
from mcp import types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from unspin import __version__
from unspin.mcp.explaining import as_text, explanations
from unspin.mcp.mending import Lines
from unspin.mcp.offer import Offer
from unspin.mcp.tools import INSTRUCTIONS, fault_of, tools_of
from unspin.mcp.work import Answer, question_of
from unspin.readers import ReadError
from unspin.settings import SettingsError
from unspin.web.processes import Died, Failed, Refused
from unspin.web.tasks import Warm
from unspin.web.work import Busy, Job, Work

# Seconds between two notifications of progress.
_BEAT = 1.0

_Context = ServerRequestContext[Any, Any]


class Agents:
    """What answers agents: the tools of an offer, and the processes that do their work, started with the first call."""

    def __init__(self, offer: Offer) -> None:
        self._offer = offer
        self._tools = tools_of(offer)
        self._work = Work(workers=offer.workers, waiting=offer.waiting, each=offer.waiting, warm=Warm())
        self._started = False

    def server(self) -> Server[Any]:
        """A server that offers the tools."""
        return Server(
            "unspin",
            version=__version__,
            title="unspin, a diff for facts",
            instructions=INSTRUCTIONS,
            on_list_tools=self._list,
            on_call_tool=self._call,
        )

    async def stop(self) -> None:
        """End all work, and the processes."""
        await self._work.stop()

    async def _list(self, _context: _Context, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=tool.name,
                    title=tool.title,
                    description=tool.description,
                    input_schema=tool.takes,
                    output_schema=tool.gives,
                    annotations=types.ToolAnnotations(
                        title=tool.title,
                        read_only_hint=True,
                        destructive_hint=False,
                        idempotent_hint=True,
                        open_world_hint=False,
                    ),
                )
                for tool in self._tools.values()
            ]
        )

    async def _call(self, context: _Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = self._tools.get(params.name)
        if tool is None:
            known = ", ".join(self._tools)
            raise MCPError(types.INVALID_PARAMS, f"there is no tool {params.name[:60]!r}; there are {known}")
        arguments = params.arguments or {}
        if fault := fault_of(tool, arguments):
            return _told(fault)
        if tool.name == "explain":
            value = explanations(arguments.get("type"))
            return _given(Answer(value, as_text(value)))
        try:
            return _given(await self._answer(context, tool.name, arguments))
        except Refused as error:
            return _told(error.detail)
        except (Busy, ReadError, SettingsError) as error:
            return _told(str(error))
        except TimeoutError:
            return _told(
                f"it took longer than {self._offer.seconds:g} seconds and was ended; give less text, or let the user start "
                "the server with a higher --time-limit"
            )
        except Died as error:
            return _told(
                f"the process that worked on it died ({error}); it may have run out of memory: try a shorter text"
            )
        except Failed as error:
            return _told(f"this is a fault of unspin itself; please report it with these lines:\n{error.trace}")

    async def _answer(self, context: _Context, name: str, arguments: dict[str, Any]) -> Answer:
        question = await anyio.to_thread.run_sync(question_of, self._offer, name, arguments, abandon_on_cancel=True)
        if not self._started:
            self._started = True
            self._work.start()
        job = self._work.submit(question, owner="agent", seconds=self._offer.seconds)
        try:
            async with _progress(context, job):
                answer: Answer = await job.result()
        finally:
            # Nothing where the job is over: else its caller has gone, and the process ends with it.
            job.cancel()
        return answer


@asynccontextmanager
async def _progress(context: _Context, job: Job) -> AsyncIterator[None]:
    """Say every second how the job is getting on, to whoever asked for it; some agents give up on what is silent for long."""

    async def tell() -> None:
        while True:
            await anyio.sleep(_BEAT)
            done = f" {job.done} of {job.total}" if job.total else ""
            await context.session.report_progress(job.elapsed, message=f"{job.stage or job.state}{done}")

    failure: BaseException | None = None
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(tell)
        try:
            yield
        except Exception as error:
            # Kept from becoming a group of one.
            failure = error
        tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure


def _given(answer: Answer) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(text=answer.text)], structured_content=answer.value)


def _told(fault: str) -> types.CallToolResult:
    """What went wrong, as a result: agents read it, and can do better."""
    return types.CallToolResult(content=[types.TextContent(text=fault)], is_error=True)


async def serve(offer: Offer) -> None:
    """Serve standard input and output until the input ends, or Ctrl-C or SIGTERM comes.

    A thread may be left that waits for a line of standard input.
    """
    agents = Agents(offer)
    server = agents.server()

    async def leave_on_signal() -> None:
        with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
            async for _ in signals:
                tasks.cancel_scope.cancel()

    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(leave_on_signal)
            lines = Lines(cast(io.BufferedReader, sys.stdin.buffer))
            async with stdio_server(lines) as (incoming, outgoing):
                await server.run(incoming, outgoing, server.create_initialization_options())
            tasks.cancel_scope.cancel()
    finally:
        with anyio.CancelScope(shield=True):
            await agents.stop()
