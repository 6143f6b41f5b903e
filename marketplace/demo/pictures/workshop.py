"""Measuring tools, fluids, storage."""

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

CASES = (("#34383d", "#f7b90f"), ("#1f5fae", "#f5f1e6"), ("#c8371f", "#f5f1e6"), ("#f2a900", "#1c1f23"))
CANS = (
    ("#1f5fae", "#e5391f"),
    ("#c8371f", "#1c1f23"),
    ("#2f7d4f", "#f7b90f"),
    ("#1c1f23", "#f7b90f"),
    ("#6b3fa0", "#f5f1e6"),
    ("#b9bfc5", "#1f5fae"),
)
LCD = ((0, "#c9d6c2"), (1, "#aebca6"))


def digital_caliper(p: Picture, v: Look) -> None:
    reading = f"{10 + 38 * v.a:.2f}"
    p.group(f"rotate({-16 + v.turn:.1f} 400 400)")
    p.ell(420, 540, 340, 18, "#1c2530", opacity=0.3, filter="url(#soft)")
    end = 700 + 40 * v.b
    p.rect(86, 372, end - 86, 52, p.lin(STEEL, 90), 4)
    marks = (f"M{300 + i * 7.6:.0f} 372v{20 if i % 5 == 0 else 12}" for i in range(int((end - 310) / 7.6)))
    p.line(marks, "#3c434a", 1.5)
    p.path("M86 372H172V424C166 500 150 560 124 604L112 604C116 540 100 480 86 424Z", p.lin(STEEL, 20))
    p.path("M96 372V316L128 280L136 372Z", p.lin(CHROME, 20))
    slide = round(70 * (v.a - 0.4))
    p.group(f"translate({slide} 0)")
    p.path("M176 424H300V440C220 448 168 500 140 604L130 604C140 540 160 470 176 424Z", p.lin(STEEL, 40))
    p.path("M150 372L158 280L196 316V372Z", p.lin(CHROME, 20))
    p.rect(214, 342, 246, 112, p.lin(flat_body(v.tone), 90), 12).rect(232, 356, 164, 58, p.lin(LCD, 90), 5)
    p.text(386, 401, reading, 46, "#1a2418", text_anchor="end", font_weight="700", letter_spacing="2")
    for i, c in enumerate((v.trim, "#6d747b", "#6d747b")):
        p.ell(250 + i * 44, 435, 14, 9, c)
    p.ell(430, 385, 18, 18, p.lin(CHROME, 50)).end()
    p.word(600, 414, v.label, 18, "#3c434a", 200).line(f"M96 378H{end - 16}", "#fff", 3, opacity=0.7).end()


def multimeter(p: Picture, v: Look) -> None:
    p.shadow(400, 690, 170, 20)
    p.path(
        "M236 150 Q236 110 276 110 H524 Q564 110 564 150 L550 650 Q548 690 510 690 H290 Q252 690 250 650Z",
        p.lin(enamel(v.tone), 70),
    )
    p.path(
        "M262 160 Q262 136 286 136 H514 Q538 136 538 160 L526 642 Q524 664 502 664 H298 Q276 664 274 642Z",
        p.lin(flat_body("#2a2d31"), 70),
    )
    p.rect(290, 164, 220, 112, p.lin(LCD, 90), 8)
    p.text(498, 246, f"{0.5 + 240 * v.a:.1f}", 66, "#1a2418", text_anchor="end", font_weight="700")
    p.text(302, 196, ("V AC", "mV", "Ω", "A DC")[v.count], 20, "#1a2418", font_weight="700")
    for i in range(4):
        p.rect(292 + i * 57, 296, 44, 24, p.lin(flat_body(v.trim if i == 0 else "#5b6066"), 90), 12)
    p.ell(400, 440, 92, 92, p.rad(flat_body("#3a3f45"))).ell(400, 440, 66, 66, p.rad(flat_body("#14161a")))
    p.group(f"rotate({-70 + v.b * 140:.0f} 400 440)").rect(390, 372, 20, 136, p.lin(round_body("#4a4f55")), 8)
    p.rect(396, 376, 8, 34, v.trim, 3).end()
    for i, c in enumerate(("#c8371f", "#1c1f23", "#c8371f")):
        p.ell(324 + i * 76, 604, 24, 24, p.rad(flat_body(c))).ell(324 + i * 76, 604, 11, 11, "#050607")
    p.word(400, 562, v.label or "CAT III 600 V", 18, "#f5f5f2", 220)
    p.line("M252 170Q254 130 290 126H460", "#fff", 5, opacity=0.6)


