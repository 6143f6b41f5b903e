"""Oil, vinegar, preserves, flour and pasta, each with its own label."""

from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import (
    BRASS,
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

TINS = (
    ("#56641d", "#e9a92a"),
    ("#1f4f5f", "#e9c64a"),
    ("#8c2f1c", "#f2c14e"),
    ("#2a3f7a", "#e9a92a"),
    ("#c9a227", "#56641d"),
)
BOTTLES = (
    ("#5a1420", "#c9a04a"),
    ("#3a4a1c", "#f5f1e6"),
    ("#2a1410", "#b5483a"),
    ("#c9a24a", "#56641d"),
    ("#1f3a2c", "#e9c64a"),
)
JARS = (
    ("#c9341f", "#f5f1e6"),
    ("#7a8a2c", "#f5f1e6"),
    ("#d98a2b", "#fff6e0"),
    ("#4a2a1c", "#f2c14e"),
    ("#e2c36a", "#56641d"),
)
SACKS = (
    ("#e6d3ac", "#8c2f1c"),
    ("#f1ede4", "#2a3f7a"),
    ("#d9b98a", "#3f5a2c"),
    ("#efe0bf", "#c9341f"),
    ("#c9a06a", "#f5f1e6"),
)
CREAM: Stops = ((0, "#d9cda9"), (0.3, "#fff9e6"), (1, "#cdbf97"))


def _halves(label: str, first: str, second: str) -> tuple[str, str]:
    """`Puglia · 5 l` is written on two lines."""
    words = [part.strip() for part in label.split("·", 1)] if label else [first, second]
    return words[0], words[1] if len(words) > 1 else ""


def olive_oil_tin(p: Picture, v: Look) -> None:
    wide, tall = 128 + 44 * v.a, 400 + 70 * v.b
    left, top = 400 - wide, 690 - tall
    w = 2 * wide
    p.shadow(400, 692, wide + 4, 20)
    p.path(f"M340 {top - 30}C340 {top - 84} 460 {top - 84} 460 {top - 30}", stroke=p.lin(STEEL), stroke_width=12)
    p.rect(446, top - 58, 54, 42, p.lin(round_body(v.trim)), 6).rect(left, top - 22, w, 30, p.lin(BRASS), 6)
    tone = (
        (0, darker(v.tone, 0.45)),
        (0.14, v.tone),
        (0.3, lighter(v.tone, 0.35)),
        (0.5, v.tone),
        (1, darker(v.tone, 0.5)),
    )
    p.rect(left, top, w, tall, p.lin(tone), 10)
    paper = top + 66
    p.rect(left, paper, w, 292, p.lin(CREAM)).rect(left, 668, w, 22, p.lin(BRASS), 6)
    cy = paper + 106
    p.ell(400, cy, 74, 74, v.trim)
    p.path(
        f"M338 {cy + 30}C370 {cy - 30} 430 {cy - 40} 470 {cy - 28}C450 {cy + 20} 400 {cy + 52} 338 {cy + 30}Z", v.tone
    )
    p.ell(418, cy + 28, 24, 30, darker(v.tone, 0.45), transform=f"rotate(24 418 {cy + 28:.0f})")
    p.ell(376, cy + 46, 20, 26, darker(v.tone, 0.3), transform=f"rotate(-14 376 {cy + 46:.0f})")
    first, second = _halves(v.label, "OLIO EXTRA VERGINE", "5 litri")
    p.word(400, paper + 232, first, 24, darker(v.tone, 0.2), w - 24)
    p.text(400, paper + 266, second, 20, "#7d5a12", text_anchor="middle", font_style="italic")


def bottle(p: Picture, v: Look) -> None:
    wide = 74 + 26 * v.a
    slim = v.count % 2 == 0
    left, right = 400 - wide, 400 + wide
    shoulder = 330 if slim else 370
    p.shadow(400, 700, wide + 6, 18)
    body = (
        f"M372 150V230C372 {shoulder - 60} {left} {shoulder - 40} {left} {shoulder + 30}V680Q{left} 700 {left + 22} 700"
        f"H{right - 22}Q{right} 700 {right} 680V{shoulder + 30}C{right} {shoulder - 40} 428 {shoulder - 60} 428 230V150Z"
    )
    p.path(body, p.lin(GLASS), stroke="#fff", stroke_width=2)
    p.path(body, p.lin(liquid(v.tone)), opacity=0.92)
    p.rect(364, 112, 72, 54 + 60 * v.b, p.lin(round_body(v.trim)), 8).rect(368, 104, 64, 14, darker(v.trim, 0.3), 4)
    paper = shoulder + 70
    p.rect(left + 3, paper, 2 * wide - 6, 190, p.lin(CREAM))
    p.rect(left + 3, paper + 12, 2 * wide - 6, 3, v.trim).rect(left + 3, paper + 176, 2 * wide - 6, 3, v.trim)
    first, second = _halves(v.label, "ACETO", "500 ml")
    p.word(400, paper + 92, first, 30, "#2f2a1c", 2 * wide - 26)
    p.text(400, paper + 128, second, 19, "#7d5a12", text_anchor="middle", font_style="italic")
    p.ell(400, paper + 42, 17, 17, v.tone).ell(400, paper + 42, 17, 17, stroke=v.trim, stroke_width=2)
    p.shine(left + 20, shoulder + 30, 11, 640 - shoulder, 0.5).shine(380, 170, 8, 80, 0.5)


def jar(p: Picture, v: Look) -> None:
    wide, high = 136 + 46 * v.a, 320 + 90 * v.b
    left, top, w = 400 - wide, 680 - high, 2 * wide
    p.shadow(400, 686, wide, 20)
    p.rect(left, top, w, high, p.lin(GLASS), 40, stroke="#fff", stroke_width=3)
    p.rect(left + 10, top + 34, w - 20, high - 44, p.lin(liquid(v.tone)), 32, opacity=0.92)
    spots = ((0.2, 0.3), (0.55, 0.2), (0.8, 0.36), (0.35, 0.86), (0.72, 0.84), (0.12, 0.7))
    for i, (sx, sy) in enumerate(spots):
        x, y = left + 20 + sx * (w - 40), top + 40 + sy * (high - 70)
        p.ell(x, y, 28 - v.count * 2, 22, lighter(v.tone, 0.16 + 0.05 * (i % 3)), opacity=0.7)
    lid = ("#c9a04a", "#2a2d31", "#f5f1e6", "#c9341f")[v.count]
    p.rect(left + 14, top - 62, w - 28, 72, p.lin(round_body(lid)), 12)
    p.line(
        (f"M{left + 34 + i * 16:.0f} {top - 44:.0f}v44" for i in range(int((w - 60) / 16))),
        darker(lid, 0.5),
        3,
        opacity=0.4,
    )
    paper = top + high * 0.36
    p.rect(left, paper, w, high * 0.38, p.lin(round_body(v.trim)), 0, opacity=0.97)
    first, second = _halves(v.label, "Pomodori", "1.6 kg")
    p.word(400, paper + high * 0.19, first, 40, ink_on(v.trim), w - 36)
    p.word(
        400, paper + high * 0.3, second, 22, darker(v.tone, 0.2) if ink_on(v.trim) != "#ffffff" else "#ffffff", w - 60
    )
    p.shine(left + 26, top + 40, 14, high - 90, 0.5)


def sack(p: Picture, v: Look) -> None:
    wide, top = 176 + 44 * v.a, 200 + 60 * v.b
    left, right = 400 - wide, 400 + wide
    p.shadow(400, 690, wide + 10, 22)
    p.path(
        f"M{left} {top + 40}C{left - 34} 400 {left - 30} 600 {left + 6} 690Q400 704 {right - 6} 690C{right + 30} 600 "
        f"{right + 34} 400 {right} {top + 40}Z",
        p.lin(flat_body(v.tone), 20),
    )
    p.path(
        f"M{left} {top + 44}L{left + 16} {top - 44}H{right - 16}L{right} {top + 44}Q400 {top + 70} {left} {top + 44}Z",
        p.lin(flat_body(darker(v.tone, 0.06)), 90),
    )
    p.line((f"M{left + 30 + i * 22} {top - 10}h11" for i in range(int((2 * wide - 50) / 22))), v.trim, 4)
    for x, bend in ((left + 40, 30), (right - 46, -26), (left + 90, 16)):
        p.path(f"M{x} {top + 70}Q{x + bend} 460 {x - 6} 660", stroke=darker(v.tone, 0.35), stroke_width=4, opacity=0.3)
    p.rect(left + 26, 372, 2 * wide - 52, 190, v.trim, 10, opacity=0.94)
    first, second = _halves(v.label, "Tipo 00", "25 kg")
    p.word(400, 462, first, 54, ink_on(v.trim), 2 * wide - 84)
    p.word(400, 520, second, 32, ink_on(v.trim), 2 * wide - 110)
    for i in range(3 + v.count):
        y = 340 - i * 16
        p.path(f"M400 {y}q26 -4 30 -26q-26 2 -30 26q-26 -4 -30 -26q26 2 30 26", v.trim, opacity=0.85)
    p.line("M400 356V270", v.trim, 4)


def pasta_box(p: Picture, v: Look) -> None:
    wide, top = 140 + 40 * v.a, 170 + 60 * v.b
    left = 380 - wide
    w, high = 2 * wide, 680 - top
    p.shadow(420, 688, wide + 30, 20)
    p.path(f"M{left + w} {top}l70 -34V644l-70 36z", darker(v.trim, 0.45)).path(
        f"M{left} {top}l70 -34h{w}l-70 34z", lighter(v.trim, 0.25)
    )
    p.rect(left, top, w, high, p.lin(flat_body(v.trim), 25))
    p.rect(left + 30, top + high * 0.42, w - 60, high * 0.42, "#2a1c0c", 18)
    for i in range(8):
        y = top + high * 0.46 + i * high * 0.042
        bend = 18 if i % 2 else -14
        curve = f"M{left + 44} {y:.0f}C{left + w * 0.3:.0f} {y + bend:.0f} {left + w * 0.6:.0f} {y - bend:.0f} {left + w - 44} {y + 6:.0f}"
        p.path(
            curve,
            stroke=("#f2d48a", "#e3b75a", "#d9a545")[i % 3],
            stroke_width=10 + v.count * 2,
            stroke_linecap="round",
        )
    first, second = _halves(v.label, "Rigatoni", "500 g")
    p.word(380, top + high * 0.24, first, 50, ink_on(v.trim), w - 50)
    p.word(380, top + high * 0.35, second, 28, ink_on(v.trim), w - 90)
    p.rect(left + w * 0.3, top + high * 0.09, w * 0.4, 8, ink_on(v.trim), 4, opacity=0.6)
    p.word(380, top + high * 0.94, "trafilata al bronzo", 20, ink_on(v.trim), w - 70)


KINDS = (
    Kind("olive-oil-tin", olive_oil_tin, TINS, ((240, 120, 330), (250, 360, 300))),
    Kind("bottle", bottle, BOTTLES, ((270, 80, 280), (270, 380, 270))),
    Kind("jar", jar, JARS, ((230, 200, 340), (250, 400, 300)), zoom=1.18, lift=20),
    Kind("sack", sack, SACKS, ((210, 150, 360), (220, 340, 360))),
    Kind("pasta-box", pasta_box, SACKS, ((210, 130, 360), (210, 370, 340)), zoom=1.05),
)
