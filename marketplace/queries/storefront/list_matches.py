"""What the lines of a pasted list mean in a store: by code, by what the company calls it, by eye, by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.buying.buyer import Buyer
from marketplace.domain.buying.quick_order import ListLine, look_alikes
from marketplace.domain.catalogue.search_text import code_of
from marketplace.models.offer import Offer
from marketplace.models.search import SearchDocument
from marketplace.models.tenant import Tenant
from marketplace.queries.shared.successors import successors_of_codes, successors_of_offers
from marketplace.queries.store_api.contexts import offers_of, with_own_steps
from marketplace.queries.store_api.prices import OfferPrice, PriceContext, rank_prices
from marketplace.queries.storefront.search_terms import mended, query_of, terms_of
from marketplace.queries.storefront.spelling import get_vocabulary

_MOST_SEARCHED = 40  # lines that name nothing the store has: for so many something close is looked for
_SHORTEST = 4  # signs of a code that another may be near to


class How(IntEnum):
    """How a line was understood; the smaller, the more exactly."""

    ALIAS = 0  # what the company calls it is what it means, whatever else is called so
    SKU = 1
    VARIANT = 2
    ALIKE = 3  # but for blanks and signs between
    EAN = 4
    BY_EYE = 5  # a letter read as the figure that looks like it
    NAME = 6


@dataclass(frozen=True)
class Match:
    """An offer that a line means."""

    how: How
    document: SearchDocument
    variant: Mapping[str, Any]
    price: OfferPrice

    @property
    def is_sold_out(self) -> bool:
        """Whether nothing of it can be had."""
        return not self.price.offer["backorder"] and int(self.price.offer["free"]) <= 0


@dataclass(frozen=True)
class Matches:
    """What each line means; for lines that mean nothing what is closest, where something is."""

    by_line: Mapping[ListLine, Match]
    closest: Mapping[ListLine, Match]
    replaced: Mapping[ListLine, Match]  # what takes the place of an article that is gone, or sold out


@dataclass
class ListReader:
    """Reads the lines of one list, for one buyer."""

    db: Session
    tenant: Tenant
    context: PriceContext
    buyer: Buyer

    def read(self, lines: Sequence[ListLine]) -> Matches:
        """By code and by what the company calls it; what is left by eye, then by name."""
        matches = self._by_code(lines)
        replaced = self._replaced(lines, matches)
        rest = [line for line in lines if line not in matches and line not in replaced]
        matches |= self._by_eye(rest)
        rest = [line for line in rest if line not in matches][:_MOST_SEARCHED]
        closest: dict[ListLine, Match] = {}
        for line, (match, is_only) in self._by_name(rest).items():
            (matches if is_only else closest)[line] = match
        in_order = {line: matches[line] for line in lines if line in matches}
        near = self._near([line for line in rest if line not in {*matches, *closest}])
        return Matches(in_order, closest | near, replaced)

    def _replaced(self, lines: Sequence[ListLine], matches: Mapping[ListLine, Match]) -> dict[ListLine, Match]:
        """The successors of what lines name and nobody can buy any more, be it by the company's own number."""
        unknown = {line: code_of(line.code) for line in lines if line not in matches}
        of_codes = successors_of_codes(self.db, self.tenant.id, set(unknown.values())) if unknown else {}
        gone = {line: str(match.price.offer["id"]) for line, match in matches.items() if match.is_sold_out}
        aliases = self._aliases(unknown.values())
        gone |= {line: aliases[code][1] for line, code in unknown.items() if code in aliases}
        of_offers = successors_of_offers(self.db, self.tenant.id, set(gone.values())) if gone else {}
        wanted = {line: of_codes[code] for line, code in unknown.items() if code in of_codes}
        wanted |= {line: of_offers[offer] for line, offer in gone.items() if offer in of_offers}
        offers = self.read_offers({one.offer_id: line for line, one in wanted.items()}) if wanted else {}
        return {line: offers[one.offer_id] for line, one in wanted.items() if one.offer_id in offers}

    def read_offers(self, lines: Mapping[str, ListLine]) -> dict[str, Match]:
        """The offers of these ids, each at the quantity of its line; what is not sold here is left out."""
        offers = select(Offer.id, Offer.product_id).where(col(Offer.id).in_(lines), Offer.tenant_id == self.tenant.id)
        product_of = dict(self.db.exec(offers).all())
        documents = {one.id: one for one in self._documents(col(SearchDocument.id).in_(set(product_of.values())))}
        self._price(list(documents.values()))
        return {
            offer_id: match
            for offer_id, product_id in product_of.items()
            if product_id in documents
            for match in self._of_offer(documents[product_id], offer_id, lines[offer_id])
        }

    def read_variants(self, document: SearchDocument) -> list[Match]:
        """Each variant of a product by its best offer, in their order; what nobody offers now is left out."""
        self._price([document])
        matches = self._of_product(document, ListLine(document.title))
        return [replace(match, how=How.VARIANT) for match in matches]

    def _by_code(self, lines: Sequence[ListLine]) -> dict[ListLine, Match]:
        codes = {code_of(line.code) for line in lines}
        aliases = self._aliases(codes)
        of_codes = self._documents(col(SearchDocument.codes).op("&&")(list(codes)))
        of_aliases = self._documents(col(SearchDocument.id).in_([product for product, _ in aliases.values()]))
        self._price(of_codes, of_aliases)
        by_code = _by_code(of_codes)
        by_id = {one.id: one for one in of_aliases}
        matches: dict[ListLine, Match] = {}
        for line in lines:
            code = code_of(line.code)
            offers = [one for document in by_code[code] for one in self._of(document, code, line)]
            if code in aliases and (document := by_id.get(aliases[code][0])):
                offers += self._of_offer(document, aliases[code][1], line)
            if offers:
                matches[line] = min(offers, key=lambda one: one.how)
        return matches

    def _aliases(self, codes: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Product and offer of what the buyer's company calls its own way, by code."""
        if not self.buyer.company_id:
            return {}
        rows = self.db.connection().execute(
            _ALIASES, {"tenant": self.tenant.id, "company": self.buyer.company_id, "codes": list(codes)}
        )
        return {code: (product, offer) for code, product, offer in rows}

    def _by_eye(self, lines: Sequence[ListLine]) -> dict[ListLine, Match]:
        """Lines one reading of which is a code of exactly one product."""
        readings = {line: set(look_alikes(line.code)) for line in lines}
        wanted = {code for codes in readings.values() for code in codes}
        documents = self._documents(col(SearchDocument.codes).op("&&")(list(wanted))) if wanted else []
        self._price(documents)
        by_code = _by_code(documents)
        matches = {}
        for line, codes in readings.items():
            offers = [one for code in codes for document in by_code[code] for one in self._of(document, code, line)]
            if len({one.document.id for one in offers}) == 1:
                matches[line] = replace(min(offers, key=lambda one: one.how), how=How.BY_EYE)
        return matches

    def _by_name(self, lines: Sequence[ListLine]) -> dict[ListLine, tuple[Match, bool]]:
        """The most popular product that has all words of a line, and whether it is the only one."""
        matches = {}
        for line in lines:
            if len(line.code.split()) > 1 and (named := self._named(line)):
                self._price(named)
                if match := next(iter(self._of_product(named[0], line)), None):
                    is_only = len(named) == 1 and len(named[0].listing["product"]["variants"]) == 1
                    matches[line] = (match, is_only)
        return matches

    def _named(self, line: ListLine) -> list[SearchDocument]:
        vocabulary = get_vocabulary(self.db, self.tenant)
        for words in filter(None, (line.code, mended(line.code, vocabulary))):
            query = query_of(terms_of(words, vocabulary))
            if query and (named := self._documents(text("words @@ cast(:q as tsquery)").bindparams(q=query), 2)):
                return named
        return []

    def _near(self, lines: Sequence[ListLine]) -> dict[ListLine, Match]:
        """The product one of whose codes is nearest, where one begins alike and differs by two signs at most."""
        heads = {code[:2] for line in lines if len(code := code_of(line.code)) >= _SHORTEST}
        if not heads:
            return {}
        rows = self.db.connection().execute(_CODES, {"tenant": self.tenant.id, "heads": [f"{one}%" for one in heads]})
        product_of = {str(row.code): str(row.id) for row in rows}
        codes = list(product_of)
        near = {}
        for line in lines:
            if nearest := process.extractOne(code_of(line.code), codes, scorer=OSA.distance, score_cutoff=2):
                near[line] = nearest[0]
        products = {product_of[code] for code in near.values()}
        documents = {one.id: one for one in self._documents(col(SearchDocument.id).in_(products))}
        self._price(list(documents.values()))
        return {
            line: match
            for line, code in near.items()
            if product_of[code] in documents
            and (match := next(self._of(documents[product_of[code]], code, line), None))
        }

    def _documents(self, condition: Any, most: int | None = None) -> list[SearchDocument]:
        order = (col(SearchDocument.popularity).desc(), col(SearchDocument.id))
        return list(self.db.exec(select(SearchDocument).where(condition).order_by(*order).limit(most)))

    def _price(self, *groups: Sequence[SearchDocument]) -> None:
        """Read what the buyer's own lists say of these goods, beside what is known."""
        offers = list(offers_of(one.listing["offers"] for group in groups for one in group))
        fresh = with_own_steps(self.db, self.tenant, self.context, offers)
        self.context = replace(fresh, own_steps={**self.context.own_steps, **fresh.own_steps})

    def _of(self, document: SearchDocument, code: str, line: ListLine) -> Iterator[Match]:
        """The offers of a product that a code names: by their own SKU, else by that of the variant, else by its EAN."""
        written = line.code.lower()
        for variant, at, price in self._priced(document, line):
            sku, of_variant = str(price.offer["sku"]), variant["sku"] or ""
            if sku.lower() == written:
                yield Match(How.SKU, document, variant, price)
            elif code_of(sku) == code:
                yield Match(How.ALIKE, document, variant, price)
            elif at == 0 and of_variant.lower() == written:
                yield Match(How.VARIANT, document, variant, price)
            elif at == 0 and code in (code_of(of_variant), code_of(variant["ean"] or "")):
                yield Match(How.EAN, document, variant, price)

    def _of_offer(self, document: SearchDocument, offer_id: str, line: ListLine) -> Iterator[Match]:
        for variant, _, price in self._priced(document, line):
            if price.offer["id"] == offer_id:
                yield Match(How.ALIAS, document, variant, price)

    def _of_product(self, document: SearchDocument, line: ListLine) -> Iterator[Match]:
        for variant, at, price in self._priced(document, line):
            if at == 0:
                yield Match(How.NAME, document, variant, price)

    def _priced(self, document: SearchDocument, line: ListLine) -> Iterator[tuple[Mapping[str, Any], int, OfferPrice]]:
        context, listing = self.context.at(line.quantity or 1), document.listing
        for variant in listing["product"]["variants"]:
            for at, price in enumerate(rank_prices(listing["offers"].get(variant["id"], ()), context)):
                yield variant, at, price


_ALIASES = text("""
    select a.code, o.product_id, o.id from article_alias a
    join offer o on o.id = a.offer_id and o.tenant_id = a.tenant_id
    where a.tenant_id = :tenant and a.company_id = :company and a.code = any(:codes)
""")
_CODES = text("""
    select c.code, d.id from search_document d, unnest(d.codes) as c(code)
    where d.tenant_id = :tenant and c.code like any(:heads)
""")


def _by_code(documents: Iterable[SearchDocument]) -> dict[str, list[SearchDocument]]:
    of_code: dict[str, list[SearchDocument]] = defaultdict(list)
    for one in documents:
        for code in one.codes:
            of_code[code].append(one)
    return of_code
