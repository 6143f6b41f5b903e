"""Laboratory instruments."""

from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import (
    CHROME,
    GLASS,
    STEEL,
    Picture,
    Stops,
    darker,
    flat_body,
    lighter,
    liquid,
    round_body,
)

ULTRA = "#2a3fd0"
CASING: Stops = ((0, "#ffffff"), (0.4, "#e9edf3"), (1, "#9ca7b9"))
SCREEN = "#10162a"
MARKS = (
    (ULTRA, "#e9a92a"),
    ("#0a746f", "#e9a92a"),
    ("#7a44c9", "#8fe8df"),
    ("#c9341f", "#2a3fd0"),
    ("#33425e", "#e9a92a"),
    ("#1f7fb8", "#f2c14e"),
)


def _split(label: str, big: str, small: str) -> tuple[str, str]:
    words = [part.strip() for part in label.split("·", 1)] if label else [big, small]
    return words[0], words[1] if len(words) > 1 else small


def analytical_balance(p: Picture, v: Look) -> None:
    p.shadow(400, 684, 226, 22)
    p.path(
        "M190 560Q190 540 212 540H588Q610 540 610 560L632 660Q634 684 610 684H190Q166 684 168 660Z", p.lin(CASING, 80)
    )
    p.rect(238, 590, 324, 66, p.lin(flat_body(SCREEN), 90), 8)
    p.text(540, 638, v.label or "12.0481 g", 42, "#dfe6ff", text_anchor="end", font_weight="700")
    p.ell(208, 622, 12, 12, v.tone).ell(592, 622, 12, 12, v.trim)
    if len((v.label or "12.0481 g").partition(".")[2]) < 6:
        p.rect(262, 500, 276, 40, p.lin(flat_body("#cfd6e2"), 90), 8)
        p.ell(400, 490, 150 + 30 * v.a, 24, p.lin(CHROME, 10)).ell(400, 486, 150 + 30 * v.a, 22, p.lin(STEEL, 20))
        p.path("M340 330H460V470Q400 484 340 470Z", p.lin(GLASS), stroke="#fff", stroke_width=3)
        p.path("M343 400H457V468Q400 480 343 468Z", p.lin(liquid(v.tone)), opacity=0.88)
        p.ell(400, 400, 57, 9, lighter(v.tone, 0.5)).rect(356, 344, 10, 110, "#fff", 5, opacity=0.7)
        return
    top = 150 + 60 * v.a
    p.rect(
        222,
        top + 18,
        356,
        524 - top,
        p.lin(((0, "#e8f0ffcc"), (0.4, "#ffffff55"), (1, "#c4d3ee99")), 20),
        8,
        stroke="#fff",
        stroke_width=4,
    )
    p.rect(300, 500, 200, 40, p.lin(flat_body("#cfd6e2"), 90), 6).rect(386, 470, 28, 34, p.lin(STEEL))
    p.ell(400, 470, 92, 17, p.lin(CHROME, 10)).path(
        "M370 400H430V462Q400 472 370 462Z", p.lin(GLASS), stroke="#fff", stroke_width=2
    )
    p.path("M372 436H428V460Q400 469 372 460Z", v.trim, opacity=0.9)
    p.rect(210, top, 380, 26, p.lin(round_body("#4b556a"), 90), 8).rect(372, top + 6, 56, 12, v.tone, 6)
    p.path(f"M240 {top + 36}H330L250 520H240Z", "#fff", opacity=0.45).line(
        f"M400 {top + 28}V540", "#fff", 2, opacity=0.6
    )


