"""Tableware, glassware, linen and what food is carried away in."""

from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import (
    CHROME,
    STEEL,
    Picture,
    Stops,
    darker,
    flat_body,
    ink_on,
    lighter,
    mix,
    round_body,
)

GLAZES = (
    ("#efe8db", "#4d5a1c"),
    ("#b9c196", "#f4f6e6"),
    ("#5d666e", "#c9a04a"),
    ("#f7f7f4", "#2a3f7a"),
    ("#c98a63", "#f5f1e6"),
    ("#3f5f7a", "#efe8db"),
)
KRAFT = (
    ("#c79b66", "#4d5a1c"),
    ("#f1ede4", "#c9341f"),
    ("#8a5a2e", "#f5f1e6"),
    ("#3f4a3a", "#e9c64a"),
    ("#f1ede4", "#2a3f7a"),
)
GOLD = "#c9a04a"
METALS = (("#c7cdd2", "#8d959c"), ("#c6ccd1", "#3c434a"), ("#c8ced3", "#b57a45"), (GOLD, "#7d5c1c"))
CLOTHS = (
    ("#f4f1ea", "#2a3f7a"),
    ("#8c9a7a", "#f4f1ea"),
    ("#b5483a", "#f4f1ea"),
    ("#3a4350", "#e9c64a"),
    ("#d9c3a0", "#7d4a20"),
)


def glaze(c: str) -> Stops:
    return (0, darker(c, 0.2)), (0.25, lighter(c, 0.7)), (0.6, c), (1, darker(c, 0.26))


def plate_stack(p: Picture, v: Look) -> None:
    count = 5 + v.count * 2
    rx = min(266.0, 130 + v.figure(0, 27) * 4.6)
    lift = 21 if count < 9 else 19
    p.shadow(400, 612, rx, 26)
    for i in range(count):
        y = 604 - i * lift
        p.path(
            f"M{400 - rx:.0f} {y}C{440 - rx:.0f} {y + 42} {360 + rx:.0f} {y + 42} {400 + rx:.0f} {y}v-10H{400 - rx:.0f}Z",
            p.lin(glaze(v.tone)),
        )
        p.ell(400, y - 10, rx, 42, p.lin(glaze(lighter(v.tone, 0.2)), 10))
    top = 594 - (count - 1) * lift
    p.ell(400, top, rx, 42, stroke=v.trim, stroke_width=4, opacity=0.75)
    p.ell(400, top + 4, rx * 0.68, 26, p.lin(flat_body(lighter(v.tone, 0.3)), 200))
    if v.b > 0.5:
        w = rx * 0.5
        bowl = mix(v.tone, v.trim, 0.35)
        p.path(
            f"M{400 - w:.0f} {top - 84}C{404 - w:.0f} {top - 14} 330 {top + 12} 400 {top + 12}C470 {top + 12} "
            f"{396 + w:.0f} {top - 14} {400 + w:.0f} {top - 84}Z",
            p.lin(glaze(bowl)),
        )
        p.ell(400, top - 84, w, 25, lighter(bowl, 0.6)).ell(400, top - 80, w - 12, 19, p.lin(flat_body(bowl), 200))


def bowl(p: Picture, v: Look) -> None:
    rx = min(262.0, 130 + v.figure(0, 18) * 5.4)
    deep = 130 + 110 * v.a
    top = 590 - deep
    p.shadow(400, 606, rx * 0.7, 24)
    p.rect(400 - rx * 0.36, 582, rx * 0.72, 24, p.lin(glaze(darker(v.tone, 0.2))), 6)
    p.path(
        f"M{400 - rx:.0f} {top}C{404 - rx:.0f} {top + deep} {400 - rx * 0.4:.0f} 600 400 600C{400 + rx * 0.4:.0f} 600 "
        f"{396 + rx:.0f} {top + deep} {400 + rx:.0f} {top}Z",
        p.lin(glaze(v.tone)),
    )
    p.ell(400, top, rx, rx * 0.23, lighter(v.tone, 0.5)).ell(
        400, top + 5, rx - 12, rx * 0.2, p.lin(flat_body(v.tone), 210)
    )
    p.ell(400, top, rx - 3, rx * 0.225, stroke=v.trim, stroke_width=5, opacity=0.8)
    for i in range(v.count):
        y = top + 40 + i * 26
        p.path(
            f"M{406 - rx + i * 12:.0f} {y}Q400 {y + rx * 0.3:.0f} {394 + rx - i * 12:.0f} {y}",
            stroke=v.trim,
            stroke_width=4,
            opacity=0.5,
        )
    p.shine(440 - rx, top + 40, 18, deep * 0.5, 0.55)


