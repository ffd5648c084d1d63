"""What a page of entry shows beside its fields and refreshes after each save, as plain data.

The panel carries it (``data-direct``), ``static/saisie/direct.js`` lays it: what blocks at its
fields, how far each row has come, how far each figure moved, the totals in one line. Without a
script the panel and its links say the same.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from declarations.models import Volet
from declarations.presentation.formulaire import reperes_de
from declarations.regles.compteurs import A_CORRIGER
from declarations.regles.controles.contexte import Constat
from declarations.regles.grille import FINANCES, PREFIXE_COMPTE, EmplacementGrille
from declarations.regles.progression import progression
from declarations.regles.total import Total
from declarations.services.contenu.evaluation import ConstatSuivi
from declarations.services.dossier_ouvert import DossierOuvert
from portal.socle.formats import ESPACE_INSECABLE
from portal.socle.francais import compter

# A check about more fields than that is about their sum: it is told beside the totals.
CHAMPS_MARQUES = 6


def champs_marques(constat: Constat) -> tuple[str, ...]:
    """The fields that bear what a check says; none when it is about a sum.

    Accounts bear only what concerns one of them: a balance is no account's fault.
    """
    if len(constat.chemins) == 1:
        return constat.chemins
    marques = tuple(c for c in constat.chemins if not c.startswith(PREFIXE_COMPTE))
    return marques if len(marques) <= CHAMPS_MARQUES else ()


def en_direct(dossier: DossierOuvert, objet: Volet, constats: Sequence[ConstatSuivi]) -> str:
    """The JSON of a volet, of what this person reads; ``constats`` are those they may be told."""
    places = {
        chemin: place
        for chemin, place in dossier.places_lisibles.items()
        if place.champ.volet == objet.nature
    }
    bloquants = [suivi for suivi in constats if suivi.sorte == A_CORRIGER]
    return json.dumps(
        {
            "marques": _marques(bloquants, places),
            "rangees": _rangees(dossier, objet),
            "ecarts": _ecarts(dossier, places),
            "resume": _resume(dossier, objet, len(bloquants)),
        },
        ensure_ascii=False,
    )


def bloquants_d_ensemble(constats: Iterable[ConstatSuivi]) -> list[ConstatSuivi]:
    """Those that no field bears: about a sum."""
    return [
        suivi
        for suivi in constats
        if suivi.sorte == A_CORRIGER and not champs_marques(suivi.constat)
    ]


def _marques(
    bloquants: Iterable[ConstatSuivi], places: Mapping[str, EmplacementGrille]
) -> dict[str, list[str]]:
    """What blocks, at each field concerned."""
    marques: dict[str, list[str]] = {}
    for suivi in bloquants:
        for chemin in champs_marques(suivi.constat):
            if chemin in places:
                marques.setdefault(chemin, []).append(suivi.constat.message)
    return marques


def _rangees(dossier: DossierOuvert, objet: Volet) -> dict[str, str]:
    """« 3 sur 12 », by row; nothing in a volet that has no rows."""
    evaluee, nature = dossier.evaluation, dossier.declaration.nature
    if not any(s.repetition for s in evaluee.grille.sections_de(objet.nature, nature)):
        return {}
    avances = {
        ligne.cle: progression(
            evaluee.grille, nature, evaluee.lignes, objet.nature, evaluee.donnees, ligne.cle
        )
        for ligne in evaluee.lignes
    }
    return {cle: f"{avance.faits} sur {avance.total}" for cle, avance in avances.items()}


def _ecarts(
    dossier: DossierOuvert, places: Mapping[str, EmplacementGrille]
) -> dict[str, list[str]]:
    """The variations of each figure that is given, in the order of its references."""
    evaluee = dossier.evaluation
    ecarts = {
        chemin: [
            repere.variation for repere in reperes_de(place, evaluee.donnees, evaluee.references)
        ]
        for chemin, place in places.items()
    }
    return {chemin: suite for chemin, suite in ecarts.items() if suite}


def _resume(dossier: DossierOuvert, objet: Volet, bloquants: int) -> str:
    """« Charges 12 000,00 € · Produits 11 000,00 € · Résultat −1 000,00 € · 2 points… »."""
    if objet.nature != FINANCES:
        return ""
    totaux = dossier.evaluation.contexte.totaux
    nommes: tuple[tuple[str, Total], ...] = (
        ("Charges", totaux.charges),
        ("Produits", totaux.produits),
        ("Résultat", totaux.resultat),
    )
    parties = [f"{nom}{ESPACE_INSECABLE}{total.texte or '–'}" for nom, total in nommes]
    if bloquants:
        parties.append(compter(bloquants, "point à corriger", "points à corriger"))
    return " · ".join(parties)
