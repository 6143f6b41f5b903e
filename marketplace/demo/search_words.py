"""What the demo's shoppers call its goods: German, Italian and trade words, as each store's administrator keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import SQLModel

from marketplace.demo.planting import stable_id
from marketplace.demo.stores import tenant_id
from marketplace.domain.catalogue.search_text import search_words
from marketplace.models.search import SearchMiss, SearchSynonym

# A line per meaning: what products say = what shoppers type.
_WORDS = {
    "northforge": """
        bolt = schraube, bullone, vite
        screw = schraube, vite
        cap screw = zylinderschraube, imbusschraube
        nut = mutter, dado
        washer = unterlegscheibe, rondella, rosetta
        wedge anchor = dübel, bolzenanker, tassello
        gloves = handschuh, guanto, guanti
        ear defenders = gehörschutz, ear muffs, earmuffs, cuffie
        goggles = schutzbrille, occhiali
        safety helmet = helm, schutzhelm, hard hat, elmetto, casco
        boots = stiefel, sicherheitsschuhe, stivali
        dust mask = staubmaske, atemschutz, respirator, mascherina
        hi vis vest = warnweste, gilet
        drill = bohrmaschine, trapano
        drill driver = akkuschrauber, avvitatore
        impact driver = schlagschrauber
        angle grinder = winkelschleifer, flex, smerigliatrice
        cutting disc = trennscheibe, disco
        flap disc = fächerscheibe
        hammer = martello
        screwdriver = schraubendreher, schraubenzieher, cacciavite
        torque wrench = drehmomentschlüssel, dinamometrica
        combination spanner = schraubenschlüssel, gabelschlüssel, chiave
        wrench = schlüssel, spanner, chiave
        pliers = zange, pinze
        spirit level = wasserwaage, livella
        tape measure = maßband, bandmaß, metro
        caliper = messschieber, schieblehre, calibro
        bearing = lager, kugellager, cuscinetto
        belt = riemen, keilriemen, cinghia
        chain = kette, catena
        oil = öl, schmieröl, olio
        battery = akku, batteria
        lamp = leuchte, lampada
        emery cloth = schleifpapier, sandpaper, carta vetrata
        """,
    "mezzaluna": """
        plate = teller, piatto, piatti
        bowl = schale, schüssel, ciotola
        glass = glas, bicchiere, bicchieri
        wine glass = weinglas, calice
        cup = tasse, tazza, tazzina
        pan = pfanne, padella
        frying pan = bratpfanne, padella
        saucepan = stielkasserolle, casseruola
        stockpot = topf, suppentopf, pentola
        lid = deckel, coperchio
        knife = messer, coltello, coltelli
        chef knife = kochmesser
        board = schneidebrett, tagliere
        whisk = schneebesen, frusta
        ladle = schöpfkelle, mestolo
        cutlery = besteck, posate
        gastronorm = gn behälter, bacinella
        mixer = rührmaschine, planetaria, impastatrice
        blender = standmixer, frullatore
        espresso = kaffeemaschine, caffè
        olive oil = olivenöl, olio
        vinegar = essig, aceto
        flour = mehl, farina
        pasta = nudeln
        tomatoes = tomaten, pomodori
        jacket = kochjacke, giacca
        aprons = schürze, grembiule
        napkins = serviette, tovaglioli
        towels = handtuch, asciugamani
        tea towels = geschirrtuch, canovaccio
        thermometer = termometro
        """,
    "assay": """
        gloves = handschuh, guanto, guanti
        nitrile gloves = nitrilhandschuh
        bottle = flasche, bottiglia
        wash bottle = spritzflasche, spruzzetta
        beaker = becherglas, becher
        flask = kolben, pallone, matraccio
        volumetric flask = messkolben
        erlenmeyer = erlenmeyerkolben, beuta
        measuring cylinder = messzylinder, cilindro
        pipette = pipetta
        tips = pipettenspitzen, puntali
        tubes = röhrchen, provette
        centrifuge = zentrifuge, centrifuga
        balance = waage, bilancia
        analytical balance = analysenwaage
        microscope = mikroskop, microscopio
        petri dishes = petrischale, piastre
        stirrer = rührer, agitatore
        hotplate = heizplatte, piastra
        burner = brenner, becco
        filter = filtro
        coat = laborkittel, camice
        goggles = schutzbrille, occhiali
        masks = maske, mascherina
        buffer = puffer, tampone
        thermometer = termometro
        ph meter = ph messgerät, piaccametro
        """,
}
_IN_VAIN = {
    "northforge": {"cordless": 14, "ladder": 9, "welding": 6, "compressor": 3},
    "mezzaluna": {"dishwasher": 8, "teapot": 5, "candle": 2},
    "assay": {"autoclave": 7, "fume": 4},
}


def search_word_rows(store: str, at: datetime) -> Iterator[SQLModel]:
    """The words of a store and what was searched in vain."""
    tenant = tenant_id(store)
    pairs = dict.fromkeys(_pairs(_WORDS[store]))
    for word, means in pairs:
        key = stable_id("syn", store, word, means)
        yield SearchSynonym(id=key, tenant_id=tenant, word=word, means=means)
    for n, (word, times) in enumerate(_IN_VAIN[store].items()):
        yield SearchMiss(id=word, tenant_id=tenant, times=times, last_at=at - timedelta(hours=3 + 7 * n))


def _pairs(lines: str) -> Iterator[tuple[str, str]]:
    """Each word with what it means, both as the service keeps them."""
    for line in filter(None, map(str.strip, lines.splitlines())):
        means, _, words = line.partition(" = ")
        for word in words.split(","):
            yield " ".join(search_words(word)), " ".join(search_words(means))