def espresso_cup(p: Picture, v: Look) -> None:
    rx = min(190.0, 96 + v.figure(0, 8) * 3.4)
    high = rx * (1.05 + 0.5 * v.a)
    top = 560 - high
    p.shadow(400, 606, rx + 110, 22)
    p.ell(400, 592, rx + 108, 42, darker(v.tone, 0.3)).ell(400, 582, rx + 108, 42, p.lin(glaze(v.tone), 10))
    p.ell(400, 586, rx + 30, 20, darker(v.tone, 0.14), opacity=0.6)
    p.path(
        f"M{400 + rx - 14:.0f} {top + 34:.0f}q{rx * 0.62:.0f} -10 {rx * 0.56:.0f} {high * 0.3:.0f}"
        f"q-6 {high * 0.3:.0f} {-rx * 0.66:.0f} {high * 0.32:.0f}",
        stroke=p.lin(glaze(v.tone)),
        stroke_width=24,
    )
    p.path(
        f"M{400 - rx:.0f} {top:.0f}C{400 - rx:.0f} {top + high * 0.8:.0f} {400 - rx * 0.66:.0f} 584 400 584"
        f"C{400 + rx * 0.66:.0f} 584 {400 + rx:.0f} {top + high * 0.8:.0f} {400 + rx:.0f} {top:.0f}Z",
        p.lin(glaze(v.tone)),
    )
    p.ell(400, top, rx, rx * 0.21, lighter(v.tone, 0.6)).ell(400, top + 4, rx - 12, rx * 0.17, "#4a2410")
    p.ell(400, top + 5, rx - 20, rx * 0.13, p.rad(((0, "#e2b071"), (0.6, "#b5763a"), (1, "#6b3614"))))
    p.word(392, top + high * 0.6, v.label, 30, v.trim, rx * 1.1)
    p.shine(430 - rx, top + 40, 16, high * 0.55, 0.6)


def cutlery(p: Picture, v: Look) -> None:
    metal = p.lin(((0, "#c9a04a"), (0.3, "#f7e6b5"), (0.6, "#c9a04a"), (1, "#8a6a26")) if v.tone == GOLD else STEEL, 8)
    p.group(f"rotate({10 + 2 * v.turn:.1f} 400 400)")
    wide = 13 + 8 * v.a
    for i, x in enumerate((250, 400, 550)):
        p.rect(x - wide + 16, 180, wide * 2, 470, "#1c1510", 16, opacity=0.24, filter="url(#blur)")
        p.path(f"M{x - 7} 350H{x + 7}L{x + wide:.0f} 650Q{x} {676 + 14 * v.b:.0f} {x - wide:.0f} 650Z", metal)
        if i == 0:
            for k in range(4):
                p.rect(x - 33 + k * 19, 128, 9, 130, metal, 4)
            p.path(
                f"M{x - 33} 236H{x + 33}C{x + 36} 300 {x + 16} 330 {x + 7} 356H{x - 7}C{x - 16} 330 {x - 36} 300 {x - 33} 236Z",
                metal,
            )
        elif i == 1:
            p.path(
                f"M{x - 7} 380L{x - 14} 360V180Q{x - 10} 130 {x + 18} 118Q{x + 30} 220 {x + 24} 360L{x + 7} 380Z", metal
            )
        else:
            p.ell(x, 226, 44, 100, metal).ell(x + 3, 226, 33, 86, p.lin(CHROME, 130))
        if v.count % 2:
            p.line(f"M{x - wide + 7:.0f} 630H{x + wide - 7:.0f}", "#6d757c", 2.5, opacity=0.6)
    p.word(400, 610, v.label, 14, "#5b636b", wide * 2).end()


def linen(p: Picture, v: Look) -> None:
    count = 4 + v.count
    p.shadow(400, 628, 260, 24)
    for i in range(count):
        y = 600 - i * 46
        c = mix(v.tone, v.trim, 0.12 * (i % 2))
        p.path(
            f"M150 {y}Q140 {y - 23} 156 {y - 42}H640Q662 {y - 23} 646 {y}Q640 {y + 10} 400 {y + 12}Q160 {y + 10} 150 {y}Z",
            p.lin(flat_body(c), 80),
        )
        p.path(f"M150 {y - 20}Q400 {y - 12} 652 {y - 22}", stroke=darker(c, 0.25), stroke_width=3, opacity=0.5)
    top = 600 - (count - 1) * 46 - 42
    p.path(f"M156 {top}L230 {top - 70}H590L642 {top}Z", p.lin(flat_body(v.tone), 60))
    if v.b > 0.3:
        for share in (0.1, 0.16, 0.84, 0.9):
            x0, x1 = 156 + 486 * share, 230 + 360 * share
            p.line(f"M{x0:.0f} {top}L{x1:.0f} {top - 70}", v.trim, 7, opacity=0.85)
    p.rect(520, top + 54, 90, 50, v.trim, 4).word(565, top + 86, v.label or "50 × 50", 17, ink_on(v.trim), 82)


