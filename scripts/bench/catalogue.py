"""A synthetic store of any size in a scratch database: the same rows for the same seed."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

TENANT = "ten_bench"
_NOUNS = """
drill grinder wrench spanner bolt screw washer disc belt brush bearing seal caliper gauge level glove helmet
goggle mask boot oil grease cleaner solvent pump valve hose fitting beaker flask pipette centrifuge microscope
balance hotplate stirrer rack tube lamp torch cable plug socket switch relay sensor motor fan filter clamp vice
saw blade chisel plane hammer mallet axe shovel ladder trolley cabinet bench box strap chain hook pulley jack
hoist compressor nozzle gun tape glue sealant paint roller tray bucket mop broom cloth wipe soap dispenser towel
"""
_ADJECTIVES = """
brushless cordless compact heavy precision digital analogue stainless galvanised insulated vented padded
hardened tempered flexible rigid sealed deep shallow long short wide narrow fine coarse quick magnetic hydraulic
pneumatic electric manual folding modular stackable
"""
_ROOTS = "Power tools,Hand tools,Fasteners,Abrasives,Bearings,Measuring,Safety,Fluids,Pumps,Lab"
_LEAVES = "Compact,Heavy duty,Cordless,Precision,Industrial,Marine,Stainless,Portable,Bench,Spare"
NOUNS, ADJECTIVES = _NOUNS.split(), _ADJECTIVES.split()
ROOTS, LEAVES = _ROOTS.split(","), _LEAVES.split(",")
BRANDS = [
    start + end
    for start in ("Hall", "Dun", "Cast", "Riv", "Kron", "Vol", "Ost", "Mar")
    for end in ("berg", "more", "ellan", "et")
]
COLOURS = ["Yellow", "Black", "Blue", "Red", "Grey", "Green"]
MATERIALS = ["Steel", "Aluminium", "Brass", "Nylon", "Glass", "Rubber", "Cast iron"]
VOLTAGES = ["12 V", "18 V", "36 V", "230 V", "400 V"]
STANDARDS = ["EN 397", "EN 352-1", "DIN 933", "ISO 6789", "ISO 9001", "EN 388", "DIN 125", "EN 166"]


def scratch_database(name: str) -> str:
    """Make an empty database beside the product's own, migrate it and point this process at it."""
    from marketplace.kit.db import database_url

    url = make_url(database_url())
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as admin:
        admin.execute(f"drop database if exists {name} with (force)")
        admin.execute(f"create database {name}")
    use_database(name)
    from marketplace.kit.process.migrations import upgrade

    upgrade()
    _default_columns(os.environ["DATABASE_URL"])
    return os.environ["DATABASE_URL"]


def _default_columns(url: str) -> None:
    """What a model leaves as it is by default, the database does, too: `fill` names only what it is about."""
    from sqlmodel import SQLModel

    import marketplace.models  # noqa: F401

    with psycopg.connect(url, autocommit=True) as db:
        for table in SQLModel.metadata.tables.values():
            for column in table.columns:
                value = column.default.arg if column.default is not None and column.default.is_scalar else None
                if isinstance(value, str | int | float):
                    statement = sql.SQL("alter table {} alter column {} set default {}")
                    db.execute(
                        statement.format(sql.Identifier(table.name), sql.Identifier(column.name), sql.Literal(value))
                    )


def use_database(name: str) -> None:
    """Point this process at a database of the product's server."""
    from marketplace.kit.db import database_url
    from marketplace.settings import settings

    url = make_url(database_url()).set(drivername="postgresql", database=name)
    os.environ["DATABASE_URL"] = url.render_as_string(hide_password=False)
    settings.cache_clear()


def fill(url: str, products: int, *, seed: int = 7) -> None:
    """Write a store with this many products, their variants, offers, prices with tiers, stock and attributes."""
    chance = random.Random(seed)
    with psycopg.connect(url) as db:
        db.execute("select set_config('app.platform', 'on', false)")
        _people(db, chance)
        for start in range(0, products, 5000):
            _block(db, chance, range(start, min(products, start + 5000)))
        db.commit()
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("vacuum analyze")


