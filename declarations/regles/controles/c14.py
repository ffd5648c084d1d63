"""C14 – a poste above its convention, or present for a number of months that no year has."""

from collections.abc import Iterator
from decimal import Decimal

from declarations.regles.controles.contexte import (
    A_JUSTIFIER,
    BLOQUANT,
    Constat,
    Contexte,
    Controle,
)
from declarations.regles.controles.textes import typographie
from declarations.regles.grille import ACTIVITE, LigneGrille
from declarations.regles.total import ecrire
from declarations.regles.totaux_activite import MOIS_PAR_AN
from portal.saisie.regles.valeurs import nombre
from portal.socle.formats import arrondi

CODE = "C14"
DISPOSITIF = "cct"
MOIS = "mois"
ETP = "ETP"
HORS_CONVENTION = "Aucun"


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """ETP of each poste against the convention, then its months against the year.

    While no poste has ETP from the convention, the convention is not known: nothing is compared.
    Once some have, a poste without any is outside it.
    """
    conventions = [_lu(contexte, ligne, "etp_conventionne") for ligne in contexte.lignes]
    est_connue = any(prevu is not None for prevu in conventions)
    for ligne, prevu in zip(contexte.lignes, conventions, strict=True):
        etp, mois = _lu(contexte, ligne, "etp"), _lu(contexte, ligne, MOIS)
        if est_connue and etp is not None and etp > (prevu or 0):
            yield _etp(contexte, ligne, etp, prevu)
        if mois is not None and est_hors_annee(mois):
            yield _mois(contexte, ligne, mois)
    yield from _postes_partages(contexte)


def _postes_partages(contexte: Contexte) -> Iterator[Constat]:
    """Rows that fill the same poste of the convention: together, over the year, not above it."""
    par_poste: dict[int, list[LigneGrille]] = {}
    for ligne in contexte.lignes:
        if ligne.poste_conventionne is not None:
            par_poste.setdefault(ligne.poste_conventionne, []).append(ligne)
    for poste, lignes in par_poste.items():
        prevu = _lu(contexte, lignes[0], "etp_conventionne")
        annuels = [_en_annee_pleine(contexte, ligne) for ligne in lignes]
        connus = [etp for etp in annuels if etp is not None]
        if len(lignes) < 2 or prevu is None or len(connus) < len(lignes):
            continue
        if (total := arrondi(sum(connus, Decimal(0)) / MOIS_PAR_AN, 2)) > prevu:
            yield _partage(contexte, poste, lignes, total, prevu)


def _en_annee_pleine(contexte: Contexte, ligne: LigneGrille) -> Decimal | None:
    """ETP × mois of a row, None while one of them is missing or impossible."""
    etp, mois = _lu(contexte, ligne, "etp"), _lu(contexte, ligne, MOIS)
    if etp is None or mois is None or est_hors_annee(mois):
        return None
    return etp * mois


def est_hors_annee(mois: Decimal) -> bool:
    """Tell whether a poste cannot have been occupied so many months."""
    return not 0 <= mois <= MOIS_PAR_AN


def _lu(contexte: Contexte, ligne: LigneGrille, code: str) -> Decimal | None:
    """A figure of the row, None when it is missing, unreadable or not asked."""
    chemin = contexte.grille.repetition.chemin(ligne, code)
    return nombre(contexte.donnees, chemin) if chemin in contexte.emplacements else None


def _etp(contexte: Contexte, ligne: LigneGrille, etp: Decimal, prevu: Decimal | None) -> Constat:
    """``prevu``: what the convention gives this poste, None when it does not name it."""
    declare = ecrire(etp, ETP)
    if prevu is None:
        message = f"{ligne.libelle} – {declare} : ce poste ne figure pas dans la convention."
    else:
        message = (
            f"{ligne.libelle} – {declare}, pour {ecrire(prevu, ETP)} prévus par la convention."
        )
    chemins = (contexte.grille.repetition.chemin(ligne, c) for c in ("etp", "etp_conventionne"))
    return Constat(
        code=CODE,
        niveau=A_JUSTIFIER,
        cle=f"{CODE}:{contexte.grille.repetition.code}.{ligne.cle}.etp",
        message=typographie(message),
        chemins=tuple(chemins),
        volet=ACTIVITE,
        valeur=declare,
        valeur_libelle="ETP déclarés",
        reference=HORS_CONVENTION if prevu is None else ecrire(prevu, ETP),
        reference_libelle="ETP prévus par la convention",
        ecart=ecrire(etp - (prevu or 0), ETP),
    )


def _partage(
    contexte: Contexte, poste: int, lignes: list[LigneGrille], total: Decimal, prevu: Decimal
) -> Constat:
    noms, declare, admis = (
        ", ".join(li.libelle for li in lignes),
        ecrire(total, ETP),
        ecrire(prevu, ETP),
    )
    return Constat(
        code=CODE,
        niveau=A_JUSTIFIER,
        cle=f"{CODE}:convention.{poste}",
        message=typographie(
            f"{noms} – {declare} en année pleine sur un même poste de la convention, qui en "
            f"prévoit {admis}."
        ),
        chemins=tuple(
            contexte.grille.repetition.chemin(ligne, c) for ligne in lignes for c in ("etp", MOIS)
        ),
        volet=ACTIVITE,
        valeur=declare,
        valeur_libelle="ETP déclarés, en année pleine",
        reference=admis,
        reference_libelle="ETP prévus par la convention",
        ecart=ecrire(total - prevu, ETP),
    )


def _mois(contexte: Contexte, ligne: LigneGrille, mois: Decimal) -> Constat:
    chemin = contexte.grille.repetition.chemin(ligne, MOIS)
    ecrit = ecrire(mois, MOIS)
    return Constat(
        code=CODE,
        niveau=BLOQUANT,
        cle=f"{CODE}:{chemin}",
        message=typographie(
            f"{ligne.libelle} – {ecrit} de présence : indiquez de 0 à {MOIS_PAR_AN} mois."
        ),
        chemins=(chemin,),
        volet=ACTIVITE,
        valeur=ecrit,
        valeur_libelle="Mois de présence",
        reference=f"0 à {MOIS_PAR_AN}",
        reference_libelle="Mois d’une année",
    )


CONTROLE = Controle(
    code=CODE,
    titre="Temps d’un poste",
    regle=(
        "CCT, pour chaque poste : les ETP déclarés ne dépassent pas ceux de la convention, et le "
        "poste y figure ; plusieurs lignes d’un même poste de la convention ne le dépassent pas "
        "ensemble, en année pleine ; à justifier sinon. Tant qu’aucun poste de la convention "
        "n’est connu, la comparaison n’est pas faite. Les mois de présence vont de 0 à 12 ; toute "
        "autre valeur bloque la transmission."
    ),
    niveau=A_JUSTIFIER,
    source="Lecture des conventions CTG, à confirmer",
    marque="H",
    fonction=verifier,
    dispositifs=frozenset({DISPOSITIF}),
    autres_niveaux=(BLOQUANT,),
)