def spirit_level(p: Picture, v: Look) -> None:
    p.group(f"rotate({-18 + 2 * v.turn:.1f} 400 400)")
    p.ell(410, 500, 340, 18, "#1c1510", opacity=0.32, filter="url(#soft)")
    high = 78 + 26 * v.a
    top = 430 - high / 2
    p.rect(50, top, 700, high, p.lin(enamel(v.tone), 90), 6)
    p.rect(50, top + 6, 700, 8, "#fff", 4, opacity=0.5).rect(50, top + high - 12, 700, 12, p.lin(STEEL, 90))
    for x in (50, 730):
        p.rect(x, top, 20, high, "#1c1f23", 5)
    for x, upright in ((150, True), (400, False), (650, v.count % 2 == 0)):
        p.rect(x - 50, top + 12, 100, high - 28, "#1c1f23", 12, opacity=0.85)
        tube = ((0, "#f4ff9a"), (0.4, "#d7f000"), (1, "#8fa800"))
        w, h = (28, high - 38) if upright else (84, 26)
        p.rect(x - w / 2, top + high / 2 - 2 - h / 2, w, h, p.lin(tube, 0 if upright else 90), 12)
        p.ell(x + (0 if upright else 3), top + high / 2 - 2, 11, 10, "#f9ffcf", stroke="#7d9200", stroke_width=1.5)
    p.word(275, top + high / 2 + 8, v.label or "60 cm", 26, ink_on(v.tone), 130).end()


def penetrating_oil(p: Picture, v: Look) -> None:
    wide = 96 + 24 * v.a
    top = 248 + 46 * v.b
    left, right = 400 - wide, 400 + wide
    p.shadow(400, 690, wide + 8, 20)
    p.rect(left, top, 2 * wide, 688 - top, p.lin(round_body(v.tone)), 18)
    p.path(
        f"M{left} {top + 22}C{left} {top - 32} 340 {top - 36} 352 {top - 54}H448C460 {top - 36} {right} {top - 32} "
        f"{right} {top + 22}Z",
        p.lin(STEEL),
    )
    p.rect(346, top - 138, 108, 92, p.lin(round_body(v.trim)), 12)
    p.rect(346, top - 62, 108, 8, "#000", opacity=0.35)
    if v.count % 2:
        p.path(f"M380 {top - 130}h-60v-16h80z", v.trim).rect(300, top - 148, 22, 12, "#c7cdd2", 3)
    body = top + 94
    p.rect(left, body, 2 * wide, 184, p.lin(round_body("#f5f1e6")))
    for y in (body, body + 170):
        p.rect(left, y, 2 * wide, 14, p.lin(round_body(lighter(v.trim, 0.1))))
    words = (v.label or "FORGE FREE 400").split(" ", 1)
    p.word(400, body + 76, words[0], 42, "#1c1f23", 2 * wide - 24)
    p.word(400, body + 118, words[1] if len(words) > 1 else "", 32, darker(v.tone, 0.35), 2 * wide - 24)
    p.rect(400 - wide * 0.6, body + 138, wide * 1.2, 7, "#43474d", 3, opacity=0.4)
    p.shine(left + 36, top + 4, 12, 680 - top, 0.35)


