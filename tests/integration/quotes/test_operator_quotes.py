"""What the store reads of all quotes: as rows and as a file, and never more than its own."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.domain.errors import Forbidden, NotFound, Unauthenticated
from marketplace.domain.permissions import GUEST
from marketplace.kit.db import unit_of_work
from marketplace.kit.session_cookie import session_cookie
from marketplace.kit.tenancy import Scope
from marketplace.queries.operator_desk.quote_figures import get_quote_figures
from marketplace.queries.operator_desk.quote_room import get_store_room
from marketplace.queries.operator_desk.quotes import QuoteFilter, list_quotes
from marketplace.site.downloads.operator_tables import ROUTES
from tests.factories.quotes import Market, make_market
from tests.state.browser import sign_in


@pytest.fixture
def market(database: str) -> Market:
    return make_market()


def test_only_the_stores_side_reads_all_quotes(market: Market) -> None:
    quote = market.quote(market.ask())
    for actor, errors in ((GUEST, Unauthenticated), (market.bolt, (Forbidden, NotFound)), (market.priya, NotFound)):
        for read in (
            lambda db, who=actor: list_quotes(db, who, QuoteFilter()),
            lambda db, who=actor: get_quote_figures(db, who),
            lambda db, who=actor: get_store_room(db, who, quote),
        ):
            with pytest.raises(errors):
                market.do(read)


def test_the_list_is_a_file_and_taking_it_leaves_a_line(market: Market) -> None:
    request = market.ask(title="=Line 3")
    market.answer(request, "bolt", 850, None)
    client = TestClient(Starlette(routes=ROUTES), base_url="http://localhost", follow_redirects=False)
    assert client.get("/admin/quotes.csv").status_code == 303
    client.cookies.set(session_cookie(), sign_in(market.operator))
    lines = client.get("/admin/quotes.csv?view=buyers").text.splitlines()
    assert len(lines) == 2
    assert lines[1].startswith('"Q-1001","\'=Line 3",')
    with unit_of_work(Scope.system()) as db:
        taken = db.connection().execute(
            text("select object_name from audit_event where action = 'table:table:exported'")
        )
        assert [name for (name,) in taken] == ["quotes"]
