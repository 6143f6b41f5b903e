"""Hand tools."""

from math import cos, radians, sin

from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import (
    CHROME,
    STEEL,
    WOOD,
    Picture,
    darker,
    flat_body,
    ink_on,
    lighter,
    ring,
    round_body,
)

HANDLES = (
    ("#2d3035", "#f7b90f"),
    ("#c8371f", "#1c1f23"),
    ("#1f5fae", "#f7b90f"),
    ("#f2a900", "#2d3035"),
    ("#2f7d4f", "#1c1f23"),
    ("#d9480f", "#2d3035"),
)


def torque_wrench(p: Picture, v: Look) -> None:
    long = 300 + 60 * v.a
    p.group(f"rotate({-34 + v.turn:.1f} 400 400)")
    p.ell(410, 470, 320, 16, "#3b2a00", opacity=0.35, filter="url(#soft)")
    p.rect(60, 374, 210, 60, p.lin(round_body(v.tone), 90), 20)
    p.line((f"M{82 + i * 10} 378l-8 52" for i in range(17)), darker(v.tone, 0.75), 3, opacity=0.5)
    p.rect(266, 380, 46, 48, p.lin(CHROME, 90), 6).rect(270, 384, 10, 40, v.trim, opacity=0.85)
    p.rect(306, 386, 340, 36, p.lin(STEEL, 90), 8)
    wide = long * 0.46
    p.rect(334, 392, wide, 24, "#f9f9f5", 4, stroke="#6d747b", stroke_width=1.5)
    p.line((f"M{342 + i * 9.5} 394v{14 if i % 3 == 0 else 8}" for i in range(int(wide / 9.5) - 1)), "#1c1f23", 1.6)
    p.word(344 + wide + (296 - wide) / 2, 412, v.label, 20, "#3c434a", 280 - wide)
    p.path("M630 384 C650 350 720 344 742 380 C752 396 752 412 742 428 C720 464 650 458 630 424Z", p.lin(STEEL, 70))
    p.ell(694, 404, 34, 34, p.rad(((0, "#f4f6f7"), (0.7, "#9aa2a9"), (1, "#666e75"))))
    drive = 22 + 12 * v.b
    p.rect(694 - drive / 2, 404 - drive / 2, drive, drive, p.lin(flat_body("#4a5056"), 45), 3)
    p.line("M312 391H630", "#ffffff", 3, opacity=0.8).end()


def _spanner(p: Picture, x: float, top: float, s: float, engraved: str) -> None:
    b, w = 668, 46 * s
    p.rect(x - 14 * s + 14, top + 40, 30 * s, b - top - 60, "#1c1510", 14, opacity=0.28, filter="url(#blur)")
    p.rect(x - 15 * s, top + 50, 30 * s, b - top - 90, p.lin(STEEL), 10)
    p.rect(x - 4 * s, top + 110, 8 * s, b - top - 210, "#7d858c", 4, opacity=0.55)
    jaw = (
        f"M{x - w:.1f} {top + 6} L{x - w * 0.44:.1f} {top - 8} V{top + 38} L{x} {top + 54} "
        f"L{x + w * 0.44:.1f} {top + 38} V{top - 8} L{x + w:.1f} {top + 6} "
        f"C{x + w * 1.2:.1f} {top + 66} {x + w * 0.7:.1f} {top + 96} {x + 14 * s:.1f} {top + 110} "
        f"H{x - 14 * s:.1f} C{x - w * 0.7:.1f} {top + 96} {x - w * 1.2:.1f} {top + 66} {x - w:.1f} {top + 6}Z"
    )
    p.path(jaw, p.lin(STEEL, 25))
    p.path(ring(x, b - 30, 42 * s, 25 * s), p.lin(STEEL, 40), fill_rule="evenodd")
    p.word(x, top + 84, engraved, 15 * s, "#5b636b")


def spanner_set(p: Picture, v: Look) -> None:
    count = 3 + (v.count + 2) % 4
    step = 0.46 / max(1, count - 1)
    sizes = [1.1 - step * i for i in range(count)]
    x, gap = 130.0, 560 / (sum(sizes) - sizes[0] / 2 - sizes[-1] / 2)
    p.group(f"rotate({5 + v.turn:.1f} 400 400)")
    first = v.figure(0, 24)
    for i, s in enumerate(sizes):
        if i:
            x += gap * (sizes[i - 1] + s) / 2
        _spanner(p, round(x, 1), 130 + i * (190 / count), s, str(max(6, round(first) - 2 * i)))
    p.end()


