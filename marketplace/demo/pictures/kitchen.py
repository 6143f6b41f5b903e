"""Cookware, knives, machines."""

from dataclasses import replace

from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import (
    BRASS,
    CHROME,
    COPPER,
    STEEL,
    WOOD,
    Picture,
    Stops,
    darker,
    flat_body,
    lighter,
    mix,
    round_body,
)

STEEL_TONE, COPPER_TONE = "#c7cdd2", "#d98a55"
POTS = ((STEEL_TONE, "#2a2d31"), (STEEL_TONE, "#b57a45"), (STEEL_TONE, "#c9341f"), ("#aab4bc", "#c9a04a"))
PANS = (("#34383c", "#26292d"), ("#34383c", "#b57a45"), ("#4b3a2a", "#c9a04a"), ("#c7cdd2", "#26292d"))
GRIPS = (("#26292d", "#c9a04a"), ("#7a3d1c", "#c9a04a"), ("#c9341f", "#f5f1e6"), ("#1f4f8b", "#f5f1e6"),
         ("#e9c64a", "#26292d"), ("#3f6b3a", "#f5f1e6"))  # fmt: skip


def metal(tone: str) -> Stops:
    if tone == COPPER_TONE:
        return COPPER
    return STEEL if tone == STEEL_TONE else tuple((at, mix(c, tone, 0.5)) for at, c in STEEL)


def stockpot(p: Picture, v: Look) -> None:
    litres = v.figure(0, 24)
    rx = min(232.0, 120 + litres * 4.2)
    high = min(360.0, 130 + litres * 6) * (0.82 + 0.3 * v.a)
    left, right, top = 400 - rx, 400 + rx, 630 - high
    p.shadow(400, 642, rx, 24)
    for x, s in ((left, 1), (right, -1)):
        p.path(f"M{x + s * 10:.0f} {top + 70:.0f}h{-s * 46}q{-s * 18} 0 {-s * 18} 18v26q0 18 {s * 18} 18h{s * 46}",
               stroke=p.lin(STEEL, 90), stroke_width=16)  # fmt: skip
    low = rx * 0.19
    p.path(
        f"M{left} {top}V{600 - low}C{left} {640} {right} {640} {right} {600 - low}V{top}Z",
        p.lin(metal(v.tone)),
    )
    p.path(f"M{left} {570 - low}C{left} {612} {right} {612} {right} {570 - low}V{600 - low}C{right} 640 {left} 640 {left} "
           f"{600 - low}Z", "#3c434a", opacity=0.3)  # fmt: skip
    p.ell(400, top, rx + 4, low, p.lin(CHROME)).ell(400, top - 8, rx - 2, low - 3, p.lin(STEEL, 10))
    if v.b > 0.22:
        dome = rx * (0.28 + 0.14 * v.c)
        p.path(f"M{left + 10} {top - 12}C{left + 40} {top - dome} {right - 40} {top - dome} {right - 10} {top - 12}"
               f"C{right - 50} {top + low * 0.8} {left + 50} {top + low * 0.8} {left + 10} {top - 12}Z",
               p.lin(metal(v.tone), 14))  # fmt: skip
        knob = top - dome * 0.78
        p.rect(386, knob - 14, 28, 30, "#6d757c", 4).ell(400, knob - 20, 42, 18, p.lin(flat_body(v.trim), 90))
    p.word(400, 600 - low * 0.4, v.label, 20, "#5b636b", rx)
    p.shine(left + 60, top + 20, 24, high * 0.72)


def frying_pan(p: Picture, v: Look) -> None:
    r = min(258.0, 130 + v.figure(0, 28) * 3.9)
    p.ell(370, 420, r + 14, r + 8, "#3a2208", opacity=0.32, filter="url(#soft)")
    start = 340 + r - 26
    p.group(f"rotate({38 + v.turn:.1f} 340 360)").rect(start, 338, 60, 44, p.lin(STEEL, 90), 6)
    end = min(start + 270, 850)
    p.path(f"M{start + 50} 336C{start + 130} 330 {end - 40} 330 {end - 14} 346C{end} 356 {end} 366 {end - 14} 376"
           f"C{end - 40} 390 {start + 130} 390 {start + 50} 384Z", p.lin(round_body(v.trim), 90))  # fmt: skip
    p.ell(end - 28, 361, 9, 9, lighter(v.trim, 0.7)).end()
    p.ell(340, 360, r, r, p.lin(CHROME, 50))
    tone = v.tone
    p.ell(
        340,
        360,
        r - 12,
        r - 12,
        p.rad(((0, lighter(tone, 0.32)), (0.5, tone), (1, darker(tone, 0.5))), 0.34, 0.28),
    )
    base = r * 0.78
    p.ell(
        344,
        366,
        base,
        base,
        p.rad(((0, lighter(tone, 0.2)), (0.6, tone), (1, darker(tone, 0.35))), 0.34, 0.28),
    )
    for share in (0.84, 0.66, 0.48, 0.3):
        p.ell(344, 366, base * share, base * share, stroke=lighter(tone, 0.4), stroke_width=1, opacity=0.35)
    p.word(344, 374, v.label, 26, lighter(tone, 0.35), base * 0.8)
    p.ell(258, 262, 88, 36, "#fff", opacity=0.2, filter="url(#blur)", transform="rotate(-42 258 262)")


