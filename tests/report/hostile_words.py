"""Words that break out of formats that do not guard against them."""

from __future__ import annotations

from hypothesis import strategies as st

HOSTILE = [
    "<script>alert(1)</script>", "]]>--></failure>", '" onclick="x', "&lt;&amp;", "\x00\x1b[1m", "\x9b31m", "\u202ex", "a\u2028b",
    "x\r\n::error::y", "##[error]z", "%0A::error::y", "file=a,line=1::x", "{{ 7 * 7 }}", "{0} [a](http://x)", "=1+1", "@SUM(A1)",
    "\ufffe\uffff", "\U0001f600", "`code` **b** | c", "[a](http://x) ![i](http://x)", "1. a", "- a", "# a", "\\", "@someone #12",
    "www.example.org", "https://example.org", "<!-- -->", "a  \nb", "\ud800", "___", "&#x41;", "~~a~~", "\t",
]  # fmt: skip

# Every character that Python can hold, lone surrogates among them, and the marks of all formats more often than others.
WORDS = st.text(
    st.one_of(
        st.characters(exclude_categories=[]),
        st.sampled_from("\\`*_{}[]()#+-.!|<>&\"'%:,;=@\r\n\t\x00\x1b\u2028\ufffe\ud800\U0001f600"),
    ),
    max_size=30,
)
