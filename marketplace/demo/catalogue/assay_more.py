"""Assay: small things beside the big ones - stirring bars, pipettes for one use, media, masks."""

from marketplace.demo.catalogue.families import Family

FAMILIES = (
    Family(
        category="heating-stirring",
        vendor="vanta",
        brand="Vanta",
        kind="carton",
        title="{name}, {size}",
        subtitle="{mat} · box of {n}",
        text="{use} Seamless PTFE over a strong magnet, with no seam for a trace of last week to sit in.",
        points=(
            "No seam, nothing carried over",
            "Strong core: couples through an oil bath",
            "Retriever with every third box",
        ),
        specs="*size Size: {size}; *material Coating: {mat}; Shape: {shape}; Temperature: −200 to 250 °C; Contents: {n} pieces; Core: AlNiCo",
        unit="box",
        origin="DE",
        customs="8505 19 90",
        label="{size}",
        rows="""
        sku     | eur   | g   | name                      | size     | mat  | shape    | n  | tone | use
        VC-MB15 | 16.80 | 60  | Stirring bars, small      | 15 × 6 mm | PTFE | round    | 10 | 1    | For vials.
        VC-MB30 | 22.40 | 140 | Stirring bars, medium     | 30 × 8 mm | PTFE | octagonal | 10 | 2   | For beakers.
        VC-MB50 | 34.60 | 290 | Stirring bars, large      | 50 × 9 mm | PTFE | octagonal | 10 | 4   | For two litres and more.
        VC-MBX  | 42.00 | 240 | Stirring bars, cross-shaped | 25 × 25 mm | PTFE | cross  | 5  | 0    | Turns round flasks without a rattle.
        """,
    ),
    Family(
        category="dispensing",
        vendor="vanta",
        brand="Vanta",
        kind="carton",
        title="{name} {ml} ml",
        subtitle="{wrap} · box of {n}",
        text="{use} Read in both directions, with a plug that filters and a colour that tells the volume.",
        points=("Graduated up and down", "Plugged, single or bulk", "Colour ring to ISO 1769"),
        specs="*volume Volume: {ml} ml; Division: {div} ml; *sterile Sterile: {ster}; *wrap Packing: {wrap}; Contents: {n} pieces; Material: {mat}",
        unit="box",
        origin="BE",
        customs="3926 90 97",
        label="{ml} ml",
        rows="""
        sku     | eur   | g    | name                   | ml | div  | ster | wrap   | n   | mat  | tone | use
        VC-SP5  | 44.00 | 2600 | Serological pipettes   | 5  | 0.1  | yes  | single | 200 | PS   | 2    | Blue ring.
        VC-SP10 | 48.00 | 3400 | Serological pipettes   | 10 | 0.1  | yes  | single | 200 | PS   | 0    | Orange ring.
        VC-SP25 | 62.00 | 3900 | Serological pipettes   | 25 | 0.25 | yes  | single | 150 | PS   | 4    | Red ring.
        VC-TP3  | 19.80 | 900  | Transfer pipettes      | 3  | 0.5  | no   | bulk   | 500 | LDPE | 5    | For when a drop is a drop.
        VC-PP2  | 24.60 | 1800 | Pasteur pipettes, glass | 2 | -    | no   | bulk   | 250 | soda-lime | 3 | 150 mm, drawn thin.
        """,
    ),
    Family(
        category="dispensing",
        vendor="linden",
        brand="Linden",
        kind="reagent-bottle",
        title="Bottle-top dispenser {range} ml, {mat} piston",
        subtitle="±{err} % · GL 45",
        text="{use} Recirculates when it primes, so no reagent is lost, and locks its volume with a quarter turn.",
        points=("Recirculation valve: primes without waste", "Autoclavable in one piece", "Calibrated to ISO 8655-5"),
        specs="*volume Volume: {range} ml; Division: {div} ml; Error: ±{err} %; *material Piston: {mat}; Thread: GL 45; *standard Standard: ISO 8655-5; Weight: {g} g",
        unit="each",
        origin="DE",
        customs="9027 89 90",
        label="{range} ml",
        options=(("Bottle", "Without=, With 1 l amber bottle=B@1.12"),),
        rows="""
        sku     | eur    | g   | range  | div | err | mat     | tone | use
        LS-BD5  | 289.00 | 610 | 0.5–5  | 0.1 | 0.5 | glass   | 1    | For acids in Kjeldahl work.
        LS-BD10 | 298.00 | 640 | 1–10   | 0.2 | 0.5 | glass   | 2    | For solvents.
        LS-BD50 | 348.00 | 820 | 5–50   | 1   | 0.5 | glass   | 4    | For media.
        LS-BDH  | 612.00 | 780 | 0.5–5  | 0.1 | 0.6 | sapphire | 3   | For hydrofluoric acid.
        """,
    ),
    Family(
        category="tubes",
        vendor="vanta",
        brand="Vanta",
        kind="carton",
        title="{name}, {cells} places",
        subtitle="{mat} · {n} pieces",
        text="{use} Takes −196 °C, is coated against frost, and carries its map in the lid.",
        points=("Map in the lid", "Takes liquid nitrogen", "Colours for projects"),
        specs="*places Places: {cells}; *material Material: {mat}; Height: {h} mm; Temperature: −196 to 121 °C; Contents: {n} pieces; *colour Colour: {col}",
        unit="pack",
        origin="BE",
        customs="4819 60 00",
        label="{cells} × 2 ml",
        options=(("Colour", "White=, Blue=B, Red=R"),),
        rows="""
        sku      | eur   | g    | name                | cells | mat       | h  | n  | col   | tone | use
        VC-CB81  | 26.40 | 980  | Cryo boxes, board   | 81    | cardboard | 52 | 10 | white | 1    | For archives.
        VC-CB100 | 58.00 | 1600 | Cryo boxes, plastic | 100   | PC        | 53 | 5  | white | 0    | For the rack you open daily.
        VC-CB25  | 14.80 | 420  | Cryo boxes, small   | 25    | PP        | 53 | 5  | white | 4    | For a single plasmid and its children.
        """,
    ),
    Family(
        category="media",
        vendor="vanta",
        brand="Vanta",
        kind="reagent-bottle",
        title="{name}, {vol}",
        subtitle="{form} · {store}",
        text="{use} Filtered at 0.1 µm, tested for endotoxin and growth, with three lots held for you on request.",
        points=("Lot reserved for six months, free", "Endotoxin below {eu} EU/ml", "Shipped cold, with a logger"),
        specs="*form Form: {form}; *volume Volume: {vol}; Glucose: {glu}; Serum: {serum}; Endotoxin: < {eu} EU/ml; *storage Storage: {store}; Shelf life: {life} months",
        unit="each",
        origin="BE",
        customs="3821 00 00",
        label="{mark}",
        rows="""
        sku     | eur    | g   | name                      | vol    | form   | glu     | serum      | eu   | store  | life | mark   | tone | use
        VC-DMEM | 16.80  | 620 | DMEM, high glucose        | 500 ml | liquid | 4.5 g/l | serum-free | 0.5  | 2–8 °C | 12   | DMEM   | 3    | With phenol red, without surprise.
        VC-RPMI | 17.40  | 620 | RPMI 1640                 | 500 ml | liquid | 2.0 g/l | serum-free | 0.5  | 2–8 °C | 12   | RPMI   | 2    | For what floats.
        VC-PBS  | 9.60   | 620 | PBS, 1×                   | 500 ml | liquid | none      | serum-free | 0.25 | 15–25 °C | 24 | PBS    | 0    | Without calcium and magnesium.
        VC-FBS  | 389.00 | 640 | Fetal bovine serum        | 500 ml | liquid | none      | serum      | 5    | −20 °C | 48   | FBS    | 4    | South American, heat-inactivated on request.
        VC-TRY  | 14.20  | 180 | Trypsin-EDTA 0.25 %       | 100 ml | liquid | none      | serum-free | 1    | −20 °C | 18   | TRYPSIN | 1   | Lets go in three minutes.
        VC-LBM  | 38.00  | 640 | LB broth, powder          | 500 g  | powder | none    | none       | 50   | 15–25 °C | 36 | LB     | 5    | Granulated: does not dust.
        """,
    ),
    Family(
        category="eyewear",
        vendor="vanta",
        brand="Vanta",
        kind="respirator",
        title="{name}, box of {n}",
        subtitle="{std} · {cls}",
        text="{use} Soft at the edge, stiff where it has to stand, and folded flat for a coat pocket.",
        points=("Folded flat", "Nose foam that seals", "Lot number on each piece"),
        specs="*standard Standard: {std}; *class Class: {cls}; *valve Valve: {valve}; Contents: {n} pieces; Shelf life: 5 years; Latex: none",
        unit="box",
        origin="BE",
        customs="6307 90 93",
        label="{cls}",
        rows="""
        sku    | kind | eur   | g   | name                 | std      | cls       | valve | n  | tone | use
        VC-MK2 |  | 18.60 | 190 | Particle masks FFP2  | EN 149   | FFP2 NR   | no    | 20 | 1    | For weighing powders.
        VC-MK3 | valve-respirator | 34.80 | 240 | Particle masks FFP3  | EN 149   | FFP3 NR   | yes   | 10 | 0    | For bedding and moulds.
        VC-MKS |  | 7.90  | 210 | Surgical masks IIR   | EN 14683 | type IIR  | no    | 50 | 3    | Protects the sample from you.
        """,
    ),
)
