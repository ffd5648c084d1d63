"""The shared figures of a bilan and of its declaration, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from bilans.regles.etats import Action
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.ecarts import Chiffre
from declarations.models import Declaration
from portal.saisie.regles.ecriture import ecrire_valeur

# What stands in place of a value that is not given.
ABSENT = "–"
A_MODIFIER = "Modifiez celui qui est inexact, ou expliquez l’écart."
ROUVERT_EN_PARTIE = (
    "Dans le bilan, seules les réponses que la Caf demande de compléter se modifient : pour les "
    "autres, expliquez l’écart."
)


@dataclass(frozen=True)
class LigneAccord:
    """One figure: both values as people read them, and where things stand.

    ``par_qui`` says who explained the gap, and where; ``expliquer`` is the page to do it, empty
    for who may not, or when there is nothing to explain.
    """

    libelle: str
    du_bilan: str
    declare: str
    etat: str
    ton: str
    explication: str = ""
    par_qui: str = ""
    expliquer: str = ""


@dataclass(frozen=True)
class TableauAccord:
    """What the page shows. ``a_reprendre``: declared figures that the bilan lacks, and may take.

    ``consigne`` says to who answers what they may do; empty for who only reads.
    """

    declaration: Declaration | None
    lignes: tuple[LigneAccord, ...]
    ecarts: int
    a_reprendre: int
    peut_reprendre: bool
    consigne: str


def tableau_accord(dossier: BilanOuvert) -> TableauAccord:
    """Return both values of each shared figure, gaps first, in the order of the questionnaire."""
    accord, peut = dossier.accord, dossier.peut(Action.REPONDRE)
    ordonnes = sorted(accord.chiffres, key=lambda c: not c.est_un_ecart)
    a_reprendre = sum(dossier.est_a_completer(chemin) for chemin in accord.a_reprendre)
    fermes = [c for c in accord.ecarts if not dossier.est_a_completer(c.place.chemin)]
    consigne = ROUVERT_EN_PARTIE if fermes else A_MODIFIER
    return TableauAccord(
        accord.declaration,
        tuple(_lignes(dossier, ordonnes, peut)),
        len(accord.ecarts),
        a_reprendre,
        peut and a_reprendre > 0,
        consigne if peut else "",
    )


def _lignes(dossier: BilanOuvert, chiffres: Iterable[Chiffre], peut: bool) -> Iterable[LigneAccord]:
    for chiffre in chiffres:
        etat, ton = _etat(chiffre)
        explication, par_qui = _explication(chiffre)
        page = reverse("bilans:ecart", args=[dossier.bilan.pk, chiffre.chemin])
        yield LigneAccord(
            chiffre.place.libelle_complet,
            ecrire_valeur(chiffre.place.champ, chiffre.du_bilan) or ABSENT,
            ecrire_valeur(chiffre.declare.place.champ, chiffre.declare.valeur) or ABSENT,
            etat,
            ton,
            explication,
            par_qui,
            page if peut and chiffre.differe else "",
        )


def _etat(chiffre: Chiffre) -> tuple[str, str]:
    if chiffre.est_un_ecart:
        return "À accorder ou à expliquer", "attention"
    if chiffre.differe:
        return "Écart expliqué", "info"
    if not chiffre.du_bilan or not chiffre.declare.valeur:
        return "À remplir", "neutre"
    return "Concorde", "succes"


def _explication(chiffre: Chiffre) -> tuple[str, str]:
    """What was written, and by whom: beside the bilan first."""
    dite = chiffre.explication
    if chiffre.differe and dite and chiffre.explication_tient:
        return dite.texte, f"{dite.par}, dans le bilan"
    if chiffre.differe and chiffre.declare.est_justifie(chiffre.du_bilan):
        return chiffre.declare.justification, "justifié dans la déclaration"
    return "", ""
