"""The recording at the top of the README: python docs/picture.py plays a figure in Chromium and writes docs/race.webp."""

import io
import pathlib
import shutil

from PIL import Image
from playwright.sync_api import sync_playwright

import optlab

STEPS, SIZE = 60, (860, 520)
HIDDEN = ".tools details, figcaption { display: none !important; } body { margin: 12px; }"


def frames():
    """The figure of five methods on a hilly landscape, step by step, as a page shows it."""
    figure = optlab.explore("five methods", landscape="wobbly", steps=STEPS)
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        window = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = window.new_page(viewport=dict(width=SIZE[0], height=SIZE[1]))
        page.set_content(f"<!doctype html><style>{HIDDEN}</style>{figure.html()}")
        page.wait_for_function("document.querySelector('.optlab-figure').figure")
        for shown in range(STEPS + 1):
            page.evaluate("shown => document.querySelector('.optlab-figure').figure.set({ shown })", shown)
            page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            yield Image.open(io.BytesIO(page.locator(".optlab-figure").screenshot())).convert("RGB")
        window.close()


def main():
    first, *rest = frames()
    rest = [frame.resize(first.size) for frame in rest]
    target = pathlib.Path(__file__).with_name("race.webp")
    small = dict(quality=30, method=6, minimize_size=True)
    first.save(target, save_all=True, append_images=rest, duration=[80] * STEPS + [2500], loop=0, **small)
    print(f"{target.name}: {target.stat().st_size / 1000:.0f} kB, {first.size[0]} × {first.size[1]}")


if __name__ == "__main__":
    main()
