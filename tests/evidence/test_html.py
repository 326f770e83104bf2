"""A page's text is all of it, line by line; a hostile page ends as a refusal, and ends."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.errors import DocumentUnreadable
from truceline.evidence import html_text
from truceline.evidence.add import document_from_bytes, stated_time
from truceline.evidence.sandbox import Limits, run_limited

pytestmark = pytest.mark.slow

_LAYOUT: list[tuple[str, str]] = [
    ("<p>one\n two</p><p>three", "one two\n\nthree"),
    ("<div>one</div><div>two</div>", "one\ntwo"),
    ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
    ("<h1>Head</h1><p>Body</p>tail", "Head\n\nBody\n\ntail"),
    ("<ul><li>a<li> b <b>c</b>,d</ul>", "a\nb c,d"),
    ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a\tb\n1\t2"),
    ("<pre>a\n  b</pre>c", "a\n  b\nc"),
    ("a<script>var x = '<p>no</p>'</script>b<style>p{}</style>c", "abc"),
    ("a<!-- no --><template>no</template><svg><title>no</title></svg>b", "ab"),
    ("<figure><img alt='no'><figcaption>yes</figcaption></figure>", "yes"),
    ("<p hidden>kept</p>", "kept"),
    ("a&nbsp;b &amp; &#x645; &lt;p&gt;", "a\u00a0b & م <p>"),
    ("<nav><a>Home</a> <a>News</a></nav><article>Text</article>", "Home News\nText"),
    ("<title>no</title><nav>no body tag</nav>", "no body tag"),
]


@pytest.mark.parametrize(("html", "text"), _LAYOUT)
def test_blocks_become_lines_and_white_space_runs_together(html: str, text: str) -> None:
    assert html_text.read_page(html)["text"] == text


_LINKED = '<script type="application/ld+json">%s</script>'
_DATES: list[tuple[str, str | None]] = [
    (
        "<meta property='og:published_time' content='2031-06-18T09:30:00+02:00'>",
        "2031-06-18T07:30Z",
    ),
    ("<meta name=date content='2031-06-18'>", "2031-06-18"),
    (_LINKED % '[{"@graph": [{"datePublished": "2031-06"}]}]', "2031-06"),
    (_LINKED % '{"datePublished": broken}', None),
    ("<meta name=date content='last Friday'>", None),
    ("<meta name=date content='2031-06-18 09:30:00'>", "2031-06-18"),
    ("<p>Copyright 2029. Said on 2030-01-02.</p><time datetime=2027-01-01>old teaser</time>", None),
]


@pytest.mark.parametrize(("head", "published"), _DATES)
def test_a_date_is_taken_where_the_page_states_it_and_never_from_its_text(
    head: str, published: str | None
) -> None:
    page = html_text.read_page(f"<html><head>{head}</head><body><p>A truce held.</p></body></html>")
    when = stated_time(page["published"])

    assert (str(when) if when else None) == published


@pytest.mark.parametrize(
    ("head", "data", "text"),
    [
        ("<meta charset='windows-1251'>", b"\xcf\xf0\xe8", "При"),
        ("<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", b"\xf0", "П"),
        ("<meta charset=iso-8859-1>", b"\x93a\x94", "“a”"),
        ("", "م".encode(), "م"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_declares(head: str, data: bytes, text: str) -> None:
    page = f"<html><head>{head}</head><body><p>".encode() + data

    assert document_from_bytes(page, filename="a.html").text == text


NESTED = b"<html><body>" + b"<div>" * 200_000 + b"deep"
ATTRIBUTES = b"<p " + b" ".join(b"a%d=1" % number for number in range(200_000)) + b">words</p>"
# The same, but the tag seems to end early: only the limit on processor time stops this one.
HIDDEN_ATTRIBUTES = ATTRIBUTES.replace(b"=1", b"='>'")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (NESTED, "nests its tags deeper than 256"),
        (ATTRIBUTES, "a tag with about 200001 attributes"),
        (HIDDEN_ATTRIBUTES, "more than 1 seconds of processor time"),
        (b"<html><p>\0", "no text"),
        (b"<html><script>only code</script>", "holds no text"),
    ],
    ids=["nested", "attributes", "hidden attributes", "nul", "no text"],
)
def test_a_hostile_page_ends_as_unreadable(page: bytes, words: str) -> None:
    started = time.monotonic()
    with pytest.raises(DocumentUnreadable, match=words):
        document_from_bytes(page, filename="a.html", limits=Limits(cpu_s=1))
    assert time.monotonic() - started < 60


_CHILDREN: list[tuple[str, str]] = [
    ("x = bytearray(2**30)", "more than 512 MB of memory"),
    ("import os; os.kill(os.getpid(), 11)", "ended by signal 11"),
    ("open('left-behind', 'w').write('x' * 100_000)", "File too large|ended by signal 25"),
    ("[open('/dev/null') for _ in range(99)]", "Too many open files"),
    ("import os; raise SystemExit(sorted(os.environ))", r"stopped \(\[('LC_CTYPE')?\]\)"),
    ("raise SystemExit('refused: is a trick')", "a.html is a trick"),
]


@pytest.mark.parametrize(("program", "words"), _CHILDREN)
def test_a_child_that_goes_wrong_takes_nothing_along(
    tmp_path: Path, program: str, words: str
) -> None:
    script = tmp_path / "script.py"
    script.write_text(program)

    with pytest.raises(DocumentUnreadable, match=words):
        run_limited(script, b"", filename="a.html", limits=Limits())
    assert list(tmp_path.iterdir()) == [script]


def test_a_child_that_sleeps_is_ended_by_the_wall_clock(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import time; time.sleep(60)")

    with pytest.raises(DocumentUnreadable, match=r"not read within 0.3 seconds"):
        run_limited(script, b"", filename="a.html", limits=Limits(wall_s=0.3))


@settings(max_examples=60)
@given(
    html=st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<br>",
                "<div",
                ">",
                "<pre>",
                "<td>",
                "a ",
                "\n",
                "&#0;",
                "<!--",
                "'",
                "&",
            ]
        )
        | st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=4)
    ).map("".join)
)
def test_any_markup_gives_text_that_can_be_recorded(html: str) -> None:
    text = html_text.read_page("<body>w " + html)["text"]

    assert text is not None
    text.encode("utf-8")
    assert "\r" not in text
    assert not any(line != line.rstrip(" \t") for line in text.split("\n"))


def test_the_child_needs_nothing_of_ours() -> None:
    done = subprocess.run(
        [sys.executable, "-I", html_text.__file__], input=b"<p>x", capture_output=True, check=True
    )
    assert b'"text": "x"' in done.stdout
