"""Northforge: fasteners, abrasives, bearings, safety, fluids."""

from marketplace.demo.catalogue.families import Family

FAMILIES = (
    Family(
        category="hex-bolts",
        vendor="castellan",
        brand="Castellan",
        kind="hex-bolts",
        title="Hex bolt {d} × {l}, {grade}",
        subtitle="{std} · box of {n}",
        text="Full-thread hexagon bolt {d} × {l} of strength class {cls}, {finish}, rolled and not cut, so the grain "
        "follows the thread. Head-marked, with a batch number on the box that leads to its test report.",
        points=(
            "Batch number leads to a 3.1 report, at no charge",
            "Tightening torque printed on the lid",
            "Drawings to order: special lengths in ten working days",
        ),
        specs="*standard Standard: {std}; *thread Thread: {d}; *length Length: {l} mm; *strength Strength class: {cls}; "
        "*finish Finish: {finish}; Across flats: {af} mm; Tightening torque: {nm} Nm; Contents: {n} pieces",
        unit="box",
        origin="AT",
        customs="7318 15 88",
        label="{d} × {l}",
        rows="""
        sku         | eur   | g    | d   | l   | grade        | cls  | finish       | std     | af | nm  | n    | tone
        CF-93380-Z  | 24.60 | 4300 | M12 | 80  | 8.8 zinc     | 8.8  | zinc plated  | DIN 933 | 19 | 84  | 50   | 0
        CF-933109-M | 41.50 | 8700 | M12 | 80  | 10.9         | 10.9 | black        | DIN 933 | 19 | 122 | 100  | 2
        > Sold by the hundred for slewing rings and couplings.
        CF-93341-Z  | 9.80  | 1900 | M8  | 40  | 8.8 zinc     | 8.8  | zinc plated  | DIN 933 | 13 | 25  | 100  | 0
        CF-93330-Z  | 7.40  | 800  | M6  | 30  | 8.8 zinc     | 8.8  | zinc plated  | DIN 933 | 10 | 10  | 100  | 0
        CF-93350-Z  | 14.90 | 3100 | M10 | 50  | 8.8 zinc     | 8.8  | zinc plated  | DIN 933 | 17 | 49  | 100  | 0
        CF-93360-A2 | 32.80 | 3300 | M10 | 60  | A2 stainless | A2-70 | stainless A2 | DIN 933 | 17 | 36 | 50   | 4
        > For washdown areas; lightly waxed against galling.
        CF-93116-Z  | 38.20 | 6900 | M16 | 100 | 8.8 zinc     | 8.8  | zinc plated  | DIN 933 | 24 | 206 | 25   | 0
        CF-93120-Z  | 52.60 | 9800 | M20 | 120 | 8.8 zinc     | 8.8  | zinc plated  | DIN 933 | 30 | 415 | 20   | 1
        CF-93124-H  | 88.00 | 14800 | M24 | 140 | 10.9 hot-dip | 10.9 | hot-dip galvanised | EN 14399 | 41 | 970 | 15 | 4
        > Preloadable set for steelwork, with nut and two washers of the same batch.
        """,
    ),
    Family(
        category="socket-screws",
        vendor="castellan",
        brand="Castellan",
        kind="cap-screws",
        title="{name} {d} × {l}, {grade}",
        subtitle="{std} · box of {n}",
        text="{use} Internal hexagon cold-forged to full depth, so the key sits without rocking.",
        points=(
            "Hexagon to full depth",
            "Lubricated in the works for an even clamp load",
            "Mixed pallets without surcharge",
        ),
        specs="*standard Standard: {std}; *thread Thread: {d}; *length Length: {l} mm; *strength Strength class: {grade}; "
        "Drive: hexagon socket {key} mm; Contents: {n} pieces",
        unit="box",
        origin="AT",
        customs="7318 15 62",
        label="{d} × {l}",
        rows="""
        sku         | eur   | g    | name          | d   | l  | grade        | std     | key | n   | tone | use
        CF-91206-20 | 8.90  | 620  | Cap screw     | M6  | 20 | 8.8 zinc     | DIN 912 | 5   | 100 | 0    | The screw that holds most guards on.
        CF-91208-30 | 13.60 | 1500 | Cap screw     | M8  | 30 | 12.9         | DIN 912 | 6   | 100 | 2    | For tooling and couplings.
        CF-91210-40 | 21.40 | 2900 | Cap screw     | M10 | 40 | 12.9         | DIN 912 | 8   | 100 | 2    | Class 12.9, black, for dies and vices.
        CF-91212-60 | 29.80 | 3400 | Cap screw     | M12 | 60 | 8.8 zinc     | DIN 912 | 10  | 50  | 0    | The motor-foot size.
        CF-91216-80 | 46.00 | 4100 | Cap screw     | M16 | 80 | 12.9         | DIN 912 | 14  | 25  | 2    | Gearbox flanges and press frames.
        CF-79908-25 | 12.20 | 900  | Countersunk screw | M8 | 25 | A2 stainless | ISO 10642 | 5 | 100 | 4    | Sits flush in 8 mm plate.
        CF-73806-16 | 10.40 | 540  | Button head screw | M6 | 16 | A2 stainless | ISO 7380 | 4 | 100 | 4    | A head one can brush against.
        """,
    ),
    Family(
        category="nuts-washers",
        vendor="castellan",
        brand="Castellan",
        kind="nuts",
        title="{name} {d}, {grade}",
        subtitle="{std} · box of {n}",
        text="{use} Gauged a hundred per cent for thread, sorted by camera, packed by weight and counted again.",
        points=(
            "Sorted by camera: no foreign parts in an automatic feeder",
            "Same batch number scheme as our bolts",
            "Strong cartons that survive a van",
        ),
        specs="*standard Standard: {std}; *thread Thread: {d}; *strength Strength class: {grade}; *finish Finish: {fin}; "
        "Contents: {n} pieces; Temperature: {temp}",
        unit="box",
        origin="AT",
        customs="7318 16 92",
        label="{d}",
        rows="""
        sku         | eur   | g    | name                | d   | grade      | std      | n    | fin         | temp      | tone | use
        CF-934M8    | 6.20  | 1040 | Hex nut             | M8  | 8 zinc     | DIN 934  | 200  | zinc plated | to 300 °C | 0    | Mates with every 8.8 bolt on this page.
        CF-934M12   | 9.40  | 1700 | Hex nut             | M12 | 8 zinc     | DIN 934  | 100  | zinc plated | to 300 °C | 0    | Chamfered on both faces.
        CF-985M10   | 11.80 | 1150 | Lock nut            | M10 | 8 zinc     | DIN 985  | 100  | zinc plated | to 120 °C | 1    | Nylon ring that holds through five fittings.
        CF-985M16A4 | 38.60 | 1650 | Lock nut            | M16 | A4 stainless | DIN 985 | 50  | stainless A4 | to 120 °C | 4   | For chlorine, salt and sea air.
        CF-125M12   | 5.10  | 640  | Flat washer         | M12 | 200 HV     | DIN 125  | 100  | zinc plated | to 300 °C         | 0    | Two bevels fewer, ten cents less.
        CF-9021M10  | 8.70  | 2100 | Wing washer         | M10 | A2 stainless | DIN 9021 | 100 | stainless A2 | to 300 °C        | 4    | Spreads the load on sheet and plastic.
        CF-25201M12 | 46.90 | 720  | Wedge-lock washer   | M12 | zinc flake | DIN 25201 | 100 | zinc flake  | to 250 °C | 2    | Holds by geometry where vibration beats friction.
        """,
    ),
    Family(
        category="anchors",
        vendor="castellan",
        brand="Castellan",
        kind="anchors",
        title="{name} {d} × {l}",
        subtitle="{eta} · box of {n}",
        text="{use} Setting depth is marked on the shank, and the approval can be read from the code on the lid.",
        points=(
            "European assessment, cracked and uncracked concrete",
            "Setting depth marked on the shank",
            "Free design check by our engineers in Linz",
        ),
        specs="*thread Thread: {d}; *length Length: {l} mm; *approval Approval: {eta}; *material Material: {mat}; "
        "Drill hole: {hole} mm; Load in C20/25: {kn} kN; Contents: {n} pieces",
        unit="box",
        origin="AT",
        customs="7318 15 95",
        label="{d} × {l}",
        rows="""
        sku       | eur    | g    | name                 | d   | l   | eta       | mat         | hole | kn   | n   | tone | use
        CF-WA1095 | 38.40  | 3600 | Wedge anchor         | M10 | 95  | ETA opt. 1 | zinc plated | 10  | 9.0  | 50  | 0    | Through-fixing for rails and machine feet.
        CF-WA1211 | 44.80  | 4300 | Wedge anchor         | M12 | 110 | ETA opt. 1 | zinc plated | 12  | 15.9 | 40  | 0    | The anchor for racking uprights.
        CF-WA16A4 | 126.00 | 4800 | Wedge anchor         | M16 | 145 | ETA opt. 1 | stainless A4 | 16 | 23.8 | 20  | 4    | For outdoor plant and wet cellars.
        CF-CS1010 | 32.60  | 3100 | Concrete screw       | M10 | 100 | ETA opt. 1 | zinc flake  | 8    | 7.6  | 50  | 2    | Drill, drive, done; comes out again.
        CF-TR1213 | 58.20  | 3300 | Threaded rod anchor  | M12 | 130 | ETA bonded | zinc plated | 14   | 20.1 | 20  | 1    | For resin, with a chisel point that stirs it.
        CF-FA0660 | 12.90  | 900  | Frame fixing         | M6  | 60  | ETA 12/0123 | polyamide | 6  | 0.6  | 100 | 3    | For window frames and battens.
        """,
    ),
    Family(
        category="cutting-discs",
        vendor="dunmore",
        brand="Dunmore",
        kind="cutting-discs",
        title="{name} {size} mm, {mat}",
        subtitle="pack of {n}",
        text="{use} Bonded corundum on double glass fibre; cool in the cut, with a burr that a finger takes off.",
        points=(
            "EN 12413, speed ring printed on each disc",
            "Thin enough to save a third of the time",
            "Packed in a tin that keeps the bond dry",
        ),
        specs="*diameter Diameter: {dia} mm; *thickness Thickness: {thick} mm; *material For: {mat}; Bore: {bore} mm; "
        "Max. speed: {rpm} rpm; *standard Standard: EN 12413; Contents: {n} pieces",
        unit="pack",
        origin="NL",
        customs="6804 22 12",
        label="{size} mm · {mat}",
        rows="""
        sku         | eur   | g    | name           | size      | dia | thick | mat      | bore  | rpm    | n  | tone | use
        DM-CD125-10 | 32.50 | 610  | Cutting disc   | 125 × 1.0 | 125 | 1.0   | inox     | 22.23 | 12,200 | 25 | 0    | The millimetre disc for stainless: no iron, no sulphur, no chlorine.
        DM-CD115-10 | 29.80 | 540  | Cutting disc   | 115 × 1.0 | 115 | 1.0   | inox     | 22.23 | 13,300 | 25 | 0    | For the small grinder on the van.
        DM-CD125-16 | 28.40 | 880  | Cutting disc   | 125 × 1.6 | 125 | 1.6   | steel    | 22.23 | 12,200 | 25 | 1    | Takes a sideways knock that a thin one does not.
        DM-CD230-20 | 46.00 | 2900 | Cutting disc   | 230 × 2.0 | 230 | 2.0   | steel    | 22.23 | 6,600  | 10 | 2    | Sections, rebar, rail: stays straight to the last third.
        DM-CD125-ST | 24.90 | 790  | Cutting disc   | 125 × 2.5 | 125 | 2.5   | stone    | 22.23 | 12,200 | 25 | 4    | Silicon carbide for kerbs and clay pipe.
        DM-CD125-AL | 38.60 | 620  | Cutting disc   | 125 × 1.0 | 125 | 1.0   | aluminium | 22.23 | 12,200 | 25 | 3   | Filled so that it does not load.
        DM-GD125-60 | 26.80 | 1900 | Grinding disc  | 125 × 6.0 | 125 | 6.0   | steel    | 22.23 | 12,200 | 10 | 5    | Roughs a weld down in two passes.
        DM-CD300-DI | 118.00 | 1300 | Diamond disc  | 300 × 3.0 | 300 | 3.0   | concrete | 25.4  | 5,100  | 1  | 3    | Laser-welded segments, for the table saw and the cut-off machine.
        """,
    ),
    Family(
        category="flap-discs",
        vendor="dunmore",
        brand="Dunmore",
        kind="flap-discs",
        title="{name} {dia} mm, P{grit}",
        subtitle="P{grit} · {grain}",
        text="{use} Flaps overlap at twelve degrees and wear down evenly, with fresh grain until the plate shows.",
        points=(
            "Grinds and finishes in one step",
            "Flaps wear evenly to the plate",
            "Quieter than a grinding disc by 4 dB",
        ),
        specs="*diameter Diameter: {dia} mm; *grit Grit: P{grit}; *material Grain: {grain}; Shape: {shape}; Max. speed: 12,200 rpm; "
        "*standard Standard: EN 13743; Contents: {n} pieces",
        unit="pack",
        origin="NL",
        customs="6805 30 00",
        label="{dia} · P{grit} · {grain}",
        options=(("Pack", "10 discs=, 50 discs=50@4.6"),),
        rows="""
        sku         | eur   | g   | name           | dia | grit | grain    | shape   | n  | tone | use
        DM-FD125-40 | 31.20 | 980 | Flap disc      | 125 | 40   | zirconia | conical | 10 | 0    | For weld seams and scale.
        DM-FD125-60 | 31.20 | 960 | Flap disc      | 125 | 60   | zirconia | conical | 10 | 1    | The grit most people end up with.
        DM-FD125-80 | 31.20 | 940 | Flap disc      | 125 | 80   | zirconia | flat    | 10 | 3    | Leaves a face that can be painted.
        DM-FC125-60 | 46.80 | 990 | Ceramic flap disc | 125 | 60 | ceramic | conical | 10 | 4    | Twice the stock off stainless, at half the heat.
        DM-FF125-M  | 58.00 | 720 | Fleece disc    | 125 | 180  | fleece   | flat    | 10 | 2    | Takes off tarnish without taking off metal.
        DM-FD115-60 | 28.40 | 810 | Flap disc      | 115 | 60   | zirconia | conical | 10 | 5    | For the small grinder.
        """,
    ),
    Family(
        category="abrasive-rolls",
        vendor="dunmore",
        brand="Dunmore",
        kind="abrasive-roll",
        title="{name} {wide} mm × {long} m, P{grit}",
        subtitle="P{grit} · {wide} mm × {long} m",
        text="{use} Tears straight by hand at any length, and can be folded to an edge without shedding.",
        points=(
            "Tears straight by hand",
            "Grit printed every ten centimetres",
            "Resin over resin: does not fear coolant",
        ),
        specs="*grit Grit: P{grit}; *width Width: {wide} mm; Length: {long} m; *material Grain: {grain}; Backing: {back}; *standard Standard: FEPA P",
        unit="each",
        origin="NL",
        customs="6805 10 00",
        label="P{grit}",
        rows="""
        sku        | eur   | g    | name            | wide | long | grit | grain    | back        | tone | use
        DM-AR50-80 | 14.60 | 620  | Emery cloth roll | 50  | 25   | 80   | corundum | J cotton    | 0    | The roll on the bench, for shafts and burrs.
        DM-AR50-120 | 14.60 | 600 | Emery cloth roll | 50  | 25   | 120  | corundum | J cotton    | 1    | Before assembly, after the file.
        DM-AR50-240 | 14.90 | 560 | Emery cloth roll | 50  | 25   | 240  | corundum | J cotton    | 2    | For seats and seal faces.
        DM-AR115-40 | 26.40 | 1500 | Abrasive paper roll | 115 | 50 | 40  | corundum | E paper     | 0    | Floors, primer, old paint.
        DM-AR100-F | 32.80 | 900  | Fleece roll      | 100  | 10   | 280  | corundum | fleece      | 2    | Cut it to length for the last pass on stainless.
        """,
    ),
    Family(
        category="ball-bearings",
        vendor="dunmore",
        brand="Dunmore",
        kind="ball-bearing",
        title="{name} {no}",
        subtitle="{d} × {D} × {b} mm",
        text="{use} Vacuum-degassed bearing steel, polished races, greased in the works for the life of the bearing "
        "where it is closed.",
        points=(
            "Noise class V3, every bearing measured",
            "Greased for life where it is sealed, −30 to 120 °C",
            "Dimensions and clearance lasered on the ring, so the next one is easy to find",
        ),
        specs="*bore Bore: {d} mm; *outside Outside: {D} mm; *width Width: {b} mm; *seal Seal: {seal}; Clearance: {cl}; "
        "Dynamic load: {kn} kN; Limiting speed: {rpm} rpm; *standard Standard: {std}",
        unit="each",
        origin="SK",
        customs="8482 10 90",
        label="{d} × {D} × {b}",
        rows="""
        sku           | eur   | g    | name                  | no        | d  | D   | b  | seal     | cl | kn   | rpm    | std     | tone | use
        DM-6205-2RS   | 6.85  | 130  | Deep groove bearing   | 6205-2RS  | 25 | 52  | 15 | 2 rubber | CN | 14.0 | 13,000 | DIN 625 | 0    | The bearing in every second electric motor.
        DM-6204-2RS   | 5.60  | 110  | Deep groove bearing   | 6204-2RS  | 20 | 47  | 14 | 2 rubber | CN | 12.7 | 15,000 | DIN 625 | 0    | Fans, pumps, idlers.
        DM-6203-ZZ    | 4.40  | 66   | Deep groove bearing   | 6203-2Z   | 17 | 40  | 12 | 2 steel  | CN | 9.6  | 19,000 | DIN 625 | 2    | Steel shields for speed, where it is dry.
        DM-6206-2RS   | 8.90  | 200  | Deep groove bearing   | 6206-2RS  | 30 | 62  | 16 | 2 rubber | C3 | 19.5 | 11,000 | DIN 625 | 1    | With C3 clearance for warm housings.
        DM-6308-C3    | 24.60 | 630  | Deep groove bearing   | 6308 C3   | 40 | 90  | 23 | open     | C3 | 42.3 | 8,500  | DIN 625 | 0    | Open, for oil lubrication.
        DM-6310-2RS   | 42.80 | 1080 | Deep groove bearing   | 6310-2RS  | 50 | 110 | 27 | 2 rubber | CN | 61.8 | 4,300  | DIN 625 | 0    | For conveyor drums and saw shafts.
        DM-6000-2RS   | 2.95  | 19   | Deep groove bearing   | 6000-2RS  | 10 | 26  | 8  | 2 rubber | CN | 4.6  | 30,000 | DIN 625 | 1    | Small, cheap and never in the drawer when wanted.
        DM-7206-B     | 21.90 | 190  | Angular contact bearing | 7206 B  | 30 | 62  | 16 | open     | CN | 22.5 | 12,000 | DIN 628 | 0    | Takes thrust one way; fit two, back to back.
        DM-3205-2RS   | 32.40 | 180  | Double row bearing    | 3205-2RS  | 25 | 52  | 20 | 2 rubber | CN | 21.6 | 8,500  | DIN 628 | 2    | Thrust both ways in one ring.
        DM-22208      | 68.00 | 520  | Spherical roller bearing | 22208 E | 40 | 80 | 23 | open     | CN | 96.5 | 8,000  | DIN 635 | 0    | Forgives a bent shaft by a degree and a half.
        DM-51105      | 9.20  | 58   | Thrust bearing        | 51105     | 25 | 42  | 11 | open     | -  | 18.2 | 7,500  | DIN 711 | 0    | For spindles, hooks and jacks.
        DM-UCP205     | 18.70 | 780  | Pillow block unit     | UCP 205   | 25 | 140 | 38 | triple lip | CN | 14.0 | 7,000 | ISO 3228 | 1  | Bolt it down, grease it, forget it.
        """,
    ),
    Family(
        category="belts",
        vendor="dunmore",
        brand="Dunmore",
        kind="v-belt",
        title="{name} {no}",
        subtitle="{prof} · {len} mm",
        text="{use} Matched sets come from one sleeve, so that five belts pull like one.",
        points=("Measured under tension, set tolerance L = L", "Runs from −30 to 100 °C", "Antistatic to ISO 1813"),
        specs="*profile Profile: {prof}; *length Length: {len} mm; Top width: {wide} mm; *material Construction: {mat}; "
        "*standard Standard: {std}; Temperature: −30 to 100 °C",
        unit="each",
        origin="IT",
        customs="4010 32 00",
        label="{no}",
        rows="""
        sku          | eur   | g   | name            | no          | prof | len   | wide | mat       | std       | tone | use
        DM-SPZ1000   | 6.40  | 90  | Narrow V-belt   | SPZ 1000    | SPZ  | 1,000 | 9.7  | wrapped   | DIN 7753  | 0    | Fans and small compressors.
        DM-SPA1250   | 8.90  | 160 | Narrow V-belt   | SPA 1250    | SPA  | 1,250 | 12.7 | wrapped   | DIN 7753  | 1    | The compressor belt.
        DM-SPB2000   | 17.80 | 390 | Narrow V-belt   | SPB 2000    | SPB  | 2,000 | 16.3 | wrapped   | DIN 7753  | 2    | Crushers, mills, big blowers.
        DM-XPZ900    | 9.60  | 80  | Cogged V-belt   | XPZ 900     | XPZ  | 900   | 9.7  | raw edge, cogged | DIN 7753 | 5 | Small pulleys and high speed.
        DM-XPA1400   | 13.20 | 170 | Cogged V-belt   | XPA 1400    | XPA  | 1,400 | 12.7 | raw edge, cogged | DIN 7753 | 0 | Runs cooler by ten degrees.
        DM-A38       | 5.20  | 110 | Classic V-belt  | A 38        | A    | 965   | 13.0 | wrapped   | DIN 2215  | 4    | For the old lathe.
        DM-T5-500    | 11.40 | 60  | Timing belt     | T5 500      | T5   | 500   | 16.0 | polyurethane | DIN 7721 | 5  | Steel cords, no slip, no stretch.
        DM-HTD8-1200 | 38.60 | 310 | Timing belt     | HTD 8M-1200 | 8M   | 1,200 | 30.0 | rubber    | ISO 13050 | 3    | Round tooth for high torque at low speed.
        """,
    ),
    Family(
        category="head-face",
        vendor="rivet",
        brand="Rivet",
        kind="safety-helmet",
        title="{name}",
        subtitle="{std}",
        text="{use} Six-point cradle, ratchet at the nape, sweatband that buttons out and goes in the wash.",
        points=(
            "Ratchet works with gloves on",
            "Six-point textile cradle, 52–63 cm",
            "Ten-year shell if kept out of the sun, printed date wheel",
        ),
        specs="*standard Standard: {std}; *colour Colour: {col}; *material Shell: {mat}; Size: 52–63 cm; Ventilation: {vent}; Weight: {g} g; *certified Chin strap: {chin}",
        unit="each",
        origin="DE",
        customs="6506 10 10",
        rows="""
        sku       | eur   | g   | name                              | std      | col    | mat  | vent | chin     | tone | use
        RS-HV2-Y  | 18.90 | 380 | Safety helmet, vented, ratchet    | EN 397   | yellow | HDPE | yes  | optional | 0    | The yellow one, on four thousand heads already.
        RS-SH2-W  | 23.90 | 395 | Safety helmet, vented, white      | EN 397   | white  | ABS  | yes  | included | 1    | For visitors and foremen.
        RS-SH2-B  | 23.90 | 395 | Safety helmet, vented, blue       | EN 397   | blue   | ABS  | yes  | included | 2    | Slots for ear defenders and a lamp.
        RS-HE1-R  | 27.50 | 410 | Electrician's helmet, closed      | EN 50365 | red    | ABS  | no   | included | 3    | Closed shell, tested at 1,000 V.
        RS-CL3-O  | 64.00 | 430 | Climbing helmet, chin strap       | EN 12492 | orange | ABS  | yes  | fixed    | 5    | For towers and rope access.
        RS-BC1-G  | 14.20 | 190 | Forestry helmet, green            | EN 397   | green  | HDPE | yes  | included | 4    | Takes a mesh visor and cups.
        """,
    ),
    Family(
        category="head-face",
        vendor="rivet",
        brand="Rivet",
        kind="safety-goggles",
        title="{name}",
        subtitle="{std} · {lens}",
        text="{use} Lens coated inside against fog and outside against scratches, and both outlive the box they come in.",
        points=("Fog-free for 40 minutes at 98 % humidity", "Fits over most spectacles", "Lens changed without a tool"),
        specs="*standard Standard: {std}; *lens Lens: {lens}; Impact: {imp}; *material Frame: {mat}; UV: 100 % to 400 nm; Weight: {g} g",
        unit="each",
        origin="DE",
        customs="9004 90 10",
        label="{std}",
        rows="""
        sku      | eur   | g   | name                         | std      | lens   | imp       | mat      | tone | use
        RS-GG10  | 9.80  | 95  | Safety goggles, clear        | EN 166   | clear  | B 120 m/s | PVC      | 0    | Wide view, indirect vents, soft rim.
        RS-GG20  | 14.60 | 110 | Chemical goggles, sealed     | EN 166   | clear  | B 120 m/s | silicone | 1    | No vents at all, for drums and dosing.
        RS-GG30  | 12.40 | 98  | Safety goggles, amber        | EN 170   | amber  | B 120 m/s | PVC      | 3    | Lifts contrast in dusk and fog.
        RS-GW50  | 22.80 | 160 | Welding goggles, shade 5     | EN 169   | shade 5 | B 120 m/s | PVC     | 4    | For brazing and flame cutting.
        """,
    ),
    Family(
        category="hearing",
        vendor="rivet",
        brand="Rivet",
        kind="ear-defenders",
        title="{name} SNR {snr} dB",
        subtitle="{std}",
        text="{use} Cushions and foams click out for washing and are kept as spares for ten years.",
        points=(
            "SNR {snr} dB, measured to {std}",
            "Steel arch, spring force that does not fade",
            "Hygiene sets always in stock",
        ),
        specs="*standard Standard: {std}; *snr SNR: {snr} dB; H / M / L: {hml}; *band Fit: {fit}; Weight: {g} g; Colour: {col}",
        unit="each",
        origin="DE",
        customs="3926 90 97",
        label="{snr}",
        rows="""
        sku      | eur    | g   | name                       | snr | std      | hml          | fit         | col    | tone | use
        RS-ED33  | 21.40  | 260 | Ear defenders              | 33  | EN 352-1 | 35 / 30 / 23 | headband    | yellow  | 0    | For saws, presses and the compressor room.
        RS-ED28  | 16.80  | 210 | Ear defenders, slim        | 28  | EN 352-1 | 32 / 25 / 16 | headband    | white   | 1    | Low cups that stay under a hood.
        RS-ED31  | 18.75  | 240 | Ear defenders              | 31  | EN 352-1 | 34 / 28 / 20 | foldable    | red     | 3    | Folds into its own cups.
        RS-EH30  | 24.90  | 250 | Helmet ear defenders       | 30  | EN 352-3 | 33 / 28 / 20 | helmet      | orange  | 5    | Clicks into the 30 mm slot.
        RS-EB29  | 98.00  | 390 | Bluetooth ear defenders    | 29  | EN 352-8 | 33 / 26 / 18 | headband    | blue    | 2    | Talks, listens, keeps the machine out.
        """,
    ),
    Family(
        category="hands",
        vendor="rivet",
        brand="Rivet",
        kind="work-gloves",
        title="{name}",
        subtitle="{std} · {level}",
        text="{use} Knitted without seams, so nothing rubs at the fingertip; a colour at the cuff tells the size.",
        points=(
            "Level {level} to {std}",
            "Cuff colour tells the size from across the room",
            "Washed at 40 °C, five times without losing its level",
        ),
        specs="*standard Standard: {std}; *level Level: {level}; *material Coating: {coat}; Liner: {liner}; Length: 24 cm; Contact heat: {heat}",
        unit="pack",
        origin="LK",
        customs="6116 10 20",
        options=(("Size", "8, 9=, 10, 11@1.04"),),
        rows="""
        sku      | eur   | g   | name                              | std    | level | coat          | liner     | heat   | tone | use
        RS-GL10  | 26.40 | 420 | Assembly gloves, PU, 12 pairs     | EN 388 | 3131X | polyurethane  | nylon     | not rated     | 0    | Fine enough to pick up a washer.
        RS-GL30  | 38.90 | 460 | Grip gloves, nitrile foam, 12 pairs | EN 388 | 4131X | nitrile foam | nylon     | 100 °C | 2   | Oily sheet, wet tubes, cold mornings.
        RS-GC50  | 74.00 | 520 | Cut gloves level D, 12 pairs      | EN 388 | 4X43D | nitrile foam  | HPPE, glass | 100 °C | 5 | For glaziers, sheet metal and knives.
        RS-GD20  | 42.60 | 900 | Driver gloves, hide, 12 pairs     | EN 388 | 2122X | cow grain     | unlined   | 100 °C | 3    | Softens with wear.
        """,
    ),
    Family(
        category="hands",
        vendor="rivet",
        brand="Rivet",
        kind="respirator",
        title="{name}, box of {n}",
        subtitle="{std} · {cls}",
        text="{use} The seal is soft foam under the nose clip, and the straps stand away from the ears.",
        points=(
            "{cls}, checked by a notified body each year",
            "Valve opens early, so glasses stay clear",
            "Flat-packed, five years on the shelf",
        ),
        specs="*standard Standard: {std}; *class Class: {cls}; *valve Valve: {valve}; Contents: {n} pieces; Shelf life: 5 years; Latex: none",
        unit="box",
        origin="PL",
        customs="6307 90 93",
        label="{cls}",
        rows="""
        sku      | kind | eur   | g   | name                        | std    | cls       | valve | n  | tone | use
        RS-FM2   |  | 16.80 | 180 | Dust mask FFP2              | EN 149 | FFP2 NR D | no    | 20 | 0    | For sweeping, sanding and silo work.
        RS-FM2V  | valve-respirator | 24.60 | 240 | Dust mask FFP2, valve       | EN 149 | FFP2 NR D | yes   | 15 | 1    | Cooler under a welding shield.
        RS-FM3V  | valve-respirator | 36.90 | 260 | Dust mask FFP3, valve       | EN 149 | FFP3 NR D | yes   | 10 | 2    | For quartz, hardwood and mould.
        """,
    ),
    Family(
        category="feet-workwear",
        vendor="rivet",
        brand="Rivet",
        kind="work-boots",
        title="{name}",
        subtitle="{std} · {cls}",
        text="{use} Composite cap and textile plate: nothing to set off a gate, nothing cold against the toes.",
        points=(
            "Sole holds on oil and steel, SRC",
            "Wide last, half a size of room for socks",
            "Fitted on site from 20 pairs",
        ),
        specs="*standard Standard: {std}; *class Class: {cls}; *material Upper: {mat}; Cap: composite; Sole: PU/TPU, 120 °C; Closing: {close}; Weight of a pair: {g} g",
        unit="each",
        origin="IT",
        customs="6403 40 00",
        label="{cls}",
        options=(("Size", "41, 42, 43=, 44, 45, 46@1.03"),),
        rows="""
        sku      | eur    | g    | name                         | std          | cls | mat       | close | tone | use
        RS-BT20  | 84.00  | 1240 | Safety boots S3, ankle       | EN ISO 20345 | S3  | nubuck    | laces | 3    | The plant boot: dry in the wash bay, light on the stairs.
        RS-BT40  | 112.00 | 1480 | Safety boots S3, high        | EN ISO 20345 | S3  | full grain | laces | 0   | High shaft, scuff cap, for site and quarry.
        RS-BS10  | 68.00  | 1080 | Safety shoes S1P, low        | EN ISO 20345 | S1P | suede     | laces | 1    | Vented, for halls and warehouses.
        RS-BW60  | 138.00 | 1620 | Welder's boots S3, buckle    | EN ISO 20349 | S3  | full grain | buckle | 2  | Off in one move when a spark gets in.
        """,
    ),
    Family(
        category="feet-workwear",
        vendor="rivet",
        brand="Rivet",
        kind="hi-vis-vest",
        title="{name}",
        subtitle="{std} · class {cls}",
        text="{use} Reflective tape sewn on both edges, fabric that breathes, a pocket for the radio.",
        points=(
            "Class {cls} to {std}, 25 washes guaranteed",
            "Radio loop and pass window",
            "Your name on the back from 10 pieces",
        ),
        specs="*standard Standard: {std}; *class Class: {cls}; *colour Colour: {col}; *material Fabric: {mat}; Wash: 40 °C, 25 times; Closing: {zip}",
        unit="each",
        origin="BD",
        customs="6211 43 90",
        label="L",
        options=(("Size", "M, L=, XL, 3XL@1.08"),),
        rows="""
        sku      | eur   | g   | name                           | std          | cls | col    | mat       | zip | tone | use
        RS-HI2-Y | 8.60  | 180 | Hi-vis vest, yellow            | EN ISO 20471 | 2   | yellow | polyester | zip | 0    | For yards, visitors and the car.
        RS-HI2-O | 8.60  | 180 | Hi-vis vest, orange            | EN ISO 20471 | 2   | orange | polyester | zip | 1    | The railway colour.
        RS-HI3-M | 19.80 | 260 | Hi-vis vest, mesh, five pockets | EN ISO 20471 | 2  | yellow | mesh      | zip | 3    | Air through the back, pens in the front.
        """,
    ),
    Family(
        category="sprays",
        vendor="dunmore",
        brand="Forge",
        kind="penetrating-oil",
        title="{name} {vol}",
        subtitle="{cert}",
        text="{use} Works at every angle, and the straw is hinged to the cap, where it cannot be lost.",
        points=("Sprays upside down", "Straw fixed to the cap", "{cert}; data sheet in 14 languages"),
        specs="*volume Volume: {vol}; *certificate Certificate: {cert}; Base: {base}; Temperature: {temp}; Density: 0.81 g/ml; Hazard: H222, H229; Shelf life: 36 months",
        unit="can",
        origin="NL",
        customs="3403 19 80",
        label="{mark}",
        rows="""
        sku       | eur   | g   | name                    | vol    | cert    | base            | temp          | mark             | tone | use
        DM-PO400  | 9.20  | 420 | Penetrating oil         | 400 ml | NSF H2  | mineral, MoS₂   | −40 to 150 °C | FORGE FREE 400   | 0    | Creeps into a seized thread while the kettle boils.
        DM-CF400  | 7.20  | 430 | Cutting fluid           | 400 ml | NSF H2  | vegetable ester | to 180 °C     | FORGE CUT 400    | 2    | For taps, reamers and hole saws.
        DM-SL400  | 11.60 | 400 | Silicone spray          | 400 ml | NSF H1  | silicone        | −50 to 250 °C | FORGE GLIDE 400  | 4    | Guides, seals, packaging lines.
        DM-CZ400  | 12.80 | 480 | Zinc spray              | 400 ml | ISO 3549 | zinc, acrylic  | to 300 °C     | FORGE ZINC 400   | 5    | Touches up what the grinder took off.
        DM-BC500  | 6.40  | 460 | Brake cleaner           | 500 ml | VOC     | naphtha         | -             | FORGE CLEAN 500  | 1    | Leaves nothing behind, not even itself.
        DM-CS400  | 14.90 | 440 | Chain spray             | 400 ml | NSF H2  | synthetic       | −30 to 200 °C | FORGE CHAIN 400  | 3    | Clings at 12 m/s.
        DM-RP500  | 13.40 | 520 | Rust converter          | 500 ml | VOC     | epoxy           | to 150 °C     | FORGE STOP 500   | 2    | Turns what the wire brush leaves into a primer.
        """,
    ),
    Family(
        category="lubricants",
        vendor="dunmore",
        brand="Forge",
        kind="jerrycan",
        title="{name} {grade}, {vol}",
        subtitle="{spec} · {vol}",
        text="{use} Filled in Venlo under filter, with the batch on the neck and the sheet on the web.",
        points=("Filtered to 10 µm when filled", "Spout inside the cap", "Used oil taken back with the next delivery"),
        specs="*volume Volume: {vol}; *viscosity Viscosity: {grade}; *specification Specification: {spec}; Pour point: {pour}; Flash point: {flash}; Base: {base}",
        unit="each",
        origin="NL",
        customs="2710 19 83",
        label="{grade}",
        rows="""
        sku       | eur    | g     | name               | grade      | vol  | spec        | pour   | flash  | base      | tone | use
        DM-HO46-5 | 28.40  | 4500  | Hydraulic oil      | ISO VG 46  | 5 l  | DIN 51524-2 | −27 °C | 220 °C | mineral   | 0    | The top-up can next to the press.
        DM-HO32-20 | 92.00 | 17800 | Hydraulic oil      | ISO VG 32  | 20 l | DIN 51524-2 | −30 °C | 210 °C | mineral   | 2    | For cold halls and mobile plant.
        DM-GO220-5 | 38.60 | 4500  | Gear oil           | ISO VG 220 | 5 l  | DIN 51517-3 | −21 °C | 230 °C | mineral   | 1    | For worm and helical gearboxes.
        DM-CO46-5 | 46.80  | 4500  | Compressor oil     | ISO VG 46  | 5 l  | DIN 51506   | −36 °C | 240 °C | synthetic | 3    | Eight thousand hours in a screw compressor.
        DM-KS10-10 | 54.00 | 10200 | Coolant concentrate | 8 % mix   | 10 l | TRGS 611    | −2 °C | none      | ester     | 5    | Free of boron and formaldehyde; smells of little.
        DM-CH68-5 | 33.20  | 4500  | Chain oil          | ISO VG 68  | 5 l  | DIN 51524-2 | −15 °C | 200 °C | vegetable | 4    | Breaks down in the soil within a month.
        """,
    ),
    Family(
        category="clearance-parts",
        vendor="castellan",
        brand="Castellan",
        kind="carton",
        title="{name}",
        subtitle="{n} pieces · remaining stock",
        text="{use} Surplus of a cancelled project, in the works carton, with its batch number and report.",
        points=("At cost while it lasts", "Full batch papers", "Not returnable"),
        specs="*contents Contents: {n} pieces; *standard Standard: {std}; *material Material: {mat}; Carton: {box}; Reason: cancelled project; Returns: none",
        unit="case",
        origin="AT",
        customs="7318 15 95",
        label="{n} pcs",
        rows="""
        sku       | eur    | g     | name                               | n    | std      | mat         | box          | tone | use
        CF-XA500  | 39.00  | 9200  | Assorted hex bolts M8–M12          | 500  | DIN 933  | 8.8 zinc    | 300 × 200    | 0    | Five lengths, sorted in bags.
        CF-XR250  | 22.00  | 3100  | Blind rivets 4.8 × 12, aluminium   | 250  | DIN 7337 | alu / steel | 200 × 150    | 1    | With steel mandrel.
        CF-XS1000 | 31.00  | 4800  | Self-drilling screws 4.8 × 25      | 1000 | DIN 7504 | zinc        | 300 × 200    | 4    | For sheet up to 4 mm.
        CF-XC100  | 18.50  | 2600  | Cable clamps, 16 mm                | 100  | DIN 72571 | zinc, EPDM | 200 × 150    | 2    | Rubber-lined.
        """,
    ),
)
