"""Who sells: four vendors in each store, one of them suspended, and an applicant to each store."""

from marketplace.demo.catalogue.families import cents, read_table
from marketplace.demo.catalogue.types import DemoPrice, DemoVendor, Standing

STANDINGS: dict[str, Standing] = {"approved": "approved", "pending": "pending", "suspended": "suspended"}

# bps: on-time share; cut: last hour for same-day dispatch; freight, free, least: EUR per order
TABLE = """
store      | handle         | name                 | legal                      | country | city      | founded | bps  | lead | cut | freight | free    | least  | ean     | standing
northforge | hallberg       | Hallberg Tool Supply | Hallberg Tool Supply GmbH  | DE      | Kassel    | 1978    | 9910 | 1    | 17  | 0.00    | 0.00    | 0.00   | 4006825 | approved
northforge | castellan      | Castellan Fasteners  | Castellan Befestigung GmbH | AT      | Linz      | 1954    | 9820 | 1    | 16  | 9.50    | 250.00  | 0.00   | 9002417 | approved
northforge | dunmore        | Dunmore MRO          | Dunmore MRO BV             | NL      | Venlo     | 1991    | 9890 | 1    | 17  | 6.90    | 200.00  | 0.00   | 8712653 | approved
northforge | rivet          | Rivet & Sons         | Rivet & Sons GmbH & Co. KG | DE      | Bremen    | 1966    | 9780 | 2    | 15  | 5.90    | 150.00  | 0.00   | 4019238 | approved
northforge | kestrel        | Kestrel Abrasives    | Kestrel Abrasives BV       | NL      | IJmuiden  | 2014    | 0    | 2    | 16  | 6.90    | 200.00  | 0.00   | 8719914 | pending
mezzaluna  | ceramica-alba  | Ceramica Alba        | Ceramica Alba S.r.l.       | IT      | Deruta    | 1962    | 9840 | 2    | 15  | 18.00   | 250.00  | 0.00   | 8014527 | approved
mezzaluna  | forno-grande   | Forno Grande         | Forno Grande S.p.A.        | IT      | Modena    | 1983    | 9880 | 1    | 15  | 64.00   | 1500.00 | 0.00   | 8023316 | approved
mezzaluna  | frantoio-torre | Frantoio Torre       | Frantoio Torre S.a.s.      | IT      | Andria    | 1927    | 9760 | 3    | 12  | 14.00   | 300.00  | 150.00 | 8031174 | approved
mezzaluna  | vetro-nove     | Vetro Nove           | Vetro Nove S.n.c.          | IT      | Empoli    | 1988    | 8920 | 4    | 13  | 22.00   | 400.00  | 0.00   | 8046092 | suspended
mezzaluna  | porto-linens   | Porto Linens         | Porto Linens Lda           | PT      | Guimarães | 2006    | 0    | 4    | 14  | 12.00   | 350.00  | 0.00   | 5601873 | pending
assay      | borealis       | Borealis Instruments | Borealis Instruments AS    | NO      | Tromsø    | 1996    | 9930 | 2    | 14  | 0.00    | 0.00    | 0.00   | 7039610 | approved
assay      | linden         | Linden Scientific    | Linden Scientific GmbH     | DE      | Göttingen | 1971    | 9870 | 1    | 16  | 12.50   | 300.00  | 0.00   | 4041583 | approved
assay      | pellucid       | Pellucid Glass       | Pellucid Glas GmbH         | DE      | Jena      | 1889    | 9810 | 1    | 15  | 14.90   | 350.00  | 0.00   | 4052271 | approved
assay      | vanta          | Vanta Consumables    | Vanta Consumables NV       | BE      | Leuven    | 2009    | 9850 | 1    | 16  | 9.90    | 150.00  | 0.00   | 5410738 | approved
assay      | vitrum         | Vitrum Glassware     | Vitrum Glassware s.r.o.    | CZ      | Sázava    | 1998    | 0    | 5    | 13  | 15.00   | 400.00  | 0.00   | 8595142 | pending
"""

