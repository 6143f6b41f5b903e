"""The saved cards under Account: what is listed of them, and that only their owner takes one away."""

from __future__ import annotations

from sqlmodel import select

from marketplace.domain.permissions import Actor
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.saved_card import SavedCard
from marketplace.state.account.cards import AccountCardsState
from tests.factories.people import actor_for, make_tenant, make_user
from tests.state.browser import do, sign_in, tab


def page(actor: Actor) -> AccountCardsState:
    state = tab(AccountCardsState, "/account/cards", token=sign_in(actor))
    do(state, "open")
    return state


def removed() -> list[bool]:
    with unit_of_work(Scope.system()) as db:
        cards = db.exec(select(SavedCard).order_by(SavedCard.last_four)).all()
        return [card.removed_at is not None for card in cards]


def test_cards_of_every_store_are_listed_and_one_is_taken_away(database: str) -> None:
    with unit_of_work(Scope.system()) as db:
        maren, eve = (actor_for(db, make_user(db, f"{name}@holt.example")) for name in ("maren", "eve"))
        for handle, digits, year in (("north", "1111", 2031), ("south", "2222", 2025)):
            store = make_tenant(db, handle)
            db.add(
                SavedCard(
                    id=f"card_{digits}",
                    tenant_id=store.id,
                    user_id=maren.user_id,
                    provider="card",
                    token=new_id("tok"),
                    brand="Visa",
                    last_four=digits,
                    expires_month=8,
                    expires_year=year,
                )
            )
    shown = page(maren)
    assert sorted((row.title, row.says, row.is_expired, row.store) for row in shown.rows) == [
        ("Visa ending 1111", "Good until 08/2031", False, "North"),
        ("Visa ending 2222", "Expired with 08/2025", True, "South"),
    ]
    assert "tok_" not in str(shown.rows)
    other = page(eve)
    assert other.rows == []
    assert "not among yours" in do(other, "remove", "card_1111")
    assert removed() == [False, False]
    assert "stay paid" in do(shown, "remove", "card_1111")
    assert [row.id for row in shown.rows] == ["card_2222"]
    assert removed() == [True, False]
    assert "not among yours" in do(shown, "remove", "card_1111")