def takeaway_box(p: Picture, v: Look) -> None:
    wide, high = 200 + 60 * v.a, 230 + 90 * v.b
    top = 640 - high
    p.shadow(400, 648, wide, 22)
    p.path(
        f"M{400 - wide:.0f} {top}H{400 + wide:.0f}L{370 + wide:.0f} 640H{430 - wide:.0f}Z", p.lin(flat_body(v.tone), 25)
    )
    p.path(
        f"M{400 - wide:.0f} {top}L{450 - wide:.0f} {top - 78}H{350 + wide:.0f}L{400 + wide:.0f} {top}Z",
        p.lin(flat_body(lighter(v.tone, 0.2)), 90),
    )
    p.path(
        f"M{400 - wide:.0f} {top}l70 62H{330 + wide:.0f}l70 -62",
        stroke=darker(v.tone, 0.3),
        stroke_width=3,
        opacity=0.6,
    )
    p.path(f"M340 {top - 10}h120v54q-60 26 -120 0z", p.lin(flat_body(darker(v.tone, 0.08)), 90))
    cy, r = top + 56 + high * 0.24, high * 0.19
    p.ell(400, cy, r, r, v.trim, opacity=0.92)
    p.path(
        f"M{400 - r * 0.6} {cy + r * 0.3}C{400 - r * 0.3} {cy - r * 0.5} {400 + r * 0.4} {cy - r * 0.6} {400 + r * 0.65} "
        f"{cy - r * 0.4}C{400 + r * 0.5} {cy + r * 0.2} 402 {cy + r * 0.45} {400 - r * 0.6} {cy + r * 0.3}Z",
        ink_on(v.trim),
        opacity=0.9,
    )
    p.word(400, 626, v.label or "750 ml", 28, ink_on(v.tone), wide)


def paper_cup(p: Picture, v: Look) -> None:
    spots = ((530, 0.84), (330, 1.0)) if v.count < 3 else ((600, 0.76), (420, 0.88), (240, 1.0))
    for x, s in spots:
        high, wide = (280 + 90 * v.a) * s, (104 + 16 * v.b) * s
        top, foot = 650 - high, wide * 0.72
        p.shadow(x, 654, foot + 6, 16)
        p.path(
            f"M{x - wide:.0f} {top:.0f}H{x + wide:.0f}L{x + foot:.0f} 650Q{x} 662 {x - foot:.0f} 650Z",
            p.lin(round_body(v.tone)),
        )
        y0, y1 = top + high * 0.3, top + high * 0.72
        w0, w1 = wide - (wide - foot) * 0.3, wide - (wide - foot) * 0.72
        p.path(f"M{x - w0:.0f} {y0:.0f}H{x + w0:.0f}L{x + w1:.0f} {y1:.0f}H{x - w1:.0f}Z", p.lin(round_body(v.trim)))
        p.word(x, (y0 + y1) / 2 + 10, v.label or "240 ml", 34 * s, ink_on(v.trim), w1 * 1.6)
        if v.count % 2 == 0:
            p.rect(x - wide - 8, top - 26 * s, wide * 2 + 16, 34 * s, p.lin(round_body("#f5f3ee")), 10)
            p.rect(x - wide + 14, top - 44 * s, wide * 2 - 28, 24 * s, p.lin(round_body("#fbfaf7")), 8)
        else:
            p.ell(x, top, wide, 16 * s, lighter(v.tone, 0.5)).ell(x, top + 3, wide - 9, 11 * s, "#4a2410")


KINDS = (
    Kind("plate-stack", plate_stack, GLAZES, ((130, 260, 360), (380, 330, 320)), zoom=1.06, lift=30),
    Kind("bowl", bowl, GLAZES, ((120, 270, 360), (360, 330, 320)), zoom=1.12, lift=60),
    Kind("espresso-cup", espresso_cup, GLAZES, ((220, 260, 360), (420, 330, 300)), zoom=1.25, lift=70),
    Kind("cutlery", cutlery, METALS, ((170, 80, 360), (330, 400, 340)), zoom=1.1),
    Kind("linen", linen, CLOTHS, ((130, 270, 360), (380, 280, 330)), zoom=1.05, lift=30),
    Kind("takeaway-box", takeaway_box, KRAFT, ((180, 240, 360), (360, 360, 320)), zoom=1.1, lift=40),
    Kind("paper-cup", paper_cup, KRAFT, ((180, 230, 360), (390, 300, 320)), zoom=1.12, lift=10),
)
