import time
from pathlib import Path

from unspin.check import check
from unspin.document import Document
from unspin.readers import read
from unspin.readers.markdown import is_markdown, markdown_document


def parsed(text: str) -> Document:
    return markdown_document(text, name="t", metadata={})


def blocks(text: str) -> list[tuple[str, str]]:
    """Kind and words of each block, without inline markup."""
    document = parsed(text)
    return [(block.kind, block.span.of(document.prose).replace("\u2060", "")) for block in document.blocks]


def test_headings_of_both_kinds() -> None:
    assert blocks("# Ferry *strike* ends ##\nCrews went back.\n\nCalm at sea\n---\nNo more.") == [
        ("heading", "Ferry strike ends"),
        ("paragraph", "Crews went back."),
        ("heading", "Calm at sea"),
        ("paragraph", "No more."),
    ]


def test_front_matter_code_comments_rules_and_definitions_are_no_prose() -> None:
    text = '---\ntitle: "Calm at sea"\n---\nOne.\n\n```\ncode\n```\n\n<!-- gone\n-->\n\n***\n\n[x]: https://calm.example\n\nTwo.'
    assert blocks(text) == [("paragraph", "One."), ("paragraph", "Two.")]
    assert parsed(text).metadata["title"] == "Calm at sea"


def test_an_unclosed_code_block_runs_to_the_end() -> None:
    assert blocks("One.\n\n~~~\ncode\n\nmore") == [("paragraph", "One.")]


def test_list_items_quotes_and_tables() -> None:
    text = "- first\n  goes on\n- [x] second\n3. third\n\n> “We won,\n> said Orla.\n\n| a | b |\n|---|---|\n| c | d |"
    assert blocks(text) == [
        ("list-item", "first\n  goes on"),
        ("list-item", "second"),
        ("list-item", "third"),
        ("paragraph", "“We won,\n said Orla."),
        ("list-item", "a | b"),
        ("list-item", "c | d"),
    ]


def test_captions() -> None:
    assert blocks("Crews went back.\n\n![A ferry at Lorn](a.png)\n*Photo: Ada Holm*\n\n(Image: The quay.)") == [
        ("paragraph", "Crews went back."),
        ("caption", "A ferry at Lorn"),
        ("caption", "Ada Holm"),
        ("caption", "The quay."),
    ]


def test_inline_marks_are_no_words() -> None:
    text = (
        'The **crews** of [Lorn Bay](https://lorn.example/a_(b) "a title") [went][1] _back_ to ~~rest~~ `work`,[^1] '
        "see <https://lorn.example> or <b>here</b> \\*now\\*."
    )
    assert blocks(text) == [
        ("paragraph", "The crews of Lorn Bay went back to rest work, see https://lorn.example or here *now*.")
    ]


def test_marks_that_mark_nothing_stay() -> None:
    text = "It cost 5 * 3 * 2 in snake_case_words [sic] and “[the mayor] left” (again)."
    assert blocks(text) == [("paragraph", text)]


def test_emphasis_at_the_ends_stands_outside_the_block() -> None:
    document = parsed("**Crews went back.** They sang. **All of them.**")
    assert document.slice(document.blocks[0].span) == "Crews went back.** They sang. **All of them."


def test_content_tells_markdown() -> None:
    assert is_markdown("# Calm at sea\n\nNo more.")
    assert is_markdown("By Ada Holm\n\n## One\n\nx\n\n## Two\n")
    assert is_markdown("---\ntitle: Calm\n---\nWords.")
    assert not is_markdown("The #1 song.\n\n---\n\nWords - and * more.")


def test_line_ends_make_no_difference(tmp_path: Path) -> None:
    text = "# Calm\n\n> One,\n> two.\n\n- three\n"
    found = []
    for end in ("\n", "\r\n", "\r"):
        path = tmp_path / "a.md"
        path.write_bytes(text.replace("\n", end).encode())
        document = read(path)
        found.append([(block.kind, " ".join(document.slice(block.span).split())) for block in document.blocks])
    assert found[0] == found[1] == found[2]


def test_time_is_linear_in_the_number_of_marks() -> None:
    started = time.perf_counter()
    for mark in ("*a ", "[a", "`a", "<a ", "_a ", "![a](", "> ", "\\", "**a** [b](c) "):
        parsed(mark * 20_000)
    assert time.perf_counter() - started < 20


def test_a_markdown_copy_changes_nothing() -> None:
    said = 'The mayor spoke on Monday. "We will pay," said Orla Venn. "No one else will."\n\nHe called it "the end".'
    marked = (
        '> The mayor spoke on *Monday*. **"We will pay,"** said\n'
        '> [Orla Venn](https://venn.example). "No _one_ else will."'
        '\n\nHe called it ["the **end**"](https://end.example).'
    )
    plainly, copy = Document(said), parsed(marked)
    assert check(plainly, copy).changes == ()
    assert check(copy, plainly).changes == ()
