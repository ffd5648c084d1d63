"""The evening of the deadline: many people type at once, and every save acknowledged is counted.

Two ways: with the time that people take between two fields, their page asking for its panel after
each, and without any (each sends as soon as the last answer is there, and the panel, which waits
for a pause, is never asked for). When the portal says to come back later, they do.
"""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from declarations.models import Declaration
from declarations.regles.grille import FINANCES
from habilitations.models import Habilitation, Role, Utilisateur
from tests.banc.client import Navigateur, Reponse
from tests.banc.gens import navigateur
from tests.banc.resultats import Mesure, centile
from tests.banc.saisies import Brouillon, perdues

REFLEXION = (2.0, 8.0)
"""Seconds between two fields of one person."""
PAUSE, PATIENCE, PAUSE_MAX = 0.4, 4, 8.0
"""Seconds without typing before a page asks for its panel, times what its last answer took
(``static/saisie/panneau.js``)."""


@dataclass
class Compte:
    """What the people of one evening got."""

    durees: list[float] = field(default_factory=list)
    panneaux: list[float] = field(default_factory=list)
    pleins: int = 0
    echecs: Counter[str] = field(default_factory=Counter)
    verrou: threading.Lock = field(default_factory=threading.Lock)


def jouer(nom: str, port: int, combien: int, secondes: float, *, reflechir: bool) -> Mesure:
    """``combien`` people type during ``secondes``; the note says what a figure cannot."""
    gens = [(navigateur(qui, port), brouillon) for qui, brouillon in personnes(combien)]
    compte, fin = Compte(), time.monotonic() + secondes
    fils = [
        threading.Thread(target=_taper, args=(qui, brouillon, compte, fin, reflechir))
        for qui, brouillon in gens
    ]
    debut = time.monotonic()
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    duree = time.monotonic() - debut
    manquantes = perdues([brouillon for _, brouillon in gens])
    return _resultat(nom, compte, duree, len(gens), manquantes)


def _resultat(
    nom: str, compte: Compte, duree: float, combien: int, manquantes: Sequence[str]
) -> Mesure:
    echecs = "".join(f", {n} × {echec}" for echec, n in compte.echecs.items())
    note = (
        f"{combien} personnes, {len(compte.durees) / duree:.1f} enregistrements/s, "
        f"{len(compte.panneaux) / duree:.1f} panneaux/s, "
        f"{compte.pleins} « revenez plus tard »{echecs}, "
        f"{len(manquantes)} acquittés absents de la base"
    )
    if not compte.durees:
        return Mesure(nom, None, None, None, None, note=note)
    return Mesure(
        nom, None, None, centile(compte.durees, 0.5), centile(compte.durees, 0.95), note=note
    )


def _echec(reponse: Reponse) -> str:
    """What was answered instead, in the words of the portal when it had some."""
    try:
        dit = json.loads(reponse.corps)
    except ValueError:
        return str(reponse.code or "sans réponse")
    return f"{reponse.code} « {dit.get('message') or dit.get('raison')} »"


def personnes(combien: int) -> list[tuple[Utilisateur, Brouillon]]:
    """A draft for each person, all different, with who enters its accounts."""
    jour = timezone.localdate()
    ouverts = Declaration.objects.filter(
        etat="en_saisie", campagne__ferme_le__gte=jour, version_courante__numero=1
    ).order_by("pk")
    brouillons = Brouillon.de(list(ouverts.values_list("pk", flat=True)), FINANCES)
    declarations = ouverts.in_bulk([b.declaration for b in brouillons[: combien * 3]])
    connus = Utilisateur.objects.in_bulk()
    rendues, pris = [], set()
    for brouillon in brouillons:
        dossier = declarations.get(brouillon.declaration)
        if dossier is None or len(rendues) == combien:
            break
        droit = Habilitation.objects.filter(
            gestionnaire=dossier.gestionnaire_id,
            caf=dossier.caf_id,
            role=Role.FOURNISSEUR_FINANCES,
            tous_equipements=True,
            au=None,
        ).first()
        if droit and droit.utilisateur_id not in pris:
            pris.add(droit.utilisateur_id)
            rendues.append((connus[droit.utilisateur_id], brouillon))
    return rendues


def _taper(
    qui: Navigateur, brouillon: Brouillon, compte: Compte, fin: float, reflechir: bool
) -> None:
    rang, duree = 0, 0.0
    if reflechir:  # People do not start together.
        time.sleep(random.uniform(0, REFLEXION[1]))
    while time.monotonic() < fin:
        reponse = brouillon.enregistrer(qui, rang)
        rang += 1
        with compte.verrou:
            if reponse.code == 200:
                compte.durees.append(reponse.duree)
            elif reponse.code == 503:
                compte.pleins += 1
            else:
                compte.echecs[_echec(reponse)] += 1
        if reponse.code == 503:
            time.sleep(min(reponse.revenir_dans, max(fin - time.monotonic(), 0)))
        elif reflechir:
            pause = min(max(PAUSE, PATIENCE * duree), PAUSE_MAX)
            suivant = time.monotonic() + random.uniform(*REFLEXION)
            if time.monotonic() + pause < suivant:  # else the next field is typed before
                time.sleep(pause)
                panneau = brouillon.demander_le_panneau(qui)
                if panneau.code == 200:
                    duree = panneau.duree
                    compte.panneaux.append(duree)
            time.sleep(max(min(suivant, fin) - time.monotonic(), 0))
    qui.fermer()