def screwdriver(p: Picture, v: Look) -> None:
    blades = 1 if "Nm" in v.label else 2 + v.count % 3
    p.group(f"rotate({-24 + 2 * v.turn:.1f} 400 400)")
    for i in range(blades):
        y = 400 + (i - (blades - 1) / 2) * 116
        s = 1 - 0.1 * i * (blades > 1)
        long = 300 * s + 60 * v.a
        p.rect(110, y + 34, 290 + long, 22, "#1c1510", 10, opacity=0.26, filter="url(#blur)")
        p.rect(370, y - 9 * s, long, 18 * s, p.lin(STEEL, 90), 3)
        tip = 370 + long
        if (v.count + i) % 2:
            p.path(f"M{tip - 34} {y - 9 * s}L{tip + 4} {y - 13}V{y + 13}L{tip - 34} {y + 9 * s}Z", p.lin(CHROME, 90))
        else:
            p.path(f"M{tip - 20} {y - 9 * s}L{tip + 14} {y - 3}V{y + 3}L{tip - 20} {y + 9 * s}Z", p.lin(CHROME, 90))
        h = 40 * s
        p.path(
            f"M88 {y - h * 0.7} Q80 {y} 88 {y + h * 0.7} Q100 {y + h} 150 {y + h} H270 Q310 {y + h * 0.9} "
            f"330 {y + h * 0.5} H378 V{y - h * 0.5} H330 Q310 {y - h * 0.9} 270 {y - h} H150 Q100 {y - h} "
            f"88 {y - h * 0.7}Z",
            p.lin(round_body(v.tone), 90),
        )
        p.rect(130, y - h * 0.5, 150, h * 0.24, v.trim, 5).rect(130, y + h * 0.26, 150, h * 0.24, v.trim, 5)
        p.rect(376, y - 15 * s, 14, 30 * s, p.lin(CHROME, 90), 3)
        p.word(205, y + 6, v.label if i == 0 else "", 17, ink_on(v.tone), 140)
    p.end()


def pliers(p: Picture, v: Look) -> None:
    p.group(f"rotate({18 + 2 * v.turn:.1f} 400 400)")
    p.ell(420, 420, 70, 320, "#1c1510", opacity=0.28, filter="url(#soft)")
    nose = 40 + 90 * v.a
    for side in (1, -1):
        p.group(f"translate(400 0) scale({side} 1)")
        p.path(
            "M14 330 C60 420 96 520 88 690 Q84 722 60 718 Q40 714 40 690 C46 560 30 460 -26 372Z",
            p.lin(round_body(v.tone), 8),
        )
        p.path("M52 470 C68 540 70 620 66 690", stroke=lighter(v.tone, 0.5), stroke_width=6, opacity=0.6)
        p.path("M60 452 C84 530 92 600 86 694", stroke=v.trim, stroke_width=7, stroke_linecap="round", opacity=0.9)
        p.end()
    for side in (1, -1):
        p.group(f"translate(400 0) scale({side} 1)")
        p.path(
            f"M2 {160 - nose} Q30 {160 - nose} 36 {190 - nose * 0.6} L62 290 Q64 340 30 372 L-34 384 L2 300Z",
            p.lin(STEEL, 20 if side > 0 else 70),
        )
        p.end()
    teeth = (f"M392 {186 - nose + i * 11}h16" for i in range(int((90 + nose) / 11)))
    p.line(teeth, "#3c434a", 3, opacity=0.8)
    p.ell(400, 336, 34, 34, p.rad(((0, "#f4f6f7"), (0.7, "#9aa2a9"), (1, "#666e75"))))
    p.ell(400, 336, 15, 15, p.lin(CHROME, 50)).word(400, 316, "", 12, "#1c1f23")
    p.word(400, 404, v.label, 17, "#e8eaec", 90).end()


def hammer(p: Picture, v: Look) -> None:
    p.group(f"rotate({34 + 2 * v.turn:.1f} 400 400)")
    p.ell(430, 470, 60, 300, "#1c1510", opacity=0.3, filter="url(#soft)")
    thick = 44 + 16 * v.a
    wooden = v.count % 2 == 0
    shaft = f"M{400 - thick / 2} 230 H{400 + thick / 2} L{406 + thick / 2} 700 Q400 730 {394 - thick / 2} 700Z"
    p.path(shaft, p.lin(WOOD if wooden else round_body("#2d3035")))
    grip = f"M{396 - thick / 2} 500 H{404 + thick / 2} L{408 + thick / 2} 706 Q400 736 {392 - thick / 2} 706Z"
    p.path(grip, p.lin(round_body(v.tone)), opacity=0.95)
    p.line((f"M{390 - thick / 2 + 10} {530 + i * 22}h{thick}" for i in range(8)), darker(v.tone, 0.5), 4, opacity=0.4)
    head = 74 + 20 * v.b
    p.path(
        f"M236 {220 - head / 2} H300 L330 {228 - head / 2} H470 L600 {232 - head * 0.16} V{236 + head * 0.1} "
        f"L470 {212 + head / 2} H330 L300 {220 + head / 2} H236 Q222 220 236 {220 - head / 2}Z",
        p.lin(STEEL, 88),
    )
    p.rect(228, 220 - head / 2, 30, head, p.lin(CHROME, 90), 8)
    p.rect(400 - thick / 2, 178, thick, 14, "#4a5157", 4)
    p.word(400, 230, v.label, 22, "#3c434a", 130).end()