def saucepan(p: Picture, v: Look) -> None:
    rx = min(222.0, 130 + v.figure(0, 20) * 4)
    high = 150 + 90 * v.a
    top, left, right = 592 - high, 328 - rx, 328 + rx
    p.shadow(330, 604, rx, 24)
    handle = f"M{right - 4} {top + 30}C{right + 86} {top + 14} {right + 166} {top - 16} {right + 230} {top - 48}"
    back = f"C{right + 242} {top - 54} {right + 252} {top - 36} {right + 240} {top - 28}"
    p.path(f"{handle}{back}C{right + 172} {top + 16} {right + 86} {top + 54} {right} {top + 66}Z",
           p.lin(BRASS if v.tone == COPPER_TONE else round_body(v.trim), 80))  # fmt: skip
    p.path(f"M{left} {top}V548C{left} 590 {left + 98} 612 328 612C{right - 98} 612 {right} 590 {right} 548V{top}Z",
           p.lin(metal(v.tone)))  # fmt: skip
    low = rx * 0.2
    p.ell(328, top, rx + 4, low, p.lin(metal(v.tone))).ell(328, top + 2, rx - 8, low - 7, p.lin(STEEL, 20))
    p.ell(328, top + 11, rx - 26, low - 17, "#6b737a", opacity=0.4)
    for dx, y in ((-24, top + 38), (-18, top + 64)):
        p.ell(right + dx, y, 7, 7, p.rad(((0, "#fff2c8"), (1, "#8a6a26"))))
    p.word(328, 586, v.label, 18, darker(v.tone, 0.45), rx)
    p.shine(left + 62, top + 36, 20, high * 0.72)


def gastronorm_pan(p: Picture, v: Look) -> None:
    deep = min(300.0, 40 + v.figure(2, 100) * 1.45)
    wide = 560 if v.figure(1, 1) == 1 else 560 * (0.58 + 0.36 / v.figure(1, 1))
    left, right = 400 - wide / 2, 400 + wide / 2
    top = 500 - deep / 2
    p.shadow(400, top + deep + 24, wide / 2, 24)
    p.path(f"M{left + 32} {top}H{right - 32}L{right - 66} {top + deep}Q{right - 70} {top + deep + 18} {right - 90} "
           f"{top + deep + 18}H{left + 90}Q{left + 70} {top + deep + 18} {left + 66} {top + deep}Z", p.lin(STEEL))  # fmt: skip
    p.path(f"M{left + 84} {top - 84}H{right - 84}L{right - 4} {top - 8}Q{right} {top + 4} {right - 12} {top + 6}"
           f"H{left + 12}Q{left} {top + 4} {left + 4} {top - 8}Z", p.lin(CHROME, 60))  # fmt: skip
    stops = ((0, "#59616a"), (0.5, "#9ba3aa"), (1, "#d8dde1"))
    p.path(f"M{left + 102} {top - 72}H{right - 102}L{right - 40} {top - 14}H{left + 40}Z", p.lin(stops, 80))
    p.path(
        f"M{left + 40} {top - 14}l44 -30H{right - 84}l44 30z",
        p.lin(((0, "#7d858c"), (1, "#c9cfd4")), 90),
        opacity=0.8,
    )
    if v.count == 3:
        p.line(
            (f"M{left + 110 + i * 34} {top - 32}h12" for i in range(int((wide - 220) / 34))),
            "#3c434a",
            7,
            opacity=0.6,
        )
    p.line(f"M{left + 12} {top + 2}H{right - 12}", "#fff", 4, opacity=0.8)
    p.word(400, top + deep * 0.62, v.label or "GN 1/1 — 100", 22, "#5b636b", wide * 0.5)
    p.shine(left + 118, top + 20, 20, deep * 0.75)