def centrifuge(p: Picture, v: Look) -> None:
    wide = 246 + 18 * v.a
    left, right = 400 - wide, 400 + wide
    p.shadow(400, 664, wide + 8, 26)
    p.path(
        f"M{left} 420Q{left + 4} 372 {left + 54} 366H{right - 54}Q{right - 4} 372 {right} 420V620Q{right - 4} 664 "
        f"{right - 44} 664H{left + 44}Q{left + 4} 664 {left} 620Z",
        p.lin(CASING, 70),
    )
    dome = 214 + 50 * v.b
    stops = ((0, lighter(v.tone, 0.5)), (0.3, lighter(v.tone, 0.18)), (0.7, v.tone), (1, darker(v.tone, 0.45)))
    p.path(
        f"M{left + 30} 372C{left + 44} 250 300 {dome} 400 {dome}C500 {dome} {right - 44} 250 {right - 30} 372"
        f"C560 404 240 404 {left + 30} 372Z",
        p.lin(stops, 70),
    )
    p.ell(370, dome + 66, 120, 30, "#fff", opacity=0.28, filter="url(#blur)")
    p.ell(400, dome + 84, 70, 28, darker(v.tone, 0.6), opacity=0.75).ell(
        400, dome + 84, 52, 19, lighter(v.tone, 0.4), opacity=0.5
    )
    big, small = _split(v.label, "14 500", "rpm   4 °C   12:00")
    p.rect(left + 58, 470, 210, 120, p.lin(flat_body(SCREEN), 90), 12)
    p.text(left + 76, 528, big, 42, "#8fe8df", font_weight="700").text(left + 76, 566, small, 18, "#9fb0d8")
    p.ell(right - 154, 530, 50, 50, p.rad(((0, "#fff"), (0.6, "#cfd6e2"), (1, "#7f8a9e"))))
    p.line(f"M{right - 154} 530l{26 - 40 * v.c:.0f} -30", v.tone, 6)
    for i, c in enumerate(("#0a746f", v.trim)):
        p.rect(right - 78, 492 + i * 46, 44, 28, p.lin(flat_body(c), 90), 14)
    p.line(f"M{left + 24} 414Q{left + 30} 386 {left + 64} 382H560", "#fff", 5, opacity=0.9)


def _objectives(p: Picture, v: Look) -> None:
    for i, (x, a, h) in enumerate(((300, 16, 70), (336, -4, 92), (370, -24, 66))):
        p.group(f"rotate({a} {x} 400)").rect(x - 17, 412, 34, h, p.lin(CHROME), 5)
        p.rect(x - 17, 424, 34, 9, (v.tone, v.trim, "#0a746f")[i]).end()


def microscope(p: Picture, v: Look) -> None:
    p.shadow(400, 698, 220, 22)
    white = p.lin(((0, "#ffffff"), (0.5, "#eef1f5"), (1, "#b3bccb")), 15)
    dark = "#333a49"
    p.path("M206 696Q200 640 270 632H560Q604 636 600 696Z", white).rect(206, 680, 394, 16, "#8c97aa", 6, opacity=0.6)
    p.path(
        "M492 640C560 560 566 400 500 300L440 330C486 420 484 560 440 640Z",
        p.lin(((0, "#ffffff"), (0.4, "#e9edf3"), (1, "#9aa5b8"))),
    )
    p.rect(214, 520, 270, 30, p.lin(flat_body(dark), 90), 5).rect(262, 512, 118, 8, "#bfe0ff", 2, opacity=0.9)
    p.rect(296, 550, 60, 26, p.lin(round_body(dark)), 4).rect(290, 590, 76, 44, white, 8).ell(
        328, 592, 34, 9, "#ffe9a8"
    )
    _objectives(p, v)
    p.ell(338, 408, 70, 22, p.lin(round_body(dark))).path("M268 396L300 300H470L520 330L500 396Z", white)
    tubes = 2 if v.count % 2 else 1
    for k in range(tubes):
        p.group(f"rotate({-32 + 14 * k} 380 280) translate({46 * k} {6 * k})").rect(330, 108, 80, 200, white, 12)
        p.rect(338, 76 - 10 * v.a, 64, 48 + 10 * v.a, p.lin(round_body("#262c38")), 8)
        p.rect(330, 214, 80, 12, p.lin(round_body(v.tone))).end()
    if v.b > 0.6:
        p.rect(430, 200, 70, 100, white, 8).rect(440, 170, 50, 40, p.lin(round_body("#262c38")), 6)
        p.ell(465, 172, 20, 7, "#8fb8ff")
    for y, r in ((470, 34), (560, 26)):
        p.ell(520, y, r, r, p.rad(((0, "#7b859a"), (0.6, dark), (1, "#171b24")))).ell(
            520, y, r * 0.45, r * 0.45, "#4b556a"
        )
    p.word(420, 672, v.label, 22, "#4b556a", 260).line("M222 650Q236 640 270 638H440", "#fff", 4, opacity=0.9)


