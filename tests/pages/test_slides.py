"""Every slide of every chapter: nothing that overflows, no type that the last row cannot read, no empty figure."""

import course
import pytest

LOOK = """async () => {
    const wait = () => new Promise(requestAnimationFrame), found = [];
    for (let k = 0; k < Reveal.getTotalSlides(); k++) {
        Reveal.slide(k);
        const section = Reveal.getCurrentSlide(), body = section.querySelector(".body");
        for (let n = 0; n < 600 && body.dataset.fits !== "done"; n++) await wait();
        const shown = (e) => e.offsetParent !== null || e.ownerSVGElement;
        const says = (e) => [...e.childNodes].some((c) => c.nodeType === 3 && c.data.trim());
        const texts = [...section.querySelectorAll("*")].filter((e) => shown(e) && says(e)
            && !e.closest("math, .heard, .optlab-unseen, title, desc, sup, sub, style, script, aside"));
        const scale = (e) => e.ownerSVGElement ? e.getScreenCTM().a : 1;
        const size = (e) => parseFloat(getComputedStyle(e).fontSize) * scale(e);
        found.push({
            slide: k + 1,
            over: Math.max(body.scrollHeight - body.clientHeight, body.scrollWidth - body.clientWidth),
            small: Math.min(99, ...texts.map(size)),
            empty: [...section.querySelectorAll(".optlab-figure")].filter(f => !f.querySelector("svg path")).length,
            words: body.innerText.split(/\\s+/).length,
        });
    }
    return found;
}"""


@pytest.mark.parametrize("chapter", [c for c in course.chapters() if c.number.isdigit()], ids=lambda chapter: chapter.number)
def test_every_slide_can_be_shown(site, open_page, chapter):
    page = open_page(site / "slides" / f"{chapter.number}.html", viewport=dict(width=1280, height=720))
    page.wait_for_function("window.Reveal?.isReady()")
    slides = page.evaluate(LOOK)
    assert len(slides) >= 5 and not page.asked and not page.errors
    assert not [slide for slide in slides if slide["over"] > 1 or slide["small"] < 17.9 or slide["empty"]]


def test_no_code_but_where_the_slide_is_about_it(site):
    text = (site / "slides" / "04.html").read_text("utf-8")
    assert "optlab.explore(" not in text and "predict(" not in text
