"""Machines of a professional kitchen."""

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

MACHINES = (
    ("#c9341f", "#ffe9e3"),
    ("#f0e6d2", "#7d5c1c"),
    ("#8fa39a", "#ffffff"),
    ("#34383d", "#f5f1e6"),
    ("#d9dde0", "#c9341f"),
    ("#e3a92f", "#3a2208"),
)


def planetary_mixer(p: Picture, v: Look) -> None:
    p.shadow(400, 692, 230, 22)
    shine = p.lin(
        (
            (0, darker(v.tone, 0.4)),
            (0.16, v.tone),
            (0.32, lighter(v.tone, 0.4)),
            (0.52, v.tone),
            (1, darker(v.tone, 0.45)),
        )
    )
    p.path("M180 690Q174 640 230 636H570Q626 640 620 690Z", shine)
    p.path("M470 640C500 540 500 420 470 300H590C612 420 612 560 600 640Z", shine)
    p.path(
        "M196 318C176 196 300 168 420 168C540 168 618 196 618 276C618 330 590 346 540 346H300C240 346 204 352 196 318Z",
        p.lin(enamel(v.tone), 80),
    )
    p.rect(196, 292, 420, 18, p.lin(CHROME, 90), 4, opacity=0.9).ell(560, 240, 24, 24, p.lin(CHROME, 45))
    p.word(350, 262, v.label or "mezzaluna 20", 28, v.trim if v.tone != "#d9dde0" else "#c9341f", 260)
    p.rect(316, 344, 36, 52, p.lin(STEEL), 6)
    bowl = 112 + 26 * v.a
    p.path(
        f"M{334 - bowl} 428C{334 - bowl} 560 250 622 334 622C418 622 {334 + bowl} 560 {334 + bowl} 428Z", p.lin(STEEL)
    )
    p.ell(334, 428, bowl + 2, 24, p.lin(CHROME, 10)).ell(334, 428, bowl - 10, 18, "#5f676e")
    for dx in (-34, -14, 14, 34):
        p.line(f"M334 392C{334 + dx * 2} 410 {334 + dx * 2} 430 {334 + dx} 440", "#dfe4e8", 4)
    p.shine(334 - bowl + 44, 450, 16, 140, 0.55).ell(290, 206, 80, 14, "#fff", opacity=0.45, filter="url(#blur)")


def blender(p: Picture, v: Look) -> None:
    p.shadow(400, 692, 150, 20)
    p.path("M280 690L300 500H500L520 690Q520 696 510 696H290Q280 696 280 690Z", p.lin(round_body(v.tone)))
    p.rect(296, 486, 208, 26, p.lin(STEEL), 8).ell(400, 604, 46, 46, p.lin(CHROME, 50))
    p.ell(400, 604, 32, 32, p.rad(flat_body("#2a2d31"))).line("M400 604L418 582", v.trim, 6)
    top = 150 + 60 * v.a
    p.path(
        f"M306 486L276 {top}H524L494 486Z",
        p.lin(((0, "#ffffffcc"), (0.3, "#e6eef233"), (1, "#b9c8d0aa"))),
        stroke="#fff",
        stroke_width=3,
    )
    drink = ("#c9341f", "#7fa33a", "#e9a92a", "#8c4a8c")[v.count]
    level = top + 110 + 90 * v.b
    dx = 30 * (486 - level) / (486 - top)
    p.path(f"M308 484L{306 - dx:.0f} {level:.0f}H{494 + dx:.0f}L492 484Z", p.lin(round_body(drink)), opacity=0.85)
    p.ell(400, level, 94 + dx, 12, lighter(drink, 0.35))
    p.path(
        f"M520 {top + 30}H570Q600 {top + 30} 600 {top + 60}V400Q600 440 560 440H500", stroke="#2a2d31", stroke_width=20
    )
    p.rect(270, top - 36, 260, 42, p.lin(flat_body("#2a2d31"), 90), 10).rect(350, top - 62, 100, 30, "#3a3f45", 8)
    p.line((f"M{470 - i * 2} {440 - i * 46}h22" for i in range(5)), "#fff", 3, opacity=0.8)
    p.word(400, 676, v.label, 22, ink_on(v.tone), 180).shine(306, top + 30, 12, 420 - top, 0.6)


def espresso_machine(p: Picture, v: Look) -> None:
    p.shadow(400, 676, 290, 24)
    p.rect(130, 250, 540, 170, p.lin(enamel(v.tone), 80), 22).rect(130, 226, 540, 32, p.lin(STEEL, 90), 8)
    p.rect(150, 416, 500, 190, p.lin(flat_body("#8b939a"), 90)).rect(170, 430, 460, 150, "#2a2d31", opacity=0.7)
    p.rect(120, 600, 560, 70, p.lin(enamel(v.tone), 80), 14).rect(150, 592, 500, 16, p.lin(CHROME, 90), 4)
    p.line((f"M{170 + i * 18} 600h10" for i in range(26)), "#3c434a", 5)
    groups = max(1, min(3, int(v.figure(0, 2))))
    for i in range(groups):
        x = 400 + (i - (groups - 1) / 2) * 160
        p.rect(x - 46, 410, 92, 46, p.lin(CHROME), 8).rect(x - 38, 454, 76, 24, p.lin(STEEL), 6)
        p.path(f"M{x - 8} 466q-10 40 -74 62", stroke=v.trim, stroke_width=18, stroke_linecap="round")
        p.path(f"M{x - 32} 546h64l-8 44h-48z", p.lin(round_body("#f5f1e6"))).ell(x, 547, 32, 6, "#5a2e14")
    p.ell(200, 334, 36, 36, p.lin(CHROME, 50)).ell(200, 334, 28, 28, "#f9f9f5").line("M200 334l14 -16", "#c9341f", 4)
    p.word(420, 350, v.label or "2 gruppi", 44, v.trim if v.tone != "#d9dde0" else "#c9341f", 330)
    for i in range(4 + v.count):
        p.ell(180 + i * 56, 214, 26, 7, "#fff", stroke="#cfc5b4", stroke_width=2)
        p.path(f"M{154 + i * 56} 214q4 -28 8 -30h36q4 2 8 30z", p.lin(round_body("#f5f1e6")))
    p.line("M150 268Q160 262 190 262H560", "#fff", 5, opacity=0.7)


KINDS = (
    Kind("planetary-mixer", planetary_mixer, MACHINES, ((170, 150, 380), (180, 360, 340))),
    Kind("blender", blender, MACHINES, ((250, 80, 340), (240, 420, 320))),
    Kind("espresso-machine", espresso_machine, MACHINES, ((120, 180, 360), (330, 390, 300))),
)