def jerrycan(p: Picture, v: Look) -> None:
    p.shadow(400, 690, 200, 20)
    top = 200 + 40 * v.a
    p.path(
        f"M220 {top + 90} Q220 {top + 40} 262 {top + 34} L330 {top} H540 Q584 {top} 584 {top + 44} V650 "
        f"Q584 690 544 690 H260 Q220 690 220 650Z",
        p.lin(flat_body(v.tone), 25),
    )
    p.path(
        f"M380 {top + 34} H520 Q544 {top + 34} 544 {top + 58} V{top + 84} Q470 {top + 96} 380 {top + 84}Z",
        darker(v.tone, 0.55),
        opacity=0.8,
    )
    p.rect(256, top - 36, 78, 78, p.lin(round_body(v.trim)), 10)
    p.line((f"M{266 + i * 12} {top - 26}v50" for i in range(6)), darker(v.trim, 0.5), 3, opacity=0.6)
    p.rect(262, top + 142, 280, 220, p.lin(((0, "#ffffff"), (1, "#e4e6ea")), 25), 8)
    p.rect(262, top + 142, 280, 54, v.tone, 8, opacity=0.85)
    p.word(402, top + 262, v.label or "ISO VG 46", 46, "#1c1f23", 256)
    p.rect(290, top + 296, 224, 9, "#5b6066", 4, opacity=0.5).rect(290, top + 320, 150, 9, "#5b6066", 4, opacity=0.3)
    p.line(f"M240 {top + 110}V640", "#fff", 9, opacity=0.35)
    p.line((f"M590 {top + 120 + i * 60}h-18" for i in range(6)), darker(v.tone, 0.5), 4, opacity=0.7)


def toolbox(p: Picture, v: Look) -> None:
    high = 210 + 110 * v.a
    top = 640 - high
    p.shadow(400, 646, 280, 24)
    p.path(
        f"M290 {top - 6} V{top - 62} Q290 {top - 84} 314 {top - 84} H486 Q510 {top - 84} 510 {top - 62} V{top - 6}",
        stroke=p.lin(flat_body("#2a2d31"), 90),
        stroke_width=28,
    )
    p.rect(130, top, 540, high, p.lin(flat_body(v.tone), 75), 22)
    p.rect(130, top, 540, 78, p.lin(enamel(v.tone), 90), 22).rect(130, top + 74, 540, 10, "#000", opacity=0.4)
    for x in (214, 520):
        p.rect(x, top + 48, 66, 66, p.lin(flat_body(v.trim), 90), 8).rect(
            x + 12, top + 82, 42, 10, "#000", 4, opacity=0.3
        )
    for x in (130, 634):
        p.rect(x, top + high - 60, 36, 60, "#1c1f23", 10, opacity=0.6)
    for i in range(v.count):
        p.rect(176, top + 136 + i * 44, 448, 8, "#000", 4, opacity=0.22)
    p.rect(316, top + high - 88, 168, 56, "#1c1f23", 6, opacity=0.75)
    p.word(400, top + high - 50, v.label or "L", 30, "#f5f5f2", 156).line(
        f"M150 {top + 16}H600", "#fff", 5, opacity=0.5
    )


KINDS = (
    Kind("digital-caliper", digital_caliper, CASES, ((170, 260, 330), (50, 250, 380))),
    Kind("multimeter", multimeter, (CASES[3], CASES[1], CASES[2], CASES[0]), ((240, 100, 320), (250, 340, 300))),
    Kind("spirit-level", spirit_level, (CASES[3], CASES[2], CASES[1], ("#b9bfc5", "#1c1f23"))),
    Kind("penetrating-oil", penetrating_oil, CANS, ((260, 330, 280), (270, 100, 260)), zoom=1.08, lift=10),
    Kind("jerrycan", jerrycan, CANS, ((230, 150, 340), (240, 360, 340)), zoom=1.05, lift=20),
    Kind("toolbox", toolbox, CASES, ((120, 260, 340), (360, 360, 320)), zoom=1.06, lift=50),
)
