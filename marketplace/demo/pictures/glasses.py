"""Drinking glasses and carafes."""

from dataclasses import replace

from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import GLASS, Picture, ink_on, lighter, liquid

WINES = (("#8c1330", "#fff"), ("#e9c96a", "#fff"), ("#f0a0a8", "#fff"), ("#cfe3ee", "#fff"), ("#d98a2b", "#fff"))


def _wine(p: Picture, v: Look, x: float, y: float, s: float, full: bool) -> None:
    wide, deep = 60 + 44 * v.a, 300 * (0.86 + 0.28 * v.b)
    p.group(f"translate({x} {y}) scale({s:.2f})").shadow(0, 420, 86, 12)
    foot = deep - 110
    p.path(
        f"M-7 {foot - 4:.0f}C-4 290 -6 350 -70 412C-76 424 76 424 70 412C6 350 4 290 7 {foot - 4:.0f}Z",
        p.lin(GLASS),
        stroke="#fff",
        stroke_opacity=0.8,
        stroke_width=2,
    )
    rim = wide * (0.7 + 0.2 * v.c)
    side = f"C{-wide * 1.4:.0f} 40 {-wide * 1.2:.0f} {foot - 10:.0f} 0 {foot:.0f}"
    back = f"C{wide * 1.2:.0f} {foot - 10:.0f} {wide * 1.4:.0f} 40 {rim:.0f} -110Z"
    p.path(f"M{-rim:.0f} -110{side}{back}", p.lin(GLASS), stroke="#fff", stroke_opacity=0.85, stroke_width=2.5)
    if full:
        w = wide * 1.02
        p.path(
            f"M{-w:.0f} 30C{-w * 1.02:.0f} 130 {-w * 0.7:.0f} {foot - 14:.0f} 0 {foot - 8:.0f}"
            f"C{w * 0.7:.0f} {foot - 14:.0f} {w * 1.02:.0f} 130 {w:.0f} 30Z",
            p.lin(liquid(v.tone)),
            opacity=0.93,
        )
        p.ell(0, 30, w, 14, lighter(v.tone, 0.3), opacity=0.85)
    p.ell(0, -110, rim, 12, stroke="#fff", stroke_width=3, opacity=0.95)
    p.path(
        f"M{-rim + 14:.0f} -80C{-rim - 8:.0f} 20 -70 100 -44 140C-56 90 -60 0 {-rim + 30:.0f} -80Z",
        "#fff",
        opacity=0.55,
    )
    p.end()


def flutes(p: Picture, v: Look) -> None:
    wine_glasses(p, replace(v, a=0.02, b=0.75 + 0.25 * v.b, c=0.7, count=3))


def burgundy_glasses(p: Picture, v: Look) -> None:
    wine_glasses(p, replace(v, a=0.85 + 0.15 * v.a, b=0.3 * v.b, c=0.0))


def wine_glasses(p: Picture, v: Look) -> None:
    _wine(p, v, 524, 238, 0.9, full=False)
    if v.count == 3:
        _wine(p, v, 180, 246, 0.84, full=False)
    _wine(p, v, 320, 252, 1, full=True)


def tumbler(p: Picture, v: Look) -> None:
    for x, s, full in ((540, 0.86, False), (320, 1.0, True)):
        high, wide = (230 + 130 * v.a) * s, (92 + 30 * v.b) * s
        base, top = 640, 640 - high
        foot = wide * (0.72 + 0.2 * v.c)
        p.shadow(x, base + 6, wide, 16)
        body = f"M{x - wide:.0f} {top:.0f}L{x - foot:.0f} {base - 8}Q{x} {base + 14} {x + foot:.0f} {base - 8}L{x + wide:.0f} {top:.0f}Z"
        p.path(body, p.lin(GLASS), stroke="#fff", stroke_width=3)
        if full:
            y = top + high * 0.3
            p.path(
                f"M{x - wide * 0.93:.0f} {y:.0f}L{x - foot + 6:.0f} {base - 20}Q{x} {base - 2} {x + foot - 6:.0f} {base - 20}"
                f"L{x + wide * 0.93:.0f} {y:.0f}Z",
                p.lin(liquid(v.tone)),
                opacity=0.8,
            )
            p.ell(x, y, wide * 0.93, 12, lighter(v.tone, 0.4))
        if v.count % 2:
            lines = (
                f"M{x + k * foot * 0.3:.0f} {top + high * 0.5:.0f}L{x + k * foot * 0.27:.0f} {base - 18}"
                for k in range(-2, 3)
            )
            p.line(lines, "#fff", 4, opacity=0.45)
        p.ell(x, top, wide, 15 * s, stroke="#fff", stroke_width=4, opacity=0.95)
        p.rect(x - wide * 0.72, top + 30, 12, high * 0.6, "#fff", 6, opacity=0.55)


def carafe(p: Picture, v: Look) -> None:
    wide = 120 + 60 * v.a
    p.shadow(400, 690, wide, 20)
    neck = 44 + 22 * v.b
    body = (
        f"M{400 - neck - 14:.0f} 130L{400 - neck:.0f} 300C{400 - wide:.0f} 400 {400 - wide - 20:.0f} 690 {430 - wide:.0f} 690"
        f"H{370 + wide:.0f}C{420 + wide:.0f} 690 {400 + wide:.0f} 400 {400 + neck:.0f} 300L{400 + neck + 14:.0f} 130Z"
    )
    p.path(body, p.lin(GLASS), stroke="#fff", stroke_width=3)
    p.path(
        f"M{412 - wide:.0f} 480C{394 - wide:.0f} 570 {392 - wide:.0f} 682 {434 - wide:.0f} 682H{366 + wide:.0f}"
        f"C{408 + wide:.0f} 682 {406 + wide:.0f} 570 {388 + wide:.0f} 480Z",
        p.lin(liquid(v.tone)),
        opacity=0.85,
    )
    p.ell(400, 480, wide - 12, 16, lighter(v.tone, 0.4)).ell(400, 130, neck + 14, 12, stroke="#fff", stroke_width=4)
    p.word(400, 600, v.label, 26, ink_on(v.tone), wide)
    p.shine(424 - wide, 430, 16, 220, 0.6)


KINDS = (
    Kind("wine-glasses", wine_glasses, WINES, ((180, 110, 340), (200, 430, 330))),
    Kind("flutes", flutes, WINES, ((180, 110, 340), (200, 430, 330))),
    Kind("burgundy-glasses", burgundy_glasses, WINES, ((180, 110, 340), (200, 430, 330))),
    Kind("tumbler", tumbler, WINES, ((200, 250, 340), (400, 330, 330)), zoom=1.25, lift=40),
    Kind("carafe", carafe, (WINES[3], WINES[0], WINES[1]), ((240, 90, 330), (230, 400, 320)), zoom=1.08),
)
