"""Assay: instruments and consumables for working laboratories."""

from marketplace.demo.catalogue import assay_bench, assay_more, assay_supplies
from marketplace.demo.catalogue.families import Shelf, read_categories, read_drawn, read_rivals
from marketplace.demo.catalogue.types import DemoStore

STORE = DemoStore(
    handle="assay",
    name="Assay",
    tagline="Instruments and consumables",
    currencies=("EUR", "USD", "CHF"),
    locale="en-DE",
    country="DE",
)

CATEGORIES = read_categories(
    "assay",
    """
    handle              | name                     | kind
    instruments         | Instruments              | analytical-balance
    balances            | - Balances and weighing  | analytical-balance
    centrifuges         | - Centrifuges            | centrifuge
    microscopy          | - Microscopy             | microscope
    heating-stirring    | - Heating and stirring   | hotplate-stirrer
    analysis            | Analysis                 | ph-meter
    ph-conductivity     | - pH and conductivity    | ph-meter
    photometry          | - Photometry             | spectrophotometer
    thermometers        | - Thermometers           | thermometer
    liquid-handling     | Liquid handling          | micropipette
    pipettes            | - Pipettes               | micropipette
    tips                | - Tips                   | tip-rack
    dispensing          | - Dispensing             | wash-bottle
    glassware           | Glassware                | erlenmeyer-flask
    flasks              | - Flasks                 | erlenmeyer-flask
    beakers-cylinders   | - Beakers and cylinders  | beaker-and-cylinder
    volumetric          | - Volumetric and bottles | volumetric-flask
    apparatus           | - Apparatus              | desiccator
    consumables         | Consumables              | test-tubes
    tubes               | - Tubes                  | test-tubes
    plates              | - Plates                 | microplate
    filters             | - Filters                | carton
    cell-culture        | Cell culture             | petri-dish
    petri-dishes        | - Petri dishes           | petri-dish
    culture-plates      | - Culture plates         | microplate
    media               | - Media and sera         | reagent-bottle
    safety              | Gloves and protection    | nitrile-gloves
    gloves              | - Gloves                 | nitrile-gloves
    eyewear             | - Eyewear and masks      | safety-goggles
    coats               | - Coats                  | lab-coat
    waste               | - Sharps and waste       | sharps-bin
    reference-materials | Reference materials      | reagent-bottle
    buffers             | - Buffers                | reagent-bottle
    standards           | - Element standards      | reagent-bottle
    """,
)

DRAWN = read_drawn("""
sku       | tiers                               | stock | back
BI-A224   | 1:2940.00 3:2720.00                 | 6     |
LS-P200   | 1:214.00 5:188.00                   | 58    |
PG-E500   | 1:62.00 6:51.50                     | 210   |
VC-N200-M | 1:14.80 20:11.90 60:10.80 200:9.60  | 18    | 3
LS-T15-S  | 1:43.00                             | 2     | 5
VC-PD90   | 1:1.15 500:1.02                     | 6400  |
BI-HS5    | 1:486.00 3:452.00                   | 12    |
VC-N200-S | 1:14.80 20:11.90 60:10.80 200:9.60  | 640   |
VC-N200-L | 1:14.80 20:11.90 60:10.80 200:9.60  | 1180  |
""")

RIVALS = read_rivals("""
of        | vendor   | sku        | tiers                | stock | back | lead
VC-N200-M | linden   | LS-N200-M  | 1:15.60 20:13.20     | 240   |      | 1
LS-T15-S  | vanta    | VC-T15-S   | 1:44.80 6:41.50      | 120   |      | 1
LS-P200   | borealis | BI-LSP200  | 1:221.00 5:199.00    | 9     |      | 2
BI-HS5    | linden   | LS-BHS5    | 1:498.00             | 4     |      | 3
""")

FIRST = (
    "BI-A224",
    "LS-P200",
    "PG-E500",
    "VC-N200-M",
    "BI-HS5",
    "LS-T15-S",
    "VC-PD90",
    "BI-C14",
    "BI-M3",
    "PG-B250",
    "LS-PH7",
    "VC-N200-L",
    "LS-TF200",
    "PG-V250",
    "VC-P96F",
    "LS-SU2",
    "LS-P1000",
    "PG-L500",
    "BI-V3",
    "VC-LC-W",
    "LS-B7",
    "PG-D200",
    "VC-N200-S",
    "LS-M8200",
)

SHELF = Shelf(
    store=STORE,
    categories=CATEGORIES,
    families=assay_bench.FAMILIES + assay_supplies.FAMILIES + assay_more.FAMILIES,
    first=FIRST,
    drawn=DRAWN,
    rivals=RIVALS,
)
