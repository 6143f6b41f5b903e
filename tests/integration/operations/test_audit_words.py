"""The audit trail says what happened in words: money with its currency, rates, names; sign-ins in one line."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.permissions import SYSTEM, Actor
from marketplace.kit import audit
from marketplace.queries.operator_desk.audit_areas import AREAS
from marketplace.queries.operator_desk.audit_trail import AuditLine, folded, list_audit
from tests.factories.goods import make_shop
from tests.factories.people import make_operator


@pytest.mark.parametrize(
    ("action", "before", "after", "text", "changes"),
    [
        (
            "order:refund:asked",
            None,
            {"amount": 3499, "currency": "USD", "refund": "ref_01M8MP0795AFWFNK51GBKZZNCX"},
            "gave $34.99 of an order back",
            [("amount", "", "$34.99")],
        ),
        (
            "product:prices:set",
            {"currency": "EUR", "sku": "A", "steps": [[1, 1250, None]]},
            {"currency": "EUR", "sku": "A", "steps": [[1, 1200, None], [10, None, 500]]},
            "set the EUR prices of A, Thing",
            [("prices", "€12.50", "€12.00, 5 % off from 10")],
        ),
        (
            "vendor:payout:run",
            None,
            {"payouts": 2, "amounts": {"EUR": 9000, "JPY": 500}},
            "made 2 payouts by the calendar",
            [("payouts", "", "2"), ("amount", "", "€90.00, ¥500")],
        ),
        (
            "vendor:payout:requested",
            None,
            {"payouts": 1, "amount": 3499},
            "asked for a payout",
            [("payouts", "", "1"), ("amount", "", "34.99")],
        ),
        (
            "commission_rule:commission_rule:changed",
            {"rate_bps": 1000, "vendor_id": None, "fixed_amount": None, "is_active": False},
            {"rate_bps": 1250, "vendor_id": "VENDOR", "fixed_amount": 50, "is_active": True, "currency": "EUR"},
            "changed the commission rule Thing",
            [
                ("percent", "10 %", "12.5 %"),
                ("vendor", "", "Halden"),
                ("fixed", "", "€0.50"),
                ("is active", "no", "yes"),
            ],
        ),
        (
            "order:order:accepted",
            {"status": "to_fulfil"},
            {"status": "part_shipped", "ship_by": "2026-11-30T17:00:00+00:00"},
            "accepted Thing",
            [("status", "to fulfil", "part shipped"), ("ship by", "", "30 Nov 2026, 17:00:00 UTC")],
        ),
        (
            "promotion:promotion:added",
            None,
            {"min_goods_amount": "10000", "value_bps": "1500", "starts": "2026-11-30"},
            "began the promotion Thing",
            [("goods from", "", "100.00"), ("percent", "", "15 %"), ("starts", "", "30 Nov 2026")],
        ),
    ],
)
def test_a_line_holds_no_raw_value(
    db: Session,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    text: str,
    changes: list[tuple[str, str, str]],
) -> None:
    shop = make_shop(db)
    after = {name: shop.vendor.id if value == "VENDOR" else value for name, value in after.items()}
    audit.record(
        db,
        SYSTEM,
        action,
        tenant_id=shop.store.id,
        object_type="thing",
        object_id="thing_1",
        object_name="Thing",
        before=before,
        after=after,
    )
    line = newest(db, make_operator(db))[0]
    assert (line.text, sorted((c.field, c.before, c.after) for c in line.changes)) == (text, sorted(changes))


def newest(db: Session, actor: Actor) -> tuple[AuditLine, ...]:
    db.flush()
    return list_audit(db, actor).rows


def test_sign_ins_that_follow_each_other_are_one_line_a_person(db: Session) -> None:
    shop, operator = make_shop(db), make_operator(db)
    for who, action in (
        ("Ada", "account:account:signed_in"),
        ("Bo", "account:account:signed_in"),
        ("Ada", "account:account:signed_out"),
        ("Ada", "account:account:signed_in"),
        ("Ada", "vendor:vendor:approved"),
        ("Ada", "account:account:signed_in"),
    ):
        audit.record(
            db,
            Actor(user_id=f"usr_{who}", name=who),
            action,
            tenant_id=shop.store.id,
            object_type="x",
            object_id="x",
            object_name="Halden",
        )
    rows = newest(db, operator)
    lines = [(line.who, line.text.partition(" since ")[0]) for line in folded(rows)]
    assert lines == [
        ("Ada", "signed in"),
        ("Ada", "approved Halden"),
        ("Ada", "signed in 2 times"),
        ("Ada", "signed out"),
        ("Bo", "signed in"),
    ]
    assert len(rows) == 6


def test_lines_from_before_are_read_as_those_of_today(db: Session) -> None:
    shop, operator = make_shop(db), make_operator(db)
    for action in ("product:created", "payout:held", "vendor:payout:released", "vendor:vendor:approved", "vendor:gone"):
        audit.record(
            db, SYSTEM, action, tenant_id=shop.store.id, object_type="thing", object_id="thing_1", object_name="Thing"
        )
    db.flush()

    def texts(area: str) -> list[str]:
        return [line.text for line in list_audit(db, operator, area=area, store=shop.store.id).rows]

    assert texts("product") == ["created Thing"]
    assert texts("payout") == ["released Thing", "held Thing"]
    assert texts("vendor") == ["gone vendor Thing", "approved Thing"]
    assert [line.action for line in list_audit(db, operator, area="payout", store=shop.store.id).rows] == [
        "vendor:payout:released",
        "vendor:payout:held",
    ]


def test_every_area_is_offered() -> None:
    known = {area for area, _ in AREAS} | {"operator", "company", "customer", "table", "audit"}
    assert {action.partition(":")[0] for action in AuditAction} <= known
