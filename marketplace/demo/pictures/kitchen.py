"""Cookware."""

from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import (
    BRASS,
    CHROME,
    COPPER,
    STEEL,
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
        p.path(
            f"M{x + s * 10:.0f} {top + 70:.0f}h{-s * 46}q{-s * 18} 0 {-s * 18} 18v26q0 18 {s * 18} 18h{s * 46}",
            stroke=p.lin(STEEL, 90),
            stroke_width=16,
        )
    low = rx * 0.19
    p.path(f"M{left} {top}V{600 - low}C{left} {640} {right} {640} {right} {600 - low}V{top}Z", p.lin(metal(v.tone)))
    p.path(
        f"M{left} {570 - low}C{left} {612} {right} {612} {right} {570 - low}V{600 - low}C{right} 640 {left} 640 {left} "
        f"{600 - low}Z",
        "#3c434a",
        opacity=0.3,
    )
    p.ell(400, top, rx + 4, low, p.lin(CHROME)).ell(400, top - 8, rx - 2, low - 3, p.lin(STEEL, 10))
    if v.trim != "#b57a45":
        dome = rx * (0.28 + 0.14 * v.c)
        p.path(
            f"M{left + 10} {top - 12}C{left + 40} {top - dome} {right - 40} {top - dome} {right - 10} {top - 12}"
            f"C{right - 50} {top + low * 0.8} {left + 50} {top + low * 0.8} {left + 10} {top - 12}Z",
            p.lin(metal(v.tone), 14),
        )
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
    p.path(
        f"M{start + 50} 336C{start + 130} 330 {end - 40} 330 {end - 14} 346C{end} 356 {end} 366 {end - 14} 376"
        f"C{end - 40} 390 {start + 130} 390 {start + 50} 384Z",
        p.lin(round_body(v.trim), 90),
    )
    p.ell(end - 28, 361, 9, 9, lighter(v.trim, 0.7)).end()
    p.ell(340, 360, r, r, p.lin(CHROME, 50))
    tone = v.tone
    p.ell(340, 360, r - 12, r - 12, p.rad(((0, lighter(tone, 0.32)), (0.5, tone), (1, darker(tone, 0.5))), 0.34, 0.28))
    base = r * 0.78
    p.ell(344, 366, base, base, p.rad(((0, lighter(tone, 0.2)), (0.6, tone), (1, darker(tone, 0.35))), 0.34, 0.28))
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
    p.path(
        f"{handle}{back}C{right + 172} {top + 16} {right + 86} {top + 54} {right} {top + 66}Z",
        p.lin(BRASS if v.tone == COPPER_TONE else round_body(v.trim), 80),
    )
    p.path(
        f"M{left} {top}V548C{left} 590 {left + 98} 612 328 612C{right - 98} 612 {right} 590 {right} 548V{top}Z",
        p.lin(metal(v.tone)),
    )
    low = rx * 0.2
    p.ell(328, top, rx + 4, low, p.lin(metal(v.tone))).ell(328, top + 2, rx - 8, low - 7, p.lin(STEEL, 20))
    p.ell(328, top + 11, rx - 26, low - 17, "#6b737a", opacity=0.4)
    for dx, y in ((-24, top + 38), (-18, top + 64)):
        p.ell(right + dx, y, 7, 7, p.rad(((0, "#fff2c8"), (1, "#8a6a26"))))
    p.word(328, 586, v.label, 18, darker(v.tone, 0.45), rx)
    p.shine(left + 62, top + 36, 20, high * 0.72)


def gastronorm_pan(p: Picture, v: Look) -> None:
    _gastronorm(p, v, holes=False)


def perforated_pan(p: Picture, v: Look) -> None:
    _gastronorm(p, v, holes=True)


def _gastronorm(p: Picture, v: Look, *, holes: bool) -> None:
    deep = min(300.0, 40 + v.figure(2, 100) * 1.45)
    wide = 560 if v.figure(1, 1) == 1 else 560 * (0.58 + 0.36 / v.figure(1, 1))
    left, right = 400 - wide / 2, 400 + wide / 2
    top = 500 - deep / 2
    p.shadow(400, top + deep + 24, wide / 2, 24)
    p.path(
        f"M{left + 32} {top}H{right - 32}L{right - 66} {top + deep}Q{right - 70} {top + deep + 18} {right - 90} "
        f"{top + deep + 18}H{left + 90}Q{left + 70} {top + deep + 18} {left + 66} {top + deep}Z",
        p.lin(STEEL),
    )
    p.path(
        f"M{left + 84} {top - 84}H{right - 84}L{right - 4} {top - 8}Q{right} {top + 4} {right - 12} {top + 6}"
        f"H{left + 12}Q{left} {top + 4} {left + 4} {top - 8}Z",
        p.lin(CHROME, 60),
    )
    stops = ((0, "#59616a"), (0.5, "#9ba3aa"), (1, "#d8dde1"))
    p.path(f"M{left + 102} {top - 72}H{right - 102}L{right - 40} {top - 14}H{left + 40}Z", p.lin(stops, 80))
    p.path(
        f"M{left + 40} {top - 14}l44 -30H{right - 84}l44 30z", p.lin(((0, "#7d858c"), (1, "#c9cfd4")), 90), opacity=0.8
    )
    if holes:
        p.line(
            (f"M{left + 110 + i * 34} {top - 32}h12" for i in range(int((wide - 220) / 34))), "#3c434a", 7, opacity=0.6
        )
    p.line(f"M{left + 12} {top + 2}H{right - 12}", "#fff", 4, opacity=0.8)
    p.word(400, top + deep * 0.62, v.label or "GN 1/1 — 100", 22, "#5b636b", wide * 0.5)
    p.shine(left + 118, top + 20, 20, deep * 0.75)


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
    Kind("perforated-pan", perforated_pan, POTS, ((90, 290, 340), (360, 330, 340)), zoom=1.1, lift=40),
)
