"""C02 – not a number, negative, or out of its range (or, for other kinds, not a value asked)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from declarations.regles.controles import c14
from declarations.regles.controles.contexte import BLOQUANT, Constat, Contexte, Controle
from declarations.regles.controles.textes import citer_saisie, typographie
from declarations.regles.grille import ChampGrille
from declarations.regles.total import ecrire
from portal.saisie.regles.champs import NON, OUI
from portal.saisie.regles.valeurs import est_trop_grand, lire
from portal.socle.formats import nombre

CODE = "C02"


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """One constat per field whose value does not suit it.

    Empty fields belong to C01, months that no year has to C14: nothing is said twice.
    """
    for emplacement in contexte.emplacements.values():
        champ = emplacement.champ
        valeur = contexte.donnees.get(emplacement.chemin)
        if champ.origine != "saisie" or emplacement.chemin not in contexte.remplis:
            continue
        if champ.code == c14.MOIS and _est_dit_par_c14(contexte, valeur):
            continue
        refus = _refuser(champ, valeur)
        if refus:
            yield Constat(
                code=CODE,
                niveau=BLOQUANT,
                cle=f"{CODE}:{emplacement.chemin}",
                message=typographie(f"{emplacement.libelle_complet} : {refus}"),
                chemins=(emplacement.chemin,),
                volet=champ.volet,
            )


def _est_dit_par_c14(contexte: Contexte, valeur: object) -> bool:
    lu = lire(valeur)
    return (
        contexte.grille.dispositif == c14.DISPOSITIF and lu is not None and c14.est_hors_annee(lu)
    )


def _refuser(champ: ChampGrille, valeur: object) -> str:
    """Say why the value does not suit the field; empty when it does."""
    if champ.est_numerique:
        return _refuser_nombre(champ, valeur)
    if champ.type == "choix_multiples":
        connus = isinstance(valeur, list | tuple) and all(v in _permis(champ) for v in valeur)
        return (
            "" if connus else f"{citer_saisie(valeur)} ne fait pas partie des réponses proposées."
        )
    if not isinstance(valeur, str):
        return f"{citer_saisie(valeur)} n’est pas une réponse attendue."
    if champ.type in ("choix", "oui_non") and valeur not in _permis(champ):
        return f"{citer_saisie(valeur)} ne fait pas partie des réponses proposées."
    if champ.type == "date" and not _est_date(valeur):
        return f"{citer_saisie(valeur)} n’est pas une date."
    return ""


def _permis(champ: ChampGrille) -> tuple[str, ...]:
    return (OUI, NON) if champ.type == "oui_non" else tuple(code for code, _ in champ.choix)


def _est_date(valeur: str) -> bool:
    try:
        date.fromisoformat(valeur)
    except ValueError:
        return False
    return True


def _refuser_nombre(champ: ChampGrille, valeur: object) -> str:
    lu = lire(valeur)
    if lu is None:
        defaut = "est un nombre trop grand" if est_trop_grand(valeur) else "n’est pas un nombre"
        return f"{citer_saisie(valeur)} {defaut}."
    if lu != round(lu, champ.decimales):
        permis = f"{champ.decimales} décimales au plus" if champ.decimales else "un nombre entier"
        return f"{permis} ; vous avez indiqué {nombre(lu)}."
    return _refuser_borne(champ, lu)


def _refuser_borne(champ: ChampGrille, lu: Decimal) -> str:
    """Compare with the bounds of the grid, which both belong to the range."""
    if champ.minimum is not None and lu < champ.minimum:
        permis = f"{ecrire(champ.minimum, champ.unite)} au moins"
        if champ.minimum == 0:
            permis = "cette valeur ne peut pas être négative"
    elif champ.maximum is not None and lu > champ.maximum:
        permis = f"{ecrire(champ.maximum, champ.unite)} au plus"
    else:
        return ""
    return f"{permis} ; vous avez indiqué {ecrire(lu, champ.unite)}."


CONTROLE = Controle(
    code=CODE,
    titre="Valeur impossible",
    regle=(
        "Chaque nombre s’écrit en chiffres, n’est pas négatif et reste dans les limites "
        "indiquées par la grille. Seul un résultat peut être négatif. Une réponse à choix est "
        "l’une de celles proposées."
    ),
    niveau=BLOQUANT,
    source="Règles de saisie du portail ; limites propres à chaque donnée à confirmer",
    marque="S/H",
    fonction=verifier,
)