def tape_measure(p: Picture, v: Look) -> None:
    p.shadow(390, 640, 250, 22)
    tongue = 130 + 110 * v.a
    p.rect(520, 606, tongue, 24, p.lin(((0, "#fff3b0"), (0.5, "#ffdd55"), (1, "#d2a415")), 90))
    marks = (f"M{530 + i * 11} 606v{15 if i % 5 == 0 else 8}" for i in range(int(tongue / 11)))
    p.line(marks, "#1c1f23", 1.8).rect(516 + tongue, 600, 10, 46, p.lin(STEEL, 90), 2)
    p.path(
        "M180 636 V350 Q180 190 350 190 H420 Q580 190 580 350 V636 Q580 640 570 640 H196 Q180 640 180 636Z",
        p.lin(flat_body("#2a2d31"), 60),
    )
    p.path("M206 600 V356 Q206 216 352 216 H414 Q552 216 552 356 V600Z", p.lin(flat_body(v.tone), 60))
    p.ell(380, 400, 132, 132, p.rad(((0, lighter(v.trim, 0.5)), (0.6, v.trim), (1, darker(v.trim, 0.4)))))
    p.ell(380, 400, 132, 132, stroke="#fff", stroke_width=3, opacity=0.4)
    p.word(380, 418, v.label or "5 m", 58, ink_on(v.trim), 220)
    p.rect(206, 560, 346, 40, "#1c1f23", 0, opacity=0.35).rect(548, 420, 42, 120, p.lin(flat_body(v.trim), 0), 14)
    p.path("M224 380 Q224 236 352 232", stroke="#fff", stroke_width=7, stroke_linecap="round", opacity=0.6)


def hex_keys(p: Picture, v: Look) -> None:
    count = 5 + v.count
    p.shadow(400, 660, 210, 20)
    for i in range(count):
        turn = -44 + i * (74 / count)
        w = 26 - i * (14 / count)
        tall = 420 - i * (180 / count)
        x, y = 400 + 8 * sin(radians(turn)), 560 + 8 * cos(radians(turn))
        p.group(f"rotate({turn:.1f} {x:.0f} {y:.0f})")
        p.path(
            f"M400 560 V{560 - tall + 30:.0f} Q400 {560 - tall:.0f} 430 {560 - tall:.0f} H{460 + w * 2:.0f}",
            stroke=p.lin(STEEL, 20 if i % 2 else 60),
            stroke_width=round(w, 1),
            stroke_linejoin="round",
        ).end()
    p.path(
        "M300 500 Q300 470 330 470 H480 Q510 470 510 500 V630 Q510 656 480 656 H330 Q300 656 300 630Z",
        p.lin(round_body(v.tone)),
    )
    p.rect(300, 520, 210, 66, v.trim, opacity=0.95)
    p.word(405, 564, v.label or "1.5–10", 34, ink_on(v.trim), 190)
    p.shine(322, 484, 16, 156, 0.45)


KINDS = (
    Kind("torque-wrench", torque_wrench, HANDLES, ((430, 120, 330), (90, 400, 330))),
    Kind("spanner-set", spanner_set, HANDLES, ((70, 80, 360), (60, 420, 320))),
    Kind("screwdriver", screwdriver, HANDLES, ((60, 330, 360), (380, 130, 360))),
    Kind("pliers", pliers, HANDLES, ((330, 60, 330), (180, 420, 340))),
    Kind("hammer", hammer, HANDLES, ((330, 70, 360), (130, 400, 340))),
    Kind("tape-measure", tape_measure, HANDLES, ((220, 210, 330), (420, 440, 320)), zoom=1.08, lift=30),
    Kind("hex-keys", hex_keys, HANDLES, ((180, 90, 380), (260, 430, 280)), zoom=1.08, lift=10),
)
