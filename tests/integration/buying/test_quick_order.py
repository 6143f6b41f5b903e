"""A pasted list: the article of that very SKU, the quantity that was asked for, and all of it into the cart."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient
from xlsxwriter import Workbook

from marketplace.domain.permissions import Actor
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.session_cookie import session_cookie
from marketplace.kit.tenancy import Scope
from marketplace.models.catalogue import Product, Variant
from marketplace.models.offer import Offer, Price, PriceList
from marketplace.models.stock import StockLevel
from marketplace.models.tenant import Tenant
from marketplace.services.buying.cart_access import Shopper, find_cart
from marketplace.services.buying.carts import basket_of
from marketplace.services.search.indexing import index_store
from marketplace.web.response_cache import VERSIONS
from tests.factories.companies import make_company, make_member
from tests.factories.shop import Counter, make_counter
from tests.integration.buying.test_cart_pages import browser, rows, words
from tests.state.browser import sign_in

SYSTEM = Scope.system()
ADD = "/s/northforge/quick-order/add"
LIST = "/s/northforge/quick-order"
MEND = f"{LIST}/mend"


@pytest.fixture
def counter(database: str, no_rate_limits: None) -> Counter:
    """Hammer HB-18-65 (offer H-1, steps of 1), saw HB-1865, gloves by the dozen; the saw has a price from 10 on."""
    counter = make_counter(stock=30)
    with unit_of_work(SYSTEM) as db:
        for title, sku, variant_sku, ean in (
            ("hammer", "HB-18-65", "V-H", ""),
            ("saw", "HB-1865", "V-S", "4006381333931"),
            ("glove", "GL-2", "V-G", ""),
        ):
            offer = db.exec(select(Offer).where(Offer.id == counter.offers[title])).one()
            variant = db.exec(select(Variant).where(Variant.id == offer.variant_id)).one()
            offer.sku, variant.sku, variant.ean = sku, variant_sku, ean
        saw = db.exec(select(Price).where(Price.offer_id == counter.offers["saw"])).one()
        db.add(
            Price(
                **saw.model_dump(exclude={"id", "min_quantity", "amount"}), id="pri_ten", min_quantity=10, amount=1500
            )
        )
    run(Scope.tenant(counter.tenant_id), index_store)
    return counter


@pytest.fixture
def visitor(counter: Counter) -> Iterator[TestClient]:
    with browser() as client:
        yield client


def pasted(visitor: TestClient, text: str) -> str:
    return str(visitor.post(LIST, data={"skus": text}).text)


def read(page: str) -> list[tuple[str, str, int]]:
    """Title, SKU and quantity of each row that can be bought."""
    rows = re.findall(r'<li class="qr.*?</li>', page, re.DOTALL)
    names = [
        (html.unescape(title[1]), sku[1])
        for row in rows
        if 'name="pieces.' in row
        and (title := re.search(r"<b>(.*?)</b>", row))
        and (sku := re.search(r'<p class="hint">(.*?) ·', row))
    ]
    pieces = [value for name, value in fields(page).items() if name.startswith("pieces.")]
    return [(title, sku, quantity) for (title, sku), quantity in zip(names, pieces, strict=True)]


def fields(page: str) -> dict[str, Any]:
    """What the form that adds everything would send."""
    sent: dict[str, Any] = {}
    for tag in re.findall(r'<input[^>]*form="qo-rows"[^>]*>', page):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        assert name
        assert value
        sent[name[1]] = int(value[1]) if name[1].startswith("pieces.") else html.unescape(value[1])
    return sent


def prices(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<div class="qr-p num"><b>(.*?)</b><small>(.*?)</small>', page)


def in_cart() -> list[tuple[Any, ...]]:
    return rows("""select o.sku, l.quantity from cart_line l join offer o on o.id = l.offer_id order by 1""")


def test_the_very_sku_comes_before_one_that_is_written_alike(visitor: TestClient) -> None:
    assert read(pasted(visitor, "HB-1865 2\nHB-18-65 3")) == [("Saw", "HB-1865", 2), ("Hammer", "HB-18-65", 3)]
    assert read(pasted(visitor, "HB-1865 2\nV-S 3\nhb-1865 1")) == [("Saw", "HB-1865", 6)]  # one article, one line
    assert read(pasted(visitor, "hb-18-65\t3")) == [("Hammer", "HB-18-65", 3)]
    assert read(pasted(visitor, "hb-1865\t2")) == [("Saw", "HB-1865", 2)]
    assert read(pasted(visitor, "V-S;4")) == [("Saw", "HB-1865", 4)]
    assert read(pasted(visitor, "4006381333931 5")) == [("Saw", "HB-1865", 5)]


def test_quantities_are_kept_priced_and_fitted_with_a_sentence(visitor: TestClient) -> None:
    page = pasted(visitor, "HB-1865\t12\nGL-2\t40\nV-H\n NO-SUCH 3")
    assert read(page) == [("Saw", "HB-1865", 12), ("Glove", "GL-2", 24), ("Hammer", "HB-18-65", 1)]
    text = words(page)
    assert "3 of 4 found" in text
    assert "€180.00" in text  # 12 at the price from ten on
    assert "€15.00 each" in text
    assert "40 asked for, 30 left." in text
    assert "Add 3 lines to cart" in text
    assert 'href="/s/northforge/search?q=NO-SUCH"' in page
    assert "5 became 12: sold from 12 in steps of 12." in words(pasted(visitor, "GL-2 5"))
    assert "HB-1865\t12\nGL-2\t40\nV-H\nNO-SUCH\t3" in html.unescape(page)


def test_everything_goes_into_the_cart_at_once(visitor: TestClient) -> None:
    page = pasted(visitor, "HB-1865\t12\nGL-2\t24\nHB-18-65 9\nV-S 1")
    answer = visitor.post(ADD, data=fields(page), follow_redirects=False)
    assert answer.headers["location"].endswith("/s/northforge/cart")
    assert in_cart() == [("GL-2", 24), ("HB-18-65", 9), ("HB-1865", 13)]
    assert "3 lines are in your cart." in words(visitor.get("/s/northforge/cart").text)


def test_what_cannot_be_had_is_named_and_the_rest_goes_in(visitor: TestClient, counter: Counter) -> None:
    sent = fields(pasted(visitor, "HB-1865\t12\nGL-2\t24"))
    saw, glove = sent
    with unit_of_work(SYSTEM) as db:
        db.exec(select(StockLevel).where(StockLevel.offer_id == counter.offers["saw"])).one().on_hand = 5
    visitor.post(ADD, data=sent)
    assert in_cart() == [("GL-2", 24)]
    visitor.post(ADD, data={saw: "abc", glove: "13"})
    assert in_cart() == [("GL-2", 24)]
    text = words(visitor.post(ADD, data={saw: "13", glove: "24"}).text)
    assert "0 lines are in your cart. Still on your list: HB-1865: Only 5 left. Take 5 at most" in text
    assert "GL-2: Only 30 left, and 24 of them are in your cart already." in text
    assert read(visitor.get(LIST).text) == [("Saw", "HB-1865", 13), ("Glove", "GL-2", 24)]  # what did not go in stays
    assert in_cart() == [("GL-2", 24)]


def test_what_is_sold_out_is_shown_and_cannot_be_added(visitor: TestClient, counter: Counter) -> None:
    with unit_of_work(SYSTEM) as db:
        db.exec(select(StockLevel).where(StockLevel.offer_id == counter.offers["saw"])).one().on_hand = 0
    run(Scope.tenant(counter.tenant_id), index_store)
    page = pasted(visitor, "HB-1865\t12")
    assert "1 of 1 found" in words(page)
    assert "Sold out" in words(page)
    assert "lines to cart" not in page


@pytest.fixture
def contact(counter: Counter) -> Actor:
    """Somebody who buys for a company with a contract: the saw at 18.00, at 13.00 from ten on."""
    with unit_of_work(SYSTEM) as db:
        company = make_company(db, counter.tenant_id, "Rail")
        who = make_member(db, company, "priya@rail.example", "buyer")
        db.add(
            PriceList(
                id="pl_rail",
                tenant_id=counter.tenant_id,
                title="Rail 2026",
                kind="contract_company",
                owner_id=company.id,
            )
        )
        db.flush()
        saw = db.exec(select(Price).where(Price.offer_id == counter.offers["saw"], Price.min_quantity == 1)).one()
        for start, amount in ((1, 1800), (10, 1300)):
            kept = saw.model_dump(exclude={"id", "min_quantity", "amount", "price_list_id"})
            db.add(Price(**kept, id=new_id("pri"), min_quantity=start, amount=amount, price_list_id="pl_rail"))
    run(Scope.tenant(counter.tenant_id), index_store)
    return who


@pytest.fixture
def member(counter: Counter, contact: Actor) -> Iterator[TestClient]:
    """The browser of that person."""
    with browser() as client:
        client.cookies.set(session_cookie(), sign_in(contact))
        yield client


def test_who_buys_for_a_company_sees_the_prices_of_its_contract(
    counter: Counter, contact: Actor, member: TestClient
) -> None:
    """The same figures as in the cart that the list goes into."""
    page = pasted(member, "HB-1865\t2\nHB-18-65\t3")
    assert prices(page) == [("€36.00", "€18.00 each"), ("€30.00", "€10.00 each")]
    assert "your contract prices" in words(page)
    counter.cart(Shopper(contact, ""), saw=2, hammer=3)

    def in_the_cart(db: Session) -> list[tuple[str, int]]:
        cart = find_cart(db, counter.tenant_id, Shopper(contact, ""))
        return [(one.goods.title, one.goods.shown_amount) for one in basket_of(db, cart, contact).parts[0].lines]

    assert run(Scope.tenant(counter.tenant_id), in_the_cart) == [("Saw", 3600), ("Hammer", 3000)]
    assert prices(pasted(member, "HB-1865 9")) == [("€162.00", "€18.00 each")]
    assert prices(pasted(member, "HB-1865 10")) == [("€130.00", "€13.00 each")]
    with browser() as guest:
        page = pasted(guest, "HB-1865 10")
    assert prices(page) == [("€150.00", "€15.00 each")]
    assert "your contract prices" not in words(page)


def test_without_prices_nothing_is_added(visitor: TestClient, counter: Counter) -> None:
    with unit_of_work(SYSTEM) as db:
        db.exec(select(Tenant).where(Tenant.id == counter.tenant_id)).one().access_posture = "prices_after_login"
    with browser() as other:
        page = pasted(other, "HB-1865\t12")
        assert "Sign in for prices" in words(page)
        assert "€" not in words(page).partition("found")[2][:400]
        assert "lines to cart" not in page
        answer = other.post(ADD, data={f"pieces.{counter.offers['saw']}": "1"}, follow_redirects=False)
        assert "/sign-in" in answer.headers["location"]
    assert in_cart() == []


def test_a_code_that_was_copied_by_eye_is_read_as_what_it_must_have_been(visitor: TestClient) -> None:
    page = pasted(visitor, "HB-I865\t2\nHB-18-6S 3\n")
    assert read(page) == []  # two products are written alike: a guess would be as good as the other
    assert "2 unknown" in words(page)
    page = pasted(visitor, "40O638I333931 2\nHB-18-65 1\nGL-Z 24")
    assert read(page) == [("Saw", "HB-1865", 2), ("Hammer", "HB-18-65", 1), ("Glove", "GL-2", 24)]
    assert "You wrote 40O638I333931: letters and figures that look alike were exchanged." in words(page)
    assert "2 repaired" in words(page)


def test_an_article_is_found_by_its_name_if_there_is_only_one(visitor: TestClient, counter: Counter) -> None:
    rename(counter, saw="Hand saw fine", hammer="Hand hammer")
    page = pasted(visitor, "hand saw\t4\nhand zebra 3")
    assert read(page) == [("Hand saw fine", "HB-1865", 4)]
    assert "You wrote “hand saw”: the only article with these words." in words(page)
    assert "1 unknown" in words(page)


def test_what_is_nearest_is_offered_and_taken_by_one_press(visitor: TestClient) -> None:
    page = pasted(visitor, "GLX2\t24\nHB-1865 1")
    assert "Use Glove (GL-2), €" in words(page)
    assert read(page) == [("Saw", "HB-1865", 1)]
    assert "GLX2 is GL-2." in words(visitor.post(MEND, data=mend(page)).text)
    assert read(visitor.get(LIST).text) == [("Glove", "GL-2", 24), ("Saw", "HB-1865", 1)]
    assert rows("select count(*) from article_alias") == [(0,)]  # a guest has no company


def test_what_a_company_mended_once_its_people_may_write_from_then_on(
    member: TestClient, visitor: TestClient, counter: Counter
) -> None:
    member.post(MEND, data=mend(pasted(member, "GLX2 24")))
    assert rows("select written, code from article_alias") == [("GLX2", "glx2")]
    assert read(pasted(member, "glx-2 12")) == [("Glove", "GL-2", 12)]
    page = pasted(member, "40O638I333931 2")
    member.post(ADD, data=fields(page))
    assert rows("select written from article_alias order by 1") == [("40O638I333931",), ("GLX2",)]
    assert "Repaired" not in words(pasted(member, "40O638I333931 2"))
    assert read(pasted(visitor, "GLX2 12")) == []  # to everybody else it means nothing
    with unit_of_work(SYSTEM) as db:
        rival = make_member(db, make_company(db, counter.tenant_id, "Rival"), "rita@rival.example", "buyer")
    with browser() as client:
        client.cookies.set(session_cookie(), sign_in(rival))
        assert read(pasted(client, "GLX2 12")) == []


def test_an_offer_of_another_store_is_nobodys_alias(member: TestClient, counter: Counter) -> None:
    member.post(MEND, data={"code": "X-1", "offer": "off_of_somebody", "sku": "GL-2"})
    assert rows("select count(*) from article_alias") == [(0,)]


def test_a_line_is_taken_out_and_the_list_waits_for_its_shopper(visitor: TestClient) -> None:
    pasted(visitor, "NO-SUCH 3\nHB-1865 2")
    assert "1 unknown" in words(visitor.get(LIST).text)
    visitor.post(MEND, data={"code": "no-such"})
    page = visitor.get(LIST).text
    assert "unknown" not in words(page)
    assert read(page) == [("Saw", "HB-1865", 2)]
    with browser() as other:
        assert "What you paste stands here" in words(other.get(LIST).text)


def test_a_link_may_carry_a_list(visitor: TestClient) -> None:
    answer = visitor.get("/s/northforge/list", params={"skus": "HB-1865 2"})
    assert answer.url.path == LIST
    assert not answer.url.query
    assert read(answer.text) == [("Saw", "HB-1865", 2)]


def sheet(*rows: tuple[Any, ...]) -> bytes:
    """A workbook with these rows, as a spreadsheet writes it: figures are numbers."""
    book = io.BytesIO()
    with Workbook(book) as written:
        page = written.add_worksheet()
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return book.getvalue()


def test_a_workbook_and_a_csv_file_are_read(visitor: TestClient) -> None:
    head = ("Pos", "Article", "Text", "Qty")
    book = sheet(head, (1, 4006381333931, "Saw; fine", 12), (2, "GL-2", "", 24))
    files = {"file": ("list.xlsx", book), "skus": (None, "")}
    assert read(visitor.post(LIST, files=files).text) == [("Saw", "HB-1865", 12), ("Glove", "GL-2", 24)]
    csv = "Artikel;Menge\r\nGL-2;24\r\nHB-1865;1.200\r\n".encode("cp1252")
    page = visitor.post(LIST, files={"file": ("list.csv", csv)}).text
    assert read(page) == [("Glove", "GL-2", 24), ("Saw", "HB-1865", 30)]
    assert "1,200 asked for, 30 left." in words(page)
    assert visitor.get(f"{LIST}/sample.csv").text.startswith("\ufeffSKU;Quantity")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x00\x01picture", "This is no CSV and no workbook. Save the list as CSV or XLSX."),
        (b"PK\x03\x04 and no archive", "The workbook cannot be opened. Save it as CSV, or as XLSX without a password."),
        (b"x" * 2_000_001, "The file is larger than 2 MB. Leave out what is not needed."),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do_and_the_list_stays(
    visitor: TestClient, content: bytes, sentence: str
) -> None:
    pasted(visitor, "HB-1865 2")
    page = visitor.post(LIST, files={"file": ("list.xlsx", content)}).text
    assert sentence in words(page)
    assert read(page) == [("Saw", "HB-1865", 2)]


def mend(page: str) -> dict[str, str]:
    """What the first button that repairs a line would send."""
    form = page[page.index('class="qr-alt"') - 200 :].partition("</form>")[0]
    names = re.findall(r'<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in names}


def rename(counter: Counter, **titles: str) -> None:
    """Give products other titles, and let the search know."""
    with unit_of_work(SYSTEM) as db:
        for title, name in titles.items():
            offer = db.exec(select(Offer).where(Offer.id == counter.offers[title])).one()
            db.exec(select(Product).where(Product.id == offer.product_id)).one().title = name
    run(Scope.tenant(counter.tenant_id), index_store)


def replace_by(counter: Counter, title: str, sku: str) -> None:
    """Its vendor says what takes the place of a product, and puts it away."""
    with unit_of_work(SYSTEM) as db:
        offer = db.exec(select(Offer).where(Offer.id == counter.offers[title])).one()
        product = db.exec(select(Product).where(Product.id == offer.product_id)).one()
        product.successor_sku, product.status = sku, "archived"
    run(Scope.tenant(counter.tenant_id), index_store)
    VERSIONS.forget()


def aliases() -> list[tuple[Any, ...]]:
    return rows("select a.written, o.sku from article_alias a join offer o on o.id = a.offer_id order by 1")


@pytest.mark.parametrize("code", ["HB-18-65", "hb1865 ", "V-H"])
def test_what_is_sold_no_more_is_replaced_as_its_vendor_says(member: TestClient, counter: Counter, code: str) -> None:
    with unit_of_work(SYSTEM) as db:
        db.exec(select(Offer).where(Offer.id == counter.offers["saw"])).one().sku = "SAW-2"
        db.exec(select(Variant).where(Variant.sku == "V-S")).one().sku = "SAW-2"
    replace_by(counter, "hammer", "SAW-2")
    page = pasted(member, f"{code}\t12")
    assert read(page) == []
    text = words(page)
    assert "This is sold no more. Replaced by: Use Saw (SAW-2), €13.00" in text
    assert "1 replaced" in text
    code = code.strip()
    page = member.post(MEND, data={"code": code, "sku": "SAW-2", "offer": counter.offers["saw"]}).text
    assert f"{code} is SAW-2. Your company's lists may say {code} from now on. Undo" in words(html.unescape(page))
    assert read(page) == [("Saw", "SAW-2", 12)]
    assert aliases() == [(code, "SAW-2")]
    assert read(pasted(member, f"{code} 2")) == [("Saw", "SAW-2", 2)]


def test_what_is_sold_out_or_called_by_ones_own_number_is_replaced_too(member: TestClient, counter: Counter) -> None:
    pasted(member, "OUR-7 3")
    member.post(MEND, data={"code": "OUR-7", "sku": "HB-18-65", "offer": counter.offers["hammer"]})
    with unit_of_work(SYSTEM) as db:
        offer = db.exec(select(Offer).where(Offer.id == counter.offers["hammer"])).one()
        db.exec(select(Product).where(Product.id == offer.product_id)).one().successor_sku = "HB-1865"
        db.exec(select(StockLevel).where(StockLevel.offer_id == offer.id)).one().on_hand = 0
    run(Scope.tenant(counter.tenant_id), index_store)
    text = words(pasted(member, "HB-18-65 2"))
    assert "Sold out. Replaced by: Use Saw (HB-1865), €18.00" in text
    replace_by(counter, "hammer", "HB-1865")
    assert "This is sold no more. Replaced by: Use Saw (HB-1865), €18.00" in words(pasted(member, "OUR-7 2"))


def test_a_successor_that_is_gone_itself_is_offered_to_nobody(member: TestClient, counter: Counter) -> None:
    replace_by(counter, "hammer", "HB-1865")
    replace_by(counter, "saw", "")
    assert "Replaced by" not in words(pasted(member, "HB-18-65 2"))


def test_a_repair_and_a_row_that_was_taken_out_are_undone_once(member: TestClient, counter: Counter) -> None:
    undo = f"{LIST}/undo"
    pasted(member, "OUR-7 3\nHB-1865 2")
    member.post(MEND, data={"code": "OUR-7", "sku": "HB-18-65", "offer": counter.offers["hammer"]})
    assert aliases() == [("OUR-7", "HB-18-65")]
    page = member.post(undo).text
    assert "As it was before." in words(page)
    assert aliases() == []
    assert "OUR-7\t3\nHB-1865\t2" in page
    assert "There is nothing to undo" in words(member.post(undo).text)

    member.post(MEND, data={"code": "OUR-7", "sku": "HB-18-65", "offer": counter.offers["hammer"]})
    pasted(member, "OUR-7 3")
    member.post(MEND, data={"code": "OUR-7", "sku": "GL-2", "offer": counter.offers["glove"]})
    assert aliases() == [("OUR-7", "GL-2")]
    member.post(undo)
    assert aliases() == [("OUR-7", "HB-18-65")]  # as it was before, which is not nothing

    page = member.post(MEND, data={"code": "OUR-7"}).text
    assert "OUR-7 is off the list. Undo" in words(page)
    assert read(member.post(undo).text) == [("Hammer", "HB-18-65", 3)]
    member.post(MEND, data={"code": "OUR-7"})
    pasted(member, "GL-2 12")  # another list since: nothing of it is lost
    assert "There is nothing to undo" in words(member.post(undo).text)
    assert read(member.get(LIST).text) == [("Glove", "GL-2", 12)]


def test_the_page_of_what_is_sold_no_more_names_its_successor(visitor: TestClient, counter: Counter) -> None:
    with unit_of_work(SYSTEM) as db:
        offer = db.exec(select(Offer).where(Offer.id == counter.offers["hammer"])).one()
        product = db.exec(select(Product).where(Product.id == offer.product_id)).one()
        product.successor_sku, handle = "HB-1865", product.handle
    page = visitor.get(f"/s/northforge/p/{handle}")
    assert (page.status_code, "Replaced by Saw (HB-1865)" in words(page.text)) == (200, True)
    replace_by(counter, "hammer", "HB-1865")
    page = visitor.get(f"/s/northforge/p/{handle}")
    assert page.status_code == 410
    assert "Hammer is sold no more Replaced by Saw (HB-1865) ." in words(page.text)
    assert f"offer={counter.offers['saw']}" in page.text
    replace_by(counter, "hammer", "")
    assert visitor.get(f"/s/northforge/p/{handle}").status_code == 404
