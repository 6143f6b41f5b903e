"""Discs, rolls and the cartons that parts come in."""

from math import cos, radians, sin

from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import CHROME, PAPER, Picture, darker, flat_body, ink_on, round_body

PRINTS = (
    ("#d9480f", "#f7b90f"),
    ("#1f5fae", "#f5f1e6"),
    ("#2f7d4f", "#f7b90f"),
    ("#1c1f23", "#f7b90f"),
    ("#8c1d3f", "#f5f1e6"),
    ("#f2a900", "#1c1f23"),
)


def _disc(p: Picture, v: Look, big: float, flap: bool) -> None:
    steps = 3 + v.count % 2
    for i in range(steps):
        x, y = 400 + (steps - 1 - i) * 34, 396 + (steps - 1 - i) * 27
        p.ell(x + 12, y + 18, big, big, "#1c1510", opacity=0.26, filter="url(#blur)")
        p.ell(x, y, big, big, p.rad(((0, "#62666b"), (0.6, "#3b3f44"), (1, "#202327")), 0.35, 0.3, 0.9))
    if not flap:
        for r in (0.97, 0.88, 0.78, 0.68):
            p.ell(400, 396, big * r, big * r, stroke="#8b9096", stroke_width=1.4, opacity=0.4, stroke_dasharray="3 5")
        return
    for i in range(36):
        a, b = radians(i * 10), radians(i * 10 + 22)
        points = (400 + big * cos(a), 396 + big * sin(a), 400 + big * 0.56 * cos(b), 396 + big * 0.56 * sin(b))
        p.line(
            "M{:.0f} {:.0f}L{:.0f} {:.0f}".format(*points), v.tone if i % 2 else darker(v.tone, 0.3), 13, opacity=0.8
        )


def _disc_label(p: Picture, v: Look, big: float) -> None:
    """The label's last part (`125 × 1.0 mm · INOX`) stands below the bore."""
    first, _, second = (v.label or "125 × 1.0 mm · METAL").rpartition(" · ")
    r = big * 0.6
    p.ell(400, 396, r, r, p.lin(flat_body(v.tone), 60)).ell(400, 396, r, r, stroke="#fff", stroke_width=4, opacity=0.8)
    p.word(400, 396 - r * 0.48, first or second, 30, ink_on(v.tone), r * 1.42)
    p.word(400, 396 + r * 0.62, second.upper() if first else "", 19, ink_on(v.tone), r * 1.3)
    p.ell(400, 396, 54, 54, p.lin(CHROME, 50)).ell(400, 396, 34, 34, v.backdrop[1])


def cutting_discs(p: Picture, v: Look) -> None:
    big = min(266.0, 190 + v.figure(0, 125) * 0.36)
    _disc(p, v, big, flap=False)
    _disc_label(p, v, big)


def flap_discs(p: Picture, v: Look) -> None:
    big = min(266.0, 190 + v.figure(0, 125) * 0.36)
    _disc(p, v, big, flap=True)
    _disc_label(p, v, big * 0.92)


def carton(p: Picture, v: Look) -> None:
    wide, high = 330 + 90 * v.a, 210 + 120 * v.b
    left, top = 372 - wide / 2, 640 - high
    deep = 90.0
    p.shadow(420, 648, wide * 0.62, 22)
    p.path(f"M{left:.0f} {top:.0f}l{deep} -70h{wide:.0f}l-{deep} 70z", p.lin(PAPER, 60))
    p.path(f"M{left + wide:.0f} {top:.0f}l{deep} -70v{high:.0f}l-{deep} 70z", p.lin(((0, "#c2c6cc"), (1, "#8f959d"))))
    p.rect(left, top, wide, high, p.lin(PAPER, 25))
    band = high * (0.34 + 0.16 * v.c)
    p.rect(left, 640 - band, wide, band, p.lin(flat_body(v.tone), 25))
    p.path(f"M{left + wide:.0f} {640 - band:.0f}l{deep} -70v{band:.0f}l-{deep} 70z", darker(v.tone, 0.42))
    p.word(left + wide / 2, top + (high - band) * 0.62, v.label or "200 pcs", 54, "#1c1f23", wide - 40)
    p.rect(left + 24, 640 - band * 0.62, wide * 0.4, 9, ink_on(v.tone), 4, opacity=0.8)
    p.rect(left + 24, 640 - band * 0.36, wide * 0.26, 9, ink_on(v.tone), 4, opacity=0.5)
    bars = (f"M{left + wide - 100 + i * 8:.0f} {640 - band * 0.66:.0f}v{band * 0.36:.0f}" for i in range(10))
    p.rect(left + wide - 112, 640 - band * 0.74, 96, band * 0.5, "#fff").line(bars, "#1c1f23", 3)
    p.path(f"M{left + wide * 0.4:.0f} {top - 35:.0f}h{wide * 0.5:.0f}", stroke=v.tone, stroke_width=14, opacity=0.8)


def abrasive_roll(p: Picture, v: Look) -> None:
    big = 190 + 30 * v.a
    p.shadow(390, 412 + big, big, 22)
    p.path(f"M380 {400 + big:.0f}H700q20 0 20 -12V{388 + big - 60:.0f}H540Z", p.lin(round_body(v.tone), 90))
    p.ell(420, 406, big, big, darker(v.tone, 0.5)).ell(390, 400, big, big, p.rad(flat_body(v.tone), 0.35, 0.3, 0.9))
    for i in range(7):
        r = big - 14 - i * big * 0.07
        p.ell(390, 400, r, r, stroke=darker(v.tone, 0.45), stroke_width=2, opacity=0.5)
    p.ell(390, 400, big * 0.42, big * 0.42, p.lin(PAPER, 50))
    p.ell(390, 400, big * 0.3, big * 0.3, "#b79a6b").ell(394, 404, big * 0.27, big * 0.27, "#4b3f2c")
    p.word(390, 400 - big * 0.68, v.label or "P120", 34, ink_on(v.tone), big * 1.1)


KINDS = (
    Kind("cutting-discs", cutting_discs, PRINTS, ((230, 220, 340), (380, 380, 360))),
    Kind("flap-discs", flap_discs, PRINTS, ((230, 220, 340), (380, 380, 360))),
    Kind("carton", carton, PRINTS, ((180, 290, 340), (380, 380, 340)), zoom=1.18, lift=30),
    Kind("abrasive-roll", abrasive_roll, (("#b4562f", "#fff"), ("#4a6a8a", "#fff"), ("#8a6a3a", "#fff"))),
)