TAGLINES = {
    "hallberg": "Power and hand tools, repairs in 48 h",
    "castellan": "Bolts, anchors, drawings to order",
    "dunmore": "Bearings, belts, abrasives, fluids",
    "rivet": "Protective equipment, fitted on site",
    "kestrel": "Discs, belts and fleece, mixed by the carton",
    "ceramica-alba": "Stoneware that survives the dishwasher",
    "forno-grande": "Steel, copper and machines, delivered on a tail lift",
    "frantoio-torre": "One grove, one press, five-litre tins",
    "vetro-nove": "Lead-free stems, drawn by mouth and by machine",
    "porto-linens": "Table linen that takes two hundred washes",
    "borealis": "Balances, centrifuges, optics",
    "linden": "Liquid handling, service",
    "pellucid": "Borosilicate, blown to drawing",
    "vanta": "Gloves, tips, plates",
    "vitrum": "Flasks and apparatus from the Sázava valley",
}
BUSINESS = {
    "hallberg": "distributor",
    "castellan": "manufacturer",
    "dunmore": "distributor",
    "rivet": "family business",
    "kestrel": "manufacturer",
    "ceramica-alba": "manufacturer",
    "forno-grande": "wholesaler",
    "frantoio-torre": "family business",
    "vetro-nove": "partnership",
    "porto-linens": "manufacturer",
    "borealis": "manufacturer",
    "linden": "manufacturer",
    "pellucid": "manufacturer",
    "vanta": "wholesaler",
    "vitrum": "manufacturer",
}
TAX_IDS = {
    "hallberg": "DE811402612",
    "castellan": "ATU38291601",
    "dunmore": "NL809177213B01",
    "rivet": "DE114886328",
    "kestrel": "NL861234509B01",
    "ceramica-alba": "IT01482330543",
    "forno-grande": "IT02917480366",
    "frantoio-torre": "IT00684120728",
    "vetro-nove": "IT03355170485",
    "porto-linens": "PT507318447",
    "borealis": "NO976214838MVA",
    "linden": "DE115307961",
    "pellucid": "DE150448270",
    "vanta": "BE0812447353",
    "vitrum": "CZ25148974",
}
MONOGRAMS = {"ceramica-alba": "CA", "forno-grande": "FG", "frantoio-torre": "FT", "vetro-nove": "VN"}
CURRENCIES = {"northforge": ("EUR", "USD"), "mezzaluna": ("EUR", "GBP"), "assay": ("EUR", "USD", "CHF")}
SHARES = {"EUR": 100, "USD": 110, "GBP": 86, "CHF": 97}


def _amounts(store: str, euros: str) -> tuple[DemoPrice, ...]:
    """Freight and minimums, in round sums of each currency of the store."""
    amount = cents(euros)
    return tuple(
        DemoPrice(currency, amount if currency == "EUR" else round(amount * SHARES[currency] / 5000) * 50)
        for currency in CURRENCIES[store]
    )


def vendors() -> tuple[DemoVendor, ...]:
    return tuple(
        DemoVendor(
            store=row["store"],
            handle=row["handle"],
            name=row["name"],
            legal_name=row["legal"],
            monogram=MONOGRAMS.get(row["handle"], row["name"][0]),
            tagline=TAGLINES[row["handle"]],
            ships_from=row["city"],
            country=row["country"],
            founded=int(row["founded"]),
            business_type=BUSINESS[row["handle"]],
            contact_email=f"orders@{row['handle'].replace('-', '')}.example",
            tax_id=TAX_IDS[row["handle"]],
            standing=STANDINGS[row["standing"]],
            on_time_bps=int(row["bps"]),
            lead_time_days=int(row["lead"]),
            cutoff_hour=int(row["cut"]),
            ean_prefix=row["ean"],
            freight=_amounts(row["store"], row["freight"]),
            free_freight_from=_amounts(row["store"], row["free"]) if cents(row["free"]) else (),
            minimum_order=_amounts(row["store"], row["least"]) if cents(row["least"]) else (),
        )
        for row in read_table(TABLE)
    )
