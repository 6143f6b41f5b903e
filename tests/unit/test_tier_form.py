"""Volume prices while they are typed."""

from marketplace.domain.catalogue.tier_form import (
    TierRow,
    check_rows,
    row_problems,
    tier_inputs,
    with_tier,
    without_tier,
)

BASE = TierRow(start="1", end="9", amount="189.00")


def test_an_overlap_is_named_at_its_row_with_both_ways_out() -> None:
    rows = [BASE, TierRow("10", "49", "percentage", percent="5"), TierRow("40", "", "fixed", "169.00")]
    checked = check_rows(rows, "EUR")
    assert checked[2].error == "This overlaps the row above. Start at 50."
    assert (checked[2].ends_at, checked[2].starts_at) == ("39", "50")
    assert not checked[1].error


def test_each_price_and_its_distance_from_the_first_are_shown() -> None:
    rows = [BASE, TierRow("10", "49", "percentage", percent="5"), TierRow("50", "", "fixed", "169.00")]
    checked = check_rows(rows, "EUR")
    assert [row.each for row in checked] == ["189.00", "179.55", "169.00"]
    assert [row.against for row in checked] == ["", "−5 %", "−10.6 %"]
    assert row_problems(rows, "EUR") == {}


def test_what_cannot_be_read_is_said_at_its_row() -> None:
    rows = [BASE, TierRow("ten", "", "percentage", percent="lots")]
    assert row_problems(rows, "EUR") == {1: "Enter from how many pieces on."}


def test_a_single_row_without_a_price_means_not_sold() -> None:
    assert tier_inputs([TierRow(start="1")], "GBP") == ([], {})


def test_a_new_tier_closes_the_one_above_and_removing_it_opens_that_again() -> None:
    one = [TierRow(start="1", amount="10")]
    two = with_tier(one)
    assert (two[0].end, two[1].start, two[1].percent) == ("9", "10", "5")
    assert row_problems(two, "EUR") == {}
    assert without_tier(two, 1)[0].end == ""


def test_the_first_row_cannot_be_removed() -> None:
    assert without_tier([BASE], 0) == [BASE]
