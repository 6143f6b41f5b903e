"""Mezzaluna: what a service needs besides pots and plates - cleaning, chef wear, probes, the small pantry."""

from marketplace.demo.catalogue.families import Family

FAMILIES = (
    Family(
        category="detergents",
        vendor="forno-grande",
        brand="Lucido",
        kind="jerrycan",
        title="{name}",
        subtitle="{dose} · {ph}",
        text="{use} Concentrated, so that a canister lasts a month, and dosed by a pump that stays in the neck.",
        points=(
            "Dosing card in nine languages",
            "Canister taken back full of air",
            "Safe on aluminium where it says so",
        ),
        specs="*volume Volume: {vol}; *use For: {what}; pH: {ph}; Dosage: {dose}; *label Eco-label: {eco}; Hazard: {haz}; Shelf life: 24 months",
        unit="each",
        origin="IT",
        customs="3402 50 00",
        label="{mark}",
        options=(("Canister", "5 l=, 12 l=12@2.1"),),
        rows="""
        sku     | eur   | g    | name                     | vol | what         | ph   | dose     | eco | haz  | mark     | tone | use
        FG-DW5  | 24.80 | 6100 | Dishwasher detergent     | 5 l | machines     | pH 13 | 2 ml/l  | no  | H314 | MACCHINA | 0    | For hard water and red sauce.
        FG-RA5  | 22.40 | 5100 | Rinse aid                | 5 l | machines     | pH 3  | 0.3 ml/l | yes | -   | BRILLA   | 5    | Dries glass without a cloth.
        FG-HD5  | 14.20 | 5200 | Hand dish soap           | 5 l | sinks        | pH 7  | 1 ml/l  | yes | -    | PIATTI   | 2    | Cuts grease, spares knuckles.
        FG-DG5  | 19.60 | 5400 | Degreaser for hoods      | 5 l | hoods, grills | pH 12 | 1:20   | no  | H319 | SGRASSA  | 1    | Works while you drink a coffee.
        FG-FL5  | 13.80 | 5100 | Floor cleaner            | 5 l | floors       | pH 9  | 1:50    | yes | -    | PAVIMENTI | 4   | Not slippery, not perfumed.
        FG-DS5  | 28.90 | 5000 | Surface disinfectant     | 5 l | worktops     | pH 7  | ready   | no  | H225 | IGIENE   | 3    | Acts in sixty seconds and leaves nothing to rinse.
        """,
    ),
    Family(
        category="wipes-tabs",
        vendor="forno-grande",
        brand="Lucido",
        kind="carton",
        title="{name}, {n} pieces",
        subtitle="{pack} · {mat}",
        text="{use} The case opens as a dispenser and hangs on two screws.",
        points=(
            "Case opens as a dispenser",
            "Colour by zone: red, blue, green, yellow",
            "Reordered by the case, not by the carton",
        ),
        specs="*contents Contents: {n} pieces; *material Material: {mat}; Size: {size}; *label Eco-label: {eco}; Pack: {pack}; Food contact: {food}",
        unit="case",
        origin="IT",
        customs="3401 19 00",
        label="{n} pcs",
        rows="""
        sku      | eur   | g    | name                        | n    | mat        | size       | eco | pack   | food | tone | use
        FG-CT150 | 36.80 | 3900 | Combi-oven tablets          | 150  | detergent  | 25 g       | no  | bucket | no   | 1    | Overnight, without a person.
        FG-CL200 | 21.60 | 2400 | All-purpose cloths, blue    | 200  | viscose    | 38 × 40 cm | yes | box    | yes  | 2    | Washed twenty times, then let go.
        FG-SC60  | 18.40 | 1200 | Scouring pads               | 60   | fleece     | 15 × 10 cm | no  | box    | no   | 5    | Two grades in one pad.
        FG-PT2   | 27.90 | 6200 | Centre-feed towels          | 6    | cellulose  | 300 m      | yes | case   | yes  | 4    | Six rolls that fit every dispenser.
        FG-GL1K  | 24.60 | 4100 | Vinyl gloves, powder-free   | 1000 | vinyl      | M          | no  | case   | yes  | 0    | Ten boxes of a hundred.
        """,
    ),
    Family(
        category="chef-wear",
        vendor="ceramica-alba",
        brand="Lino Nord",
        kind="lab-coat",
        title="{name}",
        subtitle="{mat} · {gsm} g/m²",
        text="{use} Cut with gussets under the arm, so that reaching for the top shelf does not pull the whole jacket up.",
        points=("Gussets under the arm", "Washed at 95 °C, stays white", "Name embroidered from one piece"),
        specs="*material Fabric: {mat}; Weight: {gsm} g/m²; *cut Cut: {cut}; *colour Colour: {col}; Wash: {wash} °C; Closing: studs",
        unit="each",
        origin="PT",
        customs="6211 32 10",
        label="M",
        options=(("Size", "S, M=, L, XL@1.05, XXL@1.05"),),
        rows="""
        sku     | eur   | g   | name                          | mat              | gsm | cut    | col   | wash | tone | use
        CA-CJ1  | 42.00 | 520 | Chef's jacket, long sleeve    | cotton           | 215 | unisex | white | 95   | 3    | Double-breasted: turn it over when the front is done.
        CA-CJ2  | 39.00 | 430 | Chef's jacket, short sleeve   | cotton, polyester | 195 | unisex | white | 60  | 1    | With a mesh back.
        CA-CJ3  | 54.00 | 480 | Chef's jacket, women          | cotton, elastane | 200 | women  | white | 60   | 2    | Cut for the people who wear it.
        CA-SJ1  | 36.00 | 460 | Service jacket                | linen, cotton    | 240 | unisex | sand  | 60   | 5    | For the floor, in summer.
        CA-BJ1  | 46.00 | 610 | Baker's jacket                | cotton           | 250 | unisex | white | 95   | 4    | Long enough to keep flour out.
        """,
    ),
    Family(
        category="utensils",
        vendor="forno-grande",
        brand="Forno Grande",
        kind="thermometer",
        title="{name}, {range} °C",
        subtitle="{read} · {ip}",
        text="{use} Checked at 0 and 100 °C before it leaves, with a sticker that says when.",
        points=(
            "Checked at two points, sticker on the back",
            "Probe thin enough for a scallop",
            "HACCP log sheet included",
        ),
        specs="*range Range: {range} °C; Reading: {read}; Accuracy: ±{acc} °C; *ip Protection: {ip}; Probe: {probe}; *standard Standard: EN 13485",
        unit="each",
        origin="IT",
        customs="9025 19 20",
        rows="""
        sku     | eur   | g   | name                  | range      | read    | acc | ip   | probe  | tone | use
        FG-TH1  | 24.80 | 90  | Core probe            | −40 to 200 | 3 s     | 0.5 | IP65 | 1.6 mm | 0    | Tells rare from raw.
        FG-TH2  | 14.60 | 110 | Sugar thermometer     | 40 to 200  | analogue | 1  | IP54   | glass  | 0    | With a clip for the copper pan.
        FG-TH3  | 9.80  | 60  | Cold-room thermometer | −40 to 40  | analogue | 1  | IP54 | built in     | 1    | Red where it should not go.
        """,
    ),
    Family(
        category="plates",
        vendor="ceramica-alba",
        brand="Ceramica Alba",
        kind="plate-stack",
        title="{name} {d} cm, {col}",
        subtitle="case of {n}",
        text="{use} Same body and glaze as the coupe plates, so it goes through the same oven and the same price break.",
        points=(
            "Edge chip warranty, five years",
            "Warms on the salamander",
            "Counts with the coupe plates for the price break",
        ),
        specs="*diameter Length: {d} cm; *colour Colour: {col}; *shape Shape: {shape}; Material: stoneware; Contents: {n} pieces; *standard Standard: EN 12875",
        unit="case",
        origin="IT",
        customs="6912 00 23",
        label="{d}",
        rows="""
        sku      | eur   | g    | name          | d  | col   | shape | n | tone | use
        CA-P34-I | 84.00 | 8900 | Serving platter | 34 | ivory | oval  | 6 | 0   | Vitello tonnato for the table.
        CA-P30-S | 78.00 | 7600 | Presentation plate | 30 | slate | flat | 6 | 2 | Under other plates.
        CA-12-SG | 31.20 | 1900 | Side dish     | 12 | sage  | coupe | 12 | 1   | Butter, olives, the bill.
        """,
    ),
    Family(
        category="cups",
        vendor="ceramica-alba",
        brand="Ceramica Alba",
        kind="espresso-cup",
        title="{name} {cl} cl, {col}",
        subtitle="with saucer · case of {n}",
        text="{use} Glazed inside in white, so that tea keeps its colour.",
        points=("White inside", "Stacks two high without a ring", "Saucer with a place for a biscuit"),
        specs="*volume Volume: {cl} cl; *colour Colour: {col}; *shape Drink: {name}; Material: stoneware; Contents: {n} pieces; Dishwasher: 2,000 cycles",
        unit="case",
        origin="IT",
        customs="6912 00 23",
        rows="""
        sku      | eur   | g    | name     | cl | col   | n  | tone | use
        CA-T22-S | 74.40 | 5600 | Tea cup  | 22 | slate | 12 | 2    | Low and wide, cools in time.
        CA-M30-I | 68.40 | 5900 | Mug      | 30 | ivory | 12 | 0    | For breakfast, and for the brigade.
        """,
    ),
    Family(
        category="vinegars",
        vendor="frantoio-torre",
        brand="{maker}",
        kind="bottle",
        title="{name}, {vol}",
        subtitle="{kind_of} · {vol}",
        text="{use} Made in small lots, with the lot on the neck.",
        points=("Lot on the neck", "Pourer under the cap", "Case of six at the step price"),
        specs="*volume Volume: {vol}; *type Type: {kind_of}; *origin Origin: {from}; Bottle: glass; Alcohol: {alc}; Sugar: {sugar}",
        unit="each",
        origin="IT",
        customs="2106 90 20",
        label="{mark}",
        rows="""
        sku     | eur   | g    | name                  | vol    | maker        | kind_of | from    | alc   | sugar | mark             | tone | use
        FT-SYL  | 9.40  | 1200 | Lemon syrup           | 700 ml | Isola Nera   | syrup   | Sicily  | none    | 62 %  | LIMONE · sciroppo | 3   | For granita and long drinks.
        FT-SYO  | 9.80  | 1200 | Orgeat, almond syrup  | 700 ml | Isola Nera   | syrup   | Sicily  | none    | 64 %  | ORZATA · sciroppo | 4   | From Avola almonds.
        FT-MAR  | 12.60 | 1250 | Marsala for cooking   | 750 ml | Cantina Sole | wine    | Sicily  | 17 %  | dry    | MARSALA · fine    | 2   | Zabaione, scaloppine.
        FT-COL  | 13.80 | 320  | Anchovy colatura      | 100 ml | Isola Nera   | sauce   | Cetara  | none | none     | COLATURA · 100 ml | 0   | Three drops for a plate of spaghetti.
        """,
    ),
    Family(
        category="preserves",
        vendor="frantoio-torre",
        brand="{maker}",
        kind="jar",
        title="{name}, {vol}",
        subtitle="{kind_of} · {from}",
        text="{use} In a jar with a wide mouth, for a spoon and a hurry.",
        points=("Wide mouth", "Harvest on the lid", "Refill bags from 5 kg"),
        specs="*volume Size: {vol}; *type Type: {kind_of}; Ingredients: {ing}; *origin Origin: {from}; Best before: 18 months; Storage: dry, dark",
        unit="each",
        origin="IT",
        customs="0910 99 99",
        label="{mark}",
        rows="""
        sku     | eur   | g    | name                      | vol   | maker      | kind_of | ing          | from     | mark             | tone | use
        FT-SPO  | 16.40 | 420  | Wild oregano on the stem  | 200 g | Isola Nera | herbs   | oregano      | Calabria | Origano · 200 g  | 1    | Rub it over the pizza, not into the sauce.
        FT-SPC  | 12.80 | 700  | Chilli, crushed           | 500 g | Isola Nera | spices  | chilli       | Calabria | Peperoncino · 500 g | 0 | Hot at once, gone by the next bite.
        FT-SPP  | 38.00 | 1300 | Pistachio paste           | 1 kg  | Isola Nera | nuts    | pistachios   | Bronte   | Pistacchio · 1 kg | 1   | Nothing but pistachios.
        FT-SPN  | 21.00 | 1300 | Hazelnuts, roasted        | 1 kg  | Apiario Alto | nuts  | hazelnuts    | Piemonte | Nocciole · 1 kg  | 3    | Skinned, sorted at 13 to 15 mm.
        """,
    ),
)
