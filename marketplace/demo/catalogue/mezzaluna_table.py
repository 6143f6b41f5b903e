"""Mezzaluna: tableware, glassware, pantry, to go."""

from marketplace.demo.catalogue.families import Family

FAMILIES = (
    Family(
        category="plates",
        vendor="ceramica-alba",
        brand="Ceramica Alba",
        kind="plate-stack",
        title="{name} {d} cm, {col}{tail}",
        subtitle="case of {n}",
        text="{use} Fired once at 1,240 °C until body and glaze are one, so an edge that meets another edge rings and "
        "does not chip. Mix the colours in one price break.",
        points=(
            "Edge chip warranty, five years",
            "Oven, salamander, microwave, dishwasher",
            "Ivory, sage and slate count together for the price break",
        ),
        specs="*diameter Diameter: {d} cm; *colour Colour: {col}; *shape Shape: {shape}; Material: stoneware; Stack of 10: {stack} cm; "
        "Contents: {n} pieces; *standard Standard: EN 12875; Weight of a piece: {piece} g",
        unit="case",
        origin="IT",
        customs="6912 00 23",
        label="{d}",
        rows="""
        sku         | eur    | g     | name          | d  | col   | tail            | shape | n  | stack | piece | tone | use
        CA-27-IV    | 86.40  | 9200  | Coupe plate   | 27 | ivory | ,chip resistant | coupe | 12 | 18    | 760   | 0    | The dinner plate of half the trattorie on this platform.
        CA-27-SG    | 86.40  | 9200  | Coupe plate   | 27 | sage  | ,chip resistant | coupe | 12 | 18    | 760   | 1    | Under white fish it does half the plating.
        CA-27-SL    | 86.40  | 9200  | Coupe plate   | 27 | slate | ,chip resistant | coupe | 12 | 18    | 760   | 2    | Dark enough for burrata.
        CA-21-IV    | 61.20  | 5600  | Coupe plate   | 21 | ivory |                 | coupe | 12 | 16    | 460   | 0    | Starters, desserts, bread for two.
        CA-21-SG    | 61.20  | 5600  | Coupe plate   | 21 | sage  |                 | coupe | 12 | 16    | 460   | 1    | The small one in green.
        CA-16-IV    | 44.40  | 3300  | Bread plate   | 16 | ivory |                 | coupe | 12 | 15    | 270   | 0    | For bread, and for oil with bread.
        CA-31-IV    | 118.00 | 12900 | Pizza plate   | 31 | ivory |                 | flat  | 12 | 20    | 1070  | 0    | Flat to the edge, so a wheel can cut.
        CA-28-RM    | 92.40  | 9900  | Rim plate     | 28 | white | ,blue line      | rim   | 12 | 19    | 820   | 3    | A line of cobalt by hand, under the glaze.
        CA-24-TC    | 72.00  | 7000  | Soup plate    | 24 | terracotta |            | deep  | 12 | 24    | 580   | 4    | Deep enough for ribollita.
        CA-27-NV    | 90.00  | 9200  | Coupe plate   | 27 | navy  |                 | coupe | 12 | 18    | 760   | 5    | Reactive glaze: no two alike.
        """,
    ),
    Family(
        category="bowls",
        vendor="ceramica-alba",
        brand="Ceramica Alba",
        kind="bowl",
        title="{name} {d} cm, {col}",
        subtitle="{ml} ml · stoneware",
        text="{use} Thrown shape, pressed precision: they stack to the millimetre and still look made by somebody.",
        points=("Stacks straight, ten high", "Foot ground smooth for wooden tables", "Edge chip warranty, five years"),
        specs="*diameter Diameter: {d} cm; *volume Volume: {ml} ml; *colour Colour: {col}; Material: stoneware; Contents: {n} pieces; *standard Standard: EN 12875",
        unit="case",
        origin="IT",
        customs="6912 00 23",
        label="{d}",
        options=(("Case", "6 pieces=6@0.54, 12 pieces="),),
        rows="""
        sku      | eur    | g    | name         | d  | col        | ml   | n  | tone | use
        CA-B18-I | 74.40  | 6100 | Pasta bowl   | 18 | ivory      | 650  | 12 | 0    | The bowl for spaghetti, with room to turn the fork.
        CA-B18-S | 74.40  | 6100 | Pasta bowl   | 18 | sage       | 650  | 12 | 1    | The green one.
        CA-B23-I | 98.40  | 9000 | Salad bowl   | 23 | ivory      | 1500 | 12 | 0    | For the middle of a table.
        CA-B14-L | 52.80  | 3900 | Cereal bowl  | 14 | slate      | 400  | 12 | 2    | Breakfast, ramen for one, olives.
        CA-B10-T | 34.80  | 2000 | Dip bowl     | 10 | terracotta | 120  | 12 | 4    | Salsa verde, salt, sugar.
        CA-B26-N | 126.00 | 9800 | Serving bowl | 26 | navy       | 2600 | 12 | 5    | Sunday lunch.
        """,
    ),
    Family(
        category="cups",
        vendor="ceramica-alba",
        brand="Ceramica Alba",
        kind="espresso-cup",
        title="{name} {cl} cl, {col}",
        subtitle="with saucer · case of {n}",
        text="{use} Thick at the foot to hold heat, thin at the lip where it matters; the handle takes one finger of any size.",
        points=("Saucer included", "Stacks four high on the machine", "Thick foot keeps crema warm"),
        specs="*volume Volume: {cl} cl; *colour Colour: {col}; *shape Drink: {name}; Material: stoneware; Contents: {n} pieces; Dishwasher: 2,000 cycles",
        unit="case",
        origin="IT",
        customs="6912 00 23",
        label="",
        rows="""
        sku      | eur   | g    | name           | cl | col        | n  | tone | use
        CA-E07-I | 58.80 | 3400 | Espresso cup   | 7  | ivory      | 12 | 0    | For a ristretto with a rim to spare.
        CA-E07-W | 58.80 | 3400 | Espresso cup   | 7  | white      | 12 | 3    | With a blue line.
        CA-C18-S | 70.80 | 5000 | Cappuccino cup | 18 | sage       | 12 | 1    | The round belly that latte art asks for.
        CA-C18-T | 70.80 | 5000 | Cappuccino cup | 18 | terracotta | 12 | 4    | Warm in the hand and to the eye.
        CA-L28-N | 79.20 | 6200 | Latte cup      | 28 | navy       | 12 | 5    | For the northern guests.
        """,
    ),
    Family(
        category="cutlery",
        vendor="ceramica-alba",
        brand="Posate Valle",
        kind="cutlery",
        title="{name}, {finish}",
        subtitle="{mm} mm · 18/10 steel",
        text="{use} Forged in {mm} mm 18/10, balanced where the finger sits, polished between the tines as well.",
        points=(
            "Polished between the tines",
            "Same pattern for at least ten years",
            "Knives hollow-forged, edge serrated on one side",
        ),
        specs="*finish Finish: {finish}; *material Material: 18/10 steel; Thickness: {mm} mm; Contents: {n} pieces; Pattern: {pat}; Dishwasher: yes",
        unit="set",
        origin="IT",
        customs="8215 20 10",
        label="",
        options=(("Places", "6 places=6@0.52, 12 places="),),
        rows="""
        sku     | eur    | g    | name                  | finish   | n  | mm  | pat    | tone | use
        CA-PV-M | 118.00 | 2900 | Table cutlery Arno    | mirror   | 48 | 3.0 | Arno   | 0    | The plain one that never looks wrong.
        CA-PV-S | 142.00 | 3100 | Table cutlery Tevere  | satin    | 48 | 3.5 | Tevere | 1    | Does not show a fingerprint.
        CA-PV-H | 168.00 | 3300 | Table cutlery Nera    | hammered | 48 | 4.0 | Nera   | 2    | Heavy, with a beat in the handle.
        CA-PV-B | 228.00 | 3100 | Table cutlery Oro     | brass PVD | 48 | 3.5 | Oro   | 3    | For a room with dark green walls.
        CA-SK12 | 74.00  | 1100 | Dessert cutlery Arno  | mirror   | 36 | 2.5 | Arno   | 1    | The same pattern, one size down.
        """,
    ),
    Family(
        category="stemware",
        vendor="forno-grande",
        brand="{maker}",
        kind="wine-glasses",
        title="{name} {ml} ml{tail}",
        subtitle="case of {n}",
        text="{use} Lead-free crystal glass with a drawn stem, laser-cut rim and a bowl that holds the nose of the wine.",
        points=("Drawn stem: no seam to break at", "Rim cut by laser, 1.1 mm", "2,000 dishwasher cycles, EN 12875"),
        specs="*volume Volume: {ml} ml; *shape For: {wine}; Height: {h} mm; Material: lead-free crystal glass; Contents: {n} pieces; *standard Standard: EN 12875",
        unit="case",
        origin="IT",
        customs="7013 28 10",
        label="",
        rows="""
        sku      | kind | eur    | g    | vendor       | name             | ml  | tail       | maker      | wine      | h   | n  | tone | use
        VN-480   |  | 94.00  | 4100 | vetro-nove   | Red wine glass   | 480 | ,lead free | Vetro Nove | red wine  | 225 | 24 | 0    | The house glass: strong enough for Saturday, fine enough for Barolo.
        VN-360   |  | 86.00  | 3600 | vetro-nove   | White wine glass | 360 | ,lead free | Vetro Nove | white wine | 212 | 24 | 1   | Narrower, to keep it cold.
        VN-220   | flutes | 82.00  | 3100 | vetro-nove   | Flute            | 220 | ,lead free | Vetro Nove | sparkling | 230 | 24 | 4    | With a point at the bottom for the pearls.
        VN-650   | burgundy-glasses | 128.00 | 4600 | vetro-nove   | Burgundy glass   | 650 | ,lead free | Vetro Nove | red wine  | 232 | 24 | 0    | A bowl to put your nose in.
        FG-W350  |  | 58.00  | 3400 |              | Wine glass       | 350 |            | Cristal Po | all-round | 205 | 24 | 2    | The banquet glass, tempered.
        FG-W450  |  | 66.00  | 3800 |              | Wine glass       | 450 |            | Cristal Po | red wine  | 215 | 24 | 0    | Tempered, with a shorter stem that fits a rack.
        FG-SP600 |  | 72.00  | 5200 |              | Spritz glass     | 600 |            | Cristal Po | spritz    | 200 | 24 | 4    | Six o'clock on the square.
        FG-CP180 |  | 64.00  | 3300 |              | Port glass       | 180 |            | Cristal Po | port      | 150 | 24 | 3    | For what comes after the cheese.
        """,
    ),
    Family(
        category="tumblers",
        vendor="ceramica-alba",
        brand="{maker}",
        kind="tumbler",
        title="{name} {ml} ml",
        subtitle="{glass} · {h} mm",
        text="{use} Pressed and then tempered, stackable without locking, and clear after a thousand washes.",
        points=(
            "Stacks without locking",
            "Tempered: breaks into crumbs, not blades",
            "Fits a 50 × 50 rack, 25 to a rack",
        ),
        specs="*volume Volume: {ml} ml; *material Glass: {glass}; Height: {h} mm; *shape Shape: {shape}; Contents: {n} pieces; Stackable: yes",
        unit="case",
        origin="IT",
        customs="7013 37 91",
        label="",
        options=(("Case", "24 glasses=, 48 glasses=48@1.9"),),
        rows="""
        sku      | eur   | g    | vendor     | name               | ml  | maker      | glass    | h   | shape    | n  | tone | use
        CA-T250  | 34.80 | 5600 |            | Water tumbler      | 250 | Cristal Po | tempered | 85  | straight | 24 | 3    | Water, juice, the house red.
        CA-T350  | 39.60 | 6800 |            | Highball           | 350 | Cristal Po | tempered | 142 | tall     | 24 | 1    | For long drinks and iced tea.
        CA-T300  | 42.00 | 7900 |            | Rocks glass        | 300 | Cristal Po | tempered | 92  | low      | 24 | 4    | Heavy base, takes a 5 cm cube.
        CA-T90   | 28.80 | 3600 |            | Caffè glass        | 90  | Cristal Po | tempered | 65  | low      | 24 | 0    | Marocchino, or a digestivo.
        VN-T320  | 68.00 | 5200 | vetro-nove | Ribbed tumbler     | 320 | Vetro Nove | crystal  | 98  | ribbed   | 24 | 2    | Ribs that catch candlelight.
        CA-T400B | 54.00 | 8800 |            | Beer tumbler       | 400 | Cristal Po | tempered | 140 | tall     | 24 | 4    | A third with foam, calibrated.
        """,
    ),
    Family(
        category="carafes",
        vendor="forno-grande",
        brand="{maker}",
        kind="carafe",
        title="{name} {l} l",
        subtitle="{glass} · case of {n}",
        text="{use} A neck that a hand closes round and a bottle brush gets into.",
        points=(
            "Calibrated with CE mark",
            "Neck wide enough for a brush and for ice",
            "Pours without a drop on the cloth",
        ),
        specs="*volume Volume: {l} l; *material Glass: {glass}; Height: {h} mm; Calibrated: yes; Contents: {n} pieces; Dishwasher: yes",
        unit="case",
        origin="IT",
        customs="7013 49 10",
        label="",
        rows="""
        sku      | eur   | g    | vendor     | name           | l    | maker      | glass  | h   | n | tone | use
        FG-CF25  | 26.40 | 2300 |            | Wine carafe    | 0.25 | Cristal Po | soda-lime | 165 | 6 | 1 | A quarter for one.
        FG-CF50  | 31.80 | 3100 |            | Wine carafe    | 0.5  | Cristal Po | soda-lime | 205 | 6 | 1 | Half for two.
        FG-CF100 | 38.40 | 4600 |            | Wine carafe    | 1    | Cristal Po | soda-lime | 255 | 6 | 2 | A litre for whoever is counting.
        FG-WC75  | 46.80 | 3900 |            | Water carafe with lid | 0.75 | Cristal Po | soda-lime | 270 | 6 | 0 | With a steel lid that strains ice and mint.
        VN-DC150 | 84.00 | 3000 | vetro-nove | Decanter       | 1.5  | Vetro Nove | crystal | 240 | 2 | 1  | Wide at the water line, as wine likes it.
        """,
    ),
    Family(
        category="oils",
        vendor="frantoio-torre",
        brand="Frantoio Torre",
        kind="olive-oil-tin",
        title="{name}, {vol}",
        subtitle="{harvest}",
        text="{use} Picked in October on the hill behind the mill and pressed the same night below 27 °C. The tin keeps "
        "out the light, and the tap under the cap keeps out the drips.",
        points=(
            "Pressed within six hours of picking",
            "Acidity {acid}, on the label and tested by a third party",
            "Tin with a pull-out tap",
        ),
        specs="*volume Volume: {vol}; *harvest Harvest: {year}; Variety: {var}; Acidity: {acid}; *origin Origin: {from}; *organic Organic: {bio}; Best before: 18 months; Taste: {taste}",
        unit="each",
        origin="IT",
        customs="1509 20 00",
        label="{mark}",
        rows="""
        sku       | eur   | g    | name                            | vol   | harvest      | year | var      | acid  | from   | bio | taste          | mark                       | tone | use
        FT-EV5-26 | 49.50 | 4900 | Extra virgin olive oil          | 5 l   | Harvest 2026 | 2026 | Coratina | 0.3 % | Puglia | no  | green, peppery | OLIO EXTRA VERGINE · 5 litri | 0  | The kitchen oil and the table oil in one tin.
        FT-EV3-26 | 32.40 | 2950 | Extra virgin olive oil          | 3 l   | Harvest 2026 | 2026 | Coratina | 0.3 % | Puglia | no  | green, peppery | OLIO EXTRA VERGINE · 3 litri | 0  | For smaller houses.
        FT-BI5-26 | 64.00 | 4900 | Organic extra virgin oil        | 5 l   | Harvest 2026 | 2026 | Ogliarola | 0.2 % | Puglia | yes | almond, mild  | BIOLOGICO · 5 litri        | 4    | Mild, for fish and mayonnaise.
        FT-FR5    | 36.50 | 4900 | Olive oil for frying            | 5 l   | Blend        | 2025 | blend    | 0.8 % | Italy  | no  | neutral        | FRITTURA · 5 litri         | 2    | Smoke point 210 °C, changes late.
        FT-LI25   | 18.90 | 480  | Lemon olive oil                 | 250 ml | Harvest 2026 | 2026 | Coratina | 0.3 % | Puglia | no | lemon peel    | LIMONE · 250 ml            | 4    | Lemons pressed with the olives, not after.
        FT-CH25   | 18.90 | 480  | Chilli olive oil                | 250 ml | Harvest 2026 | 2026 | Coratina | 0.3 % | Puglia | no | hot, round    | PEPERONCINO · 250 ml       | 2    | Diavolicchio from the same hill.
        FT-SE5    | 42.00 | 4900 | Sunflower oil, high oleic       | 5 l   | Cold pressed | 2026 | -        | -     | Marche | no  | neutral        | GIRASOLE · 5 litri         | 4    | For what olive oil would talk over.
        """,
    ),
    Family(
        category="vinegars",
        vendor="frantoio-torre",
        brand="{maker}",
        kind="bottle",
        title="{name}, {vol}",
        subtitle="{acid} acid · {age}",
        text="{use} Bottled unfiltered where that helps, and filtered where it does not.",
        points=("No caramel, no sulphite added", "Pourer under the cork", "Case of six at the step price"),
        specs="*volume Volume: {vol}; *type Type: {kind_of}; Acidity: {acid}; Age: {age}; *origin Origin: {from}; Bottle: glass",
        unit="each",
        origin="IT",
        customs="2209 00 11",
        label="{mark}",
        rows="""
        sku       | eur   | g    | name                        | vol    | maker          | kind_of  | acid | age       | from     | mark                | tone | use
        FT-BA50   | 14.80 | 940  | Balsamic vinegar of Modena  | 500 ml | Acetaia Corti  | balsamic | 6 %  | 3 years   | Modena   | BALSAMICO · 3 anni  | 2    | The workhorse: glazes, dressings, strawberries.
        FT-BA25   | 38.00 | 620  | Balsamic, dense, aged       | 250 ml | Acetaia Corti  | balsamic | 6 %  | 12 years  | Modena   | RISERVA · 12 anni   | 2    | By the drop, on Parmesan.
        FT-WR50   | 6.40  | 900  | Red wine vinegar            | 500 ml | Frantoio Torre | wine     | 7 %  | barrel    | Puglia   | ACETO ROSSO · 500 ml | 0   | From Primitivo that was good enough to drink.
        FT-WW50   | 6.40  | 900  | White wine vinegar          | 500 ml | Frantoio Torre | wine     | 6 %  | barrel    | Puglia   | ACETO BIANCO · 500 ml | 3  | For poaching water and pickles.
        FT-AP75   | 7.90  | 1250 | Apple vinegar, unfiltered   | 750 ml | Frantoio Torre | fruit    | 5 %  | 6 months        | Trentino | ACETO DI MELE · 750 ml | 3 | Cloudy, round, kind to slaw.
        FT-CO50   | 9.20  | 860  | White cooking wine          | 500 ml | Cantina Sole   | wine     | 0.5 % | this year         | Veneto   | VINO BIANCO · da cucina | 1 | Salted lightly, so it stays in the kitchen.
        FT-SA25   | 11.60 | 520  | Saba, cooked must           | 250 ml | Acetaia Corti  | must     | 1 % | 1 year         | Modena   | SABA · 250 ml       | 4    | Sweet without sugar: ricotta, duck, pears.
        """,
    ),
    Family(
        category="preserves",
        vendor="frantoio-torre",
        brand="{maker}",
        kind="jar",
        title="{name}, {vol}",
        subtitle="drained {net} · {pack}",
        text="{use} Packed in season, in glass, within a day of picking; what is on the label is what is in the jar.",
        points=("Packed in season within a day", "Glass: see what you buy", "Drained weight on the front"),
        specs="*volume Size: {vol}; Drained: {net}; *type Type: {kind_of}; Ingredients: {ing}; *origin Origin: {from}; Best before: 24 months; Pack: {pack}",
        unit="each",
        origin="IT",
        customs="2005 70 00",
        label="{mark}",
        rows="""
        sku     | eur   | g    | name                         | vol    | maker          | net   | pack      | kind_of   | ing               | from     | mark               | tone | use
        FT-JP17 | 6.80  | 2400 | Peeled tomatoes in glass     | 1.6 kg | Conserve Lido  | 1.0 kg | case of 6 | tomatoes | tomatoes, juice   | Puglia   | Pelati · 1.6 kg    | 0    | Long ones, whole, in their own juice.
        FT-JD12 | 14.90 | 1900 | Dried tomatoes in oil        | 1.2 kg | Conserve Lido  | 700 g | case of 6 | tomatoes  | tomatoes, oil     | Puglia   | Secchi · 1.2 kg    | 0    | Dried on racks, not in ovens.
        FT-JO17 | 12.40 | 2500 | Bella di Cerignola olives    | 1.7 kg | Frantoio Torre | 1.0 kg | case of 6 | olives   | olives, brine     | Puglia   | Cerignola · 1.7 kg | 1    | As big as a thumb and as green as May.
        FT-JT10 | 10.80 | 1600 | Taggiasca olives, pitted     | 1 kg   | Frantoio Torre | 600 g | case of 6 | olives    | olives, oil       | Liguria  | Taggiasche · 1 kg  | 3    | Small, dark, sweet: for rabbit and focaccia.
        FT-JA10 | 19.80 | 1700 | Artichokes, grilled          | 1 kg   | Conserve Lido  | 600 g | case of 6 | vegetables | artichokes, oil | Puglia   | Carciofi · 1 kg    | 4    | Marked on a real grill.
        FT-JC10 | 16.20 | 1500 | Capers in salt               | 1 kg   | Isola Nera     | 1 kg  | case of 6 | capers    | capers, sea salt  | Pantelleria | Capperi · 1 kg  | 1    | Small ones; rinse, do not soak.
        FT-JN10 | 18.60 | 1500 | Anchovy fillets in oil       | 1 kg   | Isola Nera     | 620 g | case of 6 | fish      | anchovies, oil    | Sicily   | Alici · 1 kg       | 3    | Firm, rosy, filleted by hand.
        FT-JB10 | 13.90 | 1500 | Basil pesto                  | 1 kg   | Conserve Lido  | 1 kg  | case of 6 | sauces    | basil, oil, nuts  | Liguria  | Pesto · 1 kg       | 1    | Cold ground, no cheese, so you add yours.
        FT-JM12 | 11.20 | 1800 | Apricot jam for bakers       | 1.2 kg | Conserve Lido  | 1.2 kg | case of 6 | jam      | apricots, sugar   | Vesuvio  | Albicocca · 1.2 kg | 2    | Oven-stable, for crostata.
        FT-JH10 | 15.40 | 1500 | Acacia honey                 | 1 kg   | Apiario Alto   | 1 kg  | case of 6 | honey     | honey             | Piemonte | Acacia · 1 kg      | 4    | Stays liquid in winter.
        """,
    ),
    Family(
        category="flour-pasta",
        vendor="frantoio-torre",
        brand="{maker}",
        kind="sack",
        title="{name}",
        subtitle="{spec}",
        text="{use} Milled to order twice a week, with the analysis of the batch on the seam.",
        points=(
            "Milled to order, batch analysis on the bag",
            "Paper outside, paper inside",
            "Half pallets without surcharge",
        ),
        specs="*weight Weight: {vol}; *type Type: {kind_of}; Protein: {prot}; W: {w}; *origin Wheat: {from}; Best before: 12 months; Storage: dry, below 18 °C",
        unit="each",
        origin="IT",
        customs="1101 00 15",
        label="{mark}",
        options=(("Size", "5 kg=5@0.29, 25 kg="),),
        rows="""
        sku     | eur   | g     | name                     | vol   | maker        | spec           | kind_of | prot   | w   | from     | mark             | tone | use
        FT-F00P | 26.50 | 25100 | Pizza flour, tipo 00     | 25 kg | Molino Serra | W 300 · 24 h   | soft wheat | 12.5 % | 300 | Italy | Tipo 00 · pizza  | 0    | For doughs that rest a day.
        FT-F00S | 24.80 | 25100 | Soft flour, tipo 00      | 25 kg | Molino Serra | W 180 · pastry | soft wheat | 10.5 % | 180 | Italy | Tipo 00 · dolci  | 1    | For frolla, choux and short bakes.
        FT-F1   | 27.90 | 25100 | Stone-milled flour, tipo 1 | 25 kg | Molino Serra | W 240 · bread | soft wheat | 13 % | 240 | Italy | Tipo 1 · pane    | 3    | With the germ still in it.
        FT-SEM  | 25.20 | 25100 | Durum semolina, fine     | 25 kg | Molino Serra | rimacinata     | durum   | 13 %   | -   | Puglia   | Semola · rimacinata | 2 | For orecchiette and Altamura bread.
        FT-POL  | 21.60 | 25100 | Polenta, coarse          | 25 kg | Molino Serra | bramata        | maize   | 8 %    | -   | Bergamo  | Polenta · bramata | 0   | Forty minutes and a good arm.
        """,
    ),
    Family(
        category="flour-pasta",
        vendor="frantoio-torre",
        brand="{maker}",
        kind="pasta-box",
        title="{name}, {vol}",
        subtitle="{cook} · {spec}",
        text="{use} Bronze-drawn and dried for {dry} hours below 45 °C, so that sauce stays on and starch stays in.",
        points=(
            "Bronze-drawn, rough enough to hold sauce",
            "Holds al dente for four minutes on the pass",
            "Only durum and water, unless it says egg",
        ),
        specs="*weight Weight: {vol}; Cooking time: {cook}; *type Shape: {shape}; Protein: {prot}; Drying: {dry} h; *origin Origin: {from}",
        unit="case",
        origin="IT",
        customs="1902 19 10",
        label="{mark}",
        rows="""
        sku     | eur   | g     | name                | vol         | maker       | cook   | spec       | shape   | prot | dry | from     | mark              | tone | use
        FT-PRIG | 38.40 | 12600 | Rigatoni            | 24 × 500 g  | Pastificio Olmo | 12 min | bronze | short   | 14 % | 36  | Gragnano | Rigatoni · 500 g  | 0    | Ridges, and a hole for ragù.
        FT-PSPA | 36.00 | 12600 | Spaghetti           | 24 × 500 g  | Pastificio Olmo | 10 min | bronze | long    | 14 % | 36  | Gragnano | Spaghetti · 500 g | 1    | 2.0 mm, the thick kind.
        FT-PORE | 43.20 | 12600 | Orecchiette         | 24 × 500 g  | Pastificio Olmo | 14 min | durum  | short   | 13 % | 48  | Puglia   | Orecchiette · 500 g | 3  | Little ears that catch broccoli.
        FT-PTAG | 52.80 | 6600  | Egg tagliatelle     | 24 × 250 g  | Pastificio Olmo | 4 min  | egg    | nests   | 16 % | 24  | Modena   | Tagliatelle · 250 g | 2  | Five eggs to the kilo.
        FT-PRIS | 46.80 | 10300 | Carnaroli rice      | 10 × 1 kg   | Riseria Due Torri | 16 min | aged 1 year | rice | 7 % | - | Vercelli | Carnaroli · 1 kg | 0 | Aged a year, so the grain stays whole.
        """,
    ),
    Family(
        category="boxes",
        vendor="forno-grande",
        brand="Verde Via",
        kind="takeaway-box",
        title="{name} {vol}",
        subtitle="{mat} · case of {n}",
        text="{use} Folds without glue, holds soup for forty minutes and goes into the paper bin after.",
        points=("No plastic film inside", "Stacks flat: {n} in the height of a drawer", "Your print from 1,000 pieces"),
        specs="*volume Volume: {vol}; *material Material: {mat}; Size: {size} mm; Microwave: {micro}; *compostable Compostable: {comp}; Contents: {n} pieces",
        unit="case",
        origin="IT",
        customs="4819 20 00",
        label="{vol}",
        options=(("Print", "Plain=, Leaf=L@1.07"),),
        rows="""
        sku      | eur   | g    | name              | vol     | mat        | size          | micro | comp | n   | tone | use
        FG-TB50  | 38.00 | 4800 | Food box          | 500 ml  | kraft      | 110 × 90 × 50 | yes   | yes  | 300 | 0    | Sides, rice, a portion of olives.
        FG-TB75  | 42.00 | 5900 | Food box          | 750 ml  | kraft      | 130 × 105 × 55 | yes  | yes  | 250 | 0    | The lunch box.
        FG-TB100 | 46.00 | 7100 | Food box          | 1,000 ml | kraft     | 150 × 120 × 60 | yes  | yes  | 250 | 2    | Salad with a future.
        FG-TB130 | 49.00 | 7900 | Food box, white   | 1,300 ml | board     | 170 × 135 × 60 | yes  | yes  | 200 | 1    | For a meal and its bread.
        FG-TBD   | 44.00 | 5600 | Pastry box        | 22 cm   | board      | 220 × 220 × 70 | no   | yes  | 100 | 4    | A cake that arrives as it left.
        FG-TBN   | 39.00 | 5200 | Noodle box        | 780 ml  | board, PE  | 100 × 85 × 105 | yes  | no   | 250 | 3    | Eats standing up.
        """,
    ),
    Family(
        category="cups-to-go",
        vendor="forno-grande",
        brand="Verde Via",
        kind="paper-cup",
        title="{name} {vol}",
        subtitle="{wall} · case of {n}",
        text="{use} Water-based lining instead of plastic, a rim rolled tight, a lid that clicks where a driver can hear it.",
        points=("Water-based lining, goes to paper recycling", "One lid fits two sizes", "Your print from 5,000 cups"),
        specs="*volume Volume: {vol}; *wall Wall: {wall}; Rim: {rim} mm; *compostable Compostable: {comp}; Lid: {lid}; Contents: {n} pieces",
        unit="case",
        origin="IT",
        customs="4823 69 90",
        label="{vol}",
        rows="""
        sku      | eur   | g    | name             | vol    | wall   | rim | comp | lid      | n    | tone | use
        FG-PC12  | 46.00 | 4100 | Espresso cup to go | 120 ml | single | 62 | yes  | FG-LID62 | 1000 | 0    | Two sips and a walk.
        FG-PC24  | 58.00 | 7800 | Coffee cup       | 240 ml | double | 80  | yes  | FG-LID80 | 500  | 1    | Cappuccino without a sleeve.
        FG-PC36  | 66.00 | 9600 | Coffee cup       | 360 ml | double | 90  | yes  | FG-LID90 | 500  | 2    | For commuters.
        FG-PC48  | 72.00 | 9900 | Coffee cup       | 480 ml | ripple | 90  | yes  | FG-LID90 | 400  | 3    | Ripple wall: hot inside, not outside.
        FG-PS30  | 54.00 | 6900 | Soup cup         | 300 ml | single | 90  | yes  | FG-LID90 | 500  | 4    | Minestrone, gelato, popcorn.
        """,
    ),
)
