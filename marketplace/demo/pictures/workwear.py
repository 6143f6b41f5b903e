"""Protective equipment: head, hearing, eyes, hands, feet, lungs."""

from marketplace.demo.pictures.look import Kind, Look
from marketplace.demo.pictures.paint import (
    STEEL,
    Picture,
    darker,
    enamel,
    flat_body,
    ink_on,
    lighter,
    mix,
    round_body,
    shell,
)

SIGNALS = (
    ("#f7b90f", "#33373c"),
    ("#f4f5f2", "#1f5fae"),
    ("#1f5fae", "#f5f1e6"),
    ("#d9361f", "#2a2d31"),
    ("#2f8a4e", "#f5f1e6"),
    ("#ef7d12", "#33373c"),
)
GLOVES = (
    ("#4a4f55", "#d9480f"),
    ("#f2a900", "#2a2d31"),
    ("#1f5fae", "#c7cdd2"),
    ("#c9a06a", "#7a5a30"),
    ("#2f7d4f", "#1c1f23"),
    ("#8c1d3f", "#2a2d31"),
)
GOGGLES = (
    ("#33373c", "#dceaf2"),
    ("#1f5fae", "#dceaf2"),
    ("#2f8a4e", "#cfe6d8"),
    ("#ef7d12", "#f3c623"),
    ("#2a2d31", "#4b5157"),
    ("#d9361f", "#dceaf2"),
)
VESTS = (("#e6ee2c", "#2a2d31"), ("#ff7a1a", "#2a2d31"), ("#ff4d4d", "#2a2d31"), ("#c9e82a", "#1f5fae"))
LEATHER = (("#3a332d", "#f7b90f"), ("#8a5a2e", "#2a2d31"), ("#1c1f23", "#d9480f"), ("#c9a06a", "#3a332d"))


def safety_helmet(p: Picture, v: Look) -> None:
    p.shadow(410, 596, 270, 24)
    p.path("M196 500 C190 560 250 600 300 604 L296 590 C250 578 222 548 220 500Z", "#22252a", opacity=0.9)
    top = 186 + 30 * v.a
    p.path(
        f"M168 516 C160 320 284 {top} 424 {top} C566 {top} 660 320 660 516 C500 486 320 486 168 516Z",
        p.rad(shell(v.tone), 0.34, 0.22, 0.95),
    )
    ridge = f"M392 {top + 2} C350 270 336 380 338 496 C380 492 440 491 486 494 C488 380 480 270 452 {top + 2}Z"
    stops = ((0, darker(v.tone, 0.2)), (0.18, lighter(v.tone, 0.5)), (0.5, v.tone), (1, darker(v.tone, 0.3)))
    p.path(ridge, p.lin(stops), opacity=0.9)
    p.path(
        "M120 528 C220 474 590 470 716 520 C748 534 742 566 706 562 C540 532 300 534 150 568 C110 574 96 544 120 528Z",
        p.lin(enamel(v.tone), 90),
    )
    p.line("M134 536C240 492 580 488 706 530", lighter(v.tone, 0.75), 5, opacity=0.8)
    if v.count % 2 == 0:
        for x in (250, 276, 544, 570):
            turn = f"rotate({8 if x < 400 else -8} {x} 400)"
            p.rect(x, 380, 12, 58, darker(v.tone, 0.6), 6, opacity=0.55, transform=turn)
    if v.count > 1:
        p.path("M186 470 C330 440 520 440 652 470 V496 C500 462 330 462 182 498Z", v.trim, opacity=0.9)
    p.word(412, 446, v.label, 24, darker(v.tone, 0.65), 130)
    p.ell(290, 300, 26, 56, "#fff", opacity=0.5, filter="url(#blur)", transform="rotate(32 290 300)")


def ear_defenders(p: Picture, v: Look) -> None:
    p.shadow(400, 640, 230, 22)
    arch = 96 + 50 * v.a
    p.path(
        f"M196 470 C170 {arch} 630 {arch} 604 470",
        stroke=p.lin(flat_body(v.trim)),
        stroke_width=30 + 14 * v.b,
        stroke_linecap="round",
    )
    p.path("M212 380C240 170 500 150 560 300", stroke="#8d939a", stroke_width=7, opacity=0.7, stroke_linecap="round")
    tall = 108 + 24 * v.c
    for x, s in ((206, -1), (594, 1)):
        p.rect(x - 8, 330, 16, 120, p.lin(STEEL), 8)
        p.ell(x - s * 42, 512, 42, tall - 14, p.lin(round_body("#26292d")))
        p.ell(x + s * 6, 512, 66, tall, p.rad(shell(v.tone), 0.32, 0.28, 0.9))
        p.ell(x + s * 12, 512, 36, tall - 42, stroke=darker(v.tone, 0.25), stroke_width=5, opacity=0.7)
        p.word(x + s * 12, 520, v.label, 24, darker(v.tone, 0.62), 64)
        p.ell(x + s * 12 - 12, 458, 9, 26, "#fff", opacity=0.55, filter="url(#blur)")


