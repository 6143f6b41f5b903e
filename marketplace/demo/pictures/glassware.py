"""Flasks, bottles, burners and other things on a bench."""

from marketplace.demo.pictures.laboratory import MARKS, ULTRA
from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import (
    CHROME,
    GLASS,
    STEEL,
    Picture,
    darker,
    lighter,
    liquid,
    round_body,
)

LIQUIDS = (
    (ULTRA, "#5f687c"),
    ("#0a8f88", "#5f687c"),
    ("#e0a021", "#5f687c"),
    ("#d8483a", "#5f687c"),
    ("#7a44c9", "#5f687c"),
    ("#3f9a4a", "#5f687c"),
)


def erlenmeyer_flask(p: Picture, v: Look) -> None:
    volume = v.figure(0, 500)
    wide = min(200.0, 118 + volume**0.5 * 3.4)
    neck = 40 + 22 * v.a
    top = 690 - min(560.0, 300 + volume**0.5 * 10)
    bend = top + (690 - top) * 0.31
    p.shadow(400, 686, wide, 22).ell(430, 700, wide * 0.75, 16, v.tone, opacity=0.3, filter="url(#soft)")
    left, right = 400 - wide, 400 + wide
    outline = (f"M{400 - neck:.0f} {top:.0f}V{bend:.0f}L{left:.0f} 632C{left - 14:.0f} 670 {left:.0f} 690 {left + 36:.0f} 690"
               f"H{right - 36:.0f}C{right:.0f} 690 {right + 14:.0f} 670 {right:.0f} 632L{400 + neck:.0f} {bend:.0f}V{top:.0f}Z")  # fmt: skip
    p.path(outline, p.lin(GLASS), stroke="#fff", stroke_width=3)
    share = 0.35 + 0.35 * v.b
    y = 632 - (632 - bend) * share
    half = wide - (wide - neck) * share
    p.path(f"M{402 - half:.0f} {y:.0f}L{left + 4:.0f} 634C{left - 8:.0f} 668 {left + 6:.0f} 684 {left + 38:.0f} 684H{right - 38:.0f}"
           f"C{right - 6:.0f} 684 {right + 8:.0f} 668 {right - 4:.0f} 634L{398 + half:.0f} {y:.0f}Z",
           p.lin(liquid(v.tone)), opacity=0.88)  # fmt: skip
    p.ell(400, y, half - 2, half * 0.13, lighter(v.tone, 0.5), opacity=0.9)
    p.rect(388 - neck, top - 18, 2 * neck + 24, 24, p.lin(GLASS), 12, stroke="#fff", stroke_width=3)
    for i in range(4):
        mark = 640 - i * (640 - bend) * 0.2
        p.line(f"M420 {mark:.0f}h36", "#fff", 3, opacity=0.9)
        p.text(464, mark + 6, f"{volume * (i + 1) / 5:.0f}", 17, "#fff" if mark > y + 8 else v.trim, font_weight="700")
    p.path(f"M{416 - neck:.0f} {top + 20:.0f}V{bend + 4:.0f}L{left + 40:.0f} 610C{left + 34:.0f} 640 {left + 40:.0f} 656 "
           f"{left + 56:.0f} 640C{left + 80:.0f} 560 {424 - neck:.0f} {bend + 40:.0f} {424 - neck:.0f} {top + 20:.0f}Z",
           "#fff", opacity=0.55)  # fmt: skip


def _beaker(p: Picture, v: Look, cx: float, wide: float, high: float) -> None:
    left, right, top = cx - wide, cx + wide, 676 - high
    p.path(f"M{left:.0f} {top:.0f}V640Q{left:.0f} 676 {left + 40:.0f} 676H{right - 40:.0f}Q{right:.0f} 676 {right:.0f} 640V{top:.0f}",
           p.lin(GLASS), stroke="#fff", stroke_width=4)  # fmt: skip
    y = top + high * (0.3 + 0.3 * v.b)
    p.path(f"M{left + 4:.0f} {y:.0f}V640Q{left + 4:.0f} 672 {left + 40:.0f} 672H{right - 40:.0f}Q{right - 4:.0f} 672 {right - 4:.0f} "
           f"640V{y:.0f}Z", p.lin(liquid(v.tone)), opacity=0.9)  # fmt: skip
    p.ell(cx, y, wide - 4, wide * 0.13, lighter(v.tone, 0.5), opacity=0.95)
    p.path(f"M{left - 12:.0f} {top:.0f}q12 -14 42 -10H{right + 10:.0f}q10 4 -10 20", stroke="#fff", stroke_width=6)
    p.line(
        (f"M{left + 36:.0f} {top + high * (0.3 + 0.13 * i):.0f}h{46 if i % 2 == 0 else 28}" for i in range(5)),
        "#fff",
        3.4,
    )
    p.word(cx + wide * 0.3, 560, v.label, 26, "#fff", wide * 0.9)
    p.rect(left + 20, top + 24, 18, high - 70, "#fff", 9, opacity=0.55)


