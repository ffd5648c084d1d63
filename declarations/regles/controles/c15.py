"""C15 – the declaration and the bilan disagree on a shared figure (DOMAINE §3.4, S)."""

from collections.abc import Iterator

from declarations.regles.controles.contexte import (
    A_JUSTIFIER,
    INFORMATION,
    Constat,
    Contexte,
    Controle,
)
from declarations.regles.controles.textes import citer_deux, typographie
from declarations.regles.grille import EmplacementGrille
from declarations.regles.partages import Partage, different
from portal.saisie.regles.champs import Champ
from portal.saisie.regles.ecriture import ecrire_valeur
from portal.saisie.regles.valeurs import Valeur

CODE = "C15"


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """One constat per figure and bilan, in the order of the form; a missing value is no gap.

    Explained beside the bilan, on the same two values, it asks for nothing more here.
    """
    par_chemin: dict[str, list[Partage]] = {}
    for partage in contexte.partages:
        par_chemin.setdefault(partage.chemin, []).append(partage)
    for chemin, place in contexte.emplacements.items():
        declaree = contexte.donnees.get(chemin, "")
        for partage in par_chemin.get(chemin, ()):
            if different(place.champ, declaree, partage.valeur):
                yield _constat(place, declaree, partage)


def cle_de(chemin: str, dossier: int) -> str:
    """The key of the gap between a figure and that of one bilan."""
    return f"{CODE}:{chemin}:{dossier}"


def figures(champ: Champ, declaree: Valeur, du_bilan: Valeur) -> tuple[str, str]:
    """Both values as the constat prints them, short enough to be kept beside a justification."""
    ecrites = ecrire_valeur(champ, declaree), ecrire_valeur(champ, du_bilan)
    return ecrites if champ.est_numerique else citer_deux(*ecrites)


def _constat(place: EmplacementGrille, declaree: Valeur, partage: Partage) -> Constat:
    ici, la = figures(place.champ, declaree, partage.valeur)
    message = f"{place.libelle_complet} : {ici} dans la déclaration, {la} dans le bilan."
    niveau = A_JUSTIFIER
    if partage.explication and partage.explique(declaree):
        niveau = INFORMATION
        message += f" Expliqué dans le bilan : « {partage.explication.texte} »."
    return Constat(
        code=CODE,
        niveau=niveau,
        cle=cle_de(place.chemin, partage.dossier),
        message=typographie(message),
        chemins=(place.chemin,),
        volet=place.champ.volet,
        valeur=ici,
        valeur_libelle="Dans la déclaration",
        reference=la,
        reference_libelle=partage.libelle,
        adresse=partage.adresse,
    )


CONTROLE = Controle(
    code=CODE,
    titre="Accord avec le bilan",
    regle=(
        "CCT et CLAS, déclaration réelle : un chiffre demandé aussi par le bilan y est le même. "
        "Un écart s’aligne, ou s’explique, avant l’envoi de l’un comme de l’autre."
    ),
    niveau=A_JUSTIFIER,
    source="Bilan et déclaration se remplissent ensemble et doivent concorder",
    marque="S",
    fonction=verifier,
    dispositifs=frozenset({"cct", "clas"}),
    autres_niveaux=(INFORMATION,),
)
