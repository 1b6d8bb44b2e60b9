"""The book as a reader meets it: from disk, without a network, in one frame."""

import course
import pytest

CHAPTERS = course.chapters()
named = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.number)


def alive(page):
    """The figures of a page, when all of them have painted."""
    page.wait_for_function(
        "[...document.querySelectorAll('.optlab-figure')].every(f => f.figure && f.querySelector('svg path'))", timeout=30_000
    )
    return page.locator(".optlab-figure")


@named
def test_a_chapter_lives_without_a_network(site, open_page, chapter):
    page = open_page(site / "notebooks" / f"{chapter.name}.html")
    figures = alive(page)
    assert not page.asked and not page.errors
    assert figures.count() >= 1
    assert page.locator("math").count() or chapter.number == "00"
    assert page.get_by_text("optlab_course").count() == 0
    weight = sum(path.stat().st_size for path in (site / "notebooks").glob(f"{chapter.name}.html"))
    assert weight <= 1_500_000


@named
def test_headings_are_in_order_and_pages_have_names(site, open_page, chapter):
    page = open_page(site / "notebooks" / f"{chapter.name}.html")
    levels = page.evaluate("[...document.querySelectorAll('article :is(h1,h2,h3,h4)')].map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:]))
    assert chapter.title.split(":")[0] in page.title()


def test_a_dial_answers_in_one_frame(site, open_page):
    page = open_page(site / "notebooks" / "04_momentum.html")
    alive(page)
    painted = page.evaluate("""async () => {
        const root = [...document.querySelectorAll('.optlab-figure')].find(f => f.querySelector('input[type=range]'));
        const slider = root.querySelector('input[type=range]'), before = JSON.stringify(root.figure.scene().panels[0].curves.map(c => c.y));
        slider.value = +slider.value > +slider.max / 2 ? +slider.value - 3 : +slider.value + 3;
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        return before !== JSON.stringify(root.figure.scene().panels[0].curves.map(c => c.y));
    }""")
    assert painted


def test_a_prediction_is_answered_in_the_page(site, open_page):
    page = open_page(site / "notebooks" / "04_momentum.html")
    asked = page.locator(".optlab-ask").first
    asked.locator("input").first.wait_for()
    assert page.locator(".cell_input", has_text="predict(").count() == 0, "the cell that asks is not shown"


def test_exercises_are_there_and_solutions_are_not(site):
    text = (site / "exercises" / "04_momentum" / "04_momentum.html").read_text("utf-8")
    assert "Your code here" in text and "BEGIN SOLUTION" not in text
    assert not list(site.rglob("*solution*"))


def test_the_front_page_leads_everywhere(site, open_page):
    page = open_page(site / "index.html", reduced_motion="reduce")
    assert alive(page).count() == 1
    assert not page.asked and not page.errors
    for chapter in CHAPTERS:
        assert page.locator(f"article a[href='notebooks/{chapter.name}.html']").count() >= 1


def test_the_first_figure_moves_where_motion_is_welcome(site, open_page):
    page = open_page(site / "index.html", reduced_motion="no-preference")
    alive(page)
    page.wait_for_function("+document.querySelector('.hero .optlab-figure svg').dataset.frame > 20", timeout=20_000)


def test_search_finds_a_word_from_disk(site, open_page):
    page = open_page(site / "search.html")
    page.goto((site / "search.html").as_uri() + "?q=momentum")
    page.locator("#search-results li").first.wait_for(timeout=20_000)
    assert not page.asked


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "symbols", "notebooks/04_momentum", "notebooks/09_adam", "exercises/04_momentum/04_momentum"])
def test_no_barriers(site, open_page, name, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = open_page(site / f"{name}.html", color_scheme=theme)
    if not name.startswith(("exercises", "symbols")):
        alive(page)
    found = axe.Axe().run(page)
    assert not found.response["violations"], found.generate_report()


@pytest.mark.parametrize("width", [390, 900, 1920])
def test_no_page_is_wider_than_its_window(site, open_page, width):
    page = open_page(site / "notebooks" / "04_momentum.html", viewport=dict(width=width, height=900))
    alive(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