def beaker_and_cylinder(p: Picture, v: Look) -> None:
    p.shadow(290, 676, 150, 20).shadow(590, 680, 86, 16)
    _beaker(p, v, 290, 110 + 40 * v.a, 290 + 70 * v.c)
    _cylinder(p, v, 590, 36 + 14 * v.b, 440 + 100 * v.a)


def _cylinder(p: Picture, v: Look, cx: float, wide: float, high: float) -> None:
    top = 650 - high
    p.rect(cx - wide, top, 2 * wide, high, p.lin(GLASS), 10, stroke="#fff", stroke_width=3)
    y = top + high * (0.25 + 0.3 * v.c)
    second = ("#eaa520", "#d8483a", "#0a8f88", ULTRA)[v.count]
    p.rect(cx - wide + 4, y, 2 * wide - 8, 648 - y, p.lin(liquid(second)), 6, opacity=0.92)
    p.ell(cx, y, wide - 4, 9, lighter(second, 0.6))
    marks = (
        f"M{cx + wide - (34 if i % 4 == 0 else 20):.0f} {top + 50 + i * (high - 80) / 16:.0f}H{cx + wide - 5:.0f}"
        for i in range(17)
    )
    p.line(marks, "#42506a", 2.4, opacity=0.7)
    p.path(f"M{cx - wide - 36:.0f} 650H{cx + wide + 36:.0f}l16 30H{cx - wide - 52:.0f}Z",
           p.lin(((0, "#ffffff"), (0.5, "#cfd8e8"), (1, "#8f9db5")), 30))  # fmt: skip
    p.rect(cx - wide + 12, top + 16, 12, high - 30, "#fff", 6, opacity=0.7).ell(
        cx, top, wide + 3, 10, stroke="#fff", stroke_width=4
    )


def measuring_cylinders(p: Picture, v: Look) -> None:
    for i, (x, s) in enumerate(((230, 1.0), (420, 0.8), (580, 0.62))[: 2 + v.count % 2]):
        p.shadow(x, 680, 90 * s, 16)
        _cylinder(p, v, x, (40 + 16 * v.b) * s, (500 + 40 * v.a) * s)
        p.word(x, 640, v.label if i == 0 else "", 20, "#fff", 76)


def beakers(p: Picture, v: Look) -> None:
    p.shadow(300, 676, 170, 20)
    if v.count:
        p.shadow(590, 676, 96, 16)
        _beaker(p, v, 590, 78, 170 + 30 * v.b)
    _beaker(p, v, 300, 120 + 50 * v.a, 330 + 90 * v.c)


