"""Fasteners, bearings, belts, abrasives and the cartons they come in."""

from math import cos, radians, sin

from marketplace.demo.pictures.abrasives import PRINTS
from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import CHROME, STEEL, Picture, Stops, darker, flat_body, lighter, mix

ZINC_PLATED = ("#c7cdd2", "#eef1f3")
METALS = (ZINC_PLATED, ("#d9c07a", "#f3dd9a"), ("#5b6066", "#8a9096"), ("#b9a27d", "#e2cfa6"), ("#aab4bc", "#f4f6f7"))


def _metal(tone: str) -> Stops:
    """Steel, tinted by its plating."""
    return tuple((at, mix(c, tone, 0.55 if tone != ZINC_PLATED[0] else 0.0)) for at, c in STEEL)


def _bolt(p: Picture, v: Look, x: float, y: float, h: float, s: float, kind: int) -> None:
    metal = _metal(v.tone)
    w = 44 * s
    p.rect(x - w / 2, y, w, h, p.lin(metal), 4)
    plain = 50 if kind == 0 else h * 0.42
    turns = (f"M{x - w / 2:.0f} {y + plain + i * 10:.0f}l{w:.0f} 5" for i in range(int((h - plain) / 10)))
    p.line(turns, darker(v.tone, 0.55), 2.6, opacity=0.75)
    hw, hh = 58 * s, 52 * s
    if kind == 2:
        p.path(f"M{x - hw * 0.8:.0f} {y - hh:.0f} H{x + hw * 0.8:.0f} V{y} H{x - hw * 0.8:.0f}Z", p.lin(metal))
        p.ell(x, y - hh, hw * 0.8, 11 * s, lighter(v.tone, 0.5))
        p.ell(x, y - hh, hw * 0.4, 5.5 * s, "#2a2e33")
        return
    left, right = f"{x - hw:.0f}", f"{x + hw:.0f}"
    inner = f"{x - hw * 0.5:.0f}", f"{x + hw * 0.5:.0f}"
    p.path(f"M{left} {y - hh + 8:.0f}L{inner[0]} {y - hh:.0f}V{y}H{left}Z", p.lin(flat_body(darker(v.tone, 0.22))))
    p.path(f"M{inner[0]} {y - hh:.0f}H{inner[1]}V{y}H{inner[0]}Z", p.lin(((0, v.trim), (1, v.tone)), 20))
    p.path(f"M{inner[1]} {y - hh:.0f}L{right} {y - hh + 8:.0f}V{y}H{inner[1]}Z", p.lin(flat_body(darker(v.tone, 0.4))))
    p.ell(x, y - hh + 3, hw * 0.86, 9 * s, lighter(v.tone, 0.45))
    p.rect(x - hw - 6, y, hw * 2 + 12, 12 * s, p.lin(CHROME), 5)


def _nut(p: Picture, v: Look, x: float, y: float, s: float) -> None:
    p.shadow(x, y + 34 * s, 66 * s, 12)
    p.path(
        f"M{x - 67 * s:.0f} {y + 16 * s:.0f}l{30 * s:.0f} {-46 * s:.0f}h{74 * s:.0f}l{30 * s:.0f} {46 * s:.0f}"
        f"l{-30 * s:.0f} {26 * s:.0f}h{-74 * s:.0f}z",
        p.lin(_metal(v.tone), 20),
    )
    p.ell(x, y, 34 * s, 22 * s, darker(v.tone, 0.6)).ell(x + 2, y + 3, 28 * s, 17 * s, "#22262a")


def _bolts(p: Picture, v: Look, kind: int) -> None:
    thick = min(1.5, max(0.6, 0.45 + v.figure(0, 12) / 20))
    tall = min(400.0, max(130.0, 110 + v.figure(1, 80) * 2.6))
    count = 3 if thick < 1.15 else 2
    spread = 148 * min(1.25, max(0.8, thick))
    left = 400 - spread * (count - 1) / 2 - 40
    for i in range(count):
        h = tall * (1, 0.74, 0.9)[(i + v.count) % 3] if i != 1 else tall
        x, s = left + i * spread, thick * (1.1 if i == 1 else 1)
        p.shadow(x, 640, 58 * s, 13)
        _bolt(p, v, round(x), y=round(640 - h), h=round(h), s=s, kind=kind)
    _nut(p, v, min(690, left + count * spread - 30), 640, 0.7 + thick * 0.28)


def hex_bolts(p: Picture, v: Look) -> None:
    _bolts(p, v, 0)


def cap_screws(p: Picture, v: Look) -> None:
    _bolts(p, v, 2)


def anchors(p: Picture, v: Look) -> None:
    _bolts(p, v, 1)


