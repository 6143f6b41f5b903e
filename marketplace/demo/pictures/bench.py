"""Desiccator, burner, thermometer, wash bottle: what stands on a bench."""

from marketplace.demo.pictures.glassware import LIQUIDS
from marketplace.demo.pictures.laboratory import MARKS, ULTRA
from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import CHROME, GLASS, STEEL, Picture, darker, lighter, liquid, round_body


def desiccator(p: Picture, v: Look) -> None:
    wide = 190 + 40 * v.a
    left, right = 400 - wide, 400 + wide
    p.shadow(400, 676, wide, 24)
    p.path(
        f"M{left} 430C{left + 10} 560 {left + 60} 676 {left + 90} 676H{right - 90}C{right - 60} 676 {right - 10} 560 {right} 430Z",
        p.lin(GLASS),
        stroke="#fff",
        stroke_width=4,
    )
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
    p.path(
        f"M{left - 6} 420C{left} {dome + 60} 340 {dome} 400 {dome}C460 {dome} {right} {dome + 60} {right + 6} 420Z",
        p.lin(GLASS),
        stroke="#fff",
        stroke_width=4,
    )
    p.rect(left - 14, 414, wide * 2 + 28, 22, p.lin(((0, "#ffffffdd"), (0.5, "#c9d8e2aa"), (1, "#ffffffcc"))), 8)
    p.rect(378, dome - 50, 44, 56, p.lin(round_body("#e7ebf2")), 10).rect(
        420, dome - 36, 56, 18, p.lin(round_body(v.tone), 90), 8
    )
    p.path(
        f"M{left + 30} 390C{left + 50} {dome + 90} 330 {dome + 40} 370 {dome + 30}C320 {dome + 80} {left + 90} 330 {left + 66} 396Z",
        "#fff",
        opacity=0.6,
    )
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
    p.path(
        f"M372 {y}C330 {y - high * 0.5:.0f} 390 {y - high * 0.8:.0f} 400 {y - high:.0f}C410 {y - high * 0.8:.0f} 470 {y - high * 0.5:.0f} 428 {y}Z",
        p.lin(((0, "#5c7bff55"), (0.6, "#4f6dffcc"), (1, "#8fb0ff")), 90),
        filter="url(#blur)",
    )
    p.path(
        f"M384 {y}C366 {y - high * 0.3:.0f} 394 {y - high * 0.44:.0f} 400 {y - high * 0.6:.0f}C406 {y - high * 0.44:.0f} 434 "
        f"{y - high * 0.3:.0f} 416 {y}Z",
        "#dbe7ff",
        opacity=0.9,
    )
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
    p.path(
        f"M{left} {top + 90}Q{left} {top} 356 {top - 10}H444Q{right} {top} {right} {top + 90}V660Q{right} 690 {right - 28} 690"
        f"H{left + 28}Q{left} 690 {left} 660Z",
        p.lin(((0, "#cfd8e4"), (0.2, "#ffffff"), (0.6, "#eef2f7"), (1, "#a9b6c8"))),
    )
    p.rect(left + 3, top + 190, 2 * wide - 6, 494 - top, p.lin(liquid(v.tone)), 24, opacity=0.16)
    p.rect(346, top - 66, 108, 64, p.lin(round_body(v.tone)), 10)
    p.line((f"M{356 + i * 12} {top - 58}v48" for i in range(8)), darker(v.tone, 0.45), 3, opacity=0.5)
    p.path(
        f"M400 {top - 60}V{top - 100}Q400 {top - 132} 440 {top - 134}L600 {top - 60}",
        stroke="#eef2f7",
        stroke_width=16,
        stroke_linecap="round",
    )
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
    Kind("desiccator", desiccator, LIQUIDS, ((160, 380, 360), (240, 130, 330))),
    Kind("bunsen-burner", bunsen_burner, (("#d98a2b", "#fff"), ("#c9341f", "#fff"), ("#2f8a4e", "#fff"))),
    Kind("thermometer", thermometer, (("#c9341f", ULTRA), (ULTRA, "#c9341f"), ("#2f8a4e", "#33425e"))),
    Kind("wash-bottle", wash_bottle, MARKS, ((240, 120, 360), (250, 350, 330)), zoom=1.05, lift=10),
)
