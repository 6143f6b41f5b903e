"""Knives, boards, whisks and ladles."""

from dataclasses import replace

from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import BRASS, CHROME, STEEL, WOOD, Picture, darker, lighter, round_body

GRIPS = (
    ("#26292d", "#c9a04a"),
    ("#7a3d1c", "#c9a04a"),
    ("#c9341f", "#f5f1e6"),
    ("#1f4f8b", "#f5f1e6"),
    ("#e9c64a", "#26292d"),
    ("#3f6b3a", "#f5f1e6"),
)


def mezzaluna_knife(p: Picture, v: Look) -> None:
    deep = 620 + 70 * v.a
    p.ell(410, 640, 260, 20, "#4a1408", opacity=0.35, filter="url(#soft)")
    stops = ((0, "#9aa2a9"), (0.3, "#f7f9fa"), (0.62, "#c2c9cf"), (0.8, "#f3f5f6"), (1, "#8d959c"))
    p.path(f"M118 372C160 {deep} 640 {deep} 682 372C600 530 200 530 118 372Z", p.lin(stops, 80))
    p.line(f"M150 470C240 {deep - 50} 560 {deep - 50} 650 470", "#fff", 5, opacity=0.9)
    p.line("M176 470C280 560 520 560 624 470", "#7d858c", 2, opacity=0.6)
    for x, a in ((124, -8), (676, 8)):
        p.group(f"rotate({a} {x} 300)").rect(x - 15, 340, 30, 56, p.lin(BRASS), 6)
        p.path(
            f"M{x - 30} 350C{x - 40} 300 {x - 40} 220 {x - 24} 180C{x - 14} 160 {x + 14} 160 {x + 24} 180"
            f"C{x + 40} 220 {x + 40} 300 {x + 30} 350Z",
            p.lin(round_body(v.tone)),
        )
        p.rect(x - 26, 326, 52, 10, v.trim, 4).shine(x - 16, 196, 8, 110, 0.35).end()
    p.word(400, 540 + 40 * v.a, v.label or "MEZZALUNA", 17, "#6b737a", 220)


def _blade(p: Picture, v: Look, tall: float, left: float, tip: float) -> None:
    stops = ((0, "#dfe4e8"), (0.45, "#fafbfc"), (0.55, "#b7bfc5"), (1, "#eef1f3"))
    p.path(
        f"M{left} {400 + tip}C{left + 110} {400 - tall * 0.62:.0f} 400 {396 - tall:.0f} 540 {400 - tall:.0f}V{400 + tall * 0.9:.0f}"
        f"C420 {408 + tall:.0f} {left + 160} {400 + tall:.0f} {left} {400 + tip}Z",
        p.lin(stops, 84),
    )
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
    wood = WOOD if v.tone != GRIPS[-1][0] else round_body("#7a4a26")
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
        p.path(
            f"M{400 - bowl} 560C{400 - bowl} {560 + bowl * 1.7} {400 + bowl} {560 + bowl * 1.7} {400 + bowl} 560Z",
            p.lin(STEEL),
        )
        p.ell(400, 560, bowl, bowl * 0.3, p.lin(CHROME, 10)).ell(400, 564, bowl - 10, bowl * 0.22, "#6b737a")
    p.end()


KINDS = (
    Kind("mezzaluna-knife", mezzaluna_knife, GRIPS[1:], ((60, 130, 360), (240, 380, 340))),
    Kind("chef-knife", chef_knife, GRIPS, ((430, 90, 330), (90, 330, 380))),
    Kind("board-and-knife", board_and_knife, GRIPS, ((120, 200, 380), (400, 110, 340))),
    Kind("whisk", whisk, GRIPS, ((330, 50, 400), (180, 400, 340))),
    Kind("ladle", ladle, GRIPS, ((180, 380, 370), (390, 60, 330))),
)
