"""A guest asks for a price on a phone, with a drawing, and orders by the link of the letter on another one."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, live
from tests.e2e.test_accessible import findings
from tests.e2e.test_buying import fill
from tests.e2e.test_selling import open_mail
from tests.running import Running

pytestmark = pytest.mark.e2e
FORM = "/s/northforge/quotes/request"
PHONE = {"width": 390, "height": 844}
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def test_by_the_link_of_the_letter_on_a_phone(desk: Desk, product: Running, tmp_path: Path) -> None:
    tail = uuid4().hex[:6]
    title, email = f"Guard {tail}", f"ada-{tail}@lind.example"
    phone, ilse, other = (
        desk(viewport=PHONE, has_touch=True),
        desk("vendor owner"),
        desk(viewport=PHONE, has_touch=True),
    )
    problems = ask(phone, title, email, tmp_path)
    answer(ilse, title)
    link = link_in(open_mail(desk(), f"Hallberg Tool Supply answered {number_of(phone)}, €434.35", email))
    other.goto(link)
    expect(other.get_by_role("heading", name=title)).to_be_visible()
    saved(other)
    problems += findings(other, "comparison by link")
    other.get_by_role("button", name=re.compile("Award 1 line")).click()
    other.get_by_role("button", name="Accept and order").click()
    other.wait_for_url("**/checkout?cart=*")
    # 12 x 30.00 and 5.00 of freight, with 19 %
    expect(other.get_by_role("complementary", name="Order").locator(".tot dd")).to_have_text("€434.35")
    fill(other, **{"E-mail": email})
    other.get_by_label(re.compile("Bank transfer")).check()
    other.get_by_role("button", name="Place the order").last.dblclick()
    expect(other.get_by_text("We wait for your transfer")).to_be_visible()
    assert problems == []
    other.goto(link)  # the link still leads to the request, which is over
    expect(other.get_by_text("Accepted").first).to_be_visible()
    expect(other.get_by_role("button", name=re.compile("^Award"))).to_have_count(0)
    verified = product.command("verify")
    assert verified.returncode == 0, verified.stdout


def ask(page: Page, title: str, email: str, folder: Path) -> list[str]:
    """Free words and a drawing; what is missing is said at its field, and nothing typed is lost."""
    drawing = folder / "Guard.pdf"
    drawing.write_bytes(PDF)
    big = folder / "Big.pdf"
    big.write_bytes(PDF + b" " * (11 * 1024 * 1024))
    page.goto(FORM)
    page.get_by_role("button", name="Describe something").click()
    page.get_by_label("What is it?").fill("Guard rail, bent, 4 m")
    page.get_by_label("Pieces").fill("12")
    page.get_by_label("What is it for?").fill(title)
    page.get_by_label("Add files").set_input_files(big)
    expect(page.get_by_text("This file is larger than 10 MB.")).to_be_visible()  # before anything is sent
    page.get_by_label("Add files").set_input_files(drawing)
    page.get_by_label(re.compile("Hallberg")).check()
    page.get_by_role("button", name="Ask for prices").click()
    expect(page.get_by_role("alert").get_by_role("link", name="Say who asks: vendors answer people.")).to_be_visible()
    expect(page.get_by_label("What is it?")).to_have_value("Guard rail, bent, 4 m")
    expect(page.get_by_role("list", name="Attached").get_by_text("Guard.pdf")).to_be_visible()
    problems = findings(page, "request for prices")
    page.get_by_label("Your name").fill("Ada Lind")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Ask for prices").dblclick()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    return problems


def saved(page: Page) -> None:
    """The drawing comes as a file, and one stays on the page."""
    address = page.url
    with page.expect_download() as started:
        page.get_by_role("link", name="Guard.pdf").click()
    assert started.value.suggested_filename == "Guard.pdf"
    assert Path(started.value.path()).read_bytes() == PDF
    assert page.url == address


def number_of(page: Page) -> str:
    """The request's number, as the page of its buyer names it."""
    return str(re.search(r"Q-\d+", page.locator("main").inner_text())[0])  # type: ignore[index]


def answer(page: Page, title: str) -> None:
    live(page, "/vendor/quotes")
    page.get_by_role("link", name=re.compile(title)).click()
    page.wait_for_url("**/vendor/quotes/quo_*")
    saved(page)
    page.get_by_label("Price of one").fill("30")
    page.get_by_label("Freight").fill("5")
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_text("Ada Lind’s turn")).to_be_visible()


def link_in(letter: object) -> str:
    link = letter.get_by_role("link", name=re.compile("quotes.open"))  # type: ignore[attr-defined]
    return str(link.get_attribute("href"))
