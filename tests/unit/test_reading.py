"""Figures and days of the desks in the reader's locale; everything else reads as before."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace as Thing

import pytest

from marketplace.queries.formatting.amounts import bare, bare_each, rate
from marketplace.queries.formatting.dates import day, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.reader_locale import LOCALE, reading, reads_in
from marketplace.queries.formatting.wording import count
from marketplace.state.reader_locale import ReadsInOwnLocale

MOMENT = datetime(2026, 11, 19, 8, 10, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("de-DE,de;q=0.9,en;q=0.8", "de_DE"),
        ("de-CH", "de_CH"),
        ("en-US,de;q=0.9", "en"),
        ("xx-YY,fr;q=0.5", "fr"),
        ("", "en"),
        ("*", "en"),
        ("; ,,", "en"),
        ("../../etc", "en"),
    ],
)
def test_which_locale_a_browser_asks_for(header: str, locale: str) -> None:
    assert reads_in(header) == locale


def readings() -> list[str]:
    return [
        money(-128460, "EUR"),
        money(128460, "CHF"),
        bare(-128460, "EUR"),
        bare(1284, "JPY"),
        bare_each(18765, 30, "EUR"),
        rate(950),
        count(4120, "order"),
        day(MOMENT, MOMENT),
        exact(MOMENT),
        money(100, "EUR", "fr"),
    ]


def test_figures_and_days_are_written_for_the_reader() -> None:
    english = [
        "−€1,284.60",
        "CHF\u00a01,284.60",
        "−1,284.60",
        "1,284",
        "6.255",
        "9.5 %",
        "4,120 orders",
        "19 Nov",
        "19 Nov 2026, 08:10:22 UTC",
        "1,00\u00a0€",
    ]
    assert readings() == english
    with reading("de_DE"):
        assert readings() == [
            "−1.284,60\u00a0€",
            "1.284,60\u00a0CHF",
            "−1.284,60",
            "1.284",
            "6,255",
            "9,5 %",
            "4.120 orders",
            "19. Nov.",
            "19.11.2026, 08:10:22 UTC",
            "1,00\u00a0€",
        ]
    with reading("de_CH"):
        assert readings()[1] == "CHF\u00a01’284.60"
    assert readings() == english


@pytest.mark.parametrize(
    ("path", "locale"),
    [("/vendor/payouts", "de_DE"), ("/admin", "de_DE"), ("/account", "de_DE"), ("/s/northforge", "en"), ("/", "en")],
)
def test_the_desks_ask_the_browser_and_the_shops_have_their_own(path: str, locale: str) -> None:
    async def seen() -> str:
        headers, url = Thing(accept_language="de-DE,en;q=0.5"), Thing(path=path)
        await ReadsInOwnLocale().preprocess(None, Thing(router=Thing(headers=headers, url=url)), None)  # type: ignore[arg-type]
        return await asyncio.to_thread(LOCALE.get)

    assert asyncio.run(seen()) == locale
    assert LOCALE.get() == "en"
