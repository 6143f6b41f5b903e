"""Power tools: drill driver, impact driver, angle grinder, battery, work lamp."""

from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import (
    CHROME,
    STEEL,
    Picture,
    darker,
    enamel,
    flat_body,
    ink_on,
    lighter,
    round_body,
)

GRAPHITE = "#34383d"
BODIES = (
    ("#f7b90f", "#d9480f"),
    ("#1f6f8b", "#f7b90f"),
    ("#c8371f", "#1c1f23"),
    ("#2f7d4f", "#f5f1e6"),
    ("#e8740c", "#1c1f23"),
    ("#4a5560", "#f7b90f"),
)


def _grip(p: Picture, v: Look) -> None:
    body = p.lin(round_body(GRAPHITE), 8)
    p.path("M292 392 L414 392 C410 446 398 496 390 560 L262 560 C262 500 282 448 292 392Z", body)
    p.line((f"M{286 - i * 3} {430 + i * 18}h62" for i in range(6)), "#15171a", 5, opacity=0.5)
    trigger = "M412 404 q34 6 30 46 q-4 30 -34 34 q4 -40 4 -80z"
    p.path(trigger, p.lin(flat_body(v.trim), 60))


def _battery(p: Picture, v: Look, text: str) -> None:
    high = 84 + 28 * v.b
    p.rect(216, 656 - high, 226, high, p.lin(flat_body(GRAPHITE), 90), 18)
    p.rect(216, 670 - high, 226, 24, p.lin(enamel(v.tone), 90), 4)
    p.rect(232, 616, 150, 26, "#15171a", 4, opacity=0.75)
    p.word(307, 635, text, 17, "#f5f5f2", 138)


def _motor(p: Picture, v: Look, brand: str, front: float) -> None:
    tone = p.lin(enamel(v.tone), 90)
    p.path(f"M176 290 q0 -58 58 -58 H{front - 26} q26 0 30 26 V372 q-4 28 -30 28 H262 q-86 0 -86 -64z", tone)
    p.path("M176 290 q0 -58 58 -58 h44 V400 h-16 q-86 0 -86 -64z", p.lin(flat_body(GRAPHITE), 90))
    for i in range(4 + v.count % 2):
        p.rect(196, 276 + i * 21, 54, 9, "#0f1113", 4, opacity=0.65)
    p.line(f"M300 246H{front - 30}", lighter(v.tone, 0.8), 6, opacity=0.75)
    p.word((288 + front) / 2, 338, brand, 22, ink_on(v.tone), front - 310)


def cordless_drill(p: Picture, v: Look) -> None:
    p.shadow(330, 662, 150)
    _grip(p, v)
    front = 470 + 26 * v.a
    _battery(p, v, v.label or "18 V  5.0 Ah")
    _motor(p, v, "NORTHFORGE", front)
    collar = p.lin(round_body("#2a2d31"), 90)
    p.rect(front, 244, 78, 146, collar, 10).rect(front + 26, 244, 10, 146, v.tone, opacity=0.9)
    x = front + 78
    p.path(f"M{x} 262l58 10 32 24v42l-32 24-58 10z", p.lin(round_body("#4a4f55"), 90))
    ribs = (f"M{x + 10 + i * 8} {266 + i * 1.4}V{368 - i * 1.4}" for i in range(6))
    p.line(ribs, "#101214", 2.5, opacity=0.55)
    long = 60 + 50 * v.c
    p.path(f"M{x + 90} 308h{long}l18 9-18 9h-{long}z", p.lin(STEEL, 90))
    turns = (f"M{x + 104 + i * 15} 309l9 16" for i in range(int(long / 15)))
    p.line(turns, "#4a5157", 3, opacity=0.7)


def impact_driver(p: Picture, v: Look) -> None:
    p.shadow(330, 662, 150)
    _grip(p, v)
    _battery(p, v, v.label or "18 V")
    front = 452 + 20 * v.a
    _motor(p, v, "IMPACT", front)
    p.path(f"M{front} 250h30l58 26v80l-58 26h-30z", p.lin(round_body("#3a3f45"), 90))
    p.rect(front + 12, 250, 12, 132, v.trim, opacity=0.9)
    p.rect(front + 86, 290, 44, 52, p.lin(CHROME, 90), 6)
    drive = 34 if v.c > 0.4 else 22
    p.rect(front + 128, 316 - drive / 2, 40, drive, p.lin(STEEL, 90), 3)


