"""Pipettes, tips, tubes, plates, gloves: what a laboratory uses up."""

from marketplace.demo.pictures.laboratory import MARKS, ULTRA
from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import (
    GLASS,
    STEEL,
    Picture,
    Stops,
    darker,
    flat_body,
    ink_on,
    lighter,
    liquid,
    round_body,
)

FLUIDS = (ULTRA, "#0a8f88", "#e9a92a", "#d8483a", "#7a44c9", "#3f9a4a", "#1f7fb8")
NITRILE = (
    ("#4a5ee8", ULTRA),
    ("#2b2f38", "#33425e"),
    ("#8a62d8", "#5a35b0"),
    ("#2fa08f", "#0a746f"),
    ("#e6e0d2", "#c9a06a"),
)
WHITE: Stops = ((0, "#aab4c5"), (0.3, "#ffffff"), (1, "#9aa5b8"))


def micropipette(p: Picture, v: Look) -> None:
    _pipette(p, v, many=False)


def multichannel_pipette(p: Picture, v: Look) -> None:
    _pipette(p, v, many=True)


def _pipette(p: Picture, v: Look, *, many: bool) -> None:
    p.group(f"rotate({24 + 2 * v.turn:.1f} 400 400)")
    p.ell(470, 420, 40, 330, "#22304a", opacity=0.28, filter="url(#soft)")
    p.rect(378, 60, 44, 62, p.lin(round_body(v.tone)), 12).rect(390, 116, 20, 40, p.lin(STEEL))
    p.path(
        "M336 160Q336 144 354 144H446Q464 144 464 160L452 420Q450 440 434 446H366Q350 440 348 420Z",
        p.lin(((0, "#c3ccd9"), (0.2, "#ffffff"), (0.6, "#eef1f6"), (1, "#a3aec0"))),
    )
    p.path("M336 172H300Q276 172 280 196Q288 236 340 236Z", p.lin(flat_body("#e7ebf2"), 60))
    p.rect(382, 216, 38, 108, "#10162a", 6)
    for i, d in enumerate(f"{int(v.figure(len(v.figures) - 1, 250)):03d}"[:3]):
        p.word(401, 248 + i * 33, d, 27, "#dbe2ff")
    p.rect(348, 350, 106, 12, p.lin(round_body(v.tone))).word(400, 398, v.label, 17, "#33425e", 92)
    cone = 90 + 60 * v.a
    p.path(f"M366 446H434L{414 + 6 * v.b:.0f} {446 + cone}H{386 - 6 * v.b:.0f}Z", p.lin(WHITE))
    tip = 446 + cone
    if many:
        p.rect(300, tip, 200, 46, p.lin(round_body("#e7ebf2"), 90), 8)
        for i in range(8):
            x = 312 + i * 25
            p.path(f"M{x - 8} {tip + 46}h16l-5 90h-6z", p.lin(WHITE))
        p.rect(300, tip + 10, 200, 8, v.tone).end()
        return
    p.path(
        f"M382 {tip}H418L404 {tip + 170}H396Z",
        p.lin(((0, "#ffffffdd"), (0.5, "#b9c8ff88"), (1, "#ffffffcc"))),
        stroke="#fff",
        stroke_width=2,
    )
    p.path(f"M390 {tip + 96}H410L404 {tip + 168}H396Z", lighter(v.tone, 0.1), opacity=0.85).end()


def tip_rack(p: Picture, v: Look) -> None:
    p.shadow(410, 640, 260, 24)
    p.path("M130 400H610V610Q610 636 584 636H156Q130 636 130 610Z", p.lin(flat_body(v.tone), 30))
    p.path("M610 400L690 320V540Q690 560 676 574L610 632Z", darker(v.tone, 0.4)).path(
        "M130 400L210 320H690L610 400Z", "#f4f6fa"
    )
    c = v.trim
    for row in range(4):
        for col in range(9):
            x, y = 226 - row * 22 + col * 51, 330 + row * 19
            p.ell(x, y, 17, 7, darker(c, 0.25)).ell(x, y - 4, 15, 6, lighter(c, 0.3)).ell(
                x, y - 4, 8, 3, darker(c, 0.6)
            )
    if v.count % 2:
        p.path(
            "M210 316L236 130Q238 118 252 118H716Q730 118 728 132L694 316Z",
            p.lin(((0, "#ffffffaa"), (0.5, "#dbe7f544"), (1, "#ffffff88")), 30),
            stroke="#fff",
            stroke_width=3,
        )
    p.rect(170, 452, 400, 110, "#fff", 8, opacity=0.92)
    p.word(370, 522, v.label or "1 000 µl", 48, darker(v.tone, 0.3), 360)
    p.line("M150 414H590", "#fff", 5, opacity=0.5)