def safety_goggles(p: Picture, v: Look) -> None:
    p.shadow(400, 560, 270, 22)
    p.path("M150 350 C110 330 84 340 60 400", stroke="#33373c", stroke_width=26, stroke_linecap="round")
    p.path("M650 350 C690 330 716 340 740 400", stroke="#33373c", stroke_width=26, stroke_linecap="round")
    frame = (
        "M150 300 Q160 250 230 246 H570 Q640 250 650 300 V420 Q646 500 560 512 C490 520 460 480 440 446 Q420 416 400 416 "
        "Q380 416 360 446 C340 480 310 520 240 512 Q154 500 150 420Z"
    )
    p.path(frame, v.trim, opacity=0.72)
    p.path(frame, p.lin(((0, "#ffffffcc"), (0.4, "#ffffff11"), (1, "#00000055")), 60))
    p.path(frame, stroke=p.lin(flat_body(v.tone), 90), stroke_width=22 + 12 * v.a, stroke_linejoin="round")
    p.path("M190 300 C230 274 330 276 370 282 C300 300 230 340 206 410 C188 380 184 330 190 300Z", "#fff", opacity=0.6)
    p.path("M450 290 C520 280 580 284 604 300 C560 300 500 320 470 360Z", "#fff", opacity=0.4)
    p.rect(196, 226, 408, 22 + 10 * v.b, p.lin(flat_body(v.tone), 90), 10)
    p.word(400, 246, v.label or "EN 166", 17, ink_on(v.tone), 200)


def work_boots(p: Picture, v: Look) -> None:
    p.shadow(410, 668, 300, 22)
    tall = 150 + 120 * v.a
    for dx, dy, shade in ((70, -26, 0.28), (0, 0, 0.0)):
        c = darker(v.tone, shade)
        p.group(f"translate({dx} {dy})")
        top = 470 - tall
        p.path(
            f"M170 {top} Q250 {top - 24} 330 {top} L340 430 C400 470 520 470 570 530 Q596 570 590 616 H150 "
            f"C140 540 164 460 170 {top}Z",
            p.lin(round_body(c), 12),
        )
        p.path("M440 482 C520 488 580 520 590 612 H452 C430 570 424 520 440 482Z", darker(c, 0.3), opacity=0.75)
        p.path(f"M166 {top} Q250 {top - 30} 334 {top} V{top + 40} Q250 {top + 12} 168 {top + 42}Z", darker(c, 0.35))
        p.path(
            "M140 612 H596 Q606 640 590 656 H450 L430 644 H300 L280 656 H150 Q132 640 140 612Z",
            p.lin(round_body("#2a2d31"), 90),
        )
        p.rect(142, 606, 452, 14, v.trim, 4)
        laces = int((430 - top) / 34)
        p.line((f"M{330 + i * 3} {top + 52 + i * 32}l46 18" for i in range(laces)), v.trim, 7)
        p.path(f"M196 {top + 60} C190 460 184 520 190 590", stroke="#fff", stroke_width=7, opacity=0.3)
        p.end()
    p.word(240, 560, v.label or "S3", 40, lighter(v.tone, 0.72), 120)


def work_gloves(p: Picture, v: Look) -> None:
    p.shadow(400, 664, 230, 22)
    palm = (
        "M300 640 V470 C260 430 236 380 214 330 C204 300 240 286 258 312 L306 384 V180 C306 146 352 146 354 180 "
        "L360 320 L368 140 C370 106 418 106 418 140 L420 320 L434 160 C438 126 484 132 482 166 L474 332 L500 222 "
        "C508 190 550 200 546 232 C536 330 530 420 506 480 V640Z"
    )
    for dx, shade in ((78, 0.3), (-24, 0.0)):
        c = darker(v.tone, shade)
        p.group(f"translate({dx} {10 if shade else 0}) rotate({10 if shade else -4} 400 600)")
        p.path(palm, p.lin(flat_body(c), 40))
        coat = mix(v.trim, c, shade)
        p.path(
            "M306 384 V180 C306 146 352 146 354 180 L357 260 L366 180 L368 140 C370 106 418 106 418 140 L420 250 "
            "L434 160 C438 126 484 132 482 166 L478 260 L500 222 C508 190 550 200 546 232 C542 290 536 340 526 400 "
            "C470 440 380 440 306 384Z",
            coat,
            opacity=0.55 + 0.4 * v.a,
        )
        p.line(("M357 326l3 80", "M421 326l-1 84", "M473 338l-8 72"), darker(c, 0.55), 4, opacity=0.5)
        p.rect(292, 560, 222, 84, p.lin(flat_body(darker(c, 0.3)), 90), 10)
        p.line((f"M300 {576 + i * 14}h206" for i in range(5)), darker(c, 0.6), 3, opacity=0.5)
        p.rect(292, 548, 222, 12, v.trim, 4).end()
    p.word(384, 508, v.label or "9", 52, ink_on(v.tone), 150)


