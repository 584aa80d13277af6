from hypothesis import given
from hypothesis import strategies as st

from unspin import check
from unspin.typography import plain, slowly_plain


def test_marks_spaces_and_invisible_characters() -> None:
    text = "\ufeff “It’s\u00a0\r\n over” "
    shown, offsets = plain(text)
    assert shown == '"It\'s over"'
    assert [text[offset] for offset in offsets[:-1]] == list("“It’s\u00a0over”")
    assert offsets[-1] == text.index("”") + 1


@given(
    st.text(alphabet=st.sampled_from("ab “”’- \n\t\x1c\u00a0\u00ad\u2028\u2060é🦀"), max_size=30) | st.text(max_size=30)
)
def test_the_fast_way_agrees_with_the_slow_one(text: str) -> None:
    assert plain(text) == slowly_plain(text)
    shown, offsets = plain(text)
    assert len(offsets) == len(shown) + 1
    assert offsets == sorted(offsets)
    assert plain(shown)[0] == shown


def test_half_a_surrogate_pair_is_checked_like_any_other_character() -> None:
    report = check("Orla \ud800 may resign on Friday.", "Orla \ud800 will resign on Friday.")
    assert [change.type for change in report.changes] == ["certainty-changed"]
    assert report.fingerprints
