"""Mezzaluna: cookware, knives, utensils, machines, linen."""

from marketplace.demo.catalogue.families import Family

FAMILIES = (
    Family(
        category="pots",
        vendor="forno-grande",
        brand="Forno Grande",
        kind="stockpot",
        title="{name} {l} l {lid}",
        subtitle="18/10 steel",
        text="{use} Sandwich base of 7 mm, pressed and not glued, so it stays flat on induction after ten thousand "
        "services; handles riveted through and cool for the first half hour.",
        points=(
            "Flat on induction, gas, glass and in the oven",
            "Pouring rim all the way round, litre marks inside",
            "Handles riveted through, never welded",
        ),
        specs="*volume Volume: {l} l; Diameter: {d} cm; Height: {h} cm; *material Material: 18/10 steel; "
        "Base: 7 mm sandwich; *induction Induction: yes; Weight: {g} g; Dishwasher: yes",
        unit="each",
        origin="IT",
        customs="7323 93 00",
        label="{l} l",
        rows="""
        sku     | eur    | g    | name         | l  | d  | h  | lid       | tone | use
        FG-SP24 | 89.00  | 5400 | Stockpot     | 24 | 32 | 30 | with lid | 0    | Two dozen litres: a day's stock for sixty covers.
        FG-SP10 | 54.00  | 3100 | Stockpot     | 10 | 24 | 22 | with lid | 0    | Sauce base, polenta, a family of eight.
        FG-SP17 | 72.00  | 4300 | Stockpot     | 17 | 28 | 28 | with lid | 2    | The one between the two that are always in use.
        FG-SP36 | 124.00 | 7200 | Stockpot     | 36 | 36 | 36 | with lid | 0    | For bones, and for people who blanch in bulk.
        FG-SP50 | 168.00 | 9100 | Stockpot     | 50 | 40 | 40 | with lid | 3    | Two cooks to lift it, one to clean it.
        FG-CS12 | 66.00  | 3900 | Casserole    | 12 | 32 | 16 |           | 1    | Wide and low, so that onions fry instead of boiling.
        FG-CS20 | 88.00  | 5300 | Casserole    | 20 | 36 | 20 |           | 0    | For ragù that starts at six in the morning.
        FG-PC20 | 112.00 | 4700 | Pasta cooker | 20 | 34 | 24 | with four inserts | 2 | Four portions at four different minutes.
        """,
    ),
    Family(
        category="pots",
        vendor="forno-grande",
        brand="Officina Rame",
        kind="copper-saucepan",
        title="{name} {d} cm{tail}",
        subtitle="{l} l · {lining}",
        text="{use} Two millimetres of copper, hammered in Agordo since 1911, with a handle that three rivets hold for "
        "good. Copper answers the flame at once, which is why sugar and butter like it.",
        points=(
            "2 mm copper: heats evenly up the wall",
            "Re-tinned by the maker in ten days",
            "Cast handle, cool enough for a cloth folded once",
        ),
        specs="*diameter Diameter: {d} cm; *volume Volume: {l} l; *material Material: copper 2 mm; Lining: {lining}; Handle: {handle}; *induction Induction: no; Weight: {g} g",
        unit="each",
        origin="IT",
        customs="7418 10 10",
        label="{d}",
        rows="""
        sku     | eur    | g    | name               | d  | tail           | l   | lining    | handle | tone | use
        OR-SP20 | 148.00 | 2100 | Copper saucepan    | 20 | ,brass handle  | 2.9 | tin lined | brass  | 0    | The saucepan for beurre blanc, custard and caramel.
        OR-SP16 | 118.00 | 1500 | Copper saucepan    | 16 | ,brass handle  | 1.6 | tin lined | brass  | 0    | For one sauce, done well.
        OR-SP24 | 186.00 | 2900 | Copper saucepan    | 24 | ,brass handle  | 4.6 | tin lined | brass  | 0    | The big sister, with a helper handle on the far side.
        OR-SS22 | 164.00 | 1900 | Copper sauté pan   | 22 | ,steel lined   | 2.2 | 18/10 steel | brass | 0   | Straight wall, for reducing and for showing off.
        """,
    ),
    Family(
        category="pans",
        vendor="forno-grande",
        brand="Forno Grande",
        kind="copper-saucepan",
        title="Saucepan {d} cm, {mat}",
        subtitle="{l} l · {mat}",
        text="{use} Pouring rim, litre marks, and a hollow handle that stays cool until the lid rattles.",
        points=("Pouring rim on both sides", "Handle cool on gas for twenty minutes", "Stacks with its sisters"),
        specs="*diameter Diameter: {d} cm; *volume Volume: {l} l; *material Material: {mat}; Base: sandwich 6 mm; *induction Induction: yes; Weight: {g} g",
        unit="each",
        origin="IT",
        customs="7323 93 00",
        label="{d}",
        rows="""
        sku     | eur   | g    | d  | l   | mat         | tone | use
        FG-PN16 | 29.50 | 1100 | 16 | 1.5 | 18/10 steel | 1    | For the pass: one sauce, one spoon.
        FG-PN20 | 38.00 | 1600 | 20 | 3.0 | 18/10 steel | 2    | The size that is never in the rack.
        FG-PN24 | 49.00 | 2300 | 24 | 5.2 | 18/10 steel | 1    | For a vegetable garnish for forty.
        """,
    ),
    Family(
        category="pans",
        vendor="forno-grande",
        brand="{maker}",
        kind="frying-pan",
        title="{name}",
        subtitle="{mat} · {coat}",
        text="{use} The handle is riveted from outside, and the pan comes back for recoating or grinding when its day "
        "is done.",
        points=(
            "Riveted handle with a hanging eye",
            "Flat base, flat for life",
            "Taken back for recoating at half its price",
        ),
        specs="Diameters: 24, 28 and 32 cm; *material Material: {mat}; Thickness: {mm} mm; *induction Induction: {ind}; *coating Surface: {coat}; Oven: to {oven} °C; Weight: {g} g",
        unit="each",
        origin="IT",
        customs="7615 10 10",
        label="{d}",
        options=(("Diameter", "24 cm=24@0.82, 28 cm=, 32 cm=32@1.22"),),
        rows="""
        sku     | eur   | g    | name                      | d  | maker        | mat          | mm  | ind | coat      | oven | tone | use
        FG-FP-A | 34.50 | 1200 | Non-stick frying pan      | 28 | Forno Grande | aluminium    | 4   | no  | PTFE, 3 layers | 230 | 0 | For eggs and fish, on gas.
        FG-FP-I | 46.00 | 1700 | Induction frying pan      | 28 | Forno Grande | aluminium, steel base | 5 | yes | PTFE, 3 layers | 230 | 0 | The same release, on any hob.
        FG-FP-C | 39.00 | 2300 | Carbon steel pan          | 28 | Forno Grande | carbon steel | 3   | yes | seasoned  | 400  | 2    | Arrives seasoned; gets better every week.
        FG-FP-S | 52.00 | 2000 | Stainless frying pan      | 28 | Forno Grande | 18/10 steel  | 3   | yes | bare      | 400  | 3    | For a fond that ends up in the sauce.
        FG-FP-W | 44.00 | 2600 | Iron wok, flat base       | 28 | Forno Grande | carbon steel | 1.8 | yes | oiled     | 400  | 2    | Thin enough to follow the flame.
        FG-FP-G | 58.00 | 2900 | Cast grill pan            | 28 | Forno Grande | cast iron    | 5   | yes | enamelled | 300  | 1    | Stripes that are worth the name.
        """,
    ),
    Family(
        category="gastronorm",
        vendor="forno-grande",
        brand="Forno Grande",
        kind="gastronorm-pan",
        title="Gastronorm pan {gn}, {deep} mm{tail}",
        subtitle="{mat}",
        text="{use} Drawn from {mm} mm {mat}, with corners round enough for a ladle and shoulders that do not jam when "
        "pans are stacked wet.",
        points=(
            "Stacks wet and comes apart",
            "Corners a ladle can reach",
            "EN 631, fits every bain-marie and blast chiller",
        ),
        specs="*size Size: {gn}; *depth Depth: {deep} mm; *volume Volume: {l} l; *material Material: {mat}; Thickness: {mm} mm; *standard Standard: EN 631; Temperature: −40 to 280 °C",
        unit="each",
        origin="IT",
        customs="7323 93 00",
        label="{gn} — {deep}",
        rows="""
        sku         | kind | eur   | g    | gn     | deep | tail        | l    | mm  | mat        | tone | use
        FG-GN11-100 |  | 21.50 | 1450 | GN 1/1 | 100  |             | 14.0 | 0.8 | 18/10 steel | 0    | The pan that a kitchen counts in dozens.
        FG-GN11-65  |  | 16.80 | 1200 | GN 1/1 | 65   |             | 9.0  | 0.8 | 18/10 steel | 0    | Roasting, resting, mise en place.
        FG-GN11-150 |  | 27.40 | 1800 | GN 1/1 | 150  |             | 21.0 | 0.8 | 18/10 steel | 1    | For stews and pasta water.
        FG-GN11-200 |  | 33.90 | 2200 | GN 1/1 | 200  |             | 28.0 | 0.8 | 18/10 steel | 0    | As deep as the bain-marie allows.
        FG-GN12-65  |  | 9.80  | 720  | GN 1/2 | 65   |             | 4.0  | 0.7 | 18/10 steel | 2    | Half a shelf.
        FG-GN12-100 |  | 12.40 | 850  | GN 1/2 | 100  |             | 6.5  | 0.7 | 18/10 steel | 0    | For sides on a buffet.
        FG-GN13-100 |  | 9.60  | 610  | GN 1/3 | 100  |             | 4.0  | 0.7 | 18/10 steel | 3    | Three to a well: sauces, chutneys, relish.
        FG-GN16-100 |  | 6.90  | 420  | GN 1/6 | 100  |             | 1.6  | 0.7 | 18/10 steel | 1    | The line cook's six.
        FG-GN11-P65 | perforated-pan | 19.90 | 1100 | GN 1/1 | 65   | ,perforated | 9.0  | 0.8 | 18/10 steel | 0    | Steams and drains.
        FG-GN14-100 |  | 8.20  | 500  | GN 1/4 | 100  |             | 2.8  | 0.7 | 18/10 steel | 2    | Quarter pan for the pizza station.
        """,
    ),
    Family(
        category="knives",
        vendor="forno-grande",
        brand="Bianchi & Figlie",
        kind="chef-knife",
        title="{name} {l} cm{tail}",
        subtitle="{steel} · {hrc} HRC",
        text="{use} Ground on a wet stone by two sisters in Maniago, and re-ground by them whenever you send it back. "
        "The tang runs to the end of the handle.",
        points=("Full tang, three rivets", "15° a side, stropped before it leaves", "Re-ground by the maker, any time"),
        specs="*length Blade: {l} cm; *steel Steel: {steel}; Hardness: {hrc} HRC; Handle: {handle}; *use Use: {job}; Dishwasher: no; Weight: {g} g",
        unit="each",
        origin="IT",
        customs="8211 91 00",
        label="{l}",
        options=(("Handle", "Black POM=, Olive wood=O@1.35"),),
        rows="""
        sku     | eur    | g   | name             | l  | tail       | steel        | hrc | handle | job       | tone | use
        BF-CK21 | 78.00  | 240 | Chef's knife     | 21 |            | X50CrMoV15   | 57  | POM    | all-round | 0    | The first knife.
        BF-CK26 | 94.00  | 310 | Chef's knife     | 26 |            | X50CrMoV15   | 57  | POM    | all-round | 0    | For cabbages, and for hands that know it.
        BF-PK9  | 24.00  | 70  | Paring knife     | 9  |            | X50CrMoV15   | 57  | POM    | paring    | 2    | Garlic, shallots, strawberries.
        BF-SA18 | 112.00 | 220 | Santoku          | 18 |            | VG-10        | 60  | POM    | vegetables | 1   | Harder steel, thinner edge, no bones please.
        BF-BN16 | 46.00  | 160 | Boning knife     | 16 | ,flexible  | X50CrMoV15   | 56  | POM    | meat      | 4    | Follows the bone.
        BF-FK20 | 58.00  | 150 | Filleting knife  | 20 | ,flexible  | X50CrMoV15   | 56  | POM    | fish      | 3    | Bends along the backbone of a bass.
        BF-BR25 | 52.00  | 190 | Bread knife      | 25 | ,serrated  | X50CrMoV15   | 56  | POM    | bread     | 5    | Serrations with a pitch that leaves few crumbs.
        BF-CL18 | 88.00  | 620 | Cleaver          | 18 |            | X50CrMoV15   | 55  | POM    | bones     | 0    | Weight does the work.
        """,
    ),
    Family(
        category="knives",
        vendor="forno-grande",
        brand="Bianchi & Figlie",
        kind="mezzaluna-knife",
        title="{name}",
        subtitle="{w} cm · {steel}",
        text="{use} Two brass ferrules, two handles turned from one piece of wood, and an arc that rocks without a bump.",
        points=("One arc, ground without a flat", "Handles from one piece of wood", "Comes with a leather guard"),
        specs="*length Width: {w} cm; *steel Steel: {steel}; *blades Blades: {n}; Handles: {handle}; Guard: leather; Dishwasher: no",
        unit="each",
        origin="IT",
        customs="8211 91 00",
        label="{mark}",
        rows="""
        sku     | eur   | g   | name                              | w  | steel      | n | handle | mark      | tone | use
        BF-MZ24 | 64.00 | 360 | Mezzaluna, walnut handles         | 24 | X50CrMoV15 | 1 | walnut | MEZZALUNA | 0    | The one this store is named after.
        BF-MZ20 | 54.00 | 290 | Mezzaluna, small, red handles     | 20 | X50CrMoV15 | 1 | beech  | 20        | 1    | For herbs at the pass.
        BF-MZ24D | 82.00 | 520 | Mezzaluna, double blade          | 24 | X50CrMoV15 | 2 | beech  | DOPPIA    | 2    | Half the strokes, twice the parsley.
        """,
    ),
    Family(
        category="boards",
        vendor="forno-grande",
        brand="{maker}",
        kind="board-and-knife",
        title="{name} {size} cm",
        subtitle="{wood} · {mm} mm",
        text="{use} Glued end to end with food-grade resin and oiled twice; a groove catches what runs.",
        points=(
            "Oiled twice, ready to use",
            "Planed again by the maker when it is scarred",
            "Feet can be screwed on or left off",
        ),
        specs="*material Wood: {wood}; *size Size: {size} cm; Thickness: {mm} mm; Groove: yes; Finish: linseed oil; Dishwasher: no",
        unit="each",
        origin="IT",
        customs="4419 11 00",
        label="{size}",
        rows="""
        sku      | eur    | g    | name                     | size    | maker        | wood   | mm | tone | use
        FG-BD40  | 44.00  | 2900 | Carving board, beech     | 40 × 30 | Forno Grande | beech  | 30 | 0    | The board at every station.
        FG-BD53  | 72.00  | 5600 | Gastronorm board, beech  | 53 × 32 | Forno Grande | beech  | 40 | 2    | Sits across a GN 1/1 sink.
        FG-BDO35 | 58.00  | 1900 | Serving board, olive     | 35 × 20 | Bianchi & Figlie | olive | 20 | 1 | Goes to the table with the ham.
        FG-BDW45 | 96.00  | 4800 | End-grain board, walnut  | 45 × 35 | Bianchi & Figlie | walnut | 45 | 5 | Kind to edges, heavy enough to stay.
        FG-BDP60 | 88.00  | 6900 | Pasta board, lime        | 80 × 60 | Forno Grande | lime   | 20 | 3    | With a lip that hooks over the bench.
        """,
    ),
    Family(
        category="utensils",
        vendor="forno-grande",
        brand="Forno Grande",
        kind="whisk",
        title="Whisk {l} cm, {wires} wires",
        subtitle="{kind_of} · {l} cm",
        text="{use} Wires are sealed into the handle with epoxy, so no water gets in and no wire comes out.",
        points=("Sealed handle, no water inside", "Wires of spring steel, 1.2 or 2 mm", "Hangs from a real eye"),
        specs="*length Length: {l} cm; Wires: {wires}; *material Material: 18/10 steel; *type Type: {kind_of}; Dishwasher: yes; Weight: {g} g",
        unit="each",
        origin="IT",
        customs="8205 51 00",
        label="{l} cm",
        rows="""
        sku     | eur   | g   | l  | wires | kind_of | tone | use
        FG-WH25 | 9.80  | 120 | 25 | 8     | balloon | 0    | For a dressing in a bowl.
        FG-WH35 | 13.40 | 190 | 35 | 10    | balloon | 1    | Cream for a table of ten.
        FG-WH45 | 18.90 | 280 | 45 | 11    | sauce   | 2    | Reaches the bottom of a 17 l pot.
        FG-WH60 | 27.50 | 460 | 60 | 12    | sauce   | 5    | Polenta, standing up.
        """,
    ),
    Family(
        category="utensils",
        vendor="forno-grande",
        brand="Forno Grande",
        kind="ladle",
        title="{name} {vol}",
        subtitle="{l} cm · 18/10 steel",
        text="{use} One piece from hook to lip, no weld where food could sit.",
        points=("One piece, no weld", "Capacity stamped on the handle", "Handle sleeve stays below 50 °C"),
        specs="*volume Capacity: {vol}; *length Length: {l} cm; *material Material: 18/10 steel; Sleeve: silicone; Dishwasher: yes; Weight: {g} g",
        unit="each",
        origin="IT",
        customs="8215 99 10",
        label="{vol}",
        rows="""
        sku     | eur   | g   | name            | vol    | l  | tone | use
        FG-LD06 | 8.90  | 160 | Ladle           | 60 ml  | 28 | 0    | A portion of sauce.
        FG-LD12 | 10.60 | 210 | Ladle           | 120 ml | 32 | 2    | A cup of soup, twice.
        FG-LD25 | 14.20 | 310 | Ladle           | 250 ml | 38 | 3    | A bowl in one go.
        FG-SK12 | 12.80 | 230 | Skimmer         | 12 cm  | 36 | 1    | Gnocchi, poached eggs, fritters.
        FG-SK16 | 16.40 | 290 | Skimmer         | 16 cm  | 40 | 4    | For a fryer or a 36 l stock.
        """,
    ),
    Family(
        category="mixers",
        vendor="forno-grande",
        brand="Forno Grande",
        kind="planetary-mixer",
        title="Planetary mixer {l} l{tail}",
        subtitle="{volt}, {speeds}",
        text="{use} Belt-driven and therefore quiet, with a bowl guard that stops the hook before a hand gets near. "
        "Comes with hook, beater and whisk.",
        points=(
            "Hook, beater and whisk in the carton",
            "Guard stops the hook in half a second",
            "Spare parts for fifteen years, by the next day",
        ),
        specs="*volume Bowl: {l} l; *voltage Voltage: {volt}; Power: {w} W; Flour: up to {flour} kg; Speeds: {speeds}; *colour Colour: {col}; Weight: {kg} kg; *standard Standard: EN 454",
        unit="each",
        origin="IT",
        customs="8438 10 10",
        label="mezzaluna {l}",
        rows="""
        sku       | eur     | g      | l  | tail            | volt  | w    | flour | speeds       | col    | kg  | tone | use
        FG-PM20-T | 862.00  | 94000  | 20 | ,tomato         | 400 V | 1100 | 5     | three speeds | tomato | 94  | 0    | The twenty for a pizzeria that also bakes.
        FG-PM20-C | 862.00  | 94000  | 20 | ,cream          | 400 V | 1100 | 5     | three speeds | cream  | 94  | 1    | The same machine in the colour of dough.
        FG-PM30   | 1940.00 | 165000 | 30 |                 | 400 V | 1500 | 9     | variable     | graphite | 165 | 3  | Variable speed, timer, bowl on wheels.
        FG-PM7    | 428.00  | 19000  | 7  | ,bench          | 230 V | 600  | 1.5   | variable     | sage   | 19  | 2    | Stands on the bench and does not walk.
        FG-PM10   | 594.00  | 41000  | 10 | ,bench          | 230 V | 800  | 2.5   | three speeds | saffron | 41 | 5    | For pastry sections.
        FG-PM40   | 2680.00 | 214000 | 40 |                 | 400 V | 2200 | 12    | variable     | white  | 214 | 4    | Motorised bowl lift.
        """,
    ),
    Family(
        category="blenders",
        vendor="forno-grande",
        brand="Forno Grande",
        kind="blender",
        title="{name}",
        subtitle="{l} l · {w} W",
        text="{use} Blades in the jug can be taken out for washing, and the coupling is metal.",
        points=("Jug takes 100 °C, straight from the pot", "Metal coupling", "Pulse with the palm of a hand"),
        specs="*volume Jug: {l} l; *power Power: {w} W; Voltage: 230 V; Speed: {rpm} rpm; *material Jug: {mat}; Noise: {db} dB(A); Weight: {g} g",
        unit="each",
        origin="IT",
        customs="8509 40 00",
        label="{l} l",
        options=(("Jugs", "One=, Two=2@1.24"),),
        rows="""
        sku     | eur    | g    | name                      | l   | w    | rpm    | mat       | db | tone | use
        FG-BL20 | 189.00 | 4200 | Bar blender 2 l           | 2   | 1000 | 22,000 | copolyester | 84 | 0  | Ice to snow in eight seconds.
        FG-BL25 | 329.00 | 6100 | Kitchen blender 2.5 l     | 2.5 | 1680 | 28,000 | copolyester | 86 | 3  | Hot soup, cold sorbet, nut paste.
        FG-BLQ  | 468.00 | 8300 | Quiet blender with hood   | 2   | 1500 | 26,000 | copolyester | 68 | 4  | Behind a bar where people talk.
        FG-BLG  | 142.00 | 5200 | Glass-jug blender 1.5 l   | 1.5 | 800  | 18,000 | glass     | 82 | 1    | Does not take the smell of garlic.
        """,
    ),
    Family(
        category="coffee",
        vendor="forno-grande",
        brand="Brio",
        kind="espresso-machine",
        title="Espresso machine {name}",
        subtitle="{groups} · {volt}",
        text="{use} Copper boiler, heat exchanger for each group, rotary pump; installed by our fitters with the water "
        "treated to what your street delivers.",
        points=(
            "Installed and tuned on site",
            "Cup warmer for {cups} cups",
            "Fitter within eight hours, also on Saturday",
        ),
        specs="*groups Groups: {groups}; *voltage Voltage: {volt}; Boiler: {l} l; Power: {w} W; *colour Colour: {col}; Cups on top: {cups}; Weight: {kg} kg",
        unit="each",
        origin="IT",
        customs="8419 81 20",
        label="{mark}",
        rows="""
        sku     | eur     | g     | name                | groups  | volt  | l    | w    | col     | cups | kg | mark     | tone | use
        FG-EM1T | 1890.00 | 38000 | Uno, tomato         | 1 group | 230 V | 5    | 2400 | tomato  | 40   | 38 | Brio 1   | 0    | For offices and small bars.
        FG-EM2C | 3240.00 | 62000 | Due, cream          | 2 groups | 400 V | 11  | 3700 | cream   | 90   | 62 | Brio 2   | 1    | Two hundred cups before eleven.
        FG-EM3G | 4690.00 | 81000 | Tre, graphite       | 3 groups | 400 V | 17  | 5200 | graphite | 140 | 81 | Brio 3   | 3    | For a station forecourt.
        """,
    ),
    Family(
        category="napkins",
        vendor="ceramica-alba",
        brand="Lino Nord",
        kind="linen",
        title="{name}, {size} cm",
        subtitle="{mat} · pack of {n}",
        text="{use} Hemmed with mitred corners and washed once before it leaves, so what you measure is what you keep.",
        points=(
            "Washed before it leaves: shrinks no more",
            "200 washes at 75 °C",
            "Your initials woven in from 300 pieces",
        ),
        specs="*material Material: {mat}; *size Size: {size} cm; Weight: {gsm} g/m²; *colour Colour: {col}; Wash: 75 °C; Contents: {n} pieces",
        unit="pack",
        origin="PT",
        customs="6302 51 00",
        label="{size}",
        options=(("Colour", "White=, Sage=SG@1.06, Slate=SL@1.06"),),
        rows="""
        sku      | eur   | g    | name              | size    | mat         | gsm | col   | n  | tone | use
        CA-NP50  | 42.00 | 1500 | Table napkins     | 50 × 50 | linen, cotton | 210 | white | 12 | 0  | The square that folds into anything.
        CA-NP45  | 29.50 | 1200 | Table napkins     | 45 × 45 | cotton      | 200 | white | 12 | 1    | Everyday twill.
        CA-TR45  | 38.00 | 1700 | Table runners     | 45 × 150 | linen      | 240 | white | 4  | 4    | For bare wood.
        CA-TC140 | 56.00 | 1900 | Table cloths      | 140 × 140 | cotton    | 220 | white | 2  | 3    | A table for four, with 30 cm of drop.
        """,
    ),
    Family(
        category="towels",
        vendor="forno-grande",
        brand="Lino Nord",
        kind="linen",
        title="{name}, {size} cm",
        subtitle="{mat} · pack of {n}",
        text="{use} Woven tight enough to polish and thick enough to lift a hot tray.",
        points=("Takes 90 °C and bleach", "Loop on the long side", "Stripe tells the station"),
        specs="*material Material: {mat}; *size Size: {size} cm; Weight: {gsm} g/m²; *colour Stripe: {col}; Wash: 90 °C; Contents: {n} pieces",
        unit="pack",
        origin="PT",
        customs="6302 91 00",
        label="{n} pcs",
        rows="""
        sku      | eur   | g    | name                 | size    | mat    | gsm | col   | n  | tone | use
        FG-TT70B | 26.80 | 1400 | Tea towels, blue     | 70 × 50 | cotton | 230 | blue  | 10 | 0    | For glass and steel.
        FG-TT70R | 26.80 | 1400 | Tea towels, red      | 70 × 50 | cotton | 230 | red   | 10 | 2    | For the hot line.
        FG-GC40  | 19.40 | 700  | Glass cloths         | 60 × 40 | microfibre | 280 | sage | 10 | 1   | No lint on a Burgundy bowl.
        FG-AP90  | 34.00 | 1600 | Bib aprons           | 90 × 75 | cotton | 260 | slate | 4  | 3    | Two pockets and a loop for the towel.
        FG-OC30  | 22.60 | 900  | Oven cloths          | 40 × 30 | felt   | 600 | sand  | 5  | 4    | To 220 °C, for twelve seconds.
        """,
    ),
)