def volumetric_flask(p: Picture, v: Look) -> None:
    r = min(176.0, 100 + v.figure(0, 250) ** 0.5 * 2.8)
    cy = 676 - r
    neck, top = 20 + 8 * v.a, 120 + 50 * v.b
    p.shadow(400, 684, r * 0.8, 20)
    lip = cy - r * 0.96
    shape = (f"M{400 - neck:.0f} {top}V{lip - 20:.0f}C{400 - neck:.0f} {cy - r * 0.6:.0f} {400 - r:.0f} {cy - r * 0.6:.0f} {400 - r:.0f} "
             f"{cy:.0f}C{400 - r:.0f} {cy + r * 0.8:.0f} {400 - r * 0.6:.0f} 684 {400 - r * 0.5:.0f} 684H{400 + r * 0.5:.0f}"
             f"C{400 + r * 0.6:.0f} 684 {400 + r:.0f} {cy + r * 0.8:.0f} {400 + r:.0f} {cy:.0f}C{400 + r:.0f} {cy - r * 0.6:.0f} "
             f"{400 + neck:.0f} {cy - r * 0.6:.0f} {400 + neck:.0f} {lip - 20:.0f}V{top}Z")  # fmt: skip
    p.path(shape, p.lin(GLASS), stroke="#fff", stroke_width=3)
    p.path(f"M{404 - r:.0f} {cy - 14:.0f}C{400 - r:.0f} {cy + r * 0.8:.0f} {400 - r * 0.6:.0f} 680 {400 - r * 0.5:.0f} 680H{400 + r * 0.5:.0f}"
           f"C{400 + r * 0.6:.0f} 680 {400 + r:.0f} {cy + r * 0.8:.0f} {396 + r:.0f} {cy - 14:.0f}Z", p.lin(liquid(v.tone)), opacity=0.86)  # fmt: skip
    p.ell(400, cy - 14, r - 5, r * 0.15, lighter(v.tone, 0.5), opacity=0.9)
    p.rect(400 - neck - 2, (top + lip) / 2, 2 * neck + 4, 4, v.tone)
    stopper = ("#2a3fd0", "#e7ebf2", "#d8483a", "#2f8a4e")[v.count]
    p.path(
        f"M{390 - neck:.0f} {top - 40}H{410 + neck:.0f}L{400 + neck:.0f} {top + 12}H{400 - neck:.0f}Z",
        p.lin(round_body(stopper)),
    )
    p.rect(384 - neck, top - 54, 2 * neck + 32, 18, p.lin(round_body(stopper)), 8)
    p.word(400, cy + r * 0.4, v.label or "250 ml", 34, "#fff", r * 1.3).word(
        400, cy + r * 0.62, "A  20 °C", 20, "#fff", r
    )
    p.rect(410 - r, cy - 30, 14, r * 0.7, "#fff", 7, opacity=0.5)


def reagent_bottle(p: Picture, v: Look) -> None:
    volume = v.figure(0, 500)
    wide = min(186.0, 96 + volume**0.5 * 2.8)
    high = min(470.0, 280 + volume**0.5 * 6)
    left, right, top = 400 - wide, 400 + wide, 690 - high
    cap = ("#1f4fd0", "#d8483a", "#1f4fd0", "#e9a92a")[v.count]
    glass = GLASS if v.c < 0.7 else ((0, "#5a2a0e"), (0.3, "#b5682ccc"), (0.6, "#8a4a1ccc"), (1, "#4a210b"))
    p.shadow(400, 690, wide, 20)
    p.path(f"M346 {top}V{top + 34}C346 {top + 70} {left} {top + 66} {left} {top + 130}V660Q{left} 690 {left + 30} 690H{right - 30}"
           f"Q{right} 690 {right} 660V{top + 130}C{right} {top + 66} 454 {top + 70} 454 {top + 34}V{top}Z", p.lin(glass),
           stroke="#fff", stroke_width=3)  # fmt: skip
    level = top + 150 + 120 * v.b
    p.path(f"M{left + 4} {level}V660Q{left + 4} 686 {left + 30} 686H{right - 30}Q{right - 4} 686 {right - 4} 660V{level}Z",
           p.lin(liquid(v.tone)), opacity=0.8)  # fmt: skip
    p.ell(400, level, wide - 4, wide * 0.1, lighter(v.tone, 0.5), opacity=0.9)
    p.rect(340, top - 74, 120, 82, p.lin(round_body(cap)), 12)
    p.line((f"M{352 + i * 12} {top - 60}v56" for i in range(9)), darker(cap, 0.5), 3, opacity=0.5)
    p.rect(left + 26, top + 190, wide * 0.9, 124, "#fff", 6, opacity=0.92)
    p.word(left + 26 + wide * 0.45, top + 248, v.label or "500 ml", 34, "#1c2436", wide * 0.8)
    p.line(
        (f"M{left + 44} {top + 272 + i * 16}h{wide * (0.5 - 0.16 * i):.0f}" for i in range(2)),
        "#5f687c",
        4,
        opacity=0.5,
    )
    p.line((f"M{right - 50} {top + 190 + i * 36}h34" for i in range(6)), "#fff", 3).rect(
        left + 12, top + 120, 12, high - 170, "#fff", 6, opacity=0.55
    )


