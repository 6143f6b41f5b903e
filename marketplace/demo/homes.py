"""The three demo stores' brands, frames and homes, as the plain data that editors will change later.

`{products}`, `{vendors}` (`{vendors_said}` in words), `{categories}`, `{cutoff}` and `{on_time}` are filled in with the store's own figures.
Goods are named by SKU, categories and vendors by handle; what a store does not have is left out of the page.
"""

from __future__ import annotations

from typing import Any

BRANDS: dict[str, dict[str, Any]] = {
    "northforge": {"look": "northforge", "logo": "Northforge", "tagline": "Industrial tools and MRO"},
    "mezzaluna": {"look": "mezzaluna", "logo": "mezzaluna", "tagline": "Catering supplies"},
    "assay": {"look": "assay", "logo": "Ass*a*y", "tagline": "Laboratory equipment"},
}

LAYOUTS: dict[str, dict[str, Any]] = {
    "northforge": {
        "note": "Ordered by {cutoff} on a working day, shipped that day",
        "search": "Search {products} parts by name, SKU or size",
        "blurb": "Parts, tools and safety for people who keep plants running. Sold by {vendors_said} independent "
        "specialists, in one cart.",
        "buyers": "Company",
        "entry": {
            "title": ["Keep the", "line running."],
            "text": "Industrial tools, parts and safety",
            "drawing": "cordless-drill",
            "count": "{vendors} vendors · {products} parts",
        },
        "not_found": {"title": "This part is not on the shelf.", "drawing": "ball-bearing"},
    },
    "mezzaluna": {
        "note": "Order before {cutoff} on a working day, it leaves that day",
        "search": "Search pots, plates, pantry…",
        "blurb": "Everything between the delivery door and the table. {Vendors} makers, one cart, one payment.",
        "buyers": "Kitchens",
        "entry": {
            "title": ["Feed two hundred."],
            "text": "Cookware, tableware and pantry",
            "drawing": "copper-saucepan",
            "count": "{vendors} vendors · {products} lines",
        },
        "not_found": {"title": "Nothing in this pan.", "drawing": "frying-pan"},
    },
    "assay": {
        "note": "Calibration certificates included, ISO/IEC 17025",
        "search": "Search {products} items",
        "blurb": "Instruments and consumables for working laboratories, with the certificate in the box.",
        "buyers": "Institutes",
        "entry": {
            "title": ["*Measure* twice."],
            "text": "Instruments and consumables",
            "drawing": "microscope",
            "count": "{vendors} vendors · {products} items",
        },
        "not_found": {"title": "No result within range.", "drawing": "petri-dish"},
    },
}

