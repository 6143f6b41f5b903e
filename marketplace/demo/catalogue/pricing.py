"""Price points, volume tiers and stock of an offer, out of one price and one seed."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

from marketplace.demo.catalogue.types import DemoPrice, DemoTier

RANGES = {"EUR": (1.0, 1.0), "USD": (1.06, 1.15), "GBP": (0.84, 0.89), "CHF": (0.94, 1.03)}
POINTS = ((2_00, 1), (10_00, 5), (50_00, 10), (200_00, 50), (1_000_00, 100), (5_000_00, 500))
STEPS = (
    (10_00, ((10, 50, 200), (12, 48, 144), (24, 96), (20, 100))),
    (60_00, ((6, 24), (8, 40), (12, 48), (10, 40, 120))),
    (400_00, ((5, 20), (4, 12), (6, 24), (3, 10, 25))),
    (2_000_00, ((3,), (2, 6), (3, 8))),
)
DEAR_STEPS = ((2,), (3,), (2, 5))


def price_point(amount: float) -> int:
    """The nearest amount a merchant would print: 14.80, 189.00, 2,940.00."""
    step = next((step for limit, step in POINTS if amount < limit), 10_00)
    return max(step, round(amount / step) * step)


def steps_for(amount: int, random: Random) -> tuple[tuple[int, int], ...]:
    """Two to four tiers from quantity one, each at least a price point below the last."""
    choices = next((choices for limit, choices in STEPS if amount < limit), DEAR_STEPS)
    tiers = [(1, amount)]
    for quantity in random.choice(choices):
        lower = price_point(tiers[-1][1] * random.uniform(0.88, 0.95))
        tiers.append((quantity, lower))
    return falling(tiers)


def falling(tiers: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The tiers without those that do not cost less than the one before."""
    kept = [tiers[0]]
    kept += [tier for before, tier in pairwise(tiers) if tier[1] < before[1]]
    return tuple(kept)


def in_currencies(
    tiers: Sequence[tuple[int, int]], currencies: Sequence[str], seed: str
) -> tuple[tuple[DemoPrice, ...], tuple[DemoTier, ...]]:
    """The price at quantity one and, if there is more than one, the tiers, in each currency."""
    prices, steps = [], []
    for currency in currencies:
        low, high = RANGES[currency]
        factor = Random(f"{currency}/{seed}").uniform(low, high)
        ladder = [(q, a if currency == "EUR" else price_point(a * factor)) for q, a in tiers]
        prices.append(DemoPrice(currency, ladder[0][1]))
        if len(tiers) > 1:
            steps += [DemoTier(currency, q, a) for q, a in falling(ladder)]
    return tuple(prices), tuple(steps)


def stock_for(amount: int, random: Random) -> tuple[int, int | None, bool]:
    """Pieces on the shelf, days until more come, and whether it can be ordered meanwhile."""
    luck = random.random()
    if luck < 0.055:
        return (0, random.randint(4, 24), False) if luck < 0.035 else (0, None, luck < 0.05)
    if luck < 0.135:
        return random.randint(1, 9), random.choice((None, 3, 8, 11)), False
    ceiling = max(24, min(6_000, round(900_000 / amount)))
    return random.randint(max(10, ceiling // 12), ceiling), None, random.random() < 0.08
