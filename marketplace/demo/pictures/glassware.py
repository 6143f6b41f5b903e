"""Flasks, bottles, burners and other things on a bench."""

from dataclasses import replace
from math import log10

from marketplace.demo.pictures.laboratory import ULTRA
from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import GLASS, Picture, Stops, darker, lighter, liquid, round_body

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
    outline = (
        f"M{400 - neck:.0f} {top:.0f}V{bend:.0f}L{left:.0f} 632C{left - 14:.0f} 670 {left:.0f} 690 {left + 36:.0f} 690"
        f"H{right - 36:.0f}C{right:.0f} 690 {right + 14:.0f} 670 {right:.0f} 632L{400 + neck:.0f} {bend:.0f}V{top:.0f}Z"
    )
    p.path(outline, p.lin(GLASS), stroke="#fff", stroke_width=3)
    share = 0.35 + 0.35 * v.b
    y = 632 - (632 - bend) * share
    half = wide - (wide - neck) * share
    p.path(
        f"M{402 - half:.0f} {y:.0f}L{left + 4:.0f} 634C{left - 8:.0f} 668 {left + 6:.0f} 684 {left + 38:.0f} 684H{right - 38:.0f}"
        f"C{right - 6:.0f} 684 {right + 8:.0f} 668 {right - 4:.0f} 634L{398 + half:.0f} {y:.0f}Z",
        p.lin(liquid(v.tone)),
        opacity=0.88,
    )
    p.ell(400, y, half - 2, half * 0.13, lighter(v.tone, 0.5), opacity=0.9)
    p.rect(388 - neck, top - 18, 2 * neck + 24, 24, p.lin(GLASS), 12, stroke="#fff", stroke_width=3)
    for i in range(4):
        mark = 640 - i * (640 - bend) * 0.2
        p.line(f"M420 {mark:.0f}h36", "#fff", 3, opacity=0.9)
        p.text(464, mark + 6, f"{volume * (i + 1) / 5:.0f}", 17, "#fff" if mark > y + 8 else v.trim, font_weight="700")
    p.path(
        f"M{416 - neck:.0f} {top + 20:.0f}V{bend + 4:.0f}L{left + 40:.0f} 610C{left + 34:.0f} 640 {left + 40:.0f} 656 "
        f"{left + 56:.0f} 640C{left + 80:.0f} 560 {424 - neck:.0f} {bend + 40:.0f} {424 - neck:.0f} {top + 20:.0f}Z",
        "#fff",
        opacity=0.55,
    )


def _beaker(p: Picture, v: Look, cx: float, wide: float, high: float) -> None:
    left, right, top = cx - wide, cx + wide, 676 - high
    p.path(
        f"M{left:.0f} {top:.0f}V640Q{left:.0f} 676 {left + 40:.0f} 676H{right - 40:.0f}Q{right:.0f} 676 {right:.0f} 640V{top:.0f}",
        p.lin(GLASS),
        stroke="#fff",
        stroke_width=4,
    )
    y = top + high * (0.3 + 0.3 * v.b)
    p.path(
        f"M{left + 4:.0f} {y:.0f}V640Q{left + 4:.0f} 672 {left + 40:.0f} 672H{right - 40:.0f}Q{right - 4:.0f} 672 {right - 4:.0f} "
        f"640V{y:.0f}Z",
        p.lin(liquid(v.tone)),
        opacity=0.9,
    )
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
    p.path(
        f"M{cx - wide - 36:.0f} 650H{cx + wide + 36:.0f}l16 30H{cx - wide - 52:.0f}Z",
        p.lin(((0, "#ffffff"), (0.5, "#cfd8e8"), (1, "#8f9db5")), 30),
    )
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
        _beaker(p, replace(v, label=""), 590, 78, 170 + 30 * v.b)
    share = 0.46 + 0.15 * log10(max(20, v.figure(0, 600)))
    _beaker(p, v, 300, (130 + 40 * v.a) * share, (350 + 70 * v.c) * share)