def respirator(p: Picture, v: Look) -> None:
    _mask(p, v, valve=False)


def valve_respirator(p: Picture, v: Look) -> None:
    _mask(p, v, valve=True)


def _mask(p: Picture, v: Look, *, valve: bool) -> None:
    p.shadow(400, 640, 220, 22)
    p.path("M180 330 C120 250 110 200 130 150 M620 330 C680 250 690 200 670 150", stroke=v.trim, stroke_width=16)
    p.path("M190 460 C110 470 90 440 84 400 M610 460 C690 470 710 440 716 400", stroke=v.trim, stroke_width=16)
    p.path(
        "M400 220 C470 220 520 270 560 310 C640 360 650 480 580 560 C520 630 280 630 220 560 C150 480 160 360 "
        "240 310 C280 270 330 220 400 220Z",
        p.rad(shell(mix("#eceff1", v.tone, 0.12)), 0.36, 0.26),
    )
    p.path(
        "M250 330 C330 380 470 380 550 330 M224 540 C320 480 480 480 576 540",
        stroke="#7d858c",
        stroke_width=4,
        opacity=0.5,
    )
    p.path("M336 250 Q400 224 464 250 L450 272 Q400 254 350 272Z", p.lin(STEEL, 20))
    if valve:
        p.ell(400, 470, 74, 74, p.rad(shell(v.tone))).ell(400, 470, 52, 52, darker(v.tone, 0.45))
        p.line((f"M{364 + i * 18} 440v60" for i in range(5)), lighter(v.tone, 0.2), 7)
    p.word(400, 590, v.label or "FFP2 NR D", 26, "#1c1f23", 190)
    p.ell(300, 340, 40, 18, "#fff", opacity=0.5, filter="url(#blur)", transform="rotate(-36 300 340)")


def hi_vis_vest(p: Picture, v: Look) -> None:
    p.shadow(400, 690, 220, 16)
    tone = v.tone
    long = 650 + 30 * v.a
    p.path(
        f"M270 150 L330 130 Q400 190 470 130 L530 150 C540 240 560 300 596 340 L584 {long} Q400 {long + 26} 216 {long} "
        f"L204 340 C240 300 260 240 270 150Z",
        p.lin(flat_body(tone), 20),
    )
    p.path("M330 130 L400 330 L470 130 Q400 196 330 130Z", darker(tone, 0.55), opacity=0.85)
    for y in (430, 540):
        p.path(f"M210 {y} Q400 {y + 26} 590 {y} V{y + 52} Q400 {y + 78} 210 {y + 52}Z", p.lin(STEEL, 10))
    for x in (258, 486):
        p.path(f"M{x} 180 h52 V440 h-52Z", p.lin(STEEL, 90), opacity=0.95)
    p.line(f"M400 330V{long + 12}", darker(tone, 0.6), 5)
    p.rect(448, 360, 84, 54, darker(tone, 0.14), 6).word(490, 395, v.label or "L", 30, "#1c1f23", 76)
    p.line(f"M232 350C226 460 226 560 228 {long - 20}", "#fff", 7, opacity=0.5)


KINDS = (
    Kind("safety-helmet", safety_helmet, SIGNALS, ((180, 180, 380), (330, 280, 400))),
    Kind("ear-defenders", ear_defenders, SIGNALS, ((90, 340, 320), (230, 90, 340))),
    Kind("safety-goggles", safety_goggles, GOGGLES, ((130, 210, 340), (400, 210, 340)), zoom=1.1, lift=-10),
    Kind("work-boots", work_boots, LEATHER, ((120, 190, 360), (330, 380, 340)), zoom=1.05, lift=30),
    Kind("work-gloves", work_gloves, GLOVES, ((230, 100, 380), (240, 400, 330))),
    Kind("respirator", respirator, SIGNALS[1:], ((250, 200, 320), (290, 380, 260))),
    Kind("valve-respirator", valve_respirator, SIGNALS[1:], ((250, 200, 320), (290, 380, 260))),
    Kind("hi-vis-vest", hi_vis_vest, VESTS, ((230, 120, 340), (380, 330, 300))),
)