def desiccator(p: Picture, v: Look) -> None:
    wide = 190 + 40 * v.a
    left, right = 400 - wide, 400 + wide
    p.shadow(400, 676, wide, 24)
    p.path(f"M{left} 430C{left + 10} 560 {left + 60} 676 {left + 90} 676H{right - 90}C{right - 60} 676 {right - 10} 560 {right} 430Z",
           p.lin(GLASS), stroke="#fff", stroke_width=4)  # fmt: skip
    p.path(
        f"M{left + 46} 566Q400 590 {right - 46} 566L{right - 92} 670H{left + 92}Z",
        p.lin(round_body(v.tone)),
        opacity=0.75,
    )
    for i in range(9):
        p.ell(left + 96 + i * (wide * 2 - 190) / 8, 612 + (i % 3) * 20, 13, 11, lighter(v.tone, 0.4), opacity=0.8)
    p.ell(400, 520, wide - 30, 26, "#f4f6fa", stroke="#c3ccd9", stroke_width=3)
    p.line((f"M{left + 80 + i * 36:.0f} 520h12" for i in range(int((wide * 2 - 150) / 36))), "#9fb0c6", 8)
    p.path(f"M340 500V440Q400 428 460 440V500Q400 514 340 500Z", p.lin(GLASS), stroke="#fff", stroke_width=2)  # noqa: F541
    p.path("M343 474Q400 464 457 474V498Q400 510 343 498Z", v.trim, opacity=0.85)
    dome = 190 + 60 * v.b
    p.path(f"M{left - 6} 420C{left} {dome + 60} 340 {dome} 400 {dome}C460 {dome} {right} {dome + 60} {right + 6} 420Z", p.lin(GLASS),
           stroke="#fff", stroke_width=4)  # fmt: skip
    p.rect(left - 14, 414, wide * 2 + 28, 22, p.lin(((0, "#ffffffdd"), (0.5, "#c9d8e2aa"), (1, "#ffffffcc"))), 8)
    p.rect(378, dome - 50, 44, 56, p.lin(round_body("#e7ebf2")), 10).rect(
        420, dome - 36, 56, 18, p.lin(round_body(v.tone), 90), 8
    )
    p.path(f"M{left + 30} 390C{left + 50} {dome + 90} 330 {dome + 40} 370 {dome + 30}C320 {dome + 80} {left + 90} 330 {left + 66} 396Z",
           "#fff", opacity=0.6)  # fmt: skip
    p.word(400, 652, v.label, 26, "#fff", wide)


def bunsen_burner(p: Picture, v: Look) -> None:
    p.shadow(400, 686, 170, 22)
    p.path("M240 686Q250 640 330 628H470Q550 640 560 686Z", p.lin(STEEL)).rect(240, 680, 320, 14, "#4a5157", 6)
    p.rect(352, 560, 96, 76, p.lin(BRASSY), 8).rect(440, 588, 90, 24, p.lin(BRASSY, 90), 6)
    p.path("M526 600C620 600 640 660 740 650", stroke=v.tone, stroke_width=24, stroke_linecap="round")
    p.line((f"M{540 + i * 22} {597 + i * 5}v10" for i in range(8)), darker(v.tone, 0.4), 2, opacity=0.5)
    top = 330 + 40 * v.a
    p.rect(374, top, 52, 240, p.lin(CHROME), 4).rect(362, 520, 76, 46, p.lin(STEEL), 6).rect(
        366, top - 8, 68, 22, p.lin(STEEL), 6
    )
    p.ell(400, 543, 14, 9, "#22262a")
    high = 190 + 60 * v.b
    y = top - 10
    p.path(f"M372 {y}C330 {y - high * 0.5:.0f} 390 {y - high * 0.8:.0f} 400 {y - high:.0f}C410 {y - high * 0.8:.0f} 470 {y - high * 0.5:.0f} 428 {y}Z",
           p.lin(((0, "#5c7bff55"), (0.6, "#4f6dffcc"), (1, "#8fb0ff")), 90), filter="url(#blur)")  # fmt: skip
    p.path(f"M384 {y}C366 {y - high * 0.3:.0f} 394 {y - high * 0.44:.0f} 400 {y - high * 0.6:.0f}C406 {y - high * 0.44:.0f} 434 "
           f"{y - high * 0.3:.0f} 416 {y}Z", "#dbe7ff", opacity=0.9)  # fmt: skip
    p.word(400, 668, v.label, 24, "#3c434a", 220)


BRASSY = ((0, "#8a6a26"), (0.3, "#f3dd9a"), (0.55, "#c9a04a"), (1, "#7d5c1c"))


