"""The gallery: 48 pictures, each with its words, small enough for a page; what it draws is what the figures show."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from optlab.pictures.gallery import SIX, gallery
from optlab.pictures.rules import RULES, SIGNALS, accumulate


def test_all_48_with_words_and_a_way_to_the_live_figure():
    page, text = gallery()._repr_html_(), repr(gallery())
    assert len(RULES) * len(SIX) == page.count("<details ") == page.count("<button") == len(text.splitlines()) == 48
    assert len(page) < 300_000
    for rule in RULES:
        for name in SIX:
            assert f'data-rule="{rule}" data-signal="{name}"' in page and f"{rule} on {name}:".lower() in text.lower()


@pytest.mark.parametrize(
    "rule, name", [("momentum", "rectangles"), ("Adam", "spikes"), ("AdaDelta from a big start", "sawtooth")]
)
def test_a_line_is_the_update(rule, name):
    picture, _ = gallery([rule], [name]).figures[rule, name]
    path = re.search(r'class=u1 d="M0 (\d+)l([^"]*)"', picture)
    moves = np.array(path[2].split(), int).reshape(-1, 2)
    level = int(path[1]) + np.concatenate([[0], np.cumsum(moves[:, 1])])
    g, update = SIGNALS[name](), accumulate(rule, SIGNALS[name]()).update
    low, high = min(0.0, g.min(), update.min()), max(0.0, g.max(), update.max())
    drawn = high - (high - low) * level / 200
    assert np.abs(drawn).max() == pytest.approx(np.abs(update[:, 1]).max(), abs=(high - low) / 300)  # no peak is lost
    assert moves[:, 0].sum() == 298 and ET.fromstring(re.sub(r"=([^\s\"/>]+)", r'="\1"', picture)).tag == "svg"


@pytest.mark.parametrize("what, said", [(dict(rules=["Adma"]), "rules has 'Adma'"), (dict(names=["saw"]), "names has 'saw'")])
def test_an_unknown_name_is_told(what, said):
    with pytest.raises(ValueError, match=said):
        gallery(**what)
