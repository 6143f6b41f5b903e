"""Northforge: power tools, hand tools, measuring, clearance."""

from marketplace.demo.catalogue.families import Family

FAMILIES = (
    Family(
        category="drill-drivers",
        vendor="hallberg",
        brand="Hallberg",
        kind="cordless-drill",
        title="Brushless drill driver 18 V, {torque} Nm",
        subtitle="{torque} Nm · 2 × 5.0 Ah · case",
        text="A drill driver that gives {torque} Nm from a head {head} mm short, so it gets between studs and "
        "inside cabinets. The brushless motor has nothing to wear out but its bearings.",
        points=(
            "{torque} Nm from a head {head} mm short, for work between studs and inside cabinets",
            "Metal chuck, brushless motor, three-year repair-or-replace by the vendor",
            "Same battery as 140 other tools in this store",
        ),
        specs="*voltage Voltage: 18 V; *torque Torque, hard / soft: {torque} / {soft} Nm; Speed: 0–550 / {speed} rpm; "
        "Chuck: 1.5–13 mm, metal; Max. in steel / wood: 13 / {wood} mm; Weight with battery: {kilo} kg; "
        "Vibration: 2.5 m/s², K 1.5; *motor Motor: brushless",
        unit="each",
        origin="DE",
        customs="8467 21 10",
        label="18 V  5.0 Ah",
        options=(
            ("Batteries", "Bare tool=B@0.54, 2 × 2.0 Ah=22@0.726, 2 × 5.0 Ah=, 3 × 8.0 Ah=38@1.32"),
            ("Case", "Stackable L=, Carton=C"),
        ),
        rows="""
        sku       | eur    | g    | torque | soft | head | speed   | wood | kilo | tone
        HB-1865-2 | 219.00 | 3900 | 65     | 34   | 138  | 0–2,100 | 50   | 1.8  | 0
        """,
    ),
    Family(
        category="drill-drivers",
        vendor="hallberg",
        brand="Hallberg",
        kind="cordless-drill",
        title="{name}, {torque} Nm",
        subtitle="{volt} · {torque} Nm · {kilo} kg",
        text="{use} Two-speed metal gearbox, electronic clutch, and a lamp that stays on for ten seconds after "
        "the trigger.",
        points=(
            "{torque} Nm at {kilo} kg with battery",
            "Metal gearbox and a clutch that stops at the same depth twice",
            "Three-year repair-or-replace, tool back in 48 hours",
        ),
        specs="*voltage Voltage: {volt}; *torque Torque, hard: {torque} Nm; Chuck: {chuck}; Max. in steel: 13 mm; "
        "Weight with battery: {kilo} kg; *motor Motor: {motor}; Sound pressure: 76 dB(A)",
        unit="each",
        origin="DE",
        customs="8467 21 10",
        label="{volt}",
        rows="""
        sku        | eur    | g    | name                          | volt  | torque | kilo | chuck        | motor     | tone | use
        HB-1230-2  | 124.00 | 2300 | Compact drill driver 12 V     | 12 V  | 30     | 1.0  | 0.8–10 mm    | brushless | 0    | The one that stays in the bag: light enough for overhead work all day.
        HB-1855-1  | 149.00 | 3400 | Brushless drill driver 18 V   | 18 V  | 55     | 1.6  | 1.5–13 mm    | brushless | 0    | The workshop standard for pilot holes and the screws that follow.
        HB-1890-H  | 289.00 | 4600 | Hammer drill driver 18 V      | 18 V  | 90     | 2.2  | 1.5–13 mm    | brushless | 1    | Switch to hammer and it goes through brick as it does through pine.
        HB-18135-H | 349.00 | 5200 | Heavy hammer driver 18 V      | 18 V  | 135    | 2.6  | 1.5–13 mm    | brushless | 4    | For coach screws and 50 mm hole saws, with a side handle that locks.
        HB-D700    | 96.00  | 2600 | Mains drill 230 V, 700 W      | 230 V | 42     | 2.1  | 1.5–13 mm    | brushed   | 2    | No battery to look for: four metres of rubber cable and a keyless chuck.
        HB-D1010-M | 268.00 | 4300 | Low-speed mixer drill 230 V   | 230 V | 115    | 3.2  | M14          | brushed   | 5    | Turns slowly and does not stall in thin-set, plaster or resin.
        HB-A18     | 259.00 | 2900 | Right-angle drill driver 18 V | 18 V  | 38     | 1.9  | 0.8–10 mm    | brushless | 3    | A head 94 mm high, for joists, cabinets and behind machines.
        """,
    ),
    Family(
        category="impact-drivers",
        vendor="hallberg",
        brand="Hallberg",
        kind="impact-driver",
        title="{name}, {torque} Nm",
        subtitle="{volt} · {drive} · {torque} Nm",
        text="{use} Three stages and a soft-start mode that lets go at the first blow, so heads stay whole.",
        points=(
            "{torque} Nm breakaway, {blows} blows a minute",
            "Removal mode stops by itself when the nut is loose",
            "Takes every 18 V battery in this store",
        ),
        specs="*voltage Voltage: {volt}; *torque Torque: {torque} Nm; *drive Drive: {drive}; Blows: {blows} /min; "
        "Length of head: {head} mm; *motor Motor: brushless; Vibration: 12.5 m/s²",
        unit="each",
        origin="DE",
        customs="8467 29 85",
        label="{volt}",
        options=(("Batteries", "Bare tool=@1, 2 × 5.0 Ah=25@1.58"),),
        rows="""
        sku        | eur    | g    | name                          | volt | torque | drive    | blows | head | tone | use
        HB-I12     | 89.00  | 900  | Compact impact driver 12 V    | 12 V | 120    | ¼″ hex   | 3,600 | 118  | 0    | Small enough for a fuse cabinet, strong enough for a 6 × 140 screw.
        HB-I18     | 139.00 | 1300 | Impact driver 18 V            | 18 V | 200    | ¼″ hex   | 4,300 | 126  | 0    | Decking, cladding and a thousand roof screws without a sore wrist.
        HB-IW12    | 198.00 | 1700 | Impact wrench 18 V, ½″        | 18 V | 350    | ½″       | 3,200 | 144  | 2    | The wheel-nut and flange wrench: enough for M20 without a compressor.
        HB-IW12-H  | 329.00 | 2900 | High-torque wrench 18 V, ½″   | 18 V | 1,050  | ½″       | 2,500 | 181  | 4    | Takes off what an air gun leaves on, with no hose across the floor.
        HB-IW34    | 419.00 | 3400 | High-torque wrench 18 V, ¾″   | 18 V | 1,700  | ¾″       | 2,300 | 203  | 5    | Steel construction, crawler chains, M30 and up.
        """,
    ),
    Family(
        category="grinders",
        vendor="hallberg",
        brand="Hallberg",
        kind="angle-grinder",
        title="Angle grinder {disc} mm, {power}",
        subtitle="{disc} mm · {power} · {switch}",
        text="{use} The guard turns without a tool, and a restart lock keeps the disc still when power comes back.",
        points=(
            "Brake stops the disc in under two seconds",
            "Kick-back stop: the motor cuts out when the disc jams",
            "Dust-sealed switch, replaceable brushes or none at all",
        ),
        specs="*voltage Voltage: {volt}; *disc Disc: {disc} mm; Power: {power}; No-load speed: {rpm} rpm; Thread: M14; "
        "Switch: {switch}; Weight: {kilo} kg",
        unit="each",
        origin="DE",
        customs="8467 29 51",
        label="{disc} mm",
        rows="""
        sku         | eur    | g    | disc | power   | volt  | rpm    | switch      | kilo | tone | use
        HB-G115     | 79.00  | 2200 | 115  | 850 W   | 230 V | 11,000 | slide       | 1.9  | 0    | The grinder for the van: slim barrel, light, cheap enough to own two.
        HB-G125     | 112.00 | 2600 | 125  | 1,400 W | 230 V | 9,300  | slide       | 2.3  | 2    | The fitter's size: 1,400 W keep the speed up in 10 mm plate.
        HB-G125-P   | 134.00 | 2700 | 125  | 1,700 W | 230 V | 9,300  | dead man    | 2.5  | 5    | Paddle switch and brake, as many sites now ask for.
        HB-G18-125  | 189.00 | 2300 | 125  | 18 V    | 18 V  | 8,500  | slide       | 2.0  | 1    | No cord on the scaffold; cuts forty M12 rods on one 5.0 Ah battery.
        HB-G230     | 168.00 | 6100 | 230  | 2,400 W | 230 V | 6,600  | dead man    | 5.4  | 4    | For sleepers, kerbs and beams. The rear handle turns through 180°.
        HB-GF150    | 236.00 | 4100 | 150  | 1,700 W | 230 V | 9,300  | flat head   | 2.6  | 3    | Flat gear head for fillet welds and corners that a normal grinder cannot see.
        """,
    ),
    Family(
        category="site-light",
        vendor="hallberg",
        brand="Hallberg",
        kind="battery-pack",
        title="Battery {volt}, {ah} Ah",
        subtitle="{volt} · {ah} Ah · {wh} Wh",
        text="Lithium-ion pack with a fuel gauge and a cell monitor of its own. {use}",
        points=(
            "Full in {full} minutes on the rapid charger",
            "Works at −15 °C, charges from 0 °C",
            "1,000 cycles to 80 % of its capacity",
        ),
        specs="*voltage Voltage: {volt}; *capacity Capacity: {ah} Ah; Energy: {wh} Wh; Charge time: {full} min; "
        "Weight: {g} g; Transport: UN 3480, class 9",
        unit="each",
        origin="CN",
        customs="8507 60 00",
        label="{volt} · {ah} Ah",
        options=(("Pack", "Single=, Pair=2@1.9"),),
        rows="""
        sku     | eur    | g    | volt | ah   | wh  | full | tone | use
        HB-B122 | 34.00  | 210  | 12 V | 2.0  | 22  | 30   | 3    | The slim pack for the 12 V tools; fits inside the handle.
        HB-B182 | 49.00  | 420  | 18 V | 2.0  | 36  | 25   | 0    | The light pack, for overhead drilling.
        HB-B185 | 89.00  | 690  | 18 V | 5.0  | 90  | 45   | 0    | The pack that comes with most kits and does most of the work.
        HB-B188 | 149.00 | 1050 | 18 V | 8.0  | 144 | 60   | 1    | For grinders and saws that pull 80 A in the cut.
        HB-B1812 | 219.00 | 1490 | 18 V | 12.0 | 216 | 95  | 4    | Runs the big wrench for a shift.
        """,
    ),
    Family(
        category="site-light",
        vendor="dunmore",
        brand="Lumen",
        kind="work-lamp",
        title="{name}, {lm} lm",
        subtitle="{lm} lm · {power} · {ip}",
        text="{use} Even light without hot spots, colour rendering above 90, so wires keep their colours.",
        points=(
            "CRI 90: brown and red stay brown and red",
            "Housing {ip}, stands in rain",
            "Stand turns through 260° and locks",
        ),
        specs="*voltage Voltage: {power}; *flux Luminous flux: {lm} lm; *ip Protection: {ip}; Colour temperature: 5,000 K; "
        "Impact: IK08; Weight: {g} g",
        unit="each",
        origin="PL",
        customs="9405 42 39",
        label="{lm} lm",
        rows="""
        sku      | eur    | g    | name                    | lm     | power | ip   | tone | use
        DM-WL15  | 39.50  | 780  | Pocket work lamp        | 1,500  | USB-C | IP54 | 5    | Magnet on the back, hook on the foot, four hours on full.
        DM-WL30  | 64.00  | 1900 | Site lamp, battery      | 3,000  | 18 V  | IP65 | 0    | Runs on the 18 V packs that you already charge.
        DM-WL60  | 89.00  | 3200 | Site lamp, mains        | 6,000  | 230 V | IP65 | 0    | Five metres of rubber cable and two sockets at the back.
        DM-WL120 | 158.00 | 5400 | Flood lamp, mains       | 12,000 | 230 V | IP66 | 3    | One of these lights a loading bay.
        """,
    ),
    Family(
        category="torque",
        vendor="hallberg",
        brand="Hallberg",
        kind="torque-wrench",
        title="Torque wrench {model} {drive}, {range} Nm",
        subtitle="certificate included",
        text="Click wrench with a 45-tooth ratchet, accurate to ±3 % clockwise. {use} Each one leaves Kassel with its "
        "own test sheet, and comes back recalibrated within a week.",
        points=(
            "±3 %, tested to ISO 6789 with a serial certificate",
            "Scale in Nm and lbf·ft, set under a locked grip",
            "Stored at zero, holds its calibration for 5,000 clicks",
        ),
        specs="*standard Standard: ISO 6789; *drive Drive: {drive}; *range Range: {range} Nm; Accuracy: ±3 %; "
        "Ratchet: 45 teeth; Length: {long} mm; Division: {div} Nm",
        unit="each",
        origin="DE",
        customs="9031 80 80",
        label="{range} Nm",
        options=(("Certificate", "Works sheet=, Accredited=K@1.38"),),
        rows="""
        sku       | eur    | g    | model | drive | range   | long | div | tone | use
        HB-TW200  | 112.00 | 1500 |  | ½″    | 40–200  | 515  | 1   | 0    | The range of a wheel, a flange and most of a gearbox.
        HB-TW25   | 94.00  | 620  |  | ¼″    | 5–25    | 290  | 0.1 | 0    | Small screws in aluminium, where one turn too many costs a housing.
        HB-TW100  | 98.00  | 980  |  | ⅜″    | 20–100  | 390  | 0.5 | 1    | For engines and pumps, short enough for a cabinet.
        HB-TX200  | 149.00 | 1600 | TX | ½″    | 40–200  | 520  | 1   | 3    | Model TX, reversible: the square pushes through for left-hand threads.
        HB-TX400  | 189.00 | 2400 | TX | ½″    | 60–400  | 660  | 2   | 3    | Model TX, reversible, for axle nuts and press tools.
        HB-TX550  | 264.00 | 5200 | TX | ¾″    | 110–550 | 960  | 2.5 | 2    | Model TX with a split tube: carries short, works long.
        HB-TX800  | 338.00 | 6800 | TX | ¾″    | 150–800 | 1,240 | 5  | 2    | Model TX for steelwork; two hands, one click.
        HB-TD340  | 412.00 | 1900 | TD | ½″    | 17–340  | 560  | 0.1 | 5    | Shows torque and angle, keeps 500 readings, speaks USB-C.
        """,
    ),
    Family(
        category="spanners",
        vendor="hallberg",
        brand="Hallberg",
        kind="spanner-set",
        title="{name}",
        subtitle="{pieces} pieces · {steel}",
        text="{use} Drop-forged, hardened to 44 HRC and ground so thin at the ring that they fit where cast ones do not.",
        points=(
            "Flank drive: grips the side of the nut, spares the corner",
            "Matt chrome that does not glare or slip",
            "Each piece replaced free, one by one, for life",
        ),
        specs="*standard Standard: {std}; *range Range: {range}; *pieces Pieces: {pieces}; Material: {steel}; Finish: matt chrome; "
        "Hardness: 44 HRC; Storage: {box}",
        unit="set",
        origin="DE",
        customs="8204 11 00",
        label="{first}",
        rows="""
        sku     | eur    | g    | name                                  | pieces | steel           | std      | range     | box         | first | use
        HB-CS12 | 74.90  | 2300 | Combination spanners, 10–24 mm        | 12     | chrome vanadium | DIN 3113 | 10–24 mm  | roll        | 24 | The set that hangs next to every machine.
        HB-CS17 | 84.50  | 2700 | Combination spanners, 8–24 mm         | 17     | chrome vanadium | DIN 3113 | 8–24 mm   | roll        | 24 | Every size from 8 to 24, none left out.
        HB-RS8  | 129.00 | 1500 | Ratchet ring spanners, 8–19 mm        | 8      | chrome vanadium | DIN 3113 | 8–19 mm   | tray        | 19 | Seventy-two teeth: five degrees of swing are enough.
        HB-DE10 | 58.00  | 1900 | Double open-ended spanners, 6–28 mm   | 10     | chrome vanadium | DIN 3110 | 6–28 mm   | rack        | 28 | Twenty sizes in ten pieces, offset by 15°.
        HB-FS6  | 66.00  | 1100 | Flare nut spanners, 8–22 mm           | 6      | chrome vanadium | DIN 3118 | 8–22 mm   | roll        | 22 | Closes around brake and hydraulic unions without rounding them.
        HB-TA12 | 118.00 | 1300 | Torque adapter spanners, 12 pcs       | 12     | chrome molybdenum | ISO 1174 | 10–22 mm | case       | 22 | Open ends for the torque wrench, where a socket will not go over.
        HB-IN8  | 86.00  | 1700 | Insulated spanners 1,000 V, 8–19 mm   | 8      | chrome vanadium | IEC 60900 | 8–19 mm  | case        | 19 | Tested piece by piece at 10,000 V under water.
        """,
    ),
    Family(
        category="screwdrivers",
        vendor="hallberg",
        brand="Hallberg",
        kind="screwdriver",
        title="{name}",
        subtitle="{pieces} · {tip}",
        text="{use} The blade runs through a three-part handle, and the tip is bead-blasted to grip the slot.",
        points=(
            "Tips hardened to 59 HRC, ground after hardening",
            "Handle does not roll off the bench",
            "Size and profile printed on the cap",
        ),
        specs="*profile Profile: {tip}; *pieces Contents: {pieces}; Standard: {std}; Blade: S2 steel; Handle: three-component; "
        "*insulated Insulated: {ins}",
        unit="set",
        origin="DE",
        customs="8205 40 00",
        label="{mark}",
        rows="""
        sku      | eur   | g   | name                                    | pieces   | tip             | std       | ins     | mark    | tone | use
        HB-SD6   | 29.90 | 520 | Screwdriver set, slotted and Phillips   | 6 pieces | slotted, PH     | ISO 2380  | no      | HB-SD6  | 0    | Four slotted, two Phillips: the drawer that opens first.
        HB-SD7I  | 38.50 | 560 | Insulated screwdriver set 1,000 V       | 7 pieces | slotted, PH, PZ | IEC 60900 | 1,000 V | 1 000 V | 1    | Slim insulation that reaches screws deep inside a terminal.
        HB-SDT8  | 36.00 | 610 | Torx screwdriver set, T8–T40            | 8 pieces | Torx            | ISO 10664 | no      | T8–T40  | 3    | Eight sizes, with the size seen from above.
        HB-TS6   | 78.00 | 340 | Torque screwdriver, 1–6 Nm              | 1 piece  | ¼″ hex          | ISO 6789  | no      | 1–6 Nm  | 2    | Clicks like its big brothers, for terminals and inserts.
        HB-SDP6  | 24.50 | 180 | Precision screwdriver set               | 6 pieces | slotted, PH     | ISO 2380  | no      | micro   | 5    | Turning caps for sensors, relays and spectacles.
        """,
    ),
    Family(
        category="screwdrivers",
        vendor="hallberg",
        brand="Hallberg",
        kind="hex-keys",
        title="{name}",
        subtitle="{pieces} pieces · {range}",
        text="{use} Long arm with a ball end that turns at 25° off the axis; the holder opens in the hand and lets go "
        "of one key at a time.",
        points=(
            "Ball end on the long arm",
            "Chrome vanadium, burnished against rust",
            "Sizes colour-marked on the holder",
        ),
        specs="*profile Profile: {tip}; *pieces Pieces: {pieces}; *range Range: {range}; Standard: ISO 2936; "
        "Material: chrome vanadium; Finish: burnished",
        unit="set",
        origin="DE",
        customs="8204 11 00",
        label="{range}",
        rows="""
        sku      | eur   | g   | name                       | pieces | range       | tip  | tone | use
        HB-TK8   | 18.90 | 340 | Torx key set, 8 pcs        | 8      | T9–T40      | Torx | 1    | The T-sizes that machine covers ask for.
        HB-HK9   | 16.50 | 420 | Hex key set, 9 pcs         | 9      | 1.5–10 mm   | hex  | 0    | Nine sizes from the set screw to the M12 cap screw.
        HB-HK9L  | 24.90 | 560 | Hex key set, extra long    | 9      | 1.5–10 mm   | hex  | 2    | Arms of 230 mm, for leverage and deep bores.
        HB-HKT6  | 42.00 | 890 | T-handle hex keys, 6 pcs   | 6      | 2.5–8 mm    | hex  | 4    | For fixtures that are opened ten times a shift.
        """,
    ),
    Family(
        category="pliers",
        vendor="hallberg",
        brand="Hallberg",
        kind="pliers",
        title="{name} {long} mm",
        subtitle="{long} mm · {use_short}",
        text="{use} Induction-hardened edges, a joint without play, and sleeves that do not turn on the leg.",
        points=("Cutting edges at 64 HRC", "Box joint, riveted without play", "Cuts piano wire up to {cut} mm"),
        specs="*length Length: {long} mm; *kind Type: {use_short}; Standard: {std}; Cuts hard wire: {cut} mm; "
        "*insulated Insulated: {ins}; Material: special tool steel",
        unit="each",
        origin="DE",
        customs="8203 20 00",
        label="{long}",
        rows="""
        sku      | eur   | g   | name                           | long | use_short   | std       | cut | ins     | tone | use
        HB-PC180 | 24.90 | 240 | Combination pliers             | 180  | combination | ISO 5746  | 2.2 | no      | 1    | Grips flat, grips round, cuts: the pair that everybody borrows.
        HB-PS160 | 22.40 | 190 | Diagonal cutters               | 160  | cutting     | ISO 5749  | 1.8 | no      | 2    | Cuts flush without twisting the wrist.
        HB-PV180 | 38.90 | 260 | Insulated combination pliers   | 180  | combination | IEC 60900 | 2.2 | 1,000 V | 5    | For work on live parts, checked one by one.
        HB-PN200 | 21.90 | 200 | Long-nose pliers               | 200  | gripping    | ISO 5745  | 2.0 | no      | 3    | Reaches clips and springs behind the plate.
        HB-PW250 | 29.40 | 330 | Water pump pliers              | 250  | gripping    | ISO 8976  | 1.0 | no      | 4    | Sets at the push of a button, holds pipe up to 46 mm.
        """,
    ),
    Family(
        category="pliers",
        vendor="hallberg",
        brand="Hallberg",
        kind="hammer",
        title="{name}",
        subtitle="{head} g · {shaft}",
        text="{use} The head is forged in one heat and wedged from above; the face is hardened, the eye is not.",
        points=(
            "Head and shaft joined for life",
            "Face ground plane, edges bevelled",
            "Shaft replaced free if it ever splits",
        ),
        specs="*weight Head: {head} g; *shaft Shaft: {shaft}; Standard: {std}; Length: {long} mm; Face: hardened; Material: C45 steel",
        unit="each",
        origin="DE",
        customs="8205 20 00",
        label="{head} g",
        rows="""
        sku      | eur   | g    | name                       | head | shaft       | std      | long | tone | use
        HB-HM300 | 17.90 | 480  | Fitter's hammer 300 g      | 300  | hickory     | DIN 1041 | 300  | 1    | The bench size, for centre punches and keys.
        HB-HM500 | 21.50 | 740  | Fitter's hammer 500 g      | 500  | fibreglass  | DIN 1041 | 320  | 5    | The one on every toolboard in the country.
        HB-HM1K  | 29.80 | 1400 | Club hammer 1,000 g        | 1000 | hickory     | DIN 6475 | 260  | 3    | Short and heavy, for chisels and wedges.
        HB-HMSF  | 34.50 | 760  | Soft-face hammer, no rebound | 600  | fibreglass  | DIN 5128 | 330  | 2    | Shot-filled, with nylon faces that screw off.
        """,
    ),
    Family(
        category="calipers",
        vendor="castellan",
        brand="Castellan",
        kind="digital-caliper",
        title="{name}",
        subtitle="{res} mm",
        text="{use} Stainless throughout, with carbide faces on the outside jaws. A works certificate lies in the case.",
        points=(
            "Wipe it, rinse it, measure on",
            "Zero kept when switched off",
            "Data port for statistics on the longer models",
        ),
        specs="*range Range: {range} mm; *resolution Resolution: {res} mm; *ip Protection: {ip}; Error limit: ±{err} mm; "
        "*standard Standard: {std}; Material: stainless steel; Battery: CR2032",
        unit="each",
        origin="AT",
        customs="9017 30 00",
        label="{range} mm",
        rows="""
        sku       | eur    | g    | name                             | range | res   | ip   | err  | std       | tone | use
        CF-DC150  | 58.00  | 320  | Digital caliper 150 mm, IP67     | 150   | 0.01  | IP67 | 0.03 | DIN 862   | 0    | The caliper that lives next to the coolant.
        CF-DC200  | 74.00  | 380  | Digital caliper 200 mm, IP67     | 200   | 0.01  | IP67 | 0.03 | DIN 862   | 1    | Fifty millimetres more reach for flanges.
        CF-DC300  | 139.00 | 620  | Digital caliper 300 mm, IP54     | 300   | 0.01  | IP54 | 0.04 | DIN 862   | 0    | With a fine-adjust wheel that can be worked in gloves.
        CF-VC150  | 26.50  | 210  | Vernier caliper 150 mm           | 150   | 0.05  | no battery   | 0.05 | DIN 862   | 3    | No battery, no excuse: reads in the dark of a pit with a lamp.
        CF-DD300  | 118.00 | 900  | Digital depth gauge 300 mm       | 300   | 0.01  | IP54 | 0.04 | DIN 862   | 2    | A 150 mm bridge that sits square on a milled face.
        CF-CB500  | 246.00 | 1900 | Workshop caliper 500 mm          | 500   | 0.01  | IP54 | 0.06 | DIN 862   | 0    | Long jaws for sheaves, rollers and pipe ends.
        CF-DM25   | 96.00  | 410  | Digital micrometer 0–25 mm       | 25    | 0.001 | IP65 | 0.002 | DIN 863  | 3    | Friction thimble, carbide faces, one micrometre a step.
        """,
    ),
    Family(
        category="levels",
        vendor="hallberg",
        brand="Hallberg",
        kind="spirit-level",
        title="{name} {long} cm",
        subtitle="{long} cm · {acc}",
        text="{use} The measuring face is milled after the vials are cast in, so the two agree for good.",
        points=(
            "{acc} in any position",
            "Vials cast in, never to be adjusted",
            "Faces milled, ends capped against knocks",
        ),
        specs="*length Length: {long} cm; *accuracy Accuracy: {acc}; Vials: 3; Magnets: {mag}; Profile: aluminium; Weight: {g} g",
        unit="each",
        origin="DE",
        customs="9031 80 80",
        label="{long} cm",
        rows="""
        sku      | eur    | g    | name                     | long | acc       | mag  | tone | use
        HB-SL40  | 34.90  | 420  | Spirit level             | 40   | 0.5 mm/m  | none | 0    | For switchgear and shelves.
        HB-SL60  | 42.50  | 560  | Spirit level             | 60   | 0.5 mm/m  | none | 1    | The middle size, which is the one that goes missing.
        HB-SLM80 | 68.00  | 980  | Magnetic spirit level    | 80   | 0.5 mm/m  | rare earth | 2 | Holds on a steel column and leaves both hands free.
        HB-SL120 | 79.00  | 1450 | Spirit level             | 120  | 0.5 mm/m  | none | 3    | Door frames, machine beds, long runs of tray.
        """,
    ),
    Family(
        category="levels",
        vendor="hallberg",
        brand="Hallberg",
        kind="tape-measure",
        title="Tape measure {long}, {blade} mm",
        subtitle="{long} · class {cls}",
        text="Steel tape with a matt nylon coat that outlives paint tenfold. {use}",
        points=(
            "EC class {cls}, marked and traceable",
            "Stands out {stand} m before it bends",
            "Hook plays by its own thickness, so inside equals outside",
        ),
        specs="*length Length: {long}; *class Accuracy: class {cls}; Blade: {blade} mm; Stand-out: {stand} m; Coating: nylon; Brake: thumb lock",
        unit="each",
        origin="DE",
        customs="9017 80 10",
        label="{long}",
        rows="""
        sku      | eur   | g   | long | blade | cls | stand | tone | use
        HB-TM3   | 7.90  | 140 | 3 m  | 16    | II  | 1.6   | 1    | The pocket one.
        HB-TM5   | 12.40 | 290 | 5 m  | 25    | II  | 2.5   | 0    | Two metres and a half across a gap, without a helper.
        HB-TM8   | 17.60 | 430 | 8 m  | 27    | II  | 3.0   | 2    | Written on both sides, for measuring overhead.
        HB-TM10I | 24.80 | 560 | 10 m | 27    | I   | 3.0   | 3    | Class I: half a millimetre better at ten metres.
        """,
    ),
    Family(
        category="testers",
        vendor="dunmore",
        brand="Voltra",
        kind="multimeter",
        title="{name}",
        subtitle="{cat} · {ip}",
        text="{use} True RMS, a backlit display that can be read at arm's length, and leads that stay soft in the cold.",
        points=(
            "True RMS on every range",
            "{cat}, checked to EN 61010",
            "Two-metre drop, back in the bag, on with the job",
        ),
        specs="*category Category: {cat}; *ip Protection: {ip}; DC accuracy: {acc}; *standard Standard: EN 61010; Display: {disp}; Battery: 2 × AA",
        unit="each",
        origin="DE",
        customs="9030 31 00",
        label="{cat}",
        rows="""
        sku      | eur    | g   | name                              | cat           | ip   | acc    | disp         | tone | use
        DM-MM20  | 42.00  | 330 | Digital multimeter, compact       | CAT III 600 V | IP40 | ±0.8 % | 4,000 counts | 0    | For the trolley of an apprentice.
        DM-MM60  | 118.00 | 460 | Digital multimeter, true RMS      | CAT IV 600 V  | IP54 | ±0.3 % | 6,000 counts | 1    | Low-pass filter for drives, microampere range for burners.
        DM-CM40  | 96.00  | 380 | Clamp meter 400 A                 | CAT III 600 V | IP42 | ±1.5 % | 4,000 counts | 2    | Jaws of 30 mm, AC and DC, inrush.
        DM-VT10  | 54.00  | 280 | Two-pole voltage tester           | CAT IV 600 V  | IP64 | indicator     | LED and LCD  | 0    | Shows voltage with a flat battery too.
        DM-IR50  | 72.00  | 210 | Infrared thermometer              | 600 °C        | IP54 | ±1.0 % | LCD          | 3    | Finds the bearing that will fail next.
        DM-IS1K  | 318.00 | 900 | Insulation tester 1,000 V         | CAT IV 600 V  | IP54 | ±3 %   | LCD          | 1    | Measures to 20 GΩ and discharges the cable by itself.
        """,
    ),
    Family(
        category="clearance-tools",
        vendor="hallberg",
        brand="Hallberg",
        kind="toolbox",
        title="{name}",
        subtitle="last pieces · {litres} l",
        text="{use} Last year's colour at this year's clearance price; the warranty is the same.",
        points=(
            "Full warranty, three years",
            "No backorders: when it is gone it is gone",
            "Stacks on the current series",
        ),
        specs="*volume Volume: {litres} l; Load: {load} kg; *material Material: {mat}; Width: {wide} mm; Latches: 2; Reason: change of range",
        unit="each",
        origin="DE",
        customs="4202 12 50",
        label="{mark}",
        rows="""
        sku       | eur   | g    | name                            | litres | load | mat       | wide | mark | tone | use
        HB-BX-M   | 29.00 | 2100 | Stackable case M, old latch     | 18     | 40   | ABS       | 440  | M    | 1    | Fits a drill driver, two packs and the charger.
        HB-BX-L   | 36.00 | 2900 | Stackable case L, old latch     | 28     | 40   | ABS       | 440  | L    | 0    | Takes a 125 mm grinder with its disc on.
        HB-BX-ST  | 48.00 | 5600 | Steel toolbox, five trays       | 32     | 60   | steel     | 530  | 5    | 2    | Cantilever box in the old red.
        HB-BX-OG  | 12.50 | 900  | Organiser case, 14 bins         | 9      | 15   | PP        | 440  | 14   | 3    | Bins lift out, lid holds them down.
        """,
    ),
)