def thermometer(p: Picture, v: Look) -> None:
    p.group(f"rotate({-28 + 3 * v.turn:.1f} 400 400)")
    p.ell(410, 446, 350, 14, "#22304a", opacity=0.28, filter="url(#soft)")
    p.rect(60, 376, 640, 46, p.lin(GLASS, 90), 23, stroke="#fff", stroke_width=3)
    p.rect(120, 384, 560, 30, "#ffffff", 6, opacity=0.75)
    p.line((f"M{150 + i * 12} 386v{18 if i % 5 == 0 else 10}" for i in range(44)), "#33425e", 2)
    reach = 200 + 330 * v.a
    p.rect(40, 395, reach, 9, v.tone, 4).ell(
        52, 399, 30, 20, p.rad(((0, lighter(v.tone, 0.7)), (0.5, v.tone), (1, darker(v.tone, 0.4))))
    )
    step = (10, 20, 50, 5)[v.count]
    for i in range(1, 8):
        p.text(150 + i * 60, 412, str(step * i), 13, "#33425e", text_anchor="middle", font_weight="700")
    p.ell(704, 399, 20, 20, stroke=v.trim, stroke_width=8).rect(60, 381, 620, 6, "#fff", 3, opacity=0.8)
    p.word(600, 440, v.label, 20, "#33425e", 200).end()


def wash_bottle(p: Picture, v: Look) -> None:
    wide, top = 120 + 30 * v.a, 260 + 30 * v.b
    left, right = 400 - wide, 400 + wide
    p.shadow(400, 690, wide, 20)
    p.path(f"M{left} {top + 90}Q{left} {top} 356 {top - 10}H444Q{right} {top} {right} {top + 90}V660Q{right} 690 {right - 28} 690"
           f"H{left + 28}Q{left} 690 {left} 660Z", p.lin(((0, "#cfd8e4"), (0.2, "#ffffff"), (0.6, "#eef2f7"), (1, "#a9b6c8"))))  # fmt: skip
    p.rect(left + 3, top + 190, 2 * wide - 6, 494 - top, p.lin(liquid(v.tone)), 24, opacity=0.16)
    p.rect(346, top - 66, 108, 64, p.lin(round_body(v.tone)), 10)
    p.line((f"M{356 + i * 12} {top - 58}v48" for i in range(8)), darker(v.tone, 0.45), 3, opacity=0.5)
    p.path(f"M400 {top - 60}V{top - 100}Q400 {top - 132} 440 {top - 134}L600 {top - 60}", stroke="#eef2f7", stroke_width=16,
           stroke_linecap="round")  # fmt: skip
    p.path(
        f"M400 {top - 60}V{top - 100}Q400 {top - 132} 440 {top - 134}L600 {top - 60}", stroke="#b3bccb", stroke_width=3
    )
    p.rect(left + 20, top + 130, 2 * wide - 40, 190, "#fff", 8, opacity=0.9).rect(
        left + 20, top + 130, 2 * wide - 40, 46, v.tone, 8
    )
    words = (v.label or "Ethanol").split(" · ")
    p.word(400, top + 240, words[0], 40, "#1c2436", 2 * wide - 60)
    p.word(400, top + 290, words[1] if len(words) > 1 else "500 ml", 24, "#5f687c", 2 * wide - 90)
    p.rect(left + 14, top + 110, 12, 560 - top, "#fff", 6, opacity=0.8)


KINDS = (
    Kind("erlenmeyer-flask", erlenmeyer_flask, LIQUIDS, ((230, 360, 340), (250, 90, 320))),
    Kind("beaker-and-cylinder", beaker_and_cylinder, LIQUIDS, ((130, 330, 360), (440, 120, 330))),
    Kind("beakers", beakers, LIQUIDS, ((130, 290, 360), (410, 400, 310)), zoom=1.12, lift=20),
    Kind("measuring-cylinders", measuring_cylinders, LIQUIDS, ((120, 120, 340), (130, 400, 330)), zoom=1.12),
    Kind("volumetric-flask", volumetric_flask, LIQUIDS, ((230, 360, 340), (270, 80, 280)), zoom=1.1),
    Kind("reagent-bottle", reagent_bottle, LIQUIDS, ((220, 360, 330), (260, 120, 300)), zoom=1.08),
    Kind("desiccator", desiccator, LIQUIDS, ((160, 380, 360), (240, 130, 330))),
    Kind("bunsen-burner", bunsen_burner, (("#d98a2b", "#fff"), ("#c9341f", "#fff"), ("#2f8a4e", "#fff"))),
    Kind("thermometer", thermometer, (("#c9341f", ULTRA), (ULTRA, "#c9341f"), ("#2f8a4e", "#33425e"))),
    Kind("wash-bottle", wash_bottle, MARKS, ((240, 120, 360), (250, 350, 330)), zoom=1.05, lift=10),
)
