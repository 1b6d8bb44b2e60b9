"""The book as a reader meets it: from disk, without a network, in one frame."""

import gc

import course
import pytest

CHAPTERS = course.chapters()
PAGES = ["index", "symbols", "here", "search", *(f"notebooks/{c.name}" for c in CHAPTERS)]
PAGES += [f"exercises/{c.name}/{c.name}" for c in CHAPTERS if c.exercises]
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
        const slider = document.querySelector('.optlab-figure input[type=range]'), root = slider.closest('.optlab-figure');
        const shown = () => JSON.stringify(root.figure.painter.scene.panels[0].curves.map(c => [...c.y])), before = shown();
        slider.value = +slider.value > +slider.max / 2 ? +slider.value - 3 : +slider.value + 3;
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        return before !== shown();
    }""")
    assert painted


def test_folded_code_stands_below_what_it_makes(site, open_page):
    page = open_page(site / "notebooks" / "04_momentum.html")
    folded = page.locator(".cell:has(> .cell_output) > details.hide")
    below = folded.evaluate_all("all => all.map(e => e.previousElementSibling?.className)")
    assert len(below) > 10 and all("cell_output" in (name or "") for name in below)


def test_a_formula_stands_in_the_middle_of_the_text(site, open_page):
    page = open_page(site / "notebooks" / "22_adamw.html", viewport=dict(width=1280, height=900))
    middle = "e => { const box = e.getBoundingClientRect(); return (box.left + box.right) / 2; }"
    text = page.locator("article section > p").first.evaluate(middle)
    assert abs(page.locator("article section .formula > math").first.evaluate(middle) - text) < 10


def test_no_table_scrolls_sideways(site, open_page):
    for name in PAGES[4:]:
        if name.startswith("notebooks/"):
            page = open_page(site / f"{name}.html", viewport=dict(width=1280, height=900))
            page.evaluate("for (const fold of document.querySelectorAll('.optlab-fold')) fold.open = true")
            tables = page.locator(".cell_output:has(table)")
            assert not tables.evaluate_all("all => all.filter(e => e.scrollWidth > e.clientWidth + 1).length"), name


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
    page.locator("#search-results li .context").first.wait_for(timeout=20_000)
    assert "Answer" not in (site / "_static" / "texts.js").read_text("utf-8").split("notebooks/05")[0], "to a question"
    assert "momentum" in page.locator("#search-results li .context").first.inner_text().lower()
    assert page.locator("#search-results .highlighted").count()
    assert not page.asked and not page.errors


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_barriers(site, open_page, name, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = open_page(site / f"{name}.html", color_scheme=theme, reduced_motion="reduce")
    alive(page)
    found = axe.Axe().run(page)
    assert not found.response["violations"], found.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_its_window(site, open_page, name):
    page = open_page(site / f"{name}.html", viewport=dict(width=1920, height=900), reduced_motion="reduce")
    alive(page)
    for width in (1920, 1366, 1320, 1100, 900, 390):
        page.set_viewport_size(dict(width=width, height=900))
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width


def test_the_theme_that_is_chosen_is_the_figures_theme(site, open_page):
    page = open_page(site / "notebooks" / "04_momentum.html", color_scheme="light")
    alive(page)
    for _ in range(3):
        page.locator(".content-icon-container .theme-toggle").click()
        chosen = page.evaluate("document.body.dataset.theme")
        seen = page.locator(".optlab-figure").first.get_attribute("data-theme")
        assert seen == ("light" if chosen == "auto" else chosen)


def test_a_name_tells_its_meaning(site, open_page):
    page = open_page(site / "notebooks" / "04_momentum.html", has_touch=True)
    name, meaning = page.locator("code.symbol", has_text="mu").first, page.locator("#meaning")
    name.hover()
    assert "momentum" in meaning.inner_text()
    page.mouse.move(0, 0)
    assert not meaning.is_visible()
    name.focus()
    assert "momentum" in meaning.inner_text()
    page.keyboard.press("Escape")
    assert not meaning.is_visible()
    name.tap()
    assert "momentum" in meaning.inner_text()
    assert page.locator("article th .symbol, article td .symbol").count() == 0, "the table itself is not explained"


def test_each_page_leads_to_its_notebook(site, open_page):
    for name in PAGES[4:]:
        text = (site / f"{name}.html").read_text("utf-8")
        assert f"lite/lab/index.html?path={name.split('/')[0]}/{name.split('/')[1]}" in text
    page = open_page(site / "notebooks" / "04_momentum.html")
    page.locator(".here").click()  # from disk it leads to what explains it
    assert "Run it in the browser" in page.title()


def test_on_paper_figures_stay_and_their_words_show(site, open_page):
    page = open_page(site / "notebooks" / "04_momentum.html")
    alive(page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    figure = page.locator(".optlab-figure:has(.tools)").first
    assert figure.locator(".stage > svg").is_visible() and figure.locator("figcaption p").is_visible()
    widest = "getComputedStyle(document.querySelector('.optlab-figure .stage > svg')).maxWidth"
    assert page.evaluate(widest) == "100%", "a figure is as wide as the paper at most"
    assert not figure.locator(".tools").is_visible() and not page.locator(".sidebar-drawer").is_visible()


def test_the_first_paint_is_soon(site, open_page):
    page = open_page(site / "notebooks" / "04_momentum.html")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    assert page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") < 1000


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # who runs its cells leaves a loop open
def test_a_chapter_as_one_file_lives_alone(site, open_page, tmp_path):
    from book import alone

    target = tmp_path / "04.html"
    assert alone.main("04", target) == 0
    gc.collect()  # here, and not in a later test
    page = open_page(target)
    assert alive(page).count() >= 5 and page.locator("math").count() > 20
    page.locator(".optlab-ask input").first.wait_for()
    assert not page.asked and not page.errors