def angle_grinder(p: Picture, v: Look) -> None:
    p.group(f"rotate({-10 + v.turn:.1f} 400 400)")
    p.ell(420, 590, 330, 22, "#1c1510", opacity=0.3, filter="url(#soft)")
    radius = 128 + 34 * v.b
    p.ell(210, 486, radius, radius * 0.3, p.rad(((0, "#74787d"), (0.6, "#3b3f44"), (1, "#202327"))))
    p.ell(210, 478, radius * 0.42, radius * 0.12, p.lin(flat_body(v.trim), 30))
    guard = f"M{210 - radius} 462 C{210 - radius} 408 {210 + radius} 408 {210 + radius} 462 L{196 + radius} 482"
    p.path(f"{guard} C{150 + radius} 440 {250 - radius} 440 {224 - radius} 482Z", p.lin(STEEL, 20))
    p.path("M150 430 Q142 340 214 334 H306 V446 H172Z", p.lin(flat_body("#8b939a"), 70))
    p.rect(196, 236, 46, 104, p.lin(round_body("#2a2d31")), 16)
    p.line((f"M200 {258 + i * 16}h38" for i in range(5)), "#0f1113", 4, opacity=0.5)
    p.path(
        "M300 326 H470 Q500 326 516 344 L690 352 Q724 356 724 400 Q724 444 690 446 L516 452 Q500 470 470 470 H300Z",
        p.lin(enamel(v.tone), 90),
    )
    p.path("M470 470 Q500 470 516 452 L690 446 Q724 444 724 400 V374 L470 380Z", p.lin(flat_body(GRAPHITE), 90))
    p.line((f"M{640 + i * 14} 384v48" for i in range(5)), "#0f1113", 6, opacity=0.6)
    p.rect(452, 330, 78, 18, p.lin(flat_body(v.trim), 90), 8)
    p.path("M722 408 C760 410 770 440 800 446", stroke="#1c1f23", stroke_width=14, stroke_linecap="round")
    p.word(392, 366, v.label or "125 mm", 26, ink_on(v.tone), 150).end()


def battery_pack(p: Picture, v: Look) -> None:
    high = 190 + 90 * v.b
    p.shadow(400, 640, 220, 22)
    top = 636 - high
    p.path(
        f"M196 {top + 46} Q196 {top} 242 {top} H558 Q604 {top} 604 {top + 46} V600 Q604 636 568 636 H232 "
        "Q196 636 196 600Z",
        p.lin(flat_body(GRAPHITE), 80),
    )
    p.path(
        f"M262 {top} V{top - 58} Q262 {top - 76} 280 {top - 76} H520 Q538 {top - 76} 538 {top - 58} V{top}Z",
        p.lin(flat_body("#22262a"), 90),
    )
    for i in range(4):
        p.rect(296 + i * 56, top - 58, 34, 44, p.lin(STEEL, 90), 3)
    p.rect(196, top + 52, 408, 54, p.lin(enamel(v.tone), 90))
    p.word(400, top + 90, v.label or "18 V · 5.0 Ah", 32, ink_on(v.tone), 380)
    for i in range(4):
        p.ell(330 + i * 46, 596, 11, 11, "#7be38b" if i <= v.count else "#4a4f55")
    p.rect(212, top + 12, 376, 8, "#fff", 4, opacity=0.25)


def work_lamp(p: Picture, v: Look) -> None:
    p.shadow(400, 676, 230, 20)
    p.path("M200 672 L262 470 M600 672 L538 470", stroke=p.lin(STEEL, 90), stroke_width=22, stroke_linecap="round")
    p.rect(184, 656, 432, 22, p.lin(round_body("#2a2d31"), 90), 11)
    p.path(
        "M232 220 Q232 180 272 180 H528 Q568 180 568 220 V500 Q568 540 528 540 H272 Q232 540 232 500Z",
        p.lin(enamel(v.tone), 70),
    )
    p.rect(262, 212, 276, 236, p.lin(flat_body("#2a2d31"), 60), 18)
    p.rect(276, 226, 248, 208, p.rad(((0, "#ffffff"), (0.5, "#fff7d8"), (1, "#f0d78e")), 0.4, 0.4), 10)
    columns, rows = 5 + v.count % 2, 4
    for i in range(columns * rows):
        x = 276 + 248 * (i % columns + 0.5) / columns
        p.ell(x, 252 + 52 * (i // columns), 13, 13, "#fffdf2", stroke="#e2c574", stroke_width=2)
    p.word(400, 506, v.label or "3 000 lm", 34, ink_on(v.tone), 280)
    p.rect(372, 540, 56, 30, darker(v.tone, 0.4), 6)
    p.path("M246 246 Q246 200 290 196 H430", stroke="#fff", stroke_width=5, stroke_linecap="round", opacity=0.7)


KINDS = (
    Kind("cordless-drill", cordless_drill, BODIES, ((330, 200, 400), (170, 380, 330))),
    Kind("impact-driver", impact_driver, BODIES, ((330, 200, 360), (170, 380, 330))),
    Kind("angle-grinder", angle_grinder, BODIES, ((60, 240, 400), (340, 240, 400))),
    Kind("battery-pack", battery_pack, BODIES, ((230, 180, 360), (190, 380, 320)), zoom=1.14, lift=50),
    Kind("work-lamp", work_lamp, BODIES, ((230, 170, 340), (180, 420, 360))),
)
