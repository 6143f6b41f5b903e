"""Assay: glassware, tubes and plates, cell culture, protection."""

from marketplace.demo.catalogue.families import Family

FAMILIES = (
    Family(
        category="flasks",
        vendor="pellucid",
        brand="Pellucid",
        kind="erlenmeyer-flask",
        title="Erlenmeyer flask {ml} ml, {mat}",
        subtitle="pack of {n}",
        text="Blown in Jena from borosilicate 3.3 with an even wall, so that it takes a flame on a tripod and ice a "
        "minute later. {use}",
        points=(
            "Even wall, checked by light on each piece",
            "White enamel graduation that survives the dishwasher",
            "Blown to drawing from 50 pieces",
        ),
        specs="*volume Volume: {ml} ml; *material Material: {mat}; Neck: {neck}; Ø base: {d} mm; Height: {h} mm; *standard Standard: {std}; Contents: {n} pieces",
        unit="pack",
        origin="DE",
        customs="7017 20 00",
        label="{ml}",
        options=(("Neck", "Narrow=, Wide=W@1.06"),),
        rows="""
        sku      | eur    | g    | ml   | mat      | neck   | d   | h   | std       | n  | tone | use
        PG-E500  | 62.00  | 1900 | 500  | boro 3.3 | narrow | 105 | 180 | ISO 1773  | 10 | 0    | The half-litre, which is the flask people mean when they say flask.
        PG-E100  | 38.00  | 620  | 100  | boro 3.3 | narrow | 64  | 105 | ISO 1773  | 10 | 2    | For titrations.
        PG-E250  | 46.00  | 1100 | 250  | boro 3.3 | narrow | 85  | 145 | ISO 1773  | 10 | 1    | For cultures on a small shaker.
        PG-E1000 | 88.00  | 3200 | 1000 | boro 3.3 | narrow | 131 | 220 | ISO 1773  | 10 | 5    | For media.
        PG-E2000 | 74.00  | 2300 | 2000 | boro 3.3 | narrow | 166 | 280 | ISO 1773  | 4  | 4    | Lift it with two hands.
        PG-E50   | 34.00  | 380  | 50   | boro 3.3 | narrow | 51  | 85  | ISO 1773  | 10 | 3    | For a pinch of something.
        """,
    ),
    Family(
        category="beakers-cylinders",
        vendor="pellucid",
        brand="Pellucid",
        kind="beakers",
        title="Beaker {ml} ml, {form} form",
        subtitle="pack of {n} · boro 3.3",
        text="{use} The spout pours without running back, and the writing field takes pencil.",
        points=("Spout that pours clean", "Pencil field, wiped with a thumb", "DIN 12331, stackable by size"),
        specs="*volume Volume: {ml} ml; *form Form: {form}; Ø: {d} mm; Height: {h} mm; *material Material: boro 3.3; *standard Standard: ISO 3819; Contents: {n} pieces",
        unit="pack",
        origin="DE",
        customs="7017 20 00",
        label="{ml}",
        rows="""
        sku      | eur   | g    | ml   | form | d   | h   | n  | tone | use
        PG-B50   | 26.00 | 340  | 50   | low  | 42  | 60  | 10 | 4    | For a weighing room.
        PG-B100  | 28.00 | 520  | 100  | low  | 50  | 70  | 10 | 1    | The small one.
        PG-B250  | 32.00 | 1000 | 250  | low  | 70  | 95  | 10 | 0    | The one in use.
        PG-B600  | 46.00 | 1900 | 600  | low  | 90  | 125 | 10 | 2    | Fits a hotplate with room for a thermometer.
        PG-B600T | 52.00 | 2000 | 600  | tall | 80  | 150 | 10 | 5    | Splashes less.
        PG-B1000 | 68.00 | 3100 | 1000 | low  | 105 | 145 | 10 | 3    | A litre and a rim.
        PG-B3000 | 58.00 | 2400 | 3000 | low  | 152 | 210 | 2  | 0    | For baths.
        """,
    ),
    Family(
        category="beakers-cylinders",
        vendor="pellucid",
        brand="Pellucid",
        kind="measuring-cylinders",
        title="Measuring cylinder {ml} ml, class {cls}",
        subtitle="pack of {n} · {foot}",
        text="{use} Graduated individually at 20 °C, ring marks at the main points so that the eye finds the level.",
        points=("Graduated piece by piece", "Hexagonal foot: does not roll", "Batch certificate for class A"),
        specs="*volume Volume: {ml} ml; *class Class: {cls}; Division: {div} ml; Tolerance: ±{tol} ml; Height: {h} mm; *standard Standard: ISO 4788; Contents: {n} pieces",
        unit="pack",
        origin="DE",
        customs="7017 20 00",
        label="{ml}",
        rows="""
        sku      | eur   | g    | ml   | cls | div | tol  | h   | foot         | n | tone | use
        PG-C10   | 24.00 | 120  | 10   | A   | 0.2 | 0.1  | 140 | glass foot   | 2 | 1    | For reagents.
        PG-C100  | 34.00 | 340  | 100  | A   | 1   | 0.5  | 260 | glass foot   | 2 | 0    | The bench size.
        PG-C250  | 42.00 | 620  | 250  | A   | 2   | 1.0  | 335 | glass foot   | 2 | 2    | With ring marks all round.
        PG-C1000 | 56.00 | 1500 | 1000 | B   | 10  | 10   | 470 | plastic foot | 2 | 4    | Foot comes off for the dishwasher.
        """,
    ),
    Family(
        category="beakers-cylinders",
        vendor="pellucid",
        brand="Pellucid",
        kind="beaker-and-cylinder",
        title="{name}",
        subtitle="{n} pieces · boro 3.3",
        text="{use} Packed in a tray that goes straight into a drawer.",
        points=(
            "One order number for a whole bench",
            "Tray that fits a 60 cm drawer",
            "Broken pieces replaced singly at set price",
        ),
        specs="*contents Contents: {n} pieces; Pieces: {what}; *material Material: boro 3.3; *class Class: {cls}; Standard: ISO 3819, ISO 4788; Tray: {tray} mm",
        unit="set",
        origin="DE",
        customs="7017 20 00",
        label="{mark}",
        rows="""
        sku     | eur    | g    | name                          | n  | what                        | cls | tray      | mark | tone | use
        PG-SETS | 118.00 | 2600 | Starter set, beakers and cylinders | 9 | five beakers, four cylinders | B | 540 × 380 | 9 pcs | 1 | For a new bench.
        PG-SETT | 236.00 | 4800 | Titration set, complete       | 14 | burette, flasks, cylinders  | A   | 540 × 480 | 14 pcs | 3   | For teaching two at a time.
        PG-SETP | 389.00 | 9400 | Practical course set          | 32 | beakers, flasks, cylinders  | B   | 600 × 400 | 32 pcs | 2   | One per group, one tray.
        """,
    ),
    Family(
        category="volumetric",
        vendor="pellucid",
        brand="Pellucid",
        kind="volumetric-flask",
        title="Volumetric flask {ml} ml, {col}, class {cls}",
        subtitle="{col} · pack of {n}",
        text="{use} Ring mark burnt in after calibration of the very flask, with batch and tolerance on the belly.",
        points=(
            "Class A, conformity marked on each piece",
            "Stopper that does not seize",
            "Single certificates on request",
        ),
        specs="*volume Volume: {ml} ml; *class Class: {cls}; Tolerance: ±{tol} ml; Joint: {joint}; *colour Glass: {col}; *standard Standard: ISO 1042; Contents: {n} pieces",
        unit="pack",
        origin="DE",
        customs="7017 20 00",
        label="{ml} ml",
        rows="""
        sku       | eur   | g    | ml   | cls | tol  | joint | col   | n | tone | use
        PG-V10    | 28.00 | 60   | 10   | A   | 0.025 | 7/16 | clear | 2 | 5    | For standards that cost more than platinum.
        PG-V50    | 30.00 | 120  | 50   | A   | 0.06 | 12/21 | clear | 2 | 3    | Half of a hundred.
        PG-V100   | 32.00 | 160  | 100  | A   | 0.1  | 12/21 | clear | 2 | 0    | The usual one.
        PG-V250   | 38.00 | 260  | 250  | A   | 0.15 | 14/23 | clear | 2 | 1    | For working standards.
        PG-V500   | 46.00 | 420  | 500  | A   | 0.25 | 19/26 | clear | 2 | 2    | For titrants.
        PG-V1000  | 58.00 | 680  | 1000 | A   | 0.4  | 24/29 | clear | 2 | 4    | For eluents.
        PG-V100N  | 42.00 | 170  | 100  | A   | 0.1  | 12/21 | amber | 2 | 2    | Keeps light from silver and vitamins.
        """,
    ),
    Family(
        category="volumetric",
        vendor="pellucid",
        brand="Pellucid",
        kind="reagent-bottle",
        title="Laboratory bottle {ml} ml, {col}",
        subtitle="GL {gl} · pack of {n}",
        text="{use} One thread, GL {gl}, so that caps, pump heads and filters change places.",
        points=(
            "Thread to DIN 168: everything fits",
            "Pouring ring without a drip",
            "Autoclavable at 140 °C with its cap",
        ),
        specs="*volume Volume: {ml} ml; *colour Glass: {col}; Thread: GL {gl}; *material Material: boro 3.3; Temperature: −70 to 500 °C; *standard Standard: ISO 4796-1; Contents: {n} pieces",
        unit="pack",
        origin="DE",
        customs="7017 20 00",
        label="{ml} ml",
        options=(("Cap", "Blue PP=, Red PBT 180 °C=R@1.32"),),
        rows="""
        sku      | kind | eur    | g    | ml   | col   | gl | n  | tone | use
        PG-L100  |  | 46.00  | 1500 | 100  | clear | 45 | 10 | 1    | For aliquots.
        PG-L250  |  | 54.00  | 2300 | 250  | clear | 45 | 10 | 2    | For stains.
        PG-L500  |  | 66.00  | 3600 | 500  | clear | 45 | 10 | 0    | The shelf is full of these.
        PG-L1000 |  | 84.00  | 5600 | 1000 | clear | 45 | 10 | 5    | Media by the litre.
        PG-L2000 |  | 62.00  | 3900 | 2000 | clear | 45 | 4  | 4    | For eluent lines.
        PG-L500N | amber-bottle | 98.00  | 3700 | 500  | amber | 45 | 10 | 3    | Against light to 500 nm.
        """,
    ),
    Family(
        category="apparatus",
        vendor="pellucid",
        brand="Pellucid",
        kind="desiccator",
        title="{name} {d} mm",
        subtitle="{l} l · boro 3.3",
        text="{use} Ground flange flat to 0.02 mm, a groove for a ring, and a knob or a tap that is screwed, not fused.",
        points=(
            "Flange flat enough to hold for a weekend",
            "Plate of porcelain included",
            "Tap exchanges without glue",
        ),
        specs="*diameter Ø inside: {d} mm; *vacuum Vacuum: {vac}; Volume: {l} l; *material Material: boro 3.3; Plate: porcelain; *standard Standard: DIN 12491; Weight: {g} g",
        unit="each",
        origin="DE",
        customs="7017 20 00",
        label="",
        rows="""
        sku      | eur    | g    | name                | d   | vac        | l    | tone | use
        PG-D150  | 148.00 | 2400 | Desiccator          | 150 | no         | 2.4  | 0    | For a single balance.
        PG-D200  | 196.00 | 4300 | Desiccator          | 200 | no         | 5.8  | 2    | For crucibles by the dozen.
        PG-DV200 | 268.00 | 4600 | Vacuum desiccator   | 200 | to 1 mbar  | 5.8  | 1    | With a side tap, wired.
        PG-DV300 | 429.00 | 9800 | Vacuum desiccator   | 300 | to 1 mbar  | 18.5 | 4    | Takes a tray.
        """,
    ),
    Family(
        category="apparatus",
        vendor="pellucid",
        brand="Pellucid",
        kind="bunsen-burner",
        title="{name}",
        subtitle="{gas} · {kw} kW",
        text="{use} Needle valve with a feel, air ring with a stop, and a pilot that survives a draught.",
        points=("Needle valve, no surprise at the first turn", "Base heavy enough for a pulled hose", "DVGW tested"),
        specs="*gas Gas: {gas}; Power: {kw} kW; Temperature: {temp} °C; *safety Flame failure: {safe}; *standard Standard: DIN 30665; Hose: 10 mm; Weight: {g} g",
        unit="each",
        origin="DE",
        customs="7321 81 00",
        label="",
        rows="""
        sku      | eur    | g    | name                           | gas         | kw  | temp  | safe     | tone | use
        PG-BBN   | 46.00  | 620  | Bunsen burner, natural gas     | natural gas | 1.2 | 1,250 | no       | 0    | The one with the yellow hose.
        PG-BBP   | 48.00  | 620  | Bunsen burner, propane         | propane     | 1.1 | 1,300 | no       | 1    | For benches on bottles.
        PG-BTS   | 112.00 | 940  | Teclu burner, flame guard      | natural gas | 1.4 | 1,300 | thermo   | 2    | Cuts the gas when the flame goes.
        PG-BSF   | 498.00 | 1400 | Safety burner, foot switch     | both        | 1.2 | 1,300 | electronic | 0  | For a sterile hood: one tap with the foot.
        """,
    ),
    Family(
        category="tubes",
        vendor="linden",
        brand="Linden",
        kind="test-tubes",
        title="{name} {ml} ml{tail}",
        subtitle="pack of {n}",
        text="{use} Black print that ethanol leaves alone, a cap that opens with one hand, and a cone that gives the pellet back.",
        points=("To {g_force} × g without a crack", "Cap opens with one hand", "Certified free of RNase and DNase"),
        specs="*volume Volume: {ml} ml; *material Material: {mat}; *sterile Sterile: {ster}; Max. field: {g_force} × g; Size: {size} mm; Contents: {n} pieces; Temperature: −80 to 121 °C",
        unit="pack",
        origin="DE",
        customs="3926 90 97",
        label="{ml} ml",
        rows="""
        sku      | eur   | g    | vendor | brand | name             | ml  | tail     | n    | mat | ster | g_force | size     | tone | use
        LS-T15-S | 43.00 | 3400 | linden | Linden | Screw-cap tubes | 15  | ,sterile | 500  | PP  | yes  | 12,000  | 17 × 120 | 0    | Racked in fifties, so nobody has to fish for one.
        LS-T50-S | 58.00 | 6900 | linden | Linden | Screw-cap tubes | 50  | ,sterile | 500  | PP  | yes  | 12,000  | 30 × 115 | 1    | Stands on its own skirt, if you ask for it.
        VC-T15   | 34.80 | 3400 | vanta | Vanta | Screw-cap tubes   | 15  |          | 500  | PP  | no   | 9,400   | 17 × 120 | 4    | For soil, wine and everything that is not cells.
        VC-R02   | 18.60 | 900  | vanta | Vanta | Reaction tubes    | 2   |          | 1000 | PP  | no   | 25,000  | 11 × 40  | 2    | Lid that does not pop at 95 °C.
        VC-R15   | 16.40 | 1000 | vanta | Vanta | Reaction tubes    | 1.5 |          | 1000 | PP  | no   | 30,000  | 11 × 39  | 5    | By the thousand.
        VC-R05   | 19.80 | 420  | vanta | Vanta | PCR tubes, strips of 8 | 0.2 |     | 125  | PP  | no   | 6,000   | 6 × 21   | 3    | Flat caps for qPCR.
        VC-CV2   | 64.00 | 1300 | vanta | Vanta | Cryo tubes        | 2   | ,sterile | 500  | PP  | yes  | 17,000  | 12 × 48  | 0    | External thread, 2D code under the foot.
        VC-TT16  | 22.40 | 2600 | pellucid | Pellucid | Test tubes, glass | 20 |    | 100  | boro 3.3 | no | 3,000 | 16 × 160 | 1    | With a rim, for wooden clamps.
        VC-UR10  | 28.60 | 4100 | vanta | Vanta | Urine tubes       | 10  |          | 500  | PS  | no   | 1,500   | 16 × 100 | 4    | Flat base, yellow cap.
        """,
    ),
    Family(
        category="plates",
        vendor="vanta",
        brand="Vanta",
        kind="microplate",
        title="{name}, {wells} well",
        subtitle="{bottom} · case of {n}",
        text="{use} Flat to 50 µm across the plate, alphanumerics that can be read, and a corner cut where robots expect it.",
        points=("SBS footprint, flat to 50 µm", "Lot certificate for binding and blank", "Lids stack without sliding"),
        specs="*wells Wells: {wells}; *bottom Bottom: {bottom}; Volume: {ul} µl; *material Material: {mat}; Colour: {col}; Sterile: {ster}; Contents: {n} plates",
        unit="case",
        origin="BE",
        customs="3926 90 97",
        label="{wells} well",
        rows="""
        sku       | eur    | g    | name                       | wells | bottom | ul   | mat | col   | ster | n   | tone | use
        VC-P96F   | 64.00  | 3200 | Microplate, flat bottom    | 96    | flat   | 360  | PS  | clear | no   | 50  | 0    | For absorbance.
        VC-P96U   | 62.00  | 3100 | Microplate, U bottom       | 96    | round  | 320  | PS  | clear | no   | 50  | 1    | For agglutination and suspended cells.
        VC-P96E   | 118.00 | 3200 | ELISA plate, high binding  | 96    | flat   | 360  | PS  | clear | no   | 50  | 2    | 600 ng IgG per square centimetre.
        VC-P96B   | 142.00 | 3300 | Assay plate, black         | 96    | clear flat | 340 | PS | black | no  | 50  | 4    | Black walls, clear floor.
        VC-P384   | 168.00 | 3600 | Microplate, small volume   | 384   | flat   | 90   | PS  | clear | no   | 50  | 3    | For screening.
        VC-P96D   | 98.00  | 4900 | Deep-well plate 2 ml       | 96    | round  | 2000 | PP  | natural | no | 32  | 5    | Takes a centrifuge and a freezer.
        VC-PCR96  | 86.00  | 1300 | PCR plate, skirted         | 96    | V      | 200  | PP  | white | no   | 50  | 2    | White for qPCR signal.
        """,
    ),
    Family(
        category="filters",
        vendor="vanta",
        brand="Vanta",
        kind="carton",
        title="{name}, {pore}",
        subtitle="{d} mm · box of {n}",
        text="{use} Low in extractables, checked by bubble point, each box with its lot sheet.",
        points=(
            "Bubble point on the lot sheet",
            "Colour ring tells the pore",
            "Low hold-up, under 30 µl for the small ones",
        ),
        specs="*pore Pore: {pore}; *membrane Membrane: {mem}; *diameter Diameter: {d} mm; Sterile: {ster}; Contents: {n} pieces; Housing: {house}",
        unit="box",
        origin="BE",
        customs="8421 29 80",
        label="{pore}",
        rows="""
        sku      | eur    | g   | name                      | pore    | d   | mem       | ster | n   | house | tone | use
        VC-SF22  | 58.00  | 380 | Syringe filters, PES      | 0.22 µm | 25  | PES       | yes  | 50  | PP    | 1    | For media and antibiotics.
        VC-SF45  | 54.00  | 380 | Syringe filters, PES      | 0.45 µm | 25  | PES       | yes  | 50  | PP    | 2    | For what clogs the finer one.
        VC-SFN   | 62.00  | 300 | Syringe filters, nylon    | 0.2 µm  | 13  | nylon     | no   | 100 | PP    | 0    | For HPLC samples.
        VC-FP1   | 14.20 | 240  | Filter paper, medium      | 8 µm    | 110 | cellulose | no   | 100 | none    | 5    | Between fast and fine.
        VC-FP5   | 19.60 | 240  | Filter paper, fine        | 2.5 µm  | 110 | cellulose | no   | 100 | none    | 3    | For barium sulphate.
        VC-GF6   | 42.00 | 160  | Glass fibre filters       | 1 µm    | 47  | glass     | no   | 100 | none    | 4    | For suspended solids, pre-weighed on request.
        """,
    ),
    Family(
        category="petri-dishes",
        vendor="vanta",
        brand="Vanta",
        kind="petri-dish",
        title="{name} {d} mm, {ster}",
        subtitle="{vents} · sleeve of 20",
        text="{use} Clear enough to count through, flat enough for a robot arm, and stacked so that twenty do not slide.",
        points=(
            "Stacking ring, twenty do not slide",
            "Sterilised by beam, not by gas",
            "Vents keep condensation off the agar",
        ),
        specs="*diameter Diameter: {d} mm; *sterile Sterility: {ster}; Height: {h} mm; Vents: {vents}; *material Material: {mat}; Sold in: sleeves of 20",
        unit="each",
        origin="BE",
        customs="3926 90 97",
        label="{d}",
        step=20,
        rows="""
        sku      | eur  | g  | name              | d   | ster    | h  | vents    | mat   | tone | use
        VC-PD90  | 1.15 | 14 | Petri dishes      | 90  | sterile | 15 | 3 vents  | PS    | 0    | The ninety.
        VC-PD60  | 0.92 | 8  | Petri dishes      | 60  | sterile | 15 | 3 vents  | PS    | 1    | For media that cost.
        VC-PD140 | 2.60 | 38 | Petri dishes      | 140 | sterile | 20 | 3 vents  | PS    | 2    | For colony lifts.
        VC-PD90A | 0.84 | 14 | Petri dishes      | 90  | aseptic | 15 | no vents | PS    | 3    | For the anaerobes.
        VC-CP55  | 1.38 | 12 | Contact plates    | 55  | sterile | 14 | locking  | PS    | 4    | With a grid, for surfaces.
        VC-PG100 | 4.80 | 96 | Petri dishes, glass | 100 | washable | 20 | no vents    | boro  | 5    | For dry heat and decades.
        """,
    ),
    Family(
        category="culture-plates",
        vendor="vanta",
        brand="Vanta",
        kind="microplate",
        title="Culture plate {wells} well, {surf}",
        subtitle="{cm} cm² · case of {n}",
        text="{use} Tissue-culture treated by plasma, checked with three cell lines per lot.",
        points=("Each lot grown on before release", "Evaporation moat at the rim", "Single packs open with a thumb"),
        specs="*wells Wells: {wells}; Growth area: {cm} cm²; *surface Surface: {surf}; Volume: {ml} ml; *sterile Sterile: yes; Material: PS; Contents: {n} plates",
        unit="case",
        origin="BE",
        customs="3926 90 97",
        label="{wells} well",
        options=(("Pack", "50 plates=, 10 plates=10@0.24"),),
        rows="""
        sku     | eur    | g    | wells | surf       | cm   | ml   | n  | tone | use
        VC-K6   | 74.00  | 3600 | 6     | TC treated | 9.6  | 3    | 50 | 0    | For transfections.
        VC-K12  | 76.00  | 3500 | 12    | TC treated | 3.9  | 2    | 50 | 5    | Half the medium.
        VC-K24  | 78.00  | 3500 | 24    | TC treated | 1.9  | 1    | 50 | 2    | For dose and response.
        VC-K48  | 84.00  | 3500 | 48    | TC treated | 0.95 | 0.5  | 50 | 1    | The rare size that saves a plate.
        VC-K96  | 88.00  | 3300 | 96    | TC treated | 0.32 | 0.2  | 50 | 3    | For clones.
        VC-K6S  | 86.00  | 3600 | 6     | suspension | 9.6  | 3    | 50 | 4    | Untreated, for what should not stick.
        """,
    ),
    Family(
        category="gloves",
        vendor="vanta",
        brand="Vanta",
        kind="nitrile-gloves",
        title="{name} {size}, {tail}",
        subtitle="box of {n}",
        text="{use} {mm} mm at the finger, textured where it grips, beaded where it is pulled on. The box gives one glove "
        "at a time, to the last.",
        points=(
            "EN 374 type B, tested against {chem}",
            "AQL {aql}, lot number on each box",
            "One at a time, to the last",
        ),
        specs="*size Size: {size}; *material Material: {mat}; Thickness: {mm} mm; Length: {len} mm; AQL: {aql}; *standard Standard: {std}; Contents: {n} pieces",
        unit="box",
        origin="MY",
        customs="4015 19 00",
        label="{what} · {tail} · {n} pcs · {size}",
        rows="""
        sku       | eur   | g   | name           | size | tail        | what    | mat     | mm   | len | aql | std        | n   | chem        | tone | use
        VC-N200-M | 14.80 | 780 | Nitrile gloves | M    | powder-free | Nitrile | nitrile | 0.08 | 240 | 1.5 | EN 374     | 200 | 12 chemicals | 0   | The box on every bench.
        VC-N200-S | 14.80 | 740 | Nitrile gloves | S    | powder-free | Nitrile | nitrile | 0.08 | 240 | 1.5 | EN 374     | 200 | 12 chemicals | 0   | For smaller hands, the same box.
        VC-N200-L | 14.80 | 820 | Nitrile gloves | L    | powder-free | Nitrile | nitrile | 0.08 | 240 | 1.5 | EN 374     | 200 | 12 chemicals | 0   | With room over a ring.
        VC-N200-XL | 14.80 | 860 | Nitrile gloves | XL  | powder-free | Nitrile | nitrile | 0.08 | 240 | 1.5 | EN 374     | 200 | 12 chemicals | 0   | The size that shops forget.
        VC-NL100-M | 22.40 | 900 | Long nitrile gloves | M | 300 mm     | Long    | nitrile | 0.12 | 300 | 0.65 | EN 374 A  | 100 | 18 chemicals | 2   | For acids and arms.
        VC-NB100-M | 13.60 | 620 | Black nitrile gloves | M | accelerator-free | Black | nitrile | 0.10 | 240 | 1.5 | EN 374 | 100 | 12 chemicals | 1 | For skin that reacts to others.
        VC-L100-M | 9.80  | 600 | Latex gloves   | M    | powder-free | Latex   | latex   | 0.11 | 240 | 1.5 | EN 455     | 100 | biology      | 4   | Where touch counts most.
        """,
    ),
    Family(
        category="eyewear",
        vendor="vanta",
        brand="Vanta",
        kind="safety-goggles",
        title="{name}",
        subtitle="{std} · {lens}",
        text="{use} Coated inside and out, with a brow guard that catches what runs down.",
        points=("Over spectacles, without pressing", "Fog-free for half an hour", "Washable at 60 °C"),
        specs="*standard Standard: {std}; *lens Lens: {lens}; Frame: {mat}; *use Against: {against}; UV: to 400 nm; Weight: {g} g",
        unit="each",
        origin="TW",
        customs="9004 90 10",
        label="{std}",
        rows="""
        sku     | eur   | g   | name                        | std    | lens  | mat      | against      | tone | use
        VC-GO1  | 8.40  | 90  | Laboratory goggles          | EN 166 | clear | PVC      | splashes     | 0    | For classes.
        VC-GO2  | 13.90 | 105 | Laboratory goggles, sealed  | EN 166 | clear | silicone | vapours      | 2    | For ammonia and bromine.
        VC-GU1  | 26.80 | 95  | UV goggles                  | EN 170 | amber | PVC      | UV light     | 3    | For gel tables.
        VC-GV1  | 11.20 | 60  | Visitor spectacles          | EN 166 | clear | PC       | splashes     | 5    | For those who stay five minutes.
        """,
    ),
    Family(
        category="coats",
        vendor="vanta",
        brand="Vanta",
        kind="lab-coat",
        title="{name}",
        subtitle="{mat} · {gsm} g/m²",
        text="{use} Press studs that give in a snag, knitted cuffs under the sleeve, a pocket for a notebook.",
        points=("Press studs that give in a snag", "Washed at 95 °C, fifty times", "Name embroidered from one piece"),
        specs="*material Fabric: {mat}; Weight: {gsm} g/m²; *cut Cut: {cut}; Wash: {wash} °C; Closing: studs; *standard Standard: {std}",
        unit="each",
        origin="PT",
        customs="6211 33 10",
        label="M",
        options=(("Size", "S, M=, L, XL, XXL@1.06"),),
        rows="""
        sku     | eur   | g   | name                        | mat             | gsm | cut      | wash | std       | tone | use
        VC-LC-W | 34.00 | 560 | Laboratory coat, women      | cotton          | 220 | women    | 95   | EN 13688  | 0    | Cut for the people who wear it.
        VC-LC-M | 34.00 | 620 | Laboratory coat, men        | cotton          | 220 | men      | 95   | EN 13688  | 1    | Long enough to sit in.
        VC-LC-A | 58.00 | 690 | Laboratory coat, flame retardant | treated cotton | 260 | unisex | 60 | EN ISO 11612 | 3 | For solvents near flames.
        VC-LC-D | 42.00 | 900 | Disposable coats, 10 pieces | non-woven       | 45  | unisex   | -    | EN 14126  | 2    | For visitors and audits.
        """,
    ),
    Family(
        category="waste",
        vendor="vanta",
        brand="Vanta",
        kind="sharps-bin",
        title="{name} {vol}",
        subtitle="{std} · {un}",
        text="{use} Lid locks twice: once for the day, once for good.",
        points=("Lid locks twice", "Needle remover in the lid", "Filled level seen from outside"),
        specs="*volume Volume: {vol}; *standard Standard: {std}; Transport: {un}; Material: PP; *use For: {what}; Height: {h} mm",
        unit="each",
        origin="BE",
        customs="3923 10 90",
        label="{vol}",
        rows="""
        sku     | eur   | g    | name            | vol   | std           | un      | what     | h   | tone | use
        VC-SB06 | 3.20  | 120  | Sharps bin      | 0.6 l | ISO 23907     | UN 3291 | needles  | 150 | 1    | For a bench.
        VC-SB3  | 5.40  | 260  | Sharps bin      | 3 l   | ISO 23907     | UN 3291 | needles  | 230 | 3    | For a room.
        VC-SB10 | 9.80  | 620  | Sharps bin      | 10 l  | ISO 23907     | UN 3291 | scalpels | 310 | 0    | For a corridor.
        VC-WB30 | 14.60 | 1300 | Waste drum      | 30 l  | UN 1H2        | UN 3291 | clinical | 390 | 2    | For the end of the day.
        """,
    ),
)
