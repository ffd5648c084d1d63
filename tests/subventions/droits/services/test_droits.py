"""Rights open with a sending, become definitive with a validation, follow what is sent again."""

import pytest
from django.db import DatabaseError, transaction

from declarations.models import Declaration
from declarations.services.instruction import declarer_sans_objet, retablir
from portal.socle.models import LigneJournal
from subventions.droits.services import droit_en_vigueur, montant_retenu, ouvrir_droit, situation
from subventions.models import Droit, NatureDroit
from tests.declarations.clas import ANNEE, notifier, projet_clas, saisie_elan
from tests.declarations.elan.reprises import reprendre
from tests.declarations.remplir import (
    demander_correction,
    jusqu_a,
    referentiels,
)
from tests.monde import MAINTENANT, Monde, acteur
from tests.subventions.droits.ouverts import droit_de, rectifier, renvoyer, valider_de_nouveau

MOTIF = "Cette déclaration fait double emploi avec une autre."


def _par_version(declaration: Declaration) -> list[tuple[str, int | None]]:
    """State of the right of each version, and the number of the version that replaces it."""
    versions = {v.calcul_id: v.numero for v in declaration.versions.all()}
    droits = Droit.objects.filter(dossier=declaration.pk).select_related("remplace_par")
    trouves = {versions[d.calcul_id]: d for d in droits}
    return [
        (d.etat, d.remplace_par and versions[d.remplace_par.calcul_id])
        for _, d in sorted(trouves.items())
    ]


def test_un_envoi_ouvre_un_droit_provisoire(monde: Monde) -> None:
    droit = droit_de(monde, "transmise")
    declaration = Declaration.objects.get()
    assert (droit.etat, droit.nature, droit.annee) == ("provisoire", "reel", 2025)
    assert droit.calcul_id == declaration.version_courante.calcul_id
    assert droit.ouvert_le == MAINTENANT
    assert droit.libelle == "Droit réel 2025"
    assert montant_retenu(droit) == declaration.version_courante.calcul.montant
    assert situation(droit) == "provisoire"
    ligne = LigneJournal.objects.sur(droit).get()
    assert (ligne.action, ligne.auteur_id) == (
        "droit.ouvert",
        monde.passerelles.approbateur.pk,
    )


def test_rien_n_est_ouvert_avant_l_envoi(monde: Monde) -> None:
    jusqu_a(monde.declaration(), monde, "a_approuver")
    assert not Droit.objects.exists()


def test_une_validation_rend_le_droit_definitif(monde: Monde) -> None:
    droit = droit_de(monde, "validee")
    assert (droit.etat, droit.definitif_le) == ("definitif", MAINTENANT)
    actions = list(LigneJournal.objects.sur(droit).values_list("action", flat=True))
    assert sorted(actions) == ["droit.definitif", "droit.ouvert"]


def test_envoyer_de_nouveau_remplace_le_provisoire(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "en_instruction")
    demander_correction(declaration, monde)
    assert _par_version(declaration) == [("provisoire", None)]
    renvoyer(declaration, monde)
    assert _par_version(declaration) == [("remplace", 2), ("provisoire", None)]


def test_une_rectificative_remplace_quand_elle_est_validee(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "validee")
    premier = Droit.objects.get()
    rectifier(declaration, monde)
    assert _par_version(declaration) == [("definitif", None), ("provisoire", None)]
    compte = droit_en_vigueur(declaration.equipement_id, 2026, NatureDroit.PREVISIONNEL)
    assert compte == premier

    valider_de_nouveau(declaration, monde)
    assert _par_version(declaration) == [("remplace", 2), ("definitif", None)]
    premier.refresh_from_db()
    assert premier.definitif_le == MAINTENANT
    assert premier.calcul.montant is not None
    assert situation(premier) == "remplace"


def test_sans_objet_annule_et_retablir_rend(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "transmise")
    qui = acteur(monde.conseiller)
    declarer_sans_objet(declaration.pk, acteur=qui, motif=MOTIF)
    droit = Droit.objects.get()
    assert (droit.etat, droit.annule_le) == ("annule", MAINTENANT)
    assert droit_en_vigueur(declaration.equipement_id, 2026, "previsionnel") is None
    retablir(declaration.pk, acteur=qui, motif="Elle avait été écartée par erreur.")
    droit.refresh_from_db()
    assert (droit.etat, droit.annule_le) == ("provisoire", None)


def test_une_reprise_d_elan_ouvre_un_droit_previsionnel(monde: Monde) -> None:
    projet = projet_clas(monde)
    referentiels(monde.caf)
    notifier(monde, projet, 2, ANNEE)
    reprise = reprendre(monde, projet)
    assert reprise.calcul is not None
    droit = Droit.objects.get()
    assert droit.vient_d_elan
    assert droit.calcul == reprise.calcul
    assert (droit.nature, droit.etat) == ("previsionnel", "definitif")

    autre = reprendre(monde, projet, revision=reprise.revision, brut=_autres_chiffres())
    droit.refresh_from_db()
    assert droit.etat == "remplace"
    assert droit.remplace_par.calcul == autre.calcul
    assert droit_en_vigueur(projet.pk, ANNEE, "previsionnel") == droit.remplace_par


def _autres_chiffres() -> dict[str, object]:
    return saisie_elan() | {"comptes.60": "3 500", "comptes.741": "18 500,50"}


def test_ouvrir_deux_fois_le_meme_calcul_n_ouvre_qu_un_droit(monde: Monde) -> None:
    droit = droit_de(monde, "transmise")
    encore = ouvrir_droit(
        droit.calcul, NatureDroit.REEL, dossier_id=droit.dossier_id, maintenant=MAINTENANT, par=None
    )
    assert encore == droit
    assert Droit.objects.count() == 1


@pytest.mark.parametrize(
    "changement",
    [
        {"nature": "previsionnel"},
        {"annee": 2024},
        {"etat": "provisoire", "definitif_le": None},
        {"etat": "remplace"},
    ],
)
def test_ce_dont_il_est_ne_change_pas(monde: Monde, changement: dict[str, object]) -> None:
    droit = droit_de(monde)
    with pytest.raises(DatabaseError, match="droit_"), transaction.atomic():
        Droit.objects.filter(pk=droit.pk).update(**changement)


def test_un_droit_ne_s_efface_pas(monde: Monde) -> None:
    droit = droit_de(monde)
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        droit.delete()
