"""C16 – a lieu opened or closed during the year without its dates."""

from collections.abc import Iterator
from decimal import Decimal

from declarations.regles.controles.contexte import (
    A_JUSTIFIER,
    Constat,
    Contexte,
    Controle,
    Donnees,
    Reference,
)
from declarations.regles.controles.textes import libelle_declaration, typographie
from declarations.regles.grille import ACTIVITE, LigneGrille
from declarations.regles.total import ecrire
from declarations.regles.totaux_activite import champs_de_ligne
from portal.saisie.regles.valeurs import nombre

CODE = "C16"
HEURES = "h"
PRESENT, ABSENT = "Présent", "Absent"


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """Compare the lieux with those of the exercice before: appeared, without hours, gone.

    Nothing fires without a reference, nor for a lieu whose date is known.
    """
    reference = contexte.exercice_precedent
    if reference is None or not reference.lignes:
        return
    avant = {ligne.cle: ligne for ligne in reference.lignes}
    for ligne in contexte.lignes:
        if ligne.cle not in avant:
            yield from _apparu(contexte, reference, ligne)
        else:
            yield from _sans_activite(contexte, reference, ligne, avant[ligne.cle])
    presents = {ligne.cle for ligne in contexte.lignes}
    for ligne in reference.lignes:
        if ligne.cle not in presents:
            yield from _disparu(contexte, reference, ligne)


def _apparu(contexte: Contexte, reference: Reference, ligne: LigneGrille) -> Iterator[Constat]:
    if ligne.ouvert_le is None:
        yield _constater(
            contexte,
            reference,
            ligne,
            "ouverture",
            f"« {ligne.libelle} » ne figurait pas dans la déclaration précédente "
            f"({reference.libelle}) et sa date d’ouverture n’est pas connue.",
            _chemins_heures(contexte, ligne),
            (PRESENT, ABSENT),
        )


def _sans_activite(
    contexte: Contexte, reference: Reference, ligne: LigneGrille, ancienne: LigneGrille
) -> Iterator[Constat]:
    """Every hour is 0, filled, while there were some before: the lieu has perhaps closed."""
    chemins = _chemins_heures(contexte, ligne)
    maintenant = _heures(chemins, contexte.donnees)
    avant = _heures(_chemins_heures(contexte, ancienne), reference.donnees)
    if len(maintenant) < len(chemins) or any(maintenant) or not any(avant):
        return
    if ligne.ferme_le is None and ancienne.ferme_le is None:
        total = ecrire(sum(avant, Decimal(0)), HEURES)
        yield _constater(
            contexte,
            reference,
            ligne,
            "fermeture",
            f"« {ligne.libelle} » ne compte plus aucune heure, contre {total} "
            f"({reference.libelle}), et sa date de fermeture n’est pas connue.",
            chemins,
            (ecrire(Decimal(0), HEURES), total),
        )


def _disparu(contexte: Contexte, reference: Reference, ligne: LigneGrille) -> Iterator[Constat]:
    """No field of the form is left to point at: the message stands alone."""
    if ligne.ferme_le is None:
        yield _constater(
            contexte,
            reference,
            ligne,
            "fermeture",
            f"« {ligne.libelle} » figurait dans la déclaration précédente "
            f"({reference.libelle}), ne figure plus dans celle-ci et sa date de fermeture n’est "
            "pas connue.",
            (),
            (ABSENT, PRESENT),
        )


def _chemins_heures(contexte: Contexte, ligne: LigneGrille) -> tuple[str, ...]:
    return tuple(
        contexte.grille.repetition.chemin(ligne, champ.code)
        for champ in champs_de_ligne(contexte.grille, contexte.nature)
        if champ.totalise
    )


def _heures(chemins: tuple[str, ...], donnees: Donnees) -> list[Decimal]:
    """The hours that are filled and readable."""
    return [lu for chemin in chemins if (lu := nombre(donnees, chemin)) is not None]


def _constater(
    contexte: Contexte,
    reference: Reference,
    ligne: LigneGrille,
    motif: str,
    message: str,
    chemins: tuple[str, ...],
    figures: tuple[str, str],
) -> Constat:
    """``figures``: what this declaration says, and what the one before said."""
    return Constat(
        code=CODE,
        niveau=A_JUSTIFIER,
        cle=f"{CODE}:{contexte.grille.repetition.prefixe(ligne)}{motif}",
        message=typographie(message),
        chemins=chemins,
        volet=ACTIVITE,
        valeur=figures[0],
        valeur_libelle=libelle_declaration(contexte),
        reference=figures[1],
        reference_libelle=reference.libelle,
    )


CONTROLE = Controle(
    code=CODE,
    titre="Lieu ouvert ou fermé sans date",
    regle=(
        "Un lieu d’accueil qui apparaît, disparaît ou n’a plus aucune heure par rapport à "
        "l’exercice précédent porte sa date d’ouverture ou de fermeture."
    ),
    niveau=A_JUSTIFIER,
    source="Suivi des lieux d’accueil, à confirmer",
    marque="H",
    fonction=verifier,
    dispositifs=frozenset({"er"}),
)
