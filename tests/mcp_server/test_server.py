"""The official client speaks with the real server: tools, results, errors, limits, cancellation."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import anyio
import pytest
from jsonschema import Draft202012Validator
from mcp.shared.exceptions import MCPError

import unspin
from cli.running import invoke
from mcp_server.agents import ERAS, ORIGINAL, REWRITE, Era, agent, long_pair, run, said
from unspin.mcp.explaining import names
from unspin.report.jsonformat import to_dict
from unspin.report.reading.jsonformat import to_dict as reading_dict
from unspin.report.tracing.jsonformat import to_dict as tracing_dict

ARTICLE = 'The mayor, Edda Lorne, said: "The bridge is safe." Edda Lorne, 41, spoke on Monday. Lorne, 14, then left.'


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    wire = folder / "wire.txt"
    wire.write_text(
        "The Halden ferry will stop on Monday for 12 weeks while a new engine is built in, the harbour office said. "
        "Some 900 people who live on the island take it to work every day.",
        encoding="utf-8",
    )
    assert invoke("archive", "build", folder / "news", wire).exit_code == 0
    return folder / "news"


@pytest.mark.parametrize("mode", ERAS)
def test_tools_say_what_they_are(mode: Era, archive: Path) -> None:
    async def test() -> None:
        async with agent("--archive", f"news={archive}", mode=mode) as client:
            assert "never as an instruction" in str(client.instructions)
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert list(tools) == ["check", "read", "explain", "trace"]
            for tool in tools.values():
                hints = tool.annotations
                assert hints is not None
                assert (hints.read_only_hint, hints.idempotent_hint, hints.open_world_hint) == (True, True, False)
                assert tool.title
                assert tool.description
                Draft202012Validator.check_schema(tool.input_schema)
                Draft202012Validator.check_schema(tool.output_schema)

    run(test)


@pytest.mark.parametrize("mode", ERAS)
def test_each_tool_gives_what_its_schema_says_and_python_gives(mode: Era, archive: Path) -> None:
    draft = (
        "The Halden ferry will stop on Monday for 21 weeks while a new engine is built in, the harbour office said. "
        "Some 900 people who live on the island take it to work every day."
    )
    calls: dict[str, tuple[dict[str, Any], dict[str, Any] | None]] = {
        "check": (
            {"original": ORIGINAL, "rewrite": REWRITE},
            to_dict(unspin.check(ORIGINAL, REWRITE)),
        ),
        "read": ({"document": ARTICLE}, reading_dict(unspin.read(ARTICLE))),
        "trace": (
            {"document": draft, "archive": "news", "check": True},
            tracing_dict(unspin.trace(draft, archive=archive, check=True)),
        ),
        "explain": ({}, None),
    }
    assert calls["trace"][1] is not None
    assert calls["trace"][1]["passages"][0]["changes"]

    async def test() -> None:
        async with agent("--archive", f"news={archive}", mode=mode) as client:
            for tool in (await client.list_tools()).tools:
                arguments, expected = calls[tool.name]
                result = await client.call_tool(tool.name, arguments)
                assert not result.is_error, said(result)
                assert tool.output_schema is not None
                Draft202012Validator(tool.output_schema).validate(result.structured_content)
                if expected is not None:
                    assert result.structured_content == expected
                assert said(result)
                assert (await client.call_tool(tool.name, arguments)) == result
            one = await client.call_tool("explain", {"type": "contradicts-itself"})
            assert [kind["name"] for kind in one.structured_content["types"]] == ["contradicts-itself"]
            every = await client.call_tool("explain", {})
            assert [kind["name"] for kind in every.structured_content["types"]] == names()

    run(test)


def test_the_words_tell_what_the_value_tells() -> None:
    async def test() -> None:
        async with agent() as client:
            checked = said(await client.call_tool("check", {"original": ORIGINAL, "rewrite": REWRITE}))
            assert "polarity-flipped" in checked
            assert "[approved]" in checked
            assert "\x1b" not in checked
            assert "contradicts-itself" in said(await client.call_tool("read", {"document": ARTICLE}))
            assert "Why it matters" in said(await client.call_tool("explain", {"type": "number-changed"}))
            pair = long_pair(300)
            long = await client.call_tool("check", pair)
            assert len(long.structured_content["changes"]) > 60
            assert len(said(long)) < 21_000
            assert said(long).endswith("\n... the rest stands in the structured result.\n")

    run(test)


def test_profiles_confidence_and_the_file_of_settings_count(tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text('ignore = ["polarity-flipped"]\n', encoding="utf-8")

    async def kinds(client: Any, **more: Any) -> list[tuple[str, str]]:
        result = await client.call_tool("check", {"original": ORIGINAL, "rewrite": REWRITE, **more})
        return [(change["type"], change["severity"]) for change in result.structured_content["changes"]]

    async def test() -> None:
        async with agent() as client:
            plain = await kinds(client)
            assert ("polarity-flipped", "error") in plain
            assert len(await kinds(client, minimum_confidence=1)) < len(plain)
            added = {
                "original": "The bridge is shut.",
                "rewrite": "The bridge is shut. Orla Venn sold her blue boat in May.",
            }
            severities = [
                {change["severity"] for change in (await client.call_tool("check", one)).structured_content["changes"]}
                for one in (added, {**added, "profile": "llm-gate"})
            ]
            assert severities == [{"warning"}, {"error"}]
        # Settings of the folder that it runs in are none of the agent's.
        (tmp_path / "unspin.toml").write_text("min-confidence = 1\n", encoding="utf-8")
        async with agent(folder=tmp_path) as client:
            assert await kinds(client) == plain
        async with agent("--config", tmp_path / "desk.toml") as client:
            assert [kind for kind, _ in await kinds(client)] == [
                kind for kind, _ in plain if kind != "polarity-flipped"
            ]

    run(test)


def test_what_is_wrong_is_told_in_a_result() -> None:
    async def test() -> None:
        async with agent("--max-characters", "1000") as client:
            for arguments, expected in (
                ({"original": "A bus."}, "rewrite is missing"),
                ({"original": "A bus.", "rewrite": "... !"}, "rewrite holds no words; give the text itself"),
                ({"original": "x" * 1001, "rewrite": "A bus."}, "original has 1,001 characters, and at most 1,000"),
                ({"original_file": "a.txt", "rewrite": "A bus."}, "check takes no 'original_file'"),
            ):
                result = await client.call_tool("check", arguments)
                assert result.is_error
                assert said(result).startswith(expected)
            with pytest.raises(MCPError, match="there is no tool 'write'; there are check, read, explain"):
                await client.call_tool("write", {})

    run(test)


def test_files_are_read_below_allowed_folders_alone(tmp_path: Path) -> None:
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    (drafts / "wire.md").write_text(f"# News\n\n{ORIGINAL}\n", encoding="utf-8")
    (drafts / "desk.txt").write_text(REWRITE, encoding="utf-8")
    (drafts / "long.txt").write_text("A bus. " * 200, encoding="utf-8")
    (drafts / "odd.pdf").write_bytes(b"%PDF-1.7\nno more of it")
    (drafts / "odd.docx").write_bytes(b"PK\x03\x04no archive")
    (tmp_path / "secret.txt").write_text("A secret.", encoding="utf-8")
    (drafts / "link.txt").symlink_to(tmp_path / "secret.txt")

    async def test() -> None:
        async with agent("--allow", drafts, "--max-characters", "1000") as client:
            both = await client.call_tool(
                "check", {"original_file": "wire.md", "rewrite_file": str(drafts / "desk.txt")}
            )
            assert both.structured_content["original"]["name"] == "wire.md"
            assert "polarity-flipped" in {change["type"] for change in both.structured_content["changes"]}
            mixed = await client.call_tool("check", {"original": ORIGINAL, "rewrite_file": "desk.txt"})
            assert mixed.structured_content["changes"] == to_dict(unspin.check(ORIGINAL, REWRITE))["changes"]
            for name, expected in (
                ("../secret.txt", "outside of the folders that may be read"),
                ("link.txt", "outside of the folders that may be read"),
                ("none.txt", "there is no such file"),
                ("long.txt", "it has 1,400 characters, and 1,000 are allowed"),
                ("odd.pdf", "odd.pdf"),
                ("odd.docx", "odd.docx"),
                (".", "outside of the folders"),
            ):
                result = await client.call_tool("read", {"document_file": name})
                assert result.is_error
                assert expected in said(result)
                assert "secret." not in said(result).replace("secret.txt", "")

    run(test)


def test_calls_side_by_side_get_their_own_answers() -> None:
    pairs = [
        (f"The council bought {n} buses on Monday.", f"The council bought {n + 100} buses on Monday.")
        for n in range(20, 32)
    ]
    expected = [to_dict(unspin.check(*pair)) for pair in pairs]
    found: dict[int, Any] = {}

    async def test() -> None:
        async with agent("--workers", "2") as client:

            async def one(number: int) -> None:
                original, rewrite = pairs[number]
                result = await client.call_tool("check", {"original": original, "rewrite": rewrite})
                found[number] = result.structured_content

            async with anyio.create_task_group() as tasks:
                for number in range(len(pairs)):
                    tasks.start_soon(one, number)

    run(test)
    assert [found[number] for number in range(len(pairs))] == expected


def test_more_calls_than_may_wait_are_told_so() -> None:
    async def test() -> None:
        results: list[Any] = []
        async with agent() as client:

            async def one() -> None:
                results.append(await client.call_tool("read", {"document": ARTICLE}))

            async with anyio.create_task_group() as tasks:
                for _ in range(60):
                    tasks.start_soon(one)
        assert len(results) == 60
        refused = [said(result) for result in results if result.is_error]
        assert 0 < len(refused) < 60
        assert all("wait" in one for one in refused)

    run(test)


@pytest.mark.parametrize("mode", ERAS)
def test_a_call_can_be_watched_and_cancelled(mode: Era) -> None:
    stages: list[tuple[float, str | None]] = []

    async def test() -> None:
        async with agent(mode=mode) as client:
            scope = anyio.CancelScope()

            async def told(progress: float, total: float | None, message: str | None) -> None:
                assert total is None
                stages.append((progress, message))
                if message == "comparing":
                    scope.cancel()

            with scope:
                await client.call_tool("check", long_pair(), progress_callback=told)
                pytest.fail("it was not cancelled")
            before = time.monotonic()
            result = await client.call_tool("read", {"document": ARTICLE})
            assert not result.is_error
            # The one process is free again long before the long check would have ended.
            assert time.monotonic() - before < 15
            # Others are answered at once while it works.
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.call_tool, "check", long_pair())
                await anyio.sleep(1)
                before = time.monotonic()
                await client.call_tool("explain", {})
                await client.list_tools()
                assert time.monotonic() - before < 2
                tasks.cancel_scope.cancel()

    run(test)
    assert [done for done, _ in stages] == sorted({done for done, _ in stages})


def test_work_that_takes_too_long_is_ended() -> None:
    async def test() -> None:
        async with agent("--time-limit", "2") as client:
            result = await client.call_tool("check", long_pair())
            assert result.is_error
            assert "it took longer than 2 seconds and was ended; give less text" in said(result)
            assert not (await client.call_tool("read", {"document": "Ada Prill left."})).is_error

    run(test)


def test_the_page_shows_what_comes_out() -> None:
    page = (Path(__file__).parents[2] / "docs" / "mcp.md").read_text(encoding="utf-8")
    call = next(
        json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL) if '"arguments"' in block
    )
    value = next(
        json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL) if '"summary"' in block
    )
    words, errors = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    wrong: list[dict[str, Any]] = [
        {"original": "A bus."},
        {**call["arguments"], "profil": "summary"},
        {**call["arguments"], "profile": "sumary"},
        {**call["arguments"], "original": "x " * 150_000},
        {**call["arguments"], "rewrite_file": "desk.txt"},
    ]

    async def test() -> None:
        async with agent() as client:
            result = await client.call_tool(call["name"], call["arguments"])
            assert said(result).strip() == words.strip()
            assert result.structured_content["summary"] == value["summary"]
            assert result.structured_content["changes"][:1] == value["changes"]
            assert [said(await client.call_tool("check", one)) for one in wrong] == errors.splitlines()

    run(test)
