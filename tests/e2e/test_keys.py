"""A key's whole life in the browser: made with the password, seen once, gone after a reload, revoked by its name."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Desk, live, taken_over
from tests.e2e.test_accessible import findings

pytestmark = pytest.mark.e2e


def test_an_operator_makes_a_secret_key_sees_it_once_and_revokes_it(
    desk: Desk, accounts: dict[str, dict[str, str]]
) -> None:
    page = desk("operator")
    live(page, "/admin/tenants?shape=list&q=northforge")
    page.get_by_role("link", name="Northforge", exact=True).click()
    page.wait_for_url("**/admin/tenants/ten_*")
    page.get_by_role("link", name="Keys").first.click()
    title = f"Warehouse {uuid4().hex[:6]}"
    row = page.get_by_role("row").filter(has_text=title)

    page.get_by_label("What it is for").fill(title)
    page.get_by_label("Cancel orders and pay them back.").check()
    page.get_by_label("Your password").fill("somebody else's")
    page.get_by_role("button", name="Make the key").click()
    expect(page.locator("#key-password-error")).to_have_text("This is not your password.")
    expect(page.get_by_label("What it is for")).to_have_value(title)  # what was typed stays
    expect(row).to_have_count(0)

    page.get_by_label("Your password").fill(accounts["operator"]["password"])
    page.get_by_role("button", name="Make the key").dblclick()
    token = page.locator("#fresh-token")
    expect(token).to_be_visible()
    secret = token.inner_text()
    assert secret.startswith("sk_")
    assert len(secret) == 46
    expect(row).to_have_count(1)  # an impatient finger makes one key
    expect(row).to_contain_text("orders:read, orders:write")
    expect(row).to_contain_text(f"{secret[:7]}…{secret[-4:]}")

    assert findings(page, "the token") == []
    page.reload()
    taken_over(page)
    expect(row).to_have_count(1)
    expect(page.get_by_label("What it is for")).to_be_visible()
    assert secret not in page.content()

    row.get_by_role("button", name=f"Revoke {title}").click()
    question = page.get_by_role("dialog", name=f"Revoke {title}?")
    sure = question.get_by_role("button", name="Revoke it")
    expect(sure).to_be_disabled()
    assert findings(page, "revoke?") == []
    question.get_by_label("to go on").fill(title)
    sure.click()
    expect(row).to_have_count(0)

    live(page, f"/admin/audit?q={title.split()[1]}")
    lines = page.locator(".tbl tbody tr")
    expect(lines).to_have_count(2)
    expect(lines.nth(0)).to_contain_text(f"revoked the secret API key {title}")
    expect(lines.nth(1)).to_contain_text(f"made the secret API key {title}")