_NORTHFORGE: list[dict[str, Any]] = [
    {
        "kind": "hero_slab",
        "kicker": "Tools, parts and safety for plants and sites",
        "title": ["Keep", "the line", "running."],
        "skus": ["CF-93380-Z\t40", "DM-6205-2RS\t12", "HB-1865-2\t2"],
        "drawing": "cordless-drill",
        "alt": "Cordless drill driver",
        "sku": "HB-1865-2",
    },
    {
        "kind": "facts",
        "facts": [
            ["{products}", "parts from {vendors} specialists"],
            ["{cutoff}", "cut-off for the day’s vans"],
            ["{on_time}", "delivered on the promised day"],
            ["1 payment", "for the goods of all vendors"],
        ],
    },
    {
        "kind": "category_grid",
        "title": "Find it by what it is",
        "all": "All {categories} categories",
        "tiles": [
            {"category": "power-tools", "drawing": "cordless-drill"},
            {"category": "hand-tools", "drawing": "spanner-set"},
            {"category": "fasteners", "drawing": "hex-bolts"},
            {"category": "abrasives", "drawing": "cutting-discs"},
            {"category": "bearings-drives", "drawing": "ball-bearing"},
            {"category": "measuring", "drawing": "digital-caliper"},
            {"category": "head-face", "label": "Head & face", "drawing": "safety-helmet"},
            {"category": "hearing", "label": "Hearing", "drawing": "ear-defenders"},
            {"category": "fluids", "label": "Fluids", "drawing": "penetrating-oil"},
            {"category": "torque", "label": "Torque", "drawing": "torque-wrench"},
        ],
    },
    {
        "kind": "shelf",
        "title": "Bought again this month",
        "all": "All {products} parts",
        "skus": ["HB-1865-2", "CF-93380-Z", "DM-CD125-10", "RS-HV2-Y", "DM-6205-2RS"],
        "count": 5,
    },
    {
        "kind": "tier_bars",
        "title": "Fifty costs less than five times ten.",
        "text": "Price breaks are printed beside every quantity box and applied the moment you cross them.",
        "action": "See an example",
        "sku": "DM-6205-2RS",
    },
    {
        "kind": "vendor_table",
        "title": "{Vendors} specialists, one cart",
        "all": "All vendors",
        "vendors": [
            {"vendor": "hallberg", "colours": ["#ffc31f", "#16181b"]},
            {"vendor": "castellan", "colours": ["#24507f", "#ffffff"]},
            {"vendor": "dunmore", "colours": ["#c2410c", "#ffffff"]},
            {"vendor": "rivet", "colours": ["#3b4046", "#ffffff"]},
        ],
    },
    {
        "kind": "note_steps",
        "kicker": "Shop-floor notes",
        "title": "Torque that survives the night shift",
        "text": "Three checks before you sign the joint off, from the people who recalibrate 900 wrenches a year.",
        "picture": "/drawings/torque-wrench-scene.svg",
        "alt": "Torque wrench",
        "steps": [
            ["Dry or oiled?", "An oiled thread needs about a quarter less torque for the same clamp load."],
            ["Pull, don’t jerk.", "Stop at the first click. A second click has already gone past it."],
            ["Wind it back.", "Stored at zero, a wrench holds its calibration twice as long."],
        ],
        "action": "See torque wrenches",
        "search": "torque wrench",
    },
]

_MEZZALUNA: list[dict[str, Any]] = [
    {
        "kind": "hero_moon",
        "title": ["Feed two", "hundred."],
        "under": "Break nothing.",
        "text": "Pots, plates and pantry for professional kitchens, from {vendors_said} makers who answer the phone.",
        "drawings": ["planetary-mixer", "copper-saucepan", "wine-glasses"],
        "alt": "Planetary mixer",
        "action": "Stock the kitchen",
        "second": "Meet the makers",
    },
    {
        "kind": "category_arches",
        "tiles": [
            {"category": "cookware", "drawing": "stockpot", "tone": "s2"},
            {"category": "knives-prep", "drawing": "board-and-knife", "tone": "s3"},
            {"category": "tableware", "drawing": "plate-stack", "tone": "sage"},
            {"category": "glassware", "drawing": "wine-glasses", "tone": "blush"},
            {"category": "machines", "drawing": "planetary-mixer", "tone": "s3"},
            {"category": "pantry", "drawing": "olive-oil-tin", "tone": "sage"},
        ],
    },
    {
        "kind": "shelf",
        "title": "On the pass this week",
        "all": "See all {products}",
        "skus": ["OR-SP20", "CA-27-IV", "FG-GN11-100", "VN-480"],
        "count": 4,
    },
    {
        "kind": "tier_arches",
        "title": "The more you plate, the less you pay.",
        "text": "Coupe plate 27 cm, by the case. The price falls as the kitchen grows.",
        "sku": "CA-27-IV",
    },
    {
        "kind": "vendor_cards",
        "title": "Makers, not middlemen",
        "all": "All {vendors_said}",
        "vendors": [
            {"vendor": "forno-grande", "drawing": "copper-saucepan", "tone": "s3"},
            {"vendor": "ceramica-alba", "drawing": "plate-stack", "tone": "sage"},
            {"vendor": "vetro-nove", "drawing": "wine-glasses", "tone": "blush"},
            {"vendor": "frantoio-torre", "drawing": "olive-oil-tin", "tone": "s2"},
        ],
    },
    {
        "kind": "shopping_list",
        "title": "Opening on Saturday: the 60-seat list",
        "text": "What Paolo Renzi bought for his third trattoria, in the order he unpacked it. Change the numbers, "
        "keep the thinking.",
        "picture": "/drawings/board-and-knife-scene.svg",
        "alt": "Chopping board and knife",
        "lines": [[10, "CA-27-IV"], [6, "VN-480"], [24, "FG-GN11-100"], [6, "OR-SP20"], [4, "FT-EV5-26"]],
        "action": "Open the first on the list",
    },
]