def hotplate_stirrer(p: Picture, v: Look) -> None:
    p.shadow(400, 690, 226, 22)
    p.path(
        "M196 560Q196 544 214 544H586Q604 544 604 560L622 664Q624 690 598 690H202Q176 690 178 664Z", p.lin(CASING, 80)
    )
    p.path("M208 544L232 508H568L592 544Z", p.lin(((0, "#f8fafc"), (0.5, "#cfd7e3"), (1, "#8793a8")), 12))
    for x, c in ((266, v.tone), (534, "#c9341f")):
        p.ell(x, 618, 38, 38, p.rad(((0, "#fff"), (0.6, "#cfd6e2"), (1, "#76829a"))))
        p.line(f"M{x} 618l{16 - 24 * v.b:.0f} -22", c, 6)
    p.rect(335, 590, 130, 56, p.lin(flat_body(SCREEN), 90), 7).word(400, 628, v.label or "75.0 °C", 26, "#ffb4a8", 118)
    wide, top = 90 + 40 * v.a, 330 - 120 * v.c
    left, right = 400 - wide, 400 + wide
    p.path(
        f"M{left} {top}V486Q{left} 516 {left + 30} 516H{right - 30}Q{right} 516 {right} 486V{top}",
        p.lin(GLASS),
        stroke="#fff",
        stroke_width=4,
    )
    level = top + 80
    p.path(
        f"M{left + 4} {level}V486Q{left + 4} 512 {left + 30} 512H{right - 30}Q{right - 4} 512 {right - 4} 486V{level}"
        f"C{right - 40} {level - 8} 440 {level + 34} 400 {level + 34}C360 {level + 34} {left + 40} {level - 8} "
        f"{left + 4} {level}Z",
        p.lin(liquid(v.tone)),
        opacity=0.88,
    )
    p.path(
        f"M340 {level + 14}C360 {level + 80} 440 {level + 80} 460 {level + 14}C440 {level + 34} 360 {level + 34} 340 "
        f"{level + 14}Z",
        lighter(v.tone, 0.6),
        opacity=0.6,
    )
    p.rect(362, 490, 76, 14, "#fff", 7)
    p.path(f"M{left - 12} {top}Q{left} {top - 14} {left + 24} {top - 10}H{right - 8}", stroke="#fff", stroke_width=6)
    p.rect(left + 18, top + 16, 14, 470 - top, "#fff", 7, opacity=0.6)


def ph_meter(p: Picture, v: Look) -> None:
    p.shadow(330, 676, 190, 20)
    p.path(
        "M170 660L196 470Q200 450 222 450H470Q492 450 496 470L522 660Q522 680 500 680H192Q170 680 170 660Z",
        p.lin(CASING, 80),
    )
    p.rect(222, 474, 248, 100, p.lin(((0, "#d6e4dc"), (1, "#b5c9bc")), 90), 8)
    big, small = _split(v.label, "7.00", "pH   25.0 °C")
    p.word(346, 534, big, 54, "#14261c", 220).word(346, 562, small, 18, "#2f4a3a", 220)
    for i in range(5):
        p.rect(216 + i * 54, 600, 40, 26, p.lin(flat_body(v.tone if i == 0 else "#c3ccd9"), 90), 6)
    p.rect(214, 644, 264, 10, v.trim, 5, opacity=0.8)
    p.rect(620, 150, 16, 520, p.lin(STEEL), 6).rect(540, 656, 170, 22, p.lin(CASING, 90), 8)
    lift = 30 * v.a
    p.rect(540, 230 - lift, 110, 26, p.lin(round_body("#333a49"), 90), 6)
    p.path(
        f"M566 {196 - lift}H594V{480 - lift}Q594 {510 - lift} 580 {516 - lift}Q566 {510 - lift} 566 {480 - lift}Z",
        p.lin(GLASS),
        stroke="#fff",
        stroke_width=2,
    )
    p.rect(563, 170 - lift, 34, 70, p.lin(round_body(v.tone)), 8).ell(580, 504 - lift, 15, 15, "#cfe4ff", opacity=0.9)
    p.rect(572, 270 - lift, 8, 200, v.trim, 4, opacity=0.7)
    p.path(f"M580 {170 - lift}C580 60 400 90 380 200C366 290 350 380 350 452", stroke="#333a49", stroke_width=9)


