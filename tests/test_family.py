"""The family tree: what stands in it."""

import re

import optlab
from optlab.pictures.family import FAILURES, METHODS, WAYS


def test_every_arrow_joins_two_methods_and_every_method_is_reached():
    ends = [(a, b) for a, b, _ in FAILURES]
    assert {name for end in ends for name in end} == set(METHODS)
    assert len(set(ends)) == len(ends) and set(WAYS) <= set(ends)
    assert set(METHODS) - {b for _, b in ends} == {"gradient descent"}


def test_an_arrow_leads_to_a_later_column_or_to_a_later_method_of_the_same():
    for a, b, _ in FAILURES:
        (year_a, _, column_a, _), (year_b, _, column_b, _) = METHODS[a], METHODS[b]
        assert column_a <= column_b and year_a <= year_b, (a, b)
        assert column_b - column_a <= 1 or (a, b) in WAYS, (a, b)


def test_boxes_of_a_column_lie_apart():
    for column in {place[2] for place in METHODS.values()}:
        rows = sorted(row for _, _, c, row in METHODS.values() if c == column)
        assert all(high - low >= 1 for low, high in zip(rows, rows[1:], strict=False))


def test_its_words_are_its_arrows():
    tree = optlab.family()
    assert tree.words.splitlines() == [f"{a} -> {b}: {why}" for a, b, why in FAILURES]
    assert {node["name"] for node in tree.spec["nodes"]} == set(METHODS)
    assert all(re.fullmatch(r"\d\d", chapter) for _, chapter, _, _ in METHODS.values())