def _people(db: psycopg.Connection[Any], chance: random.Random) -> None:
    db.execute(
        """insert into tenant (id, handle, name, kind, is_active, default_currency, default_locale, currencies,
           access_posture, brand, settings, content_version)
           values (%s, 'bench', 'Bench', 'marketplace', true, 'EUR', 'en', '["EUR"]', 'open', '{}', '{}', 1)""",
        [TENANT],
    )
    _copy(
        db,
        "region",
        "id tenant_id name currency tax_inclusive position",
        [("reg_1", TENANT, "Germany", "EUR", False, 0)],
    )
    _copy(db, "region_country", "id tenant_id region_id country", [("rco_1", TENANT, "reg_1", "DE")])
    vendors = [
        (
            f"ven_{i}",
            TENANT,
            f"vendor-{i}",
            f"{BRANDS[i % 32]} Supply {i}",
            "X",
            "distributor",
            "",
            "",
            "",
            "",
            "{}",
            "Kassel",
            "DE",
            1,
            17,
            "approved",
            "verified",
            "",
            "bank_transfer",
            "weekly",
            "{}",
        )
        for i in range(40)
    ]
    _copy(
        db,
        "vendor",
        "id tenant_id handle name legal_name kind tagline email phone tax_id address ships_from country "
        "lead_time_days cutoff_hour status verification status_reason payout_method payout_schedule "
        "about",
        vendors,
    )
    _copy(
        db,
        "stock_location",
        "id tenant_id vendor_id name country",
        [(f"loc_{i}", TENANT, f"ven_{i}", "Main", "DE") for i in range(40)],
    )
    rows = [
        (f"cat_{r}", TENANT, None, _slug(root), root, "", "", f"/{_slug(root)}/", r, True)
        for r, root in enumerate(ROOTS)
    ]
    rows += [
        (
            f"cat_{r}_{k}",
            TENANT,
            f"cat_{r}",
            f"{_slug(root)}-{_slug(leaf)}",
            f"{leaf} {root.lower()}",
            "",
            "",
            f"/{_slug(root)}/{_slug(root)}-{_slug(leaf)}/",
            k,
            True,
        )
        for r, root in enumerate(ROOTS)
        for k, leaf in enumerate(LEAVES)
    ]
    _copy(db, "category", "id tenant_id parent_id handle name description picture path position is_active", rows)


def _block(db: psycopg.Connection[Any], chance: random.Random, numbers: range) -> None:
    products, attributes, variants, offers, prices, levels = [], [], [], [], [], []
    for i in numbers:
        r, k = chance.randrange(10), chance.randrange(10)
        brand, noun = chance.choice(BRANDS), chance.choice(NOUNS)
        size = chance.choice([5, 6, 8, 10, 12, 16, 20, 25, 40, 65, 125, 150, 230])
        volt, colour, material = chance.choice(VOLTAGES), chance.choice(COLOURS), chance.choice(MATERIALS)
        title = f"{chance.choice(ADJECTIVES).capitalize()} {noun} {size} mm, {colour.lower()}"
        made = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=i * 5)
        products.append(
            (
                f"prod_{i}",
                TENANT,
                made,
                f"ven_{i % 40}",
                f"cat_{r}_{k}",
                f"p-{i}",
                title,
                f"{volt} · {material}",
                f"{brand} {title} for {LEAVES[k].lower()} work in {ROOTS[r].lower()}. " * 3,
                brand,
                "[]",
                "each",
                "",
                "",
                "published",
                "/media/bench.webp",
                "",
                "",
                json.dumps({"popularity": int(chance.expovariate(1 / 40))}),
                1,
            )
        )
        facts = [
            ("voltage", "Voltage", volt),
            ("material", "Material", material),
            ("colour", "Colour", colour),
            ("standard", "Standard", chance.choice(STANDARDS)),
            ("size", "Size", f"{size} mm"),
        ]
        attributes += [
            (f"att_{i}_{n}", TENANT, f"prod_{i}", key, label, value, True, n)
            for n, (key, label, value) in enumerate(facts)
        ]
        for v in range(1 if chance.random() < 0.75 else 3):
            variants.append((f"var_{i}_{v}", TENANT, f"prod_{i}", f"Pack {v}", f"{brand[:2].upper()}-{i}-{v}", "", v))
            base = int(chance.lognormvariate(8, 1.2)) + 99
            for o in range(1 if chance.random() < 0.7 else 3):
                key, vendor = f"off_{i}_{v}_{o}", (i + o) % 40
                offers.append(
                    (
                        key,
                        TENANT,
                        f"prod_{i}",
                        f"var_{i}_{v}",
                        f"ven_{vendor}",
                        f"{vendor}-{i}-{v}",
                        "live",
                        chance.choice([1, 1, 2, 5]),
                        1,
                        1,
                        False,
                    )
                )
                price = base + o * 37
                prices += [
                    (f"pri_{key}_{s}", TENANT, key, "EUR", start, price * (100 - off) // 100)
                    for s, (start, off) in enumerate([(1, 0), (10, 8), (50, 15)])
                ]
                on_hand = 0 if chance.random() < 0.12 else chance.randrange(1, 500)
                levels.append((f"lev_{key}", TENANT, key, f"loc_{vendor}", on_hand, 0))
    _copy(
        db,
        "product",
        "id tenant_id created_at vendor_id category_id handle title subtitle description brand points "
        "unit origin_country customs_code status thumbnail seo_title seo_description meta version",
        products,
    )
    _copy(db, "product_attribute", "id tenant_id product_id key label value is_facet position", attributes)
    _copy(db, "variant", "id tenant_id product_id title sku ean position", variants)
    _copy(
        db,
        "offer",
        "id tenant_id product_id variant_id vendor_id sku status lead_time_days min_quantity "
        "quantity_step allows_backorder",
        offers,
    )
    _copy(db, "price", "id tenant_id offer_id currency min_quantity amount", prices)
    _copy(db, "stock_level", "id tenant_id offer_id location_id on_hand reserved", levels)


def _copy(db: psycopg.Connection[Any], table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with db.cursor() as cursor, cursor.copy(f"copy {table} ({', '.join(columns.split())}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _slug(text: str) -> str:
    return text.lower().replace(" ", "-")
