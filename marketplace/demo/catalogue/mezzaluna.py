"""Mezzaluna: everything between the delivery door and the table."""

from marketplace.demo.catalogue import mezzaluna_kitchen, mezzaluna_service, mezzaluna_table
from marketplace.demo.catalogue.families import Shelf, read_categories, read_drawn, read_rivals
from marketplace.demo.catalogue.types import DemoStore

STORE = DemoStore(
    handle="mezzaluna",
    name="Mezzaluna",
    tagline="Cookware, tableware and pantry",
    currencies=("EUR", "GBP"),
    locale="en-IT",
    country="IT",
)

CATEGORIES = read_categories(
    "mezzaluna",
    """
    handle      | name                  | kind
    cookware    | Cookware              | stockpot
    pots        | - Pots                | stockpot
    pans        | - Pans                | frying-pan
    gastronorm  | - Gastronorm          | gastronorm-pan
    knives-prep | Knives & prep         | board-and-knife
    knives      | - Knives              | chef-knife
    boards      | - Boards              | board-and-knife
    utensils    | - Whisks and ladles   | whisk
    tableware   | Tableware             | plate-stack
    plates      | - Plates              | plate-stack
    bowls       | - Bowls               | bowl
    cups        | - Cups                | espresso-cup
    cutlery     | - Cutlery             | cutlery
    glassware   | Glassware             | wine-glasses
    stemware    | - Stemware            | wine-glasses
    tumblers    | - Tumblers            | tumbler
    carafes     | - Carafes             | carafe
    machines    | Machines              | planetary-mixer
    mixers      | - Mixers              | planetary-mixer
    blenders    | - Blenders            | blender
    coffee      | - Coffee              | espresso-machine
    pantry      | Pantry                | olive-oil-tin
    oils        | - Oils                | olive-oil-tin
    vinegars    | - Vinegar and wine    | bottle
    preserves   | - Preserves           | jar
    flour-pasta | - Flour, pasta, rice  | sack
    to-go       | To go                 | takeaway-box
    boxes       | - Boxes               | takeaway-box
    cups-to-go  | - Cups                | paper-cup
    linen       | Linen                 | linen
    napkins     | - Table linen         | linen
    towels      | - Towels and aprons   | linen
    chef-wear   | - Chef wear           | lab-coat
    cleaning    | Cleaning              | jerrycan
    detergents  | - Detergents          | jerrycan
    wipes-tabs  | - Cloths and tablets  | carton
    """,
)

DRAWN = read_drawn("""
sku         | tiers                      | stock | back
OR-SP20     | 1:148.00 4:132.00          | 26    |
CA-27-IV    | 1:86.40 6:74.00 20:64.80   | 140   |
CA-27-SG    | 1:86.40 6:74.00 20:64.80   | 96    |
CA-27-SL    | 1:86.40 6:74.00 20:64.80   | 58    |
FG-GN11-100 | 1:21.50 12:17.90           | 380   |
VN-480      | 1:94.00 4:79.20            | 7     |
FG-SP24     | 1:89.00 4:78.00            | 31    |
FG-PM20-T   | 1:862.00                   | 2     |
FT-EV5-26   | 1:49.50                    | 240   |
FG-PM30     | 1:1940.00                  | 3     | 14
""")

RIVALS = read_rivals("""
of        | vendor        | sku       | tiers             | stock | back | lead
VN-480    | forno-grande  | FG-VN480  | 1:94.00 4:79.20   | 7     | 9    | 1
VN-360    | forno-grande  | FG-VN360  | 1:88.00 4:74.50   | 64    |      | 1
VN-220    | forno-grande  | FG-VN220  | 1:84.00 4:72.00   | 38    |      | 1
VN-T320   | ceramica-alba | CA-VNT320 | 1:71.00 6:62.00   | 45    |      | 2
CA-27-IV  | forno-grande  | FG-CA27IV | 1:91.20 6:81.00   | 24    |      | 1
""")

FIRST = (
    "OR-SP20",
    "CA-27-IV",
    "FG-GN11-100",
    "VN-480",
    "FG-SP24",
    "FG-PM20-T",
    "FT-EV5-26",
    "BF-MZ24",
    "FG-FP-I",
    "CA-27-SG",
    "BF-CK21",
    "FG-PM30",
    "FG-BD40",
    "CA-B18-I",
    "FT-BA50",
    "CA-E07-I",
    "FG-EM2C",
    "CA-27-SL",
    "FT-JO17",
    "FG-WH35",
    "FT-F00P",
    "FG-TB75",
    "CA-NP50",
    "FG-CF50",
)

SHELF = Shelf(
    store=STORE,
    categories=CATEGORIES,
    families=mezzaluna_kitchen.FAMILIES + mezzaluna_table.FAMILIES + mezzaluna_service.FAMILIES,
    first=FIRST,
    drawn=DRAWN,
    rivals=RIVALS,
)
