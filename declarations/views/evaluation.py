"""What the figures give while they are typed: totals, balance, estimate, checks."""

from collections.abc import Iterable, Sequence
from typing import Any

from declarations.adresses import adresse_du_champ
from declarations.models import Volet
from declarations.presentation.attente import premiere_ligne_attendue
from declarations.presentation.direct import bloquants_d_ensemble, en_direct
from declarations.regles.compteurs import (
    A_CONFIRMER,
    A_CORRIGER,
    A_JUSTIFIER,
    JUSTIFIEE,
    MANQUANTE,
    POUR_INFORMATION,
)
from declarations.regles.etats import Action
from declarations.regles.grille import FINANCES
from declarations.regles.total import variation_de_totaux
from declarations.services.contenu.evaluation import ConstatSuivi, Evaluation
from declarations.services.dossier_ouvert import DossierOuvert


def panneau(dossier: DossierOuvert, objet: Volet) -> dict[str, Any]:
    """The side panel of a volet: progress, totals, estimate, points to look at."""
    evaluee = dossier.evaluation
    totaux = evaluee.contexte.totaux
    finances = objet.nature == FINANCES
    lus = [s for s in constats_lisibles(dossier, evaluee) if s.constat.volet in (objet.nature, "")]
    return {
        "declaration": dossier.declaration,
        "volet": objet,
        "compte": dossier.compte((objet.nature,)),
        "premiere_ligne": premiere_ligne_attendue(dossier, objet.nature),
        "totaux": [t for t in totaux.classes if t.valeur] if finances else totaux.activite,
        "bilan": (totaux.charges, totaux.produits, totaux.resultat) if finances else (),
        "variations": variations(evaluee, objet.nature),
        "dossier": dossier,
        "points": points(dossier, evaluee, objet.nature),
        "bloquants_d_ensemble": bloquants_d_ensemble(lus),
        "direct": en_direct(dossier, objet, lus),
        "peut_signer": dossier.peut(Action.SIGNER, objet.nature),
    }


def variations(evaluee: Evaluation, nature: str) -> list[dict[str, Any]]:
    """Followed totals beside those of the references, with their real years and how far they moved
    once they are complete."""
    lignes = []
    avant = [(r.libelle, evaluee.contexte.totaux_de(r)) for r in evaluee.references]
    for total in evaluee.contexte.totaux.suivis:
        if total.volet != nature:
            continue
        autres = []
        for libelle, totaux in avant:
            autre = totaux.de_code(total.code)
            if autre and autre.valeur is not None:
                autres.append((libelle, autre, variation_de_totaux(total, autre)))
        if autres:
            lignes.append({"total": total, "references": autres})
    return lignes


# The lists of the panel, in the order of the page, and what each one gathers.
LISTES = {
    "manquants": MANQUANTE,
    "a_confirmer": A_CONFIRMER,
    "bloquants": A_CORRIGER,
    "a_justifier": A_JUSTIFIER,
    "justifies": JUSTIFIEE,
    "informations": POUR_INFORMATION,
}


def points(
    dossier: DossierOuvert, evaluee: Evaluation, nature: str
) -> dict[str, list[dict[str, Any]]]:
    """Constats of this volet, or of both, sorted by what they ask for.

    What is simply not filled yet stands apart: it is progress, not a mistake.
    """
    concernes = [s for s in constats_lisibles(dossier, evaluee) if s.constat.volet in (nature, "")]
    return {
        liste: _lignes(dossier, [s for s in concernes if s.sorte == voulue])
        for liste, voulue in LISTES.items()
    }


def constats_lisibles(dossier: DossierOuvert, evaluee: Evaluation) -> list[ConstatSuivi]:
    """Constats that this person may be told: a message quotes the figures."""
    return evaluee.constats_lus(dossier.lecteur)


def est_reserve(dossier: DossierOuvert, chemins: Iterable[str]) -> bool:
    """Tell whether one of these fields is kept from some roles of the partner (a salary)."""
    return any(dossier.emplacements[c].champ.lecteurs for c in chemins if c in dossier.emplacements)


def _lignes(dossier: DossierOuvert, suivis: Sequence[ConstatSuivi]) -> list[dict[str, Any]]:
    return [{"suivi": s, "adresse": adresse_du_constat(dossier, s)} for s in suivis]


def adresse_du_constat(dossier: DossierOuvert, suivi: ConstatSuivi) -> str:
    """Link to the first field of a constat, on the page of its volet that shows it."""
    constat, evaluee = suivi.constat, dossier.evaluation
    chemin = constat.chemins[0] if constat.chemins else ""
    place = evaluee.contexte.emplacements.get(chemin)
    if place is None:
        return ""
    pk, lignes = dossier.declaration.pk, evaluee.lignes
    return adresse_du_champ(pk, place.champ.volet, chemin, place.ligne, lignes)
