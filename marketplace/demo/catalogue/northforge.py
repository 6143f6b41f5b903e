"""Northforge: industrial tools, parts, maintenance and safety."""

from marketplace.demo.catalogue import northforge_parts, northforge_tools
from marketplace.demo.catalogue.families import Shelf, read_categories, read_drawn, read_rivals
from marketplace.demo.catalogue.types import DemoStore

STORE = DemoStore(
    handle="northforge",
    name="Northforge",
    tagline="Industrial tools, parts and safety",
    currencies=("EUR", "USD"),
    locale="en-DE",
    country="DE",
)

CATEGORIES = read_categories(
    "northforge",
    """
    handle          | name                       | kind
    power-tools     | Power tools                | cordless-drill
    drill-drivers   | - Drill drivers            | cordless-drill
    impact-drivers  | - Impact drivers           | impact-driver
    grinders        | - Grinding                 | angle-grinder
    site-light      | - Batteries and site light | work-lamp
    hand-tools      | Hand tools                 | spanner-set
    torque          | - Torque                   | torque-wrench
    spanners        | - Spanners                 | spanner-set
    screwdrivers    | - Screwdrivers and keys    | screwdriver
    pliers          | - Pliers and hammers       | pliers
    fasteners       | Fasteners                  | hex-bolts
    hex-bolts       | - Hex bolts                | hex-bolts
    socket-screws   | - Socket screws            | cap-screws
    nuts-washers    | - Nuts and washers         | nuts
    anchors         | - Anchors                  | anchors
    abrasives       | Abrasives                  | cutting-discs
    cutting-discs   | - Cutting discs            | cutting-discs
    flap-discs      | - Flap discs               | flap-discs
    abrasive-rolls  | - Rolls and cloth          | abrasive-roll
    bearings-drives | Bearings & drives          | ball-bearing
    ball-bearings   | - Bearings                 | ball-bearing
    belts           | - Belts                    | v-belt
    measuring       | Measuring                  | digital-caliper
    calipers        | - Calipers                 | digital-caliper
    levels          | - Levels and tapes         | spirit-level
    testers         | - Electrical testers       | multimeter
    safety          | Safety                     | safety-helmet
    head-face       | - Head & face              | safety-helmet
    hearing         | - Hearing                  | ear-defenders
    hands           | - Hands and breathing      | work-gloves
    feet-workwear   | - Feet and workwear        | work-boots
    fluids          | Fluids & lubricants        | penetrating-oil
    sprays          | - Sprays                   | penetrating-oil
    lubricants      | - Oils and coolants        | jerrycan
    clearance       | Clearance                  | carton
    clearance-tools | - Cases and boxes          | toolbox
    clearance-parts | - Remaining parts          | carton
    """,
)

DRAWN = read_drawn("""
sku          | tiers                                          | stock | back
HB-1865-2    | 1:219.00 10:172.00 50:158.00                   | 42    |
HB-1865-2-C  | 1:219.00 10:172.00 50:158.00                   | 17    |
HB-1865-2-B  | 1:118.00 10:109.00                             | 64    |
HB-1865-2-B-C | 1:118.00 10:109.00                            | 120   |
HB-1865-2-22 | 1:159.00 10:146.00                             | 31    |
HB-1865-2-22-C | 1:159.00 10:146.00                           | 26    |
HB-1865-2-38 | 1:289.00                                       | 0     | 11
HB-1865-2-38-C | 1:289.00                                     | 0     | 11
CF-93380-Z   | 1:24.60 20:21.90                               | 1860  |
DM-CD125-10  | 1:32.50 8:27.40 40:24.10                       | 310   |
RS-HV2-Y     | 1:18.90 24:16.20 96:14.40                      | 9     | 8
DM-6205-2RS  | 1:6.85 10:6.40 50:5.60 200:4.95 1000:4.20      | 4120  |
HB-TW200     | 1:112.00 5:99.00 20:91.00                      | 18    |
HB-CS12      | 1:74.90 6:66.00 24:61.50                       | 4     | 8
CF-DC150     | 1:58.00 5:51.00 25:46.40                       | 96    |
RS-ED33      | 1:21.40 24:18.20 96:16.00                      | 240   |
DM-PO400     | 1:9.20 12:7.80 48:6.90                         | 0     | 11
HB-TX400     | 1:189.00 10:179.50 50:169.00                   | 8     |
HB-TX200     | 1:149.00                                       | 96    |
HB-TX550     | 1:264.00                                       | 31    |
HB-TX800     | 1:338.00                                       | 0     | 12
DM-6204-2RS  | 1:5.60 50:5.12 400:4.98                        | 0     | 7
HB-TK8       | 1:18.90 10:17.20                               | 212   |
CF-933109-M  | 1:41.50 25:38.00 60:36.00                      | 40    |
HB-CS17      | 1:84.50 10:82.00 20:78.90                      | 64    |
RS-SH2-W     | 1:23.90 24:22.90 60:21.80                      | 180   |
RS-ED31      | 1:18.75 40:17.40                               | 340   |
""")

RIVALS = read_rivals("""
of           | vendor    | sku          | tiers                | stock | back | lead
HB-1865-2    | dunmore   | DM-H1865-25  | 1:204.00 10:192.00   | 118   |      | 1
HB-1865-2    | castellan | CF-HB18652   | 1:198.50             | 6     |      | 3
HB-1865-2-B  | dunmore   | DM-H1865-0   | 1:121.00 10:114.00   | 36    |      | 1
HB-TW200     | dunmore   | DM-HTW200    | 1:118.00 5:108.00    | 22    |      | 1
DM-CD125-10  | hallberg  | HB-CD125-10  | 1:33.90 10:29.50     | 220   |      | 1
CF-DC150     | hallberg  | HB-CAL150    | 1:64.00 6:59.00      | 4     |      | 1
DM-6204-2RS  | castellan | CF-6204-2RS  | 1:6.15 100:5.45      | 860   |      | 2
DM-PO400     | hallberg  | HB-PO400     | 1:9.80 12:8.40       | 18    |      | 1
""")

FIRST = (
    "HB-1865-2",
    "CF-93380-Z",
    "DM-CD125-10",
    "RS-HV2-Y",
    "DM-6205-2RS",
    "HB-TW200",
    "HB-CS12",
    "CF-DC150",
    "RS-ED33",
    "DM-PO400",
    "HB-TX400",
    "HB-TK8",
    "DM-6204-2RS",
    "CF-933109-M",
    "RS-SH2-W",
    "HB-CS17",
    "RS-ED31",
    "HB-TX200",
    "CF-93341-Z",
    "DM-CF400",
    "HB-TX550",
    "HB-I18",
    "RS-BT20",
    "HB-TX800",
)

SHELF = Shelf(
    store=STORE,
    categories=CATEGORIES,
    families=northforge_tools.FAMILIES + northforge_parts.FAMILIES,
    first=FIRST,
    drawn=DRAWN,
    rivals=RIVALS,
)