def test_tubes(p: Picture, v: Look) -> None:
    count = 4 + v.count
    gap = 516 / count
    wide = min(34.0, gap * 0.36)
    p.shadow(400, 668, 270, 24)
    p.rect(128, 330, 544, 40, p.lin(flat_body("#c9d2e2"), 90), 8, opacity=0.95)
    for i in range(count):
        x = 142 + gap * (i + 0.5)
        level = 400 + (i * 67 + int(v.a * 90)) % 110
        c = FLUIDS[(i + int(v.b * 7)) % 7] if v.c > 0.4 else v.tone
        p.path(
            f"M{x - wide:.0f} 190V590A{wide:.0f} {wide:.0f} 0 0 0 {x + wide:.0f} 590V190Z",
            p.lin(GLASS),
            stroke="#fff",
            stroke_width=2.5,
        )
        p.path(
            f"M{x - wide + 2:.0f} {level}V590A{wide - 2:.0f} {wide - 2:.0f} 0 0 0 {x + wide - 2:.0f} 590V{level}Z",
            p.lin(liquid(c)),
            opacity=0.92,
        )
        p.ell(x, level, wide - 2, 6, lighter(c, 0.45))
        p.rect(x - wide - 6, 172, 2 * wide + 12, 40, p.lin(round_body(v.tone if i % 2 == 0 else "#f4f6fa")), 7)
        p.rect(x - wide * 0.62, 226, 8, 330, "#fff", 4, opacity=0.7)
    p.rect(128, 340, 544, 34, p.lin(((0, "#ffffffcc"), (0.5, "#dfe6f5aa"), (1, "#a9b6d0cc")), 90), 6)
    p.rect(118, 600, 564, 68, p.lin(((0, "#ffffff"), (0.5, "#dfe5ef"), (1, "#9aa6bb")), 90), 12)
    for x in (128, 650):
        p.rect(x, 336, 22, 270, p.lin(((0, "#ffffff"), (0.5, "#d5dce8"), (1, "#9aa6bb"))), 4)
    p.word(400, 646, v.label, 30, "#33425e", 480)


def _colonies(p: Picture, v: Look, rx: float) -> None:
    for i in range(5 + v.count * 2):
        dx, dy = (
            ((i * 137 + int(v.a * 100)) % 280 - 140) / 160 * (rx * 0.72),
            ((i * 71 + int(v.b * 100)) % 100 - 50) / 50 * rx * 0.2,
        )
        c, r = FLUIDS[(i + int(v.c * 7)) % 7], 7 + (i * 5) % 18
        p.ell(380 + dx, 498 + dy, r * 1.3, r * 0.62, p.rad(((0, lighter(c, 0.6)), (0.5, c), (1, darker(c, 0.2)))))


def petri_dish(p: Picture, v: Look) -> None:
    rx = 200 + 60 * v.a
    deep = 40 + 24 * v.b
    agar = ("#e9b64a", "#c9344a", "#7fae6a", "#d9cba8")[v.count]
    p.shadow(390, 560, rx, 30)
    p.path(
        f"M{380 - rx:.0f} 470v{deep}C{380 - rx:.0f} 590 {250 if rx > 220 else 280} 622 380 622S{380 + rx:.0f} 590 {380 + rx:.0f} "
        f"{470 + deep:.0f}V470Z",
        p.lin(GLASS),
        stroke="#fff",
        stroke_width=3,
    )
    p.ell(380, 506, rx - 8, rx * 0.35, darker(agar, 0.1), opacity=0.6)
    p.ell(
        380,
        498,
        rx - 8,
        rx * 0.34,
        p.rad(((0, lighter(agar, 0.7)), (0.7, lighter(agar, 0.25)), (1, agar))),
        opacity=0.95,
    )
    _colonies(p, v, rx)
    p.ell(380, 470, rx, rx * 0.35, stroke="#fff", stroke_width=5)
    p.group("translate(60 -150) rotate(-9 400 400)")
    p.ell(
        420,
        420,
        rx + 8,
        rx * 0.35,
        p.lin(((0, "#ffffffbb"), (0.5, "#dbe7f555"), (1, "#ffffff99")), 20),
        stroke="#fff",
        stroke_width=4,
    )
    p.path(
        f"M{412 - rx:.0f} 420v24c0 50 {rx * 0.45:.0f} 92 {rx + 8:.0f} 92s{rx + 8:.0f} -42 {rx + 8:.0f} -92v-24",
        stroke="#fff",
        stroke_width=4,
        opacity=0.9,
    )
    p.path("M230 400C290 356 420 346 500 352C400 366 310 392 270 440Z", "#fff", opacity=0.6)
    p.word(430, 440, v.label, 24, "#5f687c", rx).end()