def volumetric_flask(p: Picture, v: Look) -> None:
    r = min(176.0, 100 + v.figure(0, 250) ** 0.5 * 2.8)
    cy = 676 - r
    neck, top = 20 + 8 * v.a, 120 + 50 * v.b
    p.shadow(400, 684, r * 0.8, 20)
    lip = cy - r * 0.96
    shape = (
        f"M{400 - neck:.0f} {top}V{lip - 20:.0f}C{400 - neck:.0f} {cy - r * 0.6:.0f} {400 - r:.0f} {cy - r * 0.6:.0f} {400 - r:.0f} "
        f"{cy:.0f}C{400 - r:.0f} {cy + r * 0.8:.0f} {400 - r * 0.6:.0f} 684 {400 - r * 0.5:.0f} 684H{400 + r * 0.5:.0f}"
        f"C{400 + r * 0.6:.0f} 684 {400 + r:.0f} {cy + r * 0.8:.0f} {400 + r:.0f} {cy:.0f}C{400 + r:.0f} {cy - r * 0.6:.0f} "
        f"{400 + neck:.0f} {cy - r * 0.6:.0f} {400 + neck:.0f} {lip - 20:.0f}V{top}Z"
    )
    p.path(shape, p.lin(GLASS), stroke="#fff", stroke_width=3)
    p.path(
        f"M{404 - r:.0f} {cy - 14:.0f}C{400 - r:.0f} {cy + r * 0.8:.0f} {400 - r * 0.6:.0f} 680 {400 - r * 0.5:.0f} 680H{400 + r * 0.5:.0f}"
        f"C{400 + r * 0.6:.0f} 680 {400 + r:.0f} {cy + r * 0.8:.0f} {396 + r:.0f} {cy - 14:.0f}Z",
        p.lin(liquid(v.tone)),
        opacity=0.86,
    )
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
    _bottle(p, v, GLASS)


def amber_bottle(p: Picture, v: Look) -> None:
    _bottle(p, v, ((0, "#5a2a0e"), (0.3, "#b5682ccc"), (0.6, "#8a4a1ccc"), (1, "#4a210b")))


def _bottle(p: Picture, v: Look, glass: Stops) -> None:
    volume = v.figure(0, 500) if "ml" in v.label else 400
    wide = min(186.0, 122 + volume**0.5 * 2)
    high = min(470.0, 300 + volume**0.5 * 5)
    left, right, top = 400 - wide, 400 + wide, 690 - high
    cap = ("#1f4fd0", "#d8483a", "#1f4fd0", "#e9a92a")[v.count]
    p.shadow(400, 690, wide, 20)
    p.path(
        f"M346 {top}V{top + 34}C346 {top + 70} {left} {top + 66} {left} {top + 130}V660Q{left} 690 {left + 30} 690H{right - 30}"
        f"Q{right} 690 {right} 660V{top + 130}C{right} {top + 66} 454 {top + 70} 454 {top + 34}V{top}Z",
        p.lin(glass),
        stroke="#fff",
        stroke_width=3,
    )
    level = top + 150 + 120 * v.b
    p.path(
        f"M{left + 4} {level}V660Q{left + 4} 686 {left + 30} 686H{right - 30}Q{right - 4} 686 {right - 4} 660V{level}Z",
        p.lin(liquid(v.tone)),
        opacity=0.8,
    )
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


KINDS = (
    Kind("erlenmeyer-flask", erlenmeyer_flask, LIQUIDS, ((230, 360, 340), (250, 90, 320))),
    Kind("beaker-and-cylinder", beaker_and_cylinder, LIQUIDS, ((130, 330, 360), (440, 120, 330))),
    Kind("beakers", beakers, LIQUIDS, ((130, 290, 360), (410, 400, 310)), zoom=1.12, lift=20),
    Kind("measuring-cylinders", measuring_cylinders, LIQUIDS, ((120, 120, 340), (130, 400, 330)), zoom=1.12),
    Kind("volumetric-flask", volumetric_flask, LIQUIDS, ((230, 360, 340), (270, 80, 280)), zoom=1.1),
    Kind("reagent-bottle", reagent_bottle, LIQUIDS, ((220, 360, 330), (260, 120, 300)), zoom=1.08),
    Kind("amber-bottle", amber_bottle, LIQUIDS, ((220, 360, 330), (260, 120, 300)), zoom=1.08),
)
