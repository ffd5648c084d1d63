"""Steps of a computation as they are printed, from what was frozen."""

from declarations.rendu.modele import EtapeRendue, ParametreRendu
from portal.socle.calculs import ecrire, entrees_lues
from portal.socle.formats import parametre as ecrire_parametre
from portal.socle.marques import A_CONFIRMER, LIBELLES, est_hypothese, lettres_de
from subventions.presentation.parametres import libelle_du_parametre, validite
from subventions.regles.bareme import PORTEE_NATIONALE, ParametreUtilise
from subventions.regles.estimation import Estimation
from subventions.regles.etapes import Etape


def rendre_etapes(estimation: Estimation, dispositif: str) -> tuple[EtapeRendue, ...]:
    """Every step, its entries and its parameter written in French."""
    return tuple(_etape(etape, dispositif) for etape in estimation.etapes)


def _etape(etape: Etape, dispositif: str) -> EtapeRendue:
    return EtapeRendue(
        libelle=etape.libelle,
        formule=etape.formule,
        entrees=tuple(entrees_lues(etape.entrees, etape.formule, etape.unite)),
        parametre=_parametre(etape.parametre, dispositif) if etape.parametre else None,
        resultat=ecrire(etape.resultat, etape.unite),
    )


def _parametre(parametre: ParametreUtilise, dispositif: str) -> ParametreRendu:
    nationale = parametre.portee == PORTEE_NATIONALE
    return ParametreRendu(
        libelle=parametre.libelle or libelle_du_parametre(dispositif, parametre.code),
        valeur=ecrire_parametre(parametre.code, parametre.valeur),
        portee="valeur nationale" if nationale else f"valeur propre à la {parametre.portee}",
        validite=validite(dispositif, parametre.debut, parametre.fin),
        source=parametre.source,
        marque=_marque(parametre),
    )


def _marque(parametre: ParametreUtilise) -> str:
    """How sure the value is, and what is still to confirm."""
    mots = [LIBELLES.get(lettre, lettre).lower() for lettre in lettres_de(parametre.marque)]
    if parametre.note:
        mots.append(parametre.note[0].lower() + parametre.note[1:])
    elif parametre.est_a_confirmer and not est_hypothese(parametre.marque):
        mots.append(A_CONFIRMER)
    return ", ".join(mots)
