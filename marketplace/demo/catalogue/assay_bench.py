"""Assay: instruments, analysis, liquid handling."""

from marketplace.demo.catalogue.families import Family

FAMILIES = (
    Family(
        category="balances",
        vendor="borealis",
        brand="Borealis",
        kind="analytical-balance",
        title="Analytical balance {cap} g, {read} mg",
        subtitle="{adj} calibration",
        text="{use} Settles in {settle} s behind an anti-static draft shield with three doors. Each balance is "
        "calibrated in Tromsø and travels with its certificate.",
        points=(
            "ISO/IEC 17025 certificate in the box",
            "Three doors, the left one opens from either side",
            "Loan unit while yours is at calibration",
        ),
        specs="*readability Readability: {read} mg; *capacity Capacity: {cap} g; Repeatability: {rep} mg; *adjustment Adjustment: {adj}; Settling: {settle} s; "
        "Pan: Ø {pan} mm; Interfaces: USB, RS-232, LAN; *standard Certificate: ISO/IEC 17025",
        unit="each",
        origin="NO",
        customs="9016 00 10",
        label="{shows}",
        rows="""
        sku      | eur     | g     | cap | read | adj      | settle | rep  | pan | shows     | tone | use
        BI-A224  | 2940.00 | 7200  | 220 | 0.1  | internal | 2.5    | 0.08 | 90  | 12.0481 g | 0    | The balance that most benches need: four places, two hundred and twenty grams.
        BI-A124  | 2480.00 | 7000  | 120 | 0.1  | internal | 2.5    | 0.08 | 90  | 5.1172 g  | 1    | The same cell with a smaller capacity, for standards and reagents.
        BI-A324  | 3420.00 | 7400  | 320 | 0.1  | internal | 3.0    | 0.1  | 90  | 31.8804 g | 4    | For heavy tare vessels.
        BI-S205  | 6890.00 | 11800 | 205 | 0.01 | internal | 6.0    | 0.02 | 80  | 0.20316 g | 2    | Semi-micro, with an ioniser in the shield.
        """,
    ),
    Family(
        category="balances",
        vendor="borealis",
        brand="Borealis",
        kind="analytical-balance",
        title="{name} {cap}, {read}",
        subtitle="{adj} calibration · {pan} mm pan",
        text="{use} Overload stop in all directions, and a level that lights red when it is off.",
        points=(
            "Survives a hand on the pan",
            "Counting, percent, density and a timer",
            "Certificate on request, two days",
        ),
        specs="*readability Readability: {read}; *capacity Capacity: {cap}; *adjustment Adjustment: {adj}; Pan: {pan} mm; Power: {power}; Interface: USB; Weight: {g} g",
        unit="each",
        origin="NO",
        customs="9016 00 10",
        label="{shows}",
        rows="""
        sku      | eur     | g    | name              | cap    | read   | adj      | pan | power         | shows     | tone | use
        BI-P622  | 690.00  | 3900 | Precision balance | 620 g  | 0.01 g | internal | 150 | mains         | 148.22 g  | 0    | Media, buffers, TLC plates.
        BI-P4202 | 940.00  | 4800 | Precision balance | 4,200 g | 0.01 g | internal | 180 | mains        | 2 016.48  | 2    | Wide pan for a two-litre beaker.
        BI-P6K   | 780.00  | 4700 | Precision balance | 6,200 g | 0.1 g | external | 180 | mains         | 3 150.4   | 3    | For media kitchens.
        BI-C500  | 148.00  | 980  | Compact balance   | 500 g  | 0.1 g  | external | 120 | mains, battery | 86.4 g   | 5    | For fume hood and field.
        BI-M30   | 1260.00 | 6200 | Moisture analyser | 60 g   | 1 mg   | external | 95  | mains         | 7.42 %    | 1    | Halogen lamp, result in four minutes.
        """,
    ),
    Family(
        category="centrifuges",
        vendor="borealis",
        brand="Borealis",
        kind="centrifuge",
        title="{name}, {cap}",
        subtitle="{rpm} rpm · {rcf} × g",
        text="{use} Imbalance is sensed before it is heard, and the lid lets go only when the rotor stands.",
        points=(
            "Rotor locks with one turn, no tool",
            "Soft stop for gradients",
            "Rotor certificate valid for ten years",
        ),
        specs="*capacity Capacity: {cap}; *speed Speed: {rpm} rpm; Field: {rcf} × g; *cooling Cooling: {cool}; Noise: {db} dB(A); Voltage: 230 V; *standard Standard: EN 61010-2-020; Weight: {kg} kg",
        unit="each",
        origin="DE",
        customs="8421 19 20",
        label="{shows}",
        rows="""
        sku      | eur     | g     | name                      | cap          | rpm    | rcf    | cool        | db | kg | shows                | tone | use
        BI-C14   | 3180.00 | 21000 | Centrifuge C14            | 24 × 2 ml    | 14,500 | 21,000 | −10 to 40 °C | 51 | 21 | 14 500 · rpm  4 °C  12:00 | 0 | The refrigerated microfuge that a group shares without quarrels.
        BI-C6    | 2240.00 | 17000 | Centrifuge C6             | 6 × 50 ml    | 6,000  | 4,400  | none        | 54 | 17 | 6 000 · rpm  10:00      | 1 | Falcon tubes at room temperature, and quietly.
        BI-C6R   | 3960.00 | 34000 | Centrifuge C6, refrigerated | 6 × 50 ml  | 6,000  | 4,400  | −9 to 40 °C | 52 | 34 | 6 000 · rpm  4 °C       | 5 | Pre-cools while you load.
        BI-MC12  | 1120.00 | 6800  | Microcentrifuge           | 12 × 2 ml    | 13,500 | 12,300 | none        | 49 | 7  | 13 500 · rpm  05:00     | 2 | Small enough for a cold room shelf.
        BI-MF6   | 249.00  | 1100  | Mini spinner              | 6 × 2 ml     | 6,000  | 2,000  | none        | 45 | 1  | 6 000 · rpm             | 3 | Starts when the lid closes.
        BI-PF2   | 489.00  | 2300  | Plate spinner             | 2 × 96 well  | 2,500  | 600    | none        | 47 | 2  | 2 500 · rpm             | 4 | Takes condensation down before a read.
        """,
    ),
    Family(
        category="microscopy",
        vendor="borealis",
        brand="Borealis",
        kind="microscope",
        title="{name}",
        subtitle="{optics} · {tube}",
        text="{use} Köhler light you set once, a stage that does not drift, and parfocal objectives from 4× to 100×.",
        points=(
            "Optics adjusted on the instrument, not on a bench",
            "LED with the spectrum of halogen",
            "Service visit in year one included",
        ),
        specs="*tube Tube: {tube}; *optics Objectives: {optics}; Magnification: {mag}; *contrast Contrast: {con}; Light: LED {w} W; Stage: {stage}; Weight: {kg} kg",
        unit="each",
        origin="NO",
        customs="9011 80 00",
        label="{mark}",
        rows="""
        sku     | eur     | g     | name                            | optics        | tube       | mag       | con          | w | stage      | kg  | mark | tone | use
        BI-M3   | 1890.00 | 9200  | Microscope M3                   | plan achromat | trinocular | 40–1,000× | bright field | 5 | mechanical | 9.2 | M3   | 0    | The upright that a routine laboratory keeps for fifteen years.
        BI-M1   | 620.00  | 5400  | Microscope M1, teaching         | achromat      | binocular  | 40–1,000× | bright field | 3 | mechanical | 5.4 | M1   | 3    | Locks where students would unscrew.
        BI-M5P  | 3480.00 | 11500 | Microscope M5, phase contrast   | plan achromat | trinocular | 40–1,000× | phase        | 10 | ceramic   | 11.5 | M5  | 1    | For unstained cells and yeast counts.
        BI-I2   | 5240.00 | 13800 | Inverted microscope I2          | long distance | trinocular | 40–400×   | phase        | 10 | plain     | 13.8 | I2  | 2    | Looks up into flasks and plates.
        BI-F4   | 9480.00 | 16200 | Fluorescence microscope F4      | plan fluor    | trinocular | 40–1,000× | fluorescence | 10 | ceramic   | 16.2 | F4  | 5    | Four LEDs, four filter cubes, no lamp to align.
        BI-ST2  | 980.00  | 4900  | Stereo microscope ST2           | zoom 1:6.7    | binocular  | 7–45×     | ring light   | 6 | plain      | 4.9 | ST2  | 4    | For dissection and solder joints.
        """,
    ),
    Family(
        category="heating-stirring",
        vendor="borealis",
        brand="Borealis",
        kind="hotplate-stirrer",
        title="{name} {max} °C",
        subtitle="{vol} l",
        text="{use} The plate is ceramic over aluminium, and a second circuit cuts power at a limit that you set with a coin.",
        points=(
            "Safety circuit apart from the control",
            "Shows when the surface is still hot",
            "Holds ±0.5 °C with the probe",
        ),
        specs="*volume Volume: {vol} l; *temperature Plate: to {max} °C; Speed: {rpm} rpm; *surface Surface: {surf}; Power: {w} W; *probe Probe: {probe}; Protection: IP42",
        unit="each",
        origin="DE",
        customs="8419 89 98",
        label="{shows}",
        rows="""
        sku     | eur    | g    | name                       | max | vol | rpm      | surf     | w   | probe    | shows   | tone | use
        BI-HS5  | 486.00 | 3100 | Hotplate stirrer           | 340 | 20  | 60–1,500 | ceramic  | 650 | included | 75.0 °C | 0    | Twenty litres of water, or fifty millilitres held to half a degree.
        BI-HS3  | 329.00 | 2600 | Hotplate stirrer, compact  | 310 | 10  | 80–1,500 | ceramic  | 500 | optional | 60.0 °C | 1    | Half the footprint.
        BI-HS7  | 698.00 | 5900 | Hotplate stirrer, large    | 370 | 30  | 60–1,200 | ceramic  | 1000 | included | 120 °C | 3    | For five-litre flasks and oil baths.
        BI-HP4  | 242.00 | 2400 | Hotplate                   | 300 | 5   | -        | aluminium | 400 | optional | 180 °C | 5    | Just heat.
        """,
    ),
    Family(
        category="heating-stirring",
        vendor="borealis",
        brand="Borealis",
        kind="vortex-mixer",
        title="{name}",
        subtitle="{rpm} rpm · {orbit}",
        text="{use} Heavy base on four suckers: it shakes the tube and not the bench.",
        points=("Touch or continuous", "Heads change without a tool", "Stays where you put it"),
        specs="*speed Speed: {rpm} rpm; Orbit: {orbit}; *mode Mode: {mode}; Load: {load}; Voltage: 230 V; Weight: {g} g; Protection: IP21",
        unit="each",
        origin="DE",
        customs="8479 82 00",
        label="{rpm} rpm",
        rows="""
        sku     | eur    | g    | name                    | rpm    | orbit | mode       | load       | tone | use
        BI-V3   | 189.00 | 3600 | Vortex mixer V3         | 3,000  | 4.5 mm orbit   | touch      | 1 tube     | 0    | For a minute a day, every day.
        BI-V3T  | 268.00 | 4100 | Vortex mixer V3, timed  | 3,000  | 4.5 mm orbit   | timer      | 12 tubes   | 2    | Sets speed and seconds.
        BI-VM   | 342.00 | 5200 | Multi-tube vortexer     | 2,500  | 3.6 mm orbit   | timer      | 26 tubes   | 4    | A rack at once, for extractions.
        BI-MS1  | 118.00 | 900  | Magnetic stirrer, flat  | 1,600  | no orbit    | continuous | 1 l        | 3    | Eleven millimetres high, no heat.
        """,
    ),
    Family(
        category="ph-conductivity",
        vendor="linden",
        brand="Linden",
        kind="ph-meter",
        title="{name}",
        subtitle="{res} · {form}",
        text="{use} The electrode is recognised when it is plugged in, and its slope and age are kept with every reading.",
        points=(
            "Electrode, stand and buffers in the case",
            "GLP printout or CSV",
            "Electrode exchange once a year at half price",
        ),
        specs="*parameter Measures: {param}; *resolution Resolution: {res}; *form Form: {form}; Calibration: {cal} points; Memory: {mem} readings; Protection: {ip}; Temperature: −5 to 105 °C",
        unit="each",
        origin="DE",
        customs="9027 89 30",
        label="{shows}",
        rows="""
        sku      | eur    | g    | name                         | param              | res       | form     | cal | mem  | ip   | shows              | tone | use
        LS-PH7   | 548.00 | 1900 | pH meter, bench              | pH, mV             | 0.01 pH   | bench    | 3   | 500  | IP42 | 7.00 · pH  25.0 °C | 0    | The pH meter for a titration bench.
        LS-PH9   | 892.00 | 2100 | pH meter, bench, GLP         | pH, mV, ion        | 0.001 pH  | bench    | 5   | 5000 | IP54 | 4.006 · pH  25.0 °C | 2   | User log-in, audit trail, third place.
        LS-PHP   | 264.00 | 420  | pH meter, portable           | pH                 | 0.01 pH   | portable | 3   | 200  | IP67 | 8.21 · pH  12.4 °C | 1    | Floats when it falls in.
        LS-CO7   | 596.00 | 1900 | Conductivity meter, bench    | conductivity       | 0.01 µS/cm | bench   | 4   | 500  | IP42 | 1 413 · µS/cm  25 °C | 5  | From pure water to brine with one cell.
        LS-DO5   | 784.00 | 560  | Dissolved oxygen meter       | oxygen             | 0.01 mg/l | portable | 2   | 1000 | IP67 | 9.12 · mg/l O₂     | 4    | Optical cap, no membrane, no electrolyte.
        LS-MP9   | 1340.00 | 2300 | Multi-parameter meter       | pH, cond., oxygen  | 0.001 pH  | bench    | 5   | 10000 | IP54 | 6.998 · pH  25.0 °C | 3  | Three channels side by side.
        """,
    ),
    Family(
        category="photometry",
        vendor="linden",
        brand="Linden",
        kind="spectrophotometer",
        title="{name}",
        subtitle="{range} nm · {band} nm",
        text="{use} Xenon flash instead of a lamp that warms up, so the first reading of the day is as good as the last.",
        points=(
            "No warm-up, no lamp change for seven years",
            "Wavelength checked at every start",
            "Method and blank kept with the result",
        ),
        specs="*range Range: {range} nm; *bandwidth Bandwidth: {band} nm; *beam Beam: {beam}; Photometric: {abs}; Cells: {cells}; Interface: USB, LAN; Weight: {kg} kg",
        unit="each",
        origin="DE",
        customs="9027 30 00",
        label="{range} nm",
        rows="""
        sku     | eur     | g     | name                          | range     | band | beam   | abs         | cells      | kg   | tone | use
        LS-SV1  | 1780.00 | 6200  | Spectrophotometer, visible    | 320–1,100 | 4    | single | −0.3 to 3 A | 1 × 10 mm  | 6.2  | 0    | Water tests, protein assays, teaching.
        LS-SU2  | 4260.00 | 9800  | Spectrophotometer, UV/VIS     | 190–1,100 | 1.8  | single | −0.3 to 3 A | 6 × 10 mm  | 9.8  | 2    | Scans the range in twenty seconds.
        LS-SU4  | 7380.00 | 14200 | Spectrophotometer, double beam | 190–1,100 | 1   | double | −4 to 4 A   | 8 × 10 mm  | 14.2 | 1    | For pharmacopoeia work.
        LS-SN1  | 5980.00 | 3400  | Nanodrop photometer           | 190–850   | 2.5  | single | 0.02–300 A  | 0.5 µl     | 3.4  | 3    | One drop, three seconds, wipe.
        LS-PR96 | 8640.00 | 15600 | Plate reader                  | 230–1,000 | 2.5  | single | 0–4 A       | 96 / 384   | 15.6 | 4    | Reads a plate in eight seconds and shakes it first.
        LS-CM2  | 980.00  | 1900  | Colorimeter, portable         | 420–660   | 10   | LED    | 0–2 A       | 16 mm vial | 1.9  | 5    | Sixty methods, one button.
        """,
    ),
    Family(
        category="thermometers",
        vendor="linden",
        brand="Linden",
        kind="thermometer",
        title="{name}, {range} °C",
        subtitle="{div} °C · {fill}",
        text="{use} Graduation fired into the glass, an enamelled back, and a serial number that ties it to its certificate.",
        points=(
            "Graduation fired in, not printed",
            "Serial number on the stem",
            "Calibration at three points in five days",
        ),
        specs="*range Range: {range} °C; *division Division: {div} °C; *fill Filling: {fill}; Length: {long} mm; Immersion: {imm}; *standard Standard: {std}",
        unit="each",
        origin="DE",
        customs="9025 11 20",
        options=(("Certificate", "Without=, Three points=K@2.6"),),
        rows="""
        sku     | eur   | g   | name                        | range      | div | fill        | long | imm     | std      | tone | use
        LS-TH11 | 14.80 | 60  | Laboratory thermometer      | −10 to 110 | 1   | red spirit  | 300  | total   | DIN 12775 | 0   | The one in the drawer, in every drawer.
        LS-TH12 | 19.60 | 60  | Laboratory thermometer      | −10 to 50  | 0.5 | red spirit  | 305  | total   | DIN 12775 | 0   | For baths and fermenters.
        LS-TH25 | 22.40 | 70  | Laboratory thermometer      | −10 to 250 | 1   | green, mercury-free | 305 | total | DIN 12775 | 2 | Where mercury used to be.
        LS-TH01 | 48.00 | 90  | Precision thermometer       | 0 to 50    | 0.1 | blue, mercury-free | 420 | total | DIN 12775 | 1 | Tenths you can read.
        LS-TH60 | 16.20 | 70  | Freezer thermometer         | −50 to 50  | 1   | blue spirit | 300  | total   | EN 13485 | 1    | In glycol, so a door does not scare it.
        """,
    ),
    Family(
        category="pipettes",
        vendor="linden",
        brand="Linden",
        kind="micropipette",
        title="{name} {range} µl",
        subtitle="{auto}",
        text="{use} Plunger force under {n} N and a tip ejector that takes the thumb's shortest way. Each pipette comes "
        "with ten gravimetric readings of its own.",
        points=(
            "Ten gravimetric readings of your own pipette",
            "Calibrated to ISO 8655 without a tool",
            "Serviced in Göttingen in five days, loan included",
        ),
        specs="*volume Volume: {range} µl; *channels Channels: {ch}; Division: {div} µl; Systematic error: ±{err} %; *standard Standard: ISO 8655-2; Autoclaving: {auto}; Tips: LS-T{tips}",
        unit="each",
        origin="DE",
        customs="9027 89 90",
        label="{max}",
        rows="""
        sku      | kind | eur    | g   | name                    | range     | auto         | n   | ch | div   | err | tips | max  | tone | use
        LS-P200  |  | 214.00 | 84  | Single-channel pipette  | 20–200    | autoclavable | 5   | 1  | 0.2   | 0.6 | 200  | 150  | 0    | The volume that most of the day is made of.
        LS-P2    |  | 228.00 | 82  | Single-channel pipette  | 0.1–2     | autoclavable | 4   | 1  | 0.002 | 1.4 | 10   | 2    | 2    | For enzymes that cost more than the pipette.
        LS-P10   |  | 222.00 | 82  | Single-channel pipette  | 0.5–10    | autoclavable | 4   | 1  | 0.01  | 1.0 | 10   | 10   | 4    | PCR set-up.
        LS-P20   |  | 218.00 | 82  | Single-channel pipette  | 2–20      | autoclavable | 4   | 1  | 0.02  | 0.9 | 200  | 20   | 5    | Between the small one and the usual one.
        LS-P1000 |  | 214.00 | 88  | Single-channel pipette  | 100–1,000 | autoclavable | 5   | 1  | 1     | 0.6 | 1000 | 850  | 1    | Media, buffers, cells.
        LS-P5000 |  | 246.00 | 112 | Single-channel pipette  | 500–5,000 | autoclavable | 6   | 1  | 5     | 0.6 | 5000 | 500  | 3    | Filter in the cone, where it belongs.
        LS-M8200 | multichannel-pipette | 689.00 | 190 | Eight-channel pipette   | 20–200    | autoclavable | 7   | 8  | 0.2   | 0.8 | 200  | 180  | 0    | A row of a plate at a time.
        LS-M8300 | multichannel-pipette | 698.00 | 192 | Eight-channel pipette   | 30–300    | autoclavable | 7   | 8  | 0.3   | 0.7 | 300  | 275  | 2    | For ELISA washing.
        LS-M1220 | multichannel-pipette | 948.00 | 230 | Twelve-channel pipette  | 5–50      | autoclavable | 7   | 12 | 0.1   | 1.0 | 200  | 50   | 5    | A row of a 96-well plate in one move.
        LS-E1000 |  | 428.00 | 148 | Electronic pipette      | 50–1,000  | lower part   | 2   | 1  | 1     | 0.6 | 1000 | 640  | 4    | Dispenses a series without counting.
        """,
    ),
    Family(
        category="tips",
        vendor="linden",
        brand="Linden",
        kind="tip-rack",
        title="{name} {vol} µl{tail}",
        subtitle="{pack}",
        text="{use} Moulded in clean rooms from virgin polypropylene, with walls so thin that the last microlitre lets go.",
        points=(
            "Certified free of RNase, DNase, DNA and pyrogens",
            "Fits our pipettes and five other makes",
            "Racks refill with a click",
        ),
        specs="*volume Volume: {vol} µl; *filter Filter: {filt}; *sterile Sterile: {ster}; Length: {mm} mm; Material: polypropylene; Contents: {pack}; Autoclavable: 121 °C",
        unit="case",
        origin="DE",
        customs="3926 90 97",
        label="{vol} µl",
        rows="""
        sku       | eur    | g    | name          | vol   | tail     | pack      | filt | ster | mm   | tone | use
        LS-T10    | 58.00  | 1300 | Pipette tips  | 10    |          | 10 × 96   | no   | no   | 31   | 0    | The short ones for P2 and P10.
        LS-T200   | 52.00  | 1600 | Pipette tips  | 200   |          | 10 × 96   | no   | no   | 51   | 1    | The yellow ones, clear.
        LS-T300   | 56.00  | 1700 | Pipette tips  | 300   |          | 10 × 96   | no   | no   | 59   | 2    | For multichannels.
        LS-T1000  | 61.00  | 2400 | Pipette tips  | 1,000 |          | 10 × 96   | no   | no   | 71   | 0    | The blue ones, clear.
        LS-TF10   | 98.00  | 1400 | Filter tips   | 10    | ,sterile | 10 × 96   | yes  | yes  | 31   | 3    | Filter that stops an aerosol, not a finger.
        LS-TF200  | 94.00  | 1700 | Filter tips   | 200   | ,sterile | 10 × 96   | yes  | yes  | 51   | 4    | For PCR and isotopes.
        LS-TF1000 | 104.00 | 2600 | Filter tips   | 1,000 | ,sterile | 10 × 96   | yes  | yes  | 71   | 5    | For media and virus.
        LS-TL1000 | 118.00 | 2900 | Low-retention tips | 1,000 |     | 10 × 96   | no   | no   | 71   | 2    | For detergents and glycerol.
        """,
    ),
    Family(
        category="dispensing",
        vendor="linden",
        brand="Linden",
        kind="wash-bottle",
        title="Wash bottle, {what}",
        subtitle="{mat} · pack of {n}",
        text="{use} Vented cap that does not drip when the room warms up; name, formula and pictogram moulded in, not stuck on.",
        points=("Vented: no dripping", "Text in five languages", "Straw reaches the last 5 ml"),
        specs="*volume Volume: to {vol} ml; *liquid For: {what}; Material: {mat}; Cap: GL 45; *standard Marking: GHS; Contents: {n} pieces",
        unit="pack",
        origin="DE",
        customs="3923 30 10",
        label="{what} · {vol} ml",
        options=(("Volume", "250 ml=25@0.88, 500 ml="),),
        rows="""
        sku     | eur   | g   | vol | what        | mat  | n | tone | use
        LS-WB-W | 24.80 | 360 | 500 | Water       | LDPE | 5 | 5    | The one that gets refilled most.
        LS-WB-E | 26.40 | 360 | 500 | Ethanol     | LDPE | 5 | 0    | For benches and flames kept apart.
        LS-WB-A | 26.40 | 360 | 500 | Acetone     | LDPE | 5 | 3    | Vents so that it does not spit.
        LS-WB-I | 26.40 | 360 | 500 | Isopropanol | LDPE | 5 | 2    | For optics and wipes.
        LS-WB-M | 26.40 | 360 | 500 | Methanol    | LDPE | 5 | 1    | With the skull where it can be seen.
        """,
    ),
    Family(
        category="buffers",
        vendor="linden",
        brand="Linden",
        kind="reagent-bottle",
        title="{name}",
        subtitle="{vol} ml · {trace}",
        text="{use} Made to weight, measured against primary standards, and shipped with the certificate of its own batch.",
        points=(
            "Batch certificate in the box and on the web",
            "Stable for {life} months unopened",
            "Colour that shows which is which from two metres",
        ),
        specs="*value Value: {value}; *volume Volume: {vol} ml; Uncertainty: ±{unc}; *traceability Traceable to: {trace}; Shelf life: {life} months; Temperature: 25 °C",
        unit="each",
        origin="DE",
        customs="3822 90 00",
        label="{mark}",
        rows="""
        sku     | eur   | g    | name                          | value       | vol | unc       | trace    | life | mark    | tone | use
        LS-B4   | 18.40 | 560  | Buffer solution pH 4.00       | pH 4.00     | 500 | 0.02      | NIST     | 36   | pH 4.00 | 3    | Red, as convention has it.
        LS-B7   | 18.40 | 560  | Buffer solution pH 7.00       | pH 7.00     | 500 | 0.02      | NIST     | 36   | pH 7.00 | 5    | Green; the one you run out of first.
        LS-B10  | 19.80 | 560  | Buffer solution pH 10.00      | pH 10.00    | 500 | 0.03      | NIST     | 24   | pH 10.0 | 0    | Blue; keep it closed, air takes it down.
        LS-KCL3 | 22.60 | 560  | Electrolyte KCl 3 mol/l       | 3 mol/l     | 500 | 1 %       | in-house | 36   | KCl 3 M | 1    | For storing and refilling electrodes.
        LS-CS14 | 24.80 | 560  | Conductivity standard 1,413 µS/cm | 1,413 µS/cm | 500 | 0.5 % | NIST     | 24   | 1 413 µS | 4   | For cells with a constant near one.
        LS-TU4  | 64.00 | 210  | Turbidity standard 4 NTU      | 4 NTU       | 100 | 2 %       | in-house | 12   | 4 NTU   | 2    | Formazin-free, no shaking.
        """,
    ),
    Family(
        category="standards",
        vendor="linden",
        brand="Linden",
        kind="reagent-bottle",
        title="{name} 1,000 mg/l",
        subtitle="{matrix} · {trace}",
        text="Single-element standard in {matrix}, made from metal or salt of {pur} purity. {use}",
        points=(
            "ISO 17034 certified reference material",
            "Lot history back to the mine",
            "Bottle sealed in foil against evaporation",
        ),
        specs="*element Element: {el}; Concentration: 1,000 mg/l; Matrix: {matrix}; *traceability Traceable to: {trace}; Uncertainty: ±{unc} mg/l; Purity: {pur}; Shelf life: 24 months",
        unit="each",
        origin="DE",
        customs="3822 90 00",
        label="{el} 1 g/l",
        options=(("Volume", "100 ml=, 500 ml=5@3.1"),),
        rows="""
        sku    | kind | eur   | g   | name            | el | matrix     | trace | unc | pur      | tone | use
        LS-RFE |  | 32.00 | 160 | Iron standard   | Fe | HNO₃ 2 %   | NIST  | 2   | 99.99 %  | 3    | For AAS and ICP alike.
        LS-RCU |  | 32.00 | 160 | Copper standard | Cu | HNO₃ 2 %   | NIST  | 2   | 99.999 % | 0    | Blue enough to tell from the others.
        LS-RPB | amber-bottle | 34.00 | 160 | Lead standard   | Pb | HNO₃ 2 %   | NIST  | 2   | 99.99 %  | 4    | For drinking water and paint.
        LS-RAS | amber-bottle | 38.00 | 160 | Arsenic standard | As | HNO₃ 2 %  | NIST  | 3   | 99.99 %  | 5    | Trivalent; ask for pentavalent.
        LS-RNA |  | 29.00 | 160 | Sodium standard | Na | water      | NIST  | 2   | 99.99 %  | 1    | In polyethylene, because glass would add to it.
        LS-RHG | amber-bottle | 46.00 | 160 | Mercury standard | Hg | HNO₃ 10 % | NIST  | 3   | 99.99 %  | 2    | Stabilised with gold.
        """,
    ),
)