def spectrophotometer(p: Picture, v: Look) -> None:
    wide = 260 + 30 * v.a
    left, right = 400 - wide, 400 + wide
    p.shadow(400, 640, wide, 24)
    p.path(
        f"M{left} 420Q{left} 390 {left + 30} 386L{right - 160} 330Q{right} 330 {right} 380V600Q{right} 636 {right - 34} "
        f"636H{left + 34}Q{left} 636 {left} 600Z",
        p.lin(CASING, 70),
    )
    p.path(
        f"M{right - 230} 340H{right - 40}Q{right - 20} 344 {right - 20} 372V470H{right - 250}Z",
        p.lin(flat_body(v.tone), 75),
    )
    p.rect(right - 200, 366, 150, 20, "#fff", 10, opacity=0.4)
    p.rect(left + 44, 438, 230, 140, p.lin(flat_body(SCREEN), 90), 10)
    peak = 470 + 50 * v.b
    curve = f"M{left + 58} 560C{left + 110} 556 {left + 120} {peak - 40:.0f} {left + 150} {peak - 30:.0f}"
    p.path(
        f"{curve}S{left + 190} 560 {left + 212} 540S{left + 240} 500 {left + 262} 552", stroke="#8fe8df", stroke_width=4
    )
    p.word(left + 160, 466, v.label or "340–1 000 nm", 18, "#dfe6ff", 210)
    for i in range(3 + v.count):
        x = right - 200 + i * 26
        p.rect(x, 506, 18, 52, p.lin(GLASS), 2, stroke="#fff", stroke_width=1.5)
        p.rect(x + 2, 526, 14, 30, (v.tone, v.trim, "#d8483a", "#0a8f88", "#7a44c9", "#e9a92a")[i], opacity=0.85)
    p.rect(left + 30, 612, wide * 1.2, 8, v.trim, 4, opacity=0.8)


def vortex_mixer(p: Picture, v: Look) -> None:
    p.shadow(400, 690, 170, 22)
    wide = 140 + 30 * v.a
    p.path(
        f"M{400 - wide:.0f} 480Q{400 - wide:.0f} 450 {430 - wide:.0f} 446H{370 + wide:.0f}Q{400 + wide:.0f} 450 "
        f"{400 + wide:.0f} 480L{416 + wide:.0f} 670Q{416 + wide:.0f} 690 {396 + wide:.0f} 690H{404 - wide:.0f}"
        f"Q{384 - wide:.0f} 690 {384 - wide:.0f} 670Z",
        p.lin(CASING, 70),
    )
    p.rect(400 - wide, 520, 2 * wide, 34, p.lin(flat_body(v.tone), 90))
    p.word(400, 546, v.label or "3 000 rpm", 24, "#fff", 2 * wide - 30)
    p.ell(400, 622, 44, 44, p.rad(((0, "#fff"), (0.6, "#cfd6e2"), (1, "#76829a")))).line("M400 622l20 -26", v.tone, 6)
    p.rect(366, 416, 68, 34, p.lin(round_body("#333a49")), 6)
    p.path("M328 412Q328 384 350 380H450Q472 384 472 412Q400 436 328 412Z", p.lin(round_body("#262c38")))
    p.group(f"rotate({8 + 8 * v.b:.0f} 400 390)")
    p.path("M376 130V360Q400 396 424 360V130Z", p.lin(GLASS), stroke="#fff", stroke_width=2.5)
    p.path("M378 250Q400 300 422 250V360Q400 392 378 360Z", p.lin(liquid(v.trim)), opacity=0.9)
    p.rect(370, 110, 60, 34, p.lin(round_body(v.tone)), 6).end()


KINDS = (
    Kind("analytical-balance", analytical_balance, MARKS, ((200, 380, 340), (220, 140, 360)), zoom=1.08, lift=30),
    Kind("centrifuge", centrifuge, MARKS, ((170, 420, 300), (210, 190, 380)), zoom=1.04, lift=30),
    Kind("microscope", microscope, MARKS, ((220, 340, 280), (170, 60, 380))),
    Kind("hotplate-stirrer", hotplate_stirrer, MARKS, ((250, 260, 320), (200, 480, 300)), zoom=1.02, lift=10),
    Kind("ph-meter", ph_meter, MARKS, ((160, 430, 340), (440, 120, 330))),
    Kind("spectrophotometer", spectrophotometer, MARKS, ((120, 380, 330), (420, 300, 330)), zoom=1.05, lift=70),
    Kind("vortex-mixer", vortex_mixer, MARKS, ((250, 330, 300), (250, 440, 300)), zoom=1.05),
)
