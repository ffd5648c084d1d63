"""Bilans opened on JOUR: a CLAS project of 2025-2026, a CCT coordination of 2025."""

from datetime import date

from bilans.models import Bilan, CampagneBilan, Questionnaire
from bilans.services.ouvertures import ouvrir_lot, version_pour
from bilans.services.referentiels import charger_questionnaires
from habilitations.models import Caf, Equipement
from tests import souvenirs
from tests.declarations.cct import declaration_cct
from tests.declarations.clas import declaration_clas
from tests.memoire import Memoire
from tests.monde import JOUR, MAINTENANT, Monde

_QUESTIONNAIRES = Memoire(charger_questionnaires, MAINTENANT)


def questionnaires() -> None:
    """The four that ship, published; idempotent."""
    if not Questionnaire.objects.exists():
        _QUESTIONNAIRES.poser()


def campagne(caf: Caf, code: str, annee: int) -> CampagneBilan:
    """A window open on JOUR."""
    questionnaires()
    return CampagneBilan.objects.get_or_create(
        caf=caf,
        questionnaire=Questionnaire.objects.get(code=code, caf=None),
        annee=annee,
        defaults={
            "ouvre_le": date(2026, 1, 8),
            "echeance_le": date(2026, 3, 31),
            "ferme_le": date(2026, 3, 31),
        },
    )[0]


def ouvrir_bilan(equipement: Equipement, code: str, annee: int) -> Bilan:
    """A bilan « à remplir » of an équipement."""
    fenetre = campagne(equipement.caf, code, annee)
    version = version_pour(fenetre.questionnaire, annee, JOUR)
    assert version is not None
    ouvrir_lot(fenetre, version, [equipement], MAINTENANT)
    return Bilan.objects.select_related("version__questionnaire").get(
        equipement=equipement, annee=annee, version__questionnaire__code=code
    )


def bilan_clas(monde: Monde, collectifs: int = 2) -> Bilan:
    """That of a CLAS project, beside its declaration of as many collectifs (c1, c2…)."""

    def ouvrir() -> Bilan:
        declaration = declaration_clas(monde, collectifs=collectifs)
        return ouvrir_bilan(declaration.equipement, "bilan_clas", declaration.annee)

    return souvenirs.etape(("bilan_clas", monde.passerelles.activite.pk, collectifs), ouvrir)


def bilan_cct(monde: Monde, code: str = "bilan_cct") -> Bilan:
    """That of a CCT coordination, beside its réelle 2025 of two postes."""

    def ouvrir() -> Bilan:
        declaration, _ = declaration_cct(monde)
        return ouvrir_bilan(declaration.equipement, code, declaration.annee)

    return souvenirs.etape(("bilan_cct", monde.passerelles.gestionnaire.pk, code), ouvrir)
