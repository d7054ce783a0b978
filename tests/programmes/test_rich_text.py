"""Markdown, restricted: what may stand in a text, and that nothing else comes out."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes import rich_text
from programmes.merge_fields import FIELDS, Value

EVIL = "<script>alert(1)</script> [x](javascript:alert(1)) *_**"
VALUES = {name: lambda: Value(EVIL) for name in FIELDS}
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="https://a.no" onclick="alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](//evil.example.no)",
    "[x](/personvern/)",
    '[x](https://a.no "onmouseover=alert(1)")',
    "<javascript:alert(1)>",
    "![x](https://a.no/x.png)",
    "<svg onload=alert(1)>",
    "<iframe src=https://a.no></iframe>",
    "<style>*{display:none}</style>",
    "```\n<script>\n```",
    "    <script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[a]: javascript:alert(1)\n\n[a]",
    "<!-- x -->",
    "[**<b>x</b>**](https://a.no)",
]
PARTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from([*ATTACKS, "# ", "- ", "1. ", "\n", "\n\n", "*", "**", "_", "[", "](https://a.no)", "`", "<", ">"]),
    st.sampled_from(list(FIELDS)).map(lambda name: f"{{{name}}}"),
)


class Reader(HTMLParser):
    """Collects every tag with its attributes."""

    def __init__(self, written):
        super().__init__()
        self.tags = []
        self.feed(written)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def html(text, values=None, **how):
    return str(rich_text.html(text, values or {}, **how))


def is_safe(written):
    for tag, attributes in Reader(written).tags:
        assert tag in {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "a", "br"}, tag
        assert set(attributes) <= {"href", "rel", "start"}, attributes
        if "href" in attributes:
            assert attributes["href"].startswith(("https://", "mailto:")), attributes
            assert attributes["rel"] == "noopener noreferrer"
    return True


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_or_shows_something_else_comes_out(attack):
    assert is_safe(html(attack))
    assert is_safe(html(f"# {attack}\n\n- {attack}\n\n{attack} {attack}"))


@given(st.lists(PARTS).map("".join))
def test_whatever_is_written_comes_out_safe_and_never_fails(text):
    assert is_safe(html(text, VALUES))
    rich_text.plain(text, VALUES)
    rich_text.faults(text)


@given(st.lists(PARTS).map("".join))
def test_no_known_field_is_left_in_what_comes_out(text):
    values = {name: lambda: Value("verdi") for name in FIELDS}
    for written in (re.sub(r"<[^>]*>", "", html(text, values)), rich_text.plain(text, values)):
        if "](https://a.no)" not in text and "://" not in text:  # an address is no text
            assert not any(f"{{{name}}}" in written for name in FIELDS)


def test_a_value_cannot_become_markup():
    written = html("Hei {kommune}\n\n# {kommune}\n\n- {kommune}", VALUES)

    assert [tag for tag, _ in Reader(written).tags] == ["p", "h2", "ul", "li"]
    assert written.count("&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1)) *_**") == 3


def test_headings_lists_emphasis_and_links_are_there():
    written = html(
        "## Tittel\n\nEt *ord* og **to**.\n\n- en\n- to\n\n1. først\n2. så\n\n[Les mer](https://www.ks.no/a?b=1)"
    )

    for part in ("<h2>Tittel</h2>", "<em>ord</em>", "<strong>to</strong>", "<ul>", "<ol>"):
        assert part in written
    assert '<a href="https://www.ks.no/a?b=1" rel="noopener noreferrer">Les mer</a>' in written


def test_a_new_line_is_a_new_line_and_an_empty_one_a_paragraph():
    assert html("en\nto\n\ntre") == "<p>en<br>\nto</p>\n<p>tre</p>"


def test_a_line_that_begins_with_a_date_is_no_numbered_list():
    for text in ("5. februar 2021 møtes vi.", "15. Desember er fristen.", "Først:\n1. mars"):
        assert "<ol" not in html(text)
        assert rich_text.plain(text, {}) == text
    assert "<ol>" in html("1. møt opp\n2. bli med")


@pytest.mark.parametrize(
    ("text", "top", "levels"),
    [
        ("# a\n\n## b\n\n# c", 2, "232"),
        ("### a\n\n##### b", 2, "23"),
        ("### a\n\n# b", 3, "33"),
        ("# a\n\n### b\n\n###### c", 2, "234"),
        ("# a", 3, "3"),
        ("###### a\n\n# b\n\n###### c", 2, "223"),
        ("# a\n\n## b\n\n### c\n\n#### d", 5, "5666"),
    ],
)
def test_headings_begin_where_they_should_and_skip_no_level(text, top, levels):
    assert "".join(re.findall(r"<h(\d)>", html(text, top=top))) == levels


def test_an_address_in_a_field_is_a_link_unless_it_stands_in_one():
    values = {"kontakt": lambda: Value("post@example.no", "mailto:post@example.no")}

    assert '<a href="mailto:post@example.no" rel="noopener noreferrer">post@example.no</a>' in html("{kontakt}", values)
    assert html("[{kontakt}](https://a.no)", values).count("<a ") == 1


def test_mail_programs_get_the_style_on_each_tag():
    written = html("a\n\n- b", styles={"p": {"style": "margin:0"}, "li": {"style": "margin:4px"}})

    assert '<p style="margin:0">' in written and '<li style="margin:4px">' in written


def test_plain_text_reads_as_a_letter_does():
    text = "# Tittel\n\nSkriv til **oss** [her](https://a.no) eller <https://b.no>.\n\n- en\n  - to\n- tre\n\n3. a"

    assert rich_text.plain(text, {}) == (
        "Tittel\n\nSkriv til oss her (https://a.no) eller https://b.no.\n\n- en\n  - to\n- tre\n\n3. a"
    )


def test_plain_text_gives_an_e_mail_address_once():
    values = {"kontakt": lambda: Value("post@example.no", "mailto:post@example.no")}

    assert rich_text.plain("Skriv til {kontakt}.", values) == "Skriv til post@example.no."
    assert rich_text.plain("[Skriv](mailto:post@example.no)", {}) == "Skriv (post@example.no)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Et <b>ord</b>", "Ta bort «<b>». HTML kan ikke brukes her."),
        ("Se <!-- dette", "Ta bort «<!--»."),
        ("![bilde](https://a.no/x.png)", "Bilder kan ikke brukes her."),
        ("[x](http://a.no)", "Lenken «http://a.no» må begynne med https:// eller mailto:."),
        ("[x](javascript:alert(1))", "Lenken «javascript:alert(1)» må begynne med"),
        ("[x](/personvern/)", "Lenken «/personvern/» må begynne med"),
        ("[x](mailto:{kontakt})", "Et flettefelt kan ikke stå i adressen til en lenke."),
    ],
)
def test_what_may_not_stand_in_a_text_is_told_with_what_to_do(text, said):
    (found,) = rich_text.faults(text)

    assert found.startswith(said)


@pytest.mark.parametrize("text", ["a < b og c > d", "5 <3", "<https://a.no>", "<post@example.no>", "{kommune} & Co"])
def test_ordinary_texts_have_no_faults(text):
    assert rich_text.faults(text) == []


def test_marks_that_are_never_closed_do_no_harm():
    assert is_safe(html("**[*a" * 1000))