def nuts(p: Picture, v: Look) -> None:
    s = min(1.5, max(0.8, 0.6 + v.figure(0, 12) / 20))
    spots = ((290, 330), (520, 300), (400, 430), (230, 540), (560, 520), (400, 620), (640, 410))
    for i, (x, y) in enumerate(spots[: 4 + v.count]):
        if (i + v.count) % 3 == 2:
            p.shadow(x, y + 18, 70 * s, 12)
            p.ell(x, y + 5, 74 * s, 42 * s, darker(v.tone, 0.4)).ell(x, y, 74 * s, 42 * s, p.lin(_metal(v.tone), 30))
            p.ell(x, y, 36 * s, 20 * s, "#3c434a")
        else:
            _nut(p, v, x, y, s * 1.1)


def ball_bearing(p: Picture, v: Look) -> None:
    bore, outer = v.figure(0, 25), v.figure(1, 52)
    wide = v.figure(2, 15) if len(v.figures) > 2 else 15
    big = min(262.0, 170 + outer * 0.9)
    hole = max(56.0, min(big * 0.62, big * bore / outer))
    depth = min(46.0, 14 + wide * 0.9)
    band = (big - hole) * 0.36
    p.shadow(430, 404 + big + 8, big * 0.84, 22)
    p.ring(400 + depth, 396 + depth / 2, big, hole, p.lin(STEEL, 30))
    p.ring(400, 396, big, hole, "#3c4248")
    p.ring(400, 396, big, big - band, p.lin(CHROME, 55)).ring(400, 396, hole + band, hole, p.lin(CHROME, 55))
    middle, space = (big + hole) / 2, (big - hole - 2 * band) / 2
    if v.count % 2 == 0 and v.tone == ZINC_PLATED[0]:
        balls = 9 + v.count // 2
        for i in range(balls):
            a = radians(i * 360 / balls - 10)
            x, y = 400 + middle * cos(a), 396 + middle * sin(a)
            stops = ((0, "#ffffff"), (0.22, "#e7ebee"), (0.6, "#8e969d"), (1, "#42484e"))
            p.ell(x, y, space + 9, space + 9, p.rad(stops, 0.34, 0.3, 0.75))
    else:
        seal = "#2a2d31" if v.count < 2 else v.tone
        p.ring(400, 396, big - band, hole + band, p.rad(flat_body(seal), 0.35, 0.3, 0.9))
        p.ring(400, 396, middle + 1.5, middle - 1.5, lighter(seal, 0.4), opacity=0.5)
    p.ring(400, 396, big - 2, big - 6, "#ffffff", opacity=0.7).ring(400, 396, hole + 6, hole + 1, "#fff", opacity=0.6)


def v_belt(p: Picture, v: Look) -> None:
    p.group(f"rotate({-14 + 3 * v.turn:.1f} 400 400)")
    wide = 34 + 22 * v.a
    loop = (
        "M190 250 C190 130 610 130 610 250 C610 330 560 360 560 440 C560 640 240 640 240 440 C240 360 190 330 190 250Z"
    )
    p.path(loop, stroke="#1c1510", stroke_width=wide, opacity=0.25, filter="url(#blur)", transform="translate(16 26)")
    p.path(loop, stroke="#131518", stroke_width=wide)
    p.path(loop, stroke="#33373c", stroke_width=wide * 0.72, transform="translate(-2 -4)")
    if v.count % 2:
        p.path(loop, stroke="#0d0f11", stroke_width=wide * 0.8, stroke_dasharray="7 9", opacity=0.7)
    p.path(loop, stroke="#6d747b", stroke_width=3, opacity=0.7, transform="translate(-4 -8)")
    p.word(400, 172, v.label or "SPZ 1000", 22, v.tone if v.tone != "#1c1f23" else "#f7b90f", 200).end()


KINDS = (
    Kind("hex-bolts", hex_bolts, METALS, ((260, 130, 380), (120, 420, 320)), zoom=1.22),
    Kind("cap-screws", cap_screws, METALS, ((240, 200, 360), (120, 420, 320)), zoom=1.25),
    Kind("anchors", anchors, METALS, ((260, 130, 380), (120, 400, 340)), zoom=1.22),
    Kind("nuts", nuts, METALS, ((200, 230, 340), (330, 360, 320)), zoom=1.1, lift=10),
    Kind(
        "ball-bearing", ball_bearing, (ZINC_PLATED, ("#8f2d22", "#e2cfa6"), ("#1f5fae", "#c7cdd2")), zoom=1.1, lift=-20
    ),
    Kind("v-belt", v_belt, PRINTS, ((180, 100, 380), (330, 330, 360))),
)