def microplate(p: Picture, v: Look) -> None:
    p.shadow(400, 600, 300, 24)
    frame = (v.tone, "#f4f6fa", "#2b2f38", "#f4f6fa")[v.count]
    p.path("M90 430L210 260H700L710 274L600 560L590 574H110L96 560Z", p.lin(flat_body(frame), 60))
    p.path("M96 430H604V560Q604 574 590 574H110Q96 574 96 560Z", p.lin(flat_body(darker(frame, 0.1)), 90))
    p.path("M604 430L706 268V300L604 566Z", darker(frame, 0.3)).path(
        "M130 416L226 278H676L588 416Z", darker(frame, 0.16)
    )
    rows, cols = (6, 10) if v.figure(0, 96) >= 96 else ((4, 6) if v.figure(0, 96) >= 24 else (2, 3))
    size = min(19.0, 190 / cols)
    for r in range(rows):
        for c in range(cols):
            t = (r + 0.5) / rows
            x = 226 - 96 * t + (450 + 8 * t) * (c + 0.5) / cols
            well = FLUIDS[(r * 3 + c + int(v.a * 7)) % 7]
            full = lighter(well, 0.15 + 0.06 * c) if (c * 7 + r * 3) % 10 < 7 * v.b + 2 else "#ffffff"
            p.ell(x, 278 + 138 * t, size, size * 0.5, full, stroke="#9fb0c6", stroke_width=1.5)
    p.word(350, 516, v.label or "96 well", 44, ink_on(frame), 420)


def nitrile_gloves(p: Picture, v: Look) -> None:
    p.shadow(400, 656, 244, 24)
    glove, box = v.tone, v.trim
    if v.a > 0.25:
        p.path(
            "M340 330C330 250 300 200 290 150C286 124 318 118 328 142L352 210V120C352 92 386 92 388 120L394 206L412 116"
            "C418 90 450 96 446 124L434 214L466 148C478 124 506 138 498 164C484 216 480 270 472 336Z",
            p.lin(((0, lighter(glove, 0.45)), (0.4, glove), (1, darker(glove, 0.4))), 30),
        )
        p.line("M352 210L356 270M394 206L396 270M434 214L428 272", darker(glove, 0.5), 3, opacity=0.6)
    p.path("M160 320L230 290H570L640 320Z", p.lin(((0, "#c7d0e4"), (1, "#eef2fa")), 90))
    p.path(
        "M160 320H640V640Q640 652 628 652H172Q160 652 160 640Z",
        p.lin(((0, "#ffffff"), (0.6, "#f0f3f9"), (1, "#cfd7e6")), 25),
    )
    band = 500 + 50 * v.b
    p.path(f"M160 {band:.0f}H640V640Q640 652 628 652H172Q160 652 160 640Z", p.lin(flat_body(box), 25))
    p.ell(400, 322, 110, 22, darker(box, 0.6), opacity=0.85)
    p.path("M312 330C320 300 480 300 488 330C460 342 340 342 312 330Z", p.lin(flat_body(glove), 90))
    words = [part.strip() for part in (v.label or "Nitrile · powder-free · M").split("·")]
    p.text(196, 420, words[0], 62 if len(words[0]) < 9 else 46, "#0d1426")
    p.text(196, 464, " · ".join(words[1:]), 24, "#5f687c")
    p.text(196, 622, "ASSAY", 34, ink_on(box), font_weight="700", letter_spacing="8")
    p.text(604, 622, "EN 374", 24, ink_on(box), text_anchor="end", font_weight="700")