def mezzaluna_knife(p: Picture, v: Look) -> None:
    deep = 620 + 70 * v.a
    p.ell(410, 640, 260, 20, "#4a1408", opacity=0.35, filter="url(#soft)")
    stops = ((0, "#9aa2a9"), (0.3, "#f7f9fa"), (0.62, "#c2c9cf"), (0.8, "#f3f5f6"), (1, "#8d959c"))
    p.path(f"M118 372C160 {deep} 640 {deep} 682 372C600 530 200 530 118 372Z", p.lin(stops, 80))
    p.line(f"M150 470C240 {deep - 50} 560 {deep - 50} 650 470", "#fff", 5, opacity=0.9)
    p.line("M176 470C280 560 520 560 624 470", "#7d858c", 2, opacity=0.6)
    for x, a in ((124, -8), (676, 8)):
        p.group(f"rotate({a} {x} 300)").rect(x - 15, 340, 30, 56, p.lin(BRASS), 6)
        p.path(f"M{x - 30} 350C{x - 40} 300 {x - 40} 220 {x - 24} 180C{x - 14} 160 {x + 14} 160 {x + 24} 180"
               f"C{x + 40} 220 {x + 40} 300 {x + 30} 350Z", p.lin(round_body(v.tone)))  # fmt: skip
        p.rect(x - 26, 326, 52, 10, v.trim, 4).shine(x - 16, 196, 8, 110, 0.35).end()
    p.word(400, 540 + 40 * v.a, v.label or "MEZZALUNA", 17, "#6b737a", 220)


def _blade(p: Picture, v: Look, tall: float, left: float, tip: float) -> None:
    stops = ((0, "#dfe4e8"), (0.45, "#fafbfc"), (0.55, "#b7bfc5"), (1, "#eef1f3"))
    p.path(f"M{left} {400 + tip}C{left + 110} {400 - tall * 0.62:.0f} 400 {396 - tall:.0f} 540 {400 - tall:.0f}V{400 + tall * 0.9:.0f}"
           f"C420 {408 + tall:.0f} {left + 160} {400 + tall:.0f} {left} {400 + tip}Z", p.lin(stops, 84))  # fmt: skip
    p.rect(534, 400 - tall, 22, tall * 1.9, p.lin(CHROME, 90), 4)
    handle = "M556 372 C610 364 710 368 756 382 C778 398 770 436 746 438 C680 446 600 430 556 434Z"
    p.path(handle, p.lin(round_body(v.tone), 90))
    for x in (594, 654, 714):
        p.ell(x, 403, 7, 7, p.rad(((0, lighter(v.trim, 0.6)), (1, darker(v.trim, 0.3)))))
    p.word(450, 412, v.label, 18, "#6b737a", 150)


def chef_knife(p: Picture, v: Look) -> None:
    p.group(f"rotate({-30 + 3 * v.turn:.1f} 400 400)")
    p.rect(120, 440, 620, 26, "#1c1510", 12, opacity=0.3, filter="url(#blur)")
    long = v.figure(0, 21)
    tall = (26, 38, 46, 60)[v.count]
    _blade(p, v, tall, 520 - min(430, 130 + long * 11), tall * (0.9 if v.count else 0.2))
    if v.count == 0:
        p.line((f"M{200 + i * 18} 424l9 6 9-6" for i in range(18)), "#7d858c", 2, opacity=0.7)
    p.end()


def board_and_knife(p: Picture, v: Look) -> None:
    wood = WOOD if v.count < 3 else round_body("#7a4a26")
    p.group(f"rotate({-12 + v.turn:.1f} 400 400)")
    high = 380 + 60 * v.a
    p.rect(150, 196, 510, high, "#4a1408", 34, opacity=0.32, filter="url(#soft)")
    p.rect(140, 176, 510, high, p.lin(wood, 12), 34)
    for i in range(int(high / 36) - 1):
        y = 206 + i * 36
        grain = f"M150 {y}C260 {y - 16 + (i % 3) * 12} 460 {y + 16 - (i % 2) * 20} 640 {y - 2}"
        p.line(grain, "#8a5426", 2.4, opacity=0.32)
    p.ell(596, 230, 20, 20, v.backdrop[1]).word(240, 160 + high, v.label, 24, "#7d4a20", 160)
    p.rect(140, 176, 510, high, "none", 34, stroke="#f0cfa4", stroke_width=3, opacity=0.7).end()
    p.group(f"rotate({-40 + 3 * v.turn:.1f} 400 400)")
    p.rect(170, 440, 540, 24, "#1c1510", 12, opacity=0.3, filter="url(#blur)")
    _blade(p, replace(v, label=""), 34, 150, 28)
    p.end()


