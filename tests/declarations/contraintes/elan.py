"""Reprises and imports of ELAN."""

from declarations.models import Declaration, ImportElan, RepriseElan
from tests.declarations.contraintes.acte import Acte
from tests.monde import MAINTENANT, Monde


def _reprise(monde: Monde, **champs: object) -> None:
    defauts = {
        "annee": 2024,
        "grille": "clas-1",
        "lignes": [{"cle": "c1", "libelle": "Les Alizés"}],
        "donnees": {"comptes.60": "1"},
        "origine": "saisie",
    }
    RepriseElan.objects.create(
        caf=monde.caf,
        gestionnaire=monde.er.gestionnaire,
        equipement=monde.er,
        reprise_le=MAINTENANT,
        reprise_par=monde.conseiller,
        **(defauts | champs),
    )


def _reprise_double(monde: Monde, declaration: Declaration) -> None:
    _reprise(monde)
    _reprise(monde)


def _import_vide(monde: Monde, declaration: Declaration) -> None:
    ImportElan.objects.create(
        depose_par=monde.conseiller,
        depose_le=MAINTENANT,
        fichier_nom="elan.xlsx",
        fichier_empreinte="0" * 64,
    )


CAS: dict[str, Acte] = {
    "reprise_elan_unique": _reprise_double,
    "reprise_elan_annee_plausible": lambda m, d: _reprise(m, annee=1999),
    "reprise_elan_origine_complete": lambda m, d: _reprise(m, origine="import"),
    "reprise_elan_revision_positive": lambda m, d: _reprise(m, revision=0),
    "reprise_elan_remplie": lambda m, d: _reprise(m, lignes=[]),
    "import_elan_confirme_ou_en_attente": _import_vide,
}
