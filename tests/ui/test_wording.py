"""Numbers, moments and other people's words."""

import pytest

from styletransfer.ui.wording import ago, escape, file_stem, size_of


@pytest.mark.parametrize(
    ("passed", "told"),
    [(-5, "just now"), (59, "just now"), (60, "1 minute ago"), (7199, "1 hour ago"), (3 * 86_400, "3 days ago")],
)
def test_moments_are_rough(passed: float, told: str) -> None:
    assert ago(1e9, 1e9 + passed) == told


@pytest.mark.parametrize(("count", "told"), [(820_000, "820 kB"), (4_100_000, "4.1 MB"), (1_250_000_000, "1.25 GB")])
def test_sizes_have_a_unit(count: int, told: str) -> None:
    assert size_of(count) == told


@pytest.mark.parametrize("text", ["**bold**", "![x](http://example.org/a.png)", "<b>", ":red[x]", "# x", "$x$", "`x`"])
def test_other_peoples_words_are_never_markup(text: str) -> None:
    shown = escape(text)
    assert shown.replace("\\", "") == text
    for position, sign in enumerate(shown):
        if sign in "*[]<>:#$`!":
            assert shown[position - 1] == "\\"


def test_lines_are_joined() -> None:
    assert escape("a\n\n  b") == "a b"


@pytest.mark.parametrize(
    ("title", "stem"), [("Cat × Wave", "Cat-Wave"), ("../../etc", "etc"), ("×", "picture"), ("Größe 1", "Größe-1")]
)
def test_file_names_are_harmless(title: str, stem: str) -> None:
    assert file_stem(title) == stem