def lab_coat(p: Picture, v: Look) -> None:
    p.shadow(400, 716, 190, 14)
    cloth: Stops = ((0, "#e3e8ef"), (0.3, "#ffffff"), (0.7, "#f1f4f8"), (1, "#b9c4d2"))
    for side in (1, -1):
        p.group(f"translate(400 0) scale({side} 1)")
        p.path("M110 190C170 220 196 330 214 560L150 580L116 360Z", p.lin(cloth)).end()
    long = 660 + 40 * v.a
    p.path(f"M330 150Q400 200 470 150L530 186L566 {long}Q400 {long + 24} 234 {long}L270 186Z", p.lin(cloth, 8))
    p.path("M330 150L360 330L400 420L440 330L470 150Q400 206 330 150Z", darker(v.tone, 0.1), opacity=0.9)
    p.path("M330 150L296 250L340 290L400 420L352 300Z", "#f4f6fa", stroke="#b9c4d2", stroke_width=3)
    p.path("M470 150L504 250L460 290L400 420L448 300Z", "#e9edf3", stroke="#b9c4d2", stroke_width=3)
    p.line(f"M400 420V{long + 8}", "#b9c4d2", 4)
    for i in range(3 + v.count % 2):
        p.ell(388, 450 + i * 54, 7, 7, "#c3ccd9", stroke="#8c97aa", stroke_width=1.5)
    p.path("M270 520h84v100h-84zM446 520h84v100h-84zM446 330h70v70h-70z", stroke="#b9c4d2", stroke_width=4)
    p.rect(456, 320, 12, 50, v.trim, 4).word(312, 360, v.label or "M", 30, v.tone, 70)


def sharps_bin(p: Picture, v: Look) -> None:
    wide, top = 140 + 40 * v.a, 280 + 60 * v.b
    left, right = 400 - wide, 400 + wide
    p.shadow(400, 690, wide, 20)
    p.path(
        f"M{left - 14} {top}H{right + 14}L{right - 10} 672Q{right - 12} 690 {right - 32} 690H{left + 32}Q{left + 12} 690 {left + 10} 672Z",
        p.lin(round_body("#f2c11e")),
    )
    p.rect(left - 30, top - 30, 2 * wide + 60, 44, p.lin(round_body(v.tone)), 12)
    p.path(
        f"M{left + 30} {top - 30}Q{left + 40} {top - 92} 400 {top - 96}Q{right - 40} {top - 92} {right - 30} {top - 30}Z",
        p.lin(round_body(v.tone)),
    )
    p.ell(400, top - 66, wide * 0.4, 14, darker(v.tone, 0.6))
    p.rect(left + 34, top + 90, 2 * wide - 68, 190, "#fff", 10)
    p.path(f"M400 {top + 108}l64 104h-128z", stroke="#1c1f23", stroke_width=12, stroke_linejoin="round")
    p.rect(395, top + 146, 10, 34, "#1c1f23", 4).ell(400, top + 196, 6, 6, "#1c1f23")
    p.word(400, top + 262, v.label or "3 l", 34, "#1c1f23", 2 * wide - 90).shine(left + 8, top + 30, 14, 330, 0.5)


KINDS = (
    Kind("micropipette", micropipette, MARKS, ((300, 60, 330), (200, 380, 360))),
    Kind("multichannel-pipette", multichannel_pipette, MARKS, ((300, 60, 330), (200, 380, 360))),
    Kind("tip-rack", tip_rack, MARKS, ((150, 290, 340), (120, 400, 330)), zoom=1.06, lift=30),
    Kind("test-tubes", test_tubes, MARKS, ((120, 150, 340), (330, 330, 340))),
    Kind("petri-dish", petri_dish, MARKS, ((140, 360, 330), (330, 190, 360)), zoom=1.1),
    Kind("microplate", microplate, MARKS, ((180, 240, 330), (90, 380, 330)), zoom=1.08, lift=40),
    Kind("nitrile-gloves", nitrile_gloves, NITRILE, ((150, 340, 330), (250, 90, 330)), zoom=1.05),
    Kind("lab-coat", lab_coat, MARKS, ((260, 130, 330), (380, 400, 300))),
    Kind("sharps-bin", sharps_bin, MARKS, ((240, 350, 320), (220, 180, 340)), zoom=1.05, lift=20),
)