def whisk(p: Picture, v: Look) -> None:
    p.group(f"rotate({30 + 2 * v.turn:.1f} 400 400)")
    p.ell(430, 400, 60, 330, "#1c1510", opacity=0.26, filter="url(#soft)")
    wide, wires = 70 + 50 * v.a, 4 + v.count
    for i in range(wires):
        dx = wide * (1 - i / wires)
        loop = f"M{400 - dx * 0.2:.0f} 440C{400 - dx * 1.7:.0f} 280 {400 - dx * 1.5:.0f} 70 400 70"
        loop += f"C{400 + dx * 1.5:.0f} 70 {400 + dx * 1.7:.0f} 280 {400 + dx * 0.2:.0f} 440"
        p.path(loop, stroke="#6d757c", stroke_width=7).path(loop, stroke="#eef1f3", stroke_width=3.4)
    p.rect(372, 424, 56, 44, p.lin(STEEL), 8)
    p.path("M376 466H424L432 690Q400 726 368 690Z", p.lin(round_body(v.tone)))
    p.rect(374, 490, 52, 12, v.trim, 4).ell(400, 686, 9, 9, "#1c1510", opacity=0.6)
    p.text(400, 600, v.label, 20, lighter(v.tone, 0.6), text_anchor="middle", transform="rotate(-90 400 600)").end()


def ladle(p: Picture, v: Look) -> None:
    p.group(f"rotate({24 + 3 * v.turn:.1f} 400 400)")
    p.ell(430, 420, 60, 320, "#1c1510", opacity=0.26, filter="url(#soft)")
    bowl = 82 + 44 * v.a
    p.path("M388 90Q400 70 412 90L418 520H384Z", p.lin(STEEL)).ell(400, 106, 9, 16, v.backdrop[1])
    p.rect(380, 120, 42, 170, p.lin(round_body(v.tone)), 18).word(400, 470, "", 14, "#fff")
    p.text(406, 210, v.label, 20, lighter(v.tone, 0.7), text_anchor="middle", transform="rotate(-90 400 206)")
    if v.count % 2:
        p.ell(400, 600, bowl, bowl, p.lin(CHROME, 50)).ell(404, 606, bowl - 12, bowl - 12, p.lin(STEEL, 140))
        spots = ((0, -40), (0, 0), (0, 40), (-38, -20), (38, -20), (-38, 22), (38, 22))
        for dx, dy in spots:
            p.ell(402 + dx, 604 + dy, 9, 9, "#4a5157")
    else:
        p.path(f"M{400 - bowl} 560C{400 - bowl} {560 + bowl * 1.7} {400 + bowl} {560 + bowl * 1.7} {400 + bowl} 560Z",
               p.lin(STEEL))  # fmt: skip
        p.ell(400, 560, bowl, bowl * 0.3, p.lin(CHROME, 10)).ell(400, 564, bowl - 10, bowl * 0.22, "#6b737a")
    p.end()


KINDS = (
    Kind("stockpot", stockpot, POTS, ((150, 130, 380), (200, 350, 330)), zoom=1.06, lift=20),
    Kind("frying-pan", frying_pan, PANS, ((80, 110, 380), (420, 400, 370))),
    Kind(
        "copper-saucepan",
        saucepan,
        ((COPPER_TONE, "#c9a04a"), *POTS[:2]),
        ((100, 280, 360), (430, 220, 340)),
        zoom=1.04,
        lift=50,
    ),
    Kind("gastronorm-pan", gastronorm_pan, POTS, ((90, 290, 340), (360, 330, 340)), zoom=1.1, lift=40),
    Kind("mezzaluna-knife", mezzaluna_knife, GRIPS[1:], ((60, 130, 360), (240, 380, 340))),
    Kind("chef-knife", chef_knife, GRIPS, ((430, 90, 330), (90, 330, 380))),
    Kind("board-and-knife", board_and_knife, GRIPS, ((120, 200, 380), (400, 110, 340))),
    Kind("whisk", whisk, GRIPS, ((330, 50, 400), (180, 400, 340))),
    Kind("ladle", ladle, GRIPS, ((180, 380, 370), (390, 60, 330))),
)