_ASSAY: list[dict[str, Any]] = [
    {
        "kind": "hero_figure",
        "title": ["Measure twice.", "*Then once more,* to four decimals."],
        "text": "Instruments and consumables for working laboratories, each with its certificate, its lead time and "
        "the price your institute agreed.",
        "drawing": "analytical-balance",
        "alt": "Analytical balance",
        "sku": "BI-A224",
        "callouts": [
            ["Draft shield", "anti-static, three doors", "68%", "23%"],
            ["0.1 mg", "readability, 220 g capacity", "72%", "56%"],
            ["12.0481 g", "settles in 2.5 s", "73.5%", "74%"],
        ],
        "action": "Browse instruments",
        "category": "instruments",
        "second": "Meet the vendors",
    },
    {
        "kind": "category_index",
        "title": "Index",
        "tiles": [
            {"category": "balances"},
            {"category": "centrifuges"},
            {"category": "microscopy"},
            {"category": "liquid-handling"},
            {"category": "heating-stirring"},
            {"category": "glassware"},
            {"category": "cell-culture"},
            {"category": "tubes"},
            {"category": "safety"},
            {"category": "reference-materials"},
        ],
    },
    {
        "kind": "shelf_side",
        "title": "On the bench",
        "text": "Most ordered by laboratories in this store.",
        "all": "All {products} items",
        "skus": ["BI-A224", "LS-P200", "PG-E500", "VC-N200-M"],
        "count": 4,
    },
    {
        "kind": "tier_chart",
        "title": "Price against quantity",
        "text": "{product}. The step you are on is marked beside every quantity box.",
        "all": "All price steps",
        "sku": "VC-N200-M",
    },
    {
        "kind": "vendor_columns",
        "title": "Vendors",
        "vendors": [
            {"vendor": "borealis", "mark": "ISO 17025"},
            {"vendor": "linden", "mark": "ISO 8655"},
            {"vendor": "pellucid", "mark": "DIN 12380"},
            {"vendor": "vanta", "mark": "EN 374"},
        ],
    },
    {
        "kind": "article",
        "title": "Application note",
        "text": "No. 27, reviewed by Dr. I. Dahl. 6 minutes",
        "headline": "Pipetting by weight: what 0.1 mg tells you about 20 µl",
        "paragraphs": [
            "A pipette rarely fails all at once. It drifts, by a fraction of a microlitre a week, until a calibration "
            "curve bends and nobody can say when. The balance already on your bench will see it first: ten dispenses "
            "of water, corrected for temperature, take less than four minutes.",
            "We compared three grades of tip on the same barrel. Spread between tips was larger than spread between "
            "operators, and the cheapest tip was not the worst.",
        ],
        "picture": "/drawings/micropipette-scene.svg",
        "alt": "Micropipette",
        "action": "See all pipettes",
        "search": "pipette",
        "sku": "LS-P200",
    },
]

HOMES: dict[str, list[dict[str, Any]]] = {"northforge": _NORTHFORGE, "mezzaluna": _MEZZALUNA, "assay": _ASSAY}
