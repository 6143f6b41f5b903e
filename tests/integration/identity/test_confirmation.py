"""Money, bank details and second factors ask for the password again; programs for a fresh token or a key's scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.errors import Invalid, MarketplaceError, TooManyRequests, Unauthenticated
from marketplace.domain.permissions import GUEST, SYSTEM, Actor
from marketplace.kit import ratelimit
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.ledger import Payout
from marketplace.models.user import User
from marketplace.services.finance.payer_accounts import remove_payer, set_payer
from marketplace.services.finance.payout_actions import release_payout
from marketplace.services.finance.payouts import request_payout
from marketplace.services.identity import two_factor
from marketplace.services.identity.confirmation import NotConfirmed, confirm_password, require_confirmed
from tests.factories.api_market import Market, make_market
from tests.factories.people import PASSWORD, actor_for, make_operator, make_user

ASK = {"currency_code": "eur"}
LATE = timedelta(minutes=16)
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("actor", "passes"),
    [
        (Actor(user_id="usr_1"), False),
        (Actor(user_id="usr_1", confirmed_at=AT - LATE), False),
        (Actor(user_id="usr_1", confirmed_at=AT), True),
        (Actor(user_id="usr_1", scopes=frozenset({"orders:write"})), True),
        (SYSTEM, True),
    ],
)
def test_who_counts_as_confirmed(actor: Actor, passes: bool) -> None:
    if passes:
        require_confirmed(actor, AT)
    else:
        with pytest.raises(NotConfirmed):
            require_confirmed(actor, AT)


def test_the_password_confirms_and_is_not_guessed(db: Session) -> None:
    ratelimit._limiter.cache_clear()
    actor = replace(actor_for(db, make_user(db)), confirmed_at=None)
    assert confirm_password(db, actor, PASSWORD).confirmed_at is not None
    for _ in range(10):
        with pytest.raises(Invalid, match="This is not your password"):
            confirm_password(db, actor, "guess")
    with pytest.raises(TooManyRequests):
        confirm_password(db, actor, PASSWORD)
    with pytest.raises(Unauthenticated):
        confirm_password(db, GUEST, PASSWORD)


@pytest.fixture
def market(database: str, no_rate_limits: None) -> Market:
    return make_market()


def refused(use: Callable[[Session, Actor], object], email: str, scope: Scope) -> type[MarketplaceError] | None:
    """What somebody gets who has not given their password again, in a transaction that is kept."""
    with unit_of_work(scope) as db:
        user = db.exec(select(User).where(User.email == email)).one()
        actor = replace(actor_for(db, user), confirmed_at=None)
        try:
            use(db, actor)
        except MarketplaceError as error:
            return type(error)
    return None


def payouts() -> list[str]:
    with unit_of_work(Scope.system()) as db:
        return [payout.status for payout in db.exec(select(Payout))]


def test_nothing_moves_without_it(market: Market) -> None:
    north = Scope.tenant(market.tenants["north"])
    ask = lambda db, actor: request_payout(db, actor, "EUR", key=new_id("ask"))  # noqa: E731
    assert refused(ask, "bolt@example.com", north) is NotConfirmed
    assert payouts() == []
    answer = market.vendor().post("/vendor/payouts/request", ASK, key="one")
    assert answer.status_code == 200, answer.text
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update payout set status = 'held', hold_reason = 'by hand'"))
        payout_id = db.exec(select(Payout.id)).one()
    release = lambda db, actor: release_payout(db, actor, payout_id)  # noqa: E731
    assert refused(release, "op@example.com", Scope.system()) is NotConfirmed
    assert payouts() == ["held"]
    form = {"name": "X", "iban": "DE89370400440532013000", "bic": "COBADEFFXXX", "town": "Kassel", "country": "DE"}
    for change in (
        lambda db, actor: set_payer(db, actor, None, form),
        lambda db, actor: remove_payer(db, actor, market.tenants["north"]),
    ):
        assert refused(change, "op@example.com", Scope.system()) is NotConfirmed
    with unit_of_work(Scope.system()) as db:
        assert db.connection().execute(text("select count(*) from payer_account")).scalar_one() == 0


def test_an_old_token_asks_for_no_payout_and_a_fresh_one_does(market: Market) -> None:
    program = market.vendor()
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update user_session set created_at = now() - interval '16 minutes'"))
    late = program.post("/vendor/payouts/request", ASK, key="late")
    assert late.status_code == 403
    assert "15 minutes" in late.json()["message"]
    assert payouts() == []
    assert program.get("/vendor/payouts").status_code == 200
    assert market.vendor().post("/vendor/payouts/request", ASK, key="fresh").status_code == 200
    assert len(payouts()) == 1


def test_a_second_factor_is_begun_and_ended_with_the_password(db: Session) -> None:
    operator = make_operator(db)
    for use in (two_factor.begin, two_factor.disable):
        with pytest.raises(Invalid, match="This is not your password"):
            use(db, operator, password="guess")
    assert db.exec(select(User.totp_secret)).one() is None
