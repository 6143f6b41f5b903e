"""Keeps the read model of lists and search: one document per product that can be bought."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.catalogue.search_text import STOP, words_of
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.kit.tenancy import scope_of
from marketplace.services.search.search_documents import Document, context_of, documents_of

_BATCH = 2000
_COLUMNS = (
    "id",
    "tenant_id",
    "handle",
    "title",
    "vendor_id",
    "vendor_ids",
    "category_path",
    "codes",
    "facets",
    "words",
    "prices",
    "in_stock",
    "popularity",
    "card",
    "listing",
    "product_version",
    "published_at",
    "indexed_at",
    "created_at",
)
_JSON = ("prices", "card", "listing")
_CASTS = {
    "words": "tsvector",
    "prices": "jsonb",
    "card": "jsonb",
    "listing": "jsonb",
    "vendor_ids": "text[]",
    "codes": "text[]",
    "facets": "text[]",
}
_VALUES = ", ".join(f"cast(:{name} as {_CASTS[name]})" if name in _CASTS else f":{name}" for name in _COLUMNS)
_KEEP = ("id", "tenant_id", "published_at")
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in _KEEP)
_WRITE = compose("insert into search_document ($columns) values ($values)", columns=", ".join(_COLUMNS), values=_VALUES)
_INSERT = text(_WRITE)
_UPSERT = text(f"{_WRITE} on conflict (tenant_id, id) do update set {_CHANGES} returning (xmax = 0)")
_LEARN = text("""
    insert into search_word (id, tenant_id, frequency)
    select w, :tenant, 1 from unnest(cast(:words as text[])) as w
    on conflict (tenant_id, id) do update set frequency = search_word.frequency + :more
""")
_BUMP = text("update tenant set content_version = content_version + 1 where id = :tenant")


def index_product(db: Session, product_id: str) -> bool:
    """Bring one product's document up to date, or remove it; returns whether it is in search now.

    Safe to repeat and to run late: it looks at the product as it is, not at what is said to have changed.
    """
    return index_products(db, [product_id]) == 1


def index_products(db: Session, product_ids: Sequence[str]) -> int:
    """`index_product` for several; returns how many of them are in search now."""
    tenant_id, moment = _tenant(db), now()
    # Two jobs may look at one product at once: the later must also be the one that read later.
    for product_id in sorted(set(product_ids)):
        db.connection().execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 7))"), {"key": product_id})
    documents = documents_of(db, tenant_id, product_ids, context_of(db, tenant_id, moment))
    for document in documents:
        values = _values(document, tenant_id, moment) | {"published_at": moment}
        is_new = db.connection().execute(_UPSERT, values).scalar_one()
        words = {"tenant": tenant_id, "words": sorted(_vocabulary(document)), "more": 1 if is_new else 0}
        db.connection().execute(_LEARN, words)
    gone = sorted(set(product_ids) - {document.row["id"] for document in documents})
    db.connection().execute(
        text("delete from search_document where tenant_id = :tenant and id = any(:ids)"),
        {"tenant": tenant_id, "ids": gone},
    )
    db.connection().execute(_BUMP, {"tenant": tenant_id})
    return len(documents)


def index_store(db: Session) -> int:
    """Rebuild every document and the vocabulary of this session's store; returns how many products are in search.

    About 100,000 products a minute on two cores. Readers see the old documents until the commit.
    """
    tenant_id, moment = _tenant(db), now()
    context = context_of(db, tenant_id, moment)
    kept = _published_moments(db, tenant_id)
    db.connection().execute(text("delete from search_document where tenant_id = :tenant"), {"tenant": tenant_id})
    words: Counter[str] = Counter()
    count = 0
    for ids in _batches(db, tenant_id):
        documents = documents_of(db, tenant_id, ids, context)
        if documents:
            rows = [_values(document, tenant_id, moment, kept) for document in documents]
            db.connection().execute(_INSERT, rows)
        for document in documents:
            words.update(_vocabulary(document))
        count += len(documents)
    _replace_vocabulary(db, tenant_id, words)
    db.connection().execute(_BUMP, {"tenant": tenant_id})
    return count


_AFFECTED = {
    "product": "select :id",
    "vendor": "select distinct product_id from offer where tenant_id = :tenant and vendor_id = :id",
}


def products_affected(db: Session, aggregate: str, aggregate_id: str) -> list[str]:
    """The products whose document shows this thing; an aggregate that no document shows affects none."""
    statement = _AFFECTED.get(aggregate)
    if statement is None:
        return []
    product_ids = db.connection().execute(text(statement), {"tenant": _tenant(db), "id": aggregate_id})
    return list(product_ids.scalars())


def products_with_due_prices(db: Session) -> list[tuple[str, str]]:
    """`(tenant, product)` of documents made before a price list of their store began or ended."""
    products = db.connection().execute(
        text("""select distinct d.tenant_id, d.id from price_list l
             join price p on p.price_list_id = l.id and p.tenant_id = l.tenant_id
             join offer o on o.id = p.offer_id and o.tenant_id = p.tenant_id
             join search_document d on d.id = o.product_id and d.tenant_id = o.tenant_id
             where l.kind = 'store' and ((l.starts_at > d.indexed_at and l.starts_at <= now())
                                      or (l.ends_at > d.indexed_at and l.ends_at <= now()))""")
    )
    return [(tenant, product) for tenant, product in products]


def _tenant(db: Session) -> str:
    tenant_id = scope_of(db).tenant_id
    if tenant_id is None:
        raise ValueError("search is indexed store by store: open the session in the scope of one")
    return tenant_id


def _values(
    document: Document, tenant_id: str, moment: datetime, kept: dict[str, datetime] | None = None
) -> dict[str, Any]:
    row = document.row
    values = row | {"created_at": row["published_at"], "tenant_id": tenant_id, "indexed_at": moment}
    values |= {name: json.dumps(row[name]) for name in _JSON}
    return values | {"published_at": (kept or {}).get(row["id"], row["published_at"])}


def _vocabulary(document: Document) -> set[str]:
    """Words that a person may mistype or want suggested: no codes, no figures, nothing very short."""
    return {word for word in words_of(document.vocabulary) if len(word) > 2 and word.isalpha() and word not in STOP}


def _published_moments(db: Session, tenant_id: str) -> dict[str, datetime]:
    moments = db.connection().execute(
        text("select id, published_at from search_document where tenant_id = :tenant"), {"tenant": tenant_id}
    )
    return {product_id: moment for product_id, moment in moments if moment}


def _batches(db: Session, tenant_id: str) -> Iterator[list[str]]:
    product_ids = db.connection().execute(
        text("select id from product where tenant_id = :tenant and status = 'published' order by id"),
        {"tenant": tenant_id},
    )
    ids = list(product_ids.scalars())
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def _replace_vocabulary(db: Session, tenant_id: str, words: Counter[str]) -> None:
    db.connection().execute(text("delete from search_word where tenant_id = :tenant"), {"tenant": tenant_id})
    db.connection().execute(
        text("""insert into search_word (id, tenant_id, frequency)
             select w, :tenant, f from unnest(cast(:words as text[]), cast(:counts as int[])) as t(w, f)"""),
        {"tenant": tenant_id, "words": list(words), "counts": list(words.values())},
    )
