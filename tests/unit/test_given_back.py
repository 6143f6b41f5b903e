"""What goes back of a line, step by step: nothing ever goes the other way, and the last step ends at exactly all."""

from __future__ import annotations

from dataclasses import astuple, replace

from hypothesis import example, given
from hypothesis import strategies as st

from marketplace.domain.finance.commission import Base
from marketplace.domain.finance.refunds import Back, Charged, given_back


@st.composite
def lines(draw: st.DrawFn) -> Charged:
    """A line as it may have been charged: small amounts, where rounding weighs most."""
    total = draw(st.integers(0, 60))
    tax, store, freight = (draw(st.integers(0, most)) for most in (total // 2, 20, 20))
    fee = draw(st.integers(0, total - tax + store))
    return Charged(
        draw(st.integers(1, 12)),
        total,
        tax,
        store,
        freight,
        fee,
        draw(st.integers(0, fee)),
        draw(st.sampled_from([Base.GOODS, Base.GOODS_AND_SHIPPING])),
    )


def stepped(line: Charged, cuts: list[tuple[int, int]]) -> list[Back]:
    """Given back in these steps of `(amount, freight)` in all, and the rest in the last."""
    steps: list[Back] = []
    for amount, freight in cuts:
        at = line.back
        pieces = line.quantity if amount == line.total else 0
        step = given_back([line], [(max(0, pieces - at.pieces), amount - at.amount)], freight=freight)[0]
        steps.append(step)
        line = replace(line, back=Back(*(a + b for a, b in zip(astuple(at), astuple(step), strict=True))))
    return steps


@given(lines(), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=6))
@example(Charged(4, 5, fee=2, fee_tax=1), [(2, 0), (3, 0)])  # once 0 and 1, then 1 and -1
def test_every_step_gives_back_and_the_last_ends_at_all(line: Charged, cuts: list[tuple[int, int]]) -> None:
    amounts = sorted(min(amount, line.total) for amount, _ in cuts)
    freights = sorted(min(freight, line.freight) for _, freight in cuts)
    steps = stepped(line, [*zip(amounts, freights, strict=True), (line.total, line.freight)])
    assert all(part >= 0 for step in steps for part in astuple(step))
    together = Back(*(sum(parts) for parts in zip(*map(astuple, steps), strict=True)))
    assert (together.amount, together.tax, together.store) == (line.total, line.tax, line.store)
    assert (together.fee, together.fee_tax) == (line.fee, line.fee_tax)
