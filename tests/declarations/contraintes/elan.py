"""Reprises and imports of ELAN."""

from declarations.models import Declaration, ImportElan, RepriseElan, ValeurEcarteeElan
from tests.declarations.contraintes.acte import Acte
from tests.monde import MAINTENANT, Monde


def _reprise(monde: Monde, **champs: object) -> RepriseElan:
    defauts = {
        "annee": 2024,
        "grille": "clas-1",
        "lignes": [{"cle": "c1", "libelle": "Les Alizés"}],
        "donnees": {"comptes.60": "1"},
        "origine": "saisie",
        "revision": 1,
        "modifie_le": MAINTENANT,
        "modifie_par": monde.conseiller,
    }
    return RepriseElan.objects.create(
        caf=monde.caf,
        gestionnaire=monde.er.gestionnaire,
        equipement=monde.er,
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


def _ecartee_sans_champ(monde: Monde, declaration: Declaration) -> None:
    ValeurEcarteeElan.objects.create(
        reprise=_reprise(monde),
        chemin="",
        valeur="3",
        revision=1,
        par=monde.conseiller,
        le=MAINTENANT,
    )


CAS: dict[str, Acte] = {
    "reprise_elan_unique": _reprise_double,
    "reprise_elan_annee_plausible": lambda m, d: _reprise(m, annee=1999),
    "reprise_elan_origine_complete": lambda m, d: _reprise(m, origine="import"),
    "reprise_elan_revision_positive": lambda m, d: _reprise(m, revision=0),
    "reprise_elan_modification_complete": lambda m, d: _reprise(m, modifie_le=None),
    "valeur_ecartee_elan_d_un_champ": _ecartee_sans_champ,
    "reprise_elan_remplie": lambda m, d: _reprise(m, lignes=[]),
    "import_elan_confirme_ou_en_attente": _import_vide,
}
