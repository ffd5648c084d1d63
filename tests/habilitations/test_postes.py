"""Postes conventionnés: added, changed, taken out unless a declaration names them."""

from decimal import Decimal
from typing import Any

import pytest

from declarations.models import Campagne, Version
from declarations.services.campagnes import appeler
from declarations.services.postes import retirer_poste
from habilitations.models import Convention, Equipement, PosteConventionne
from habilitations.services.postes import inscrire_poste
from portal.socle.models import LigneJournal
from portal.socle.refus import DemandeInvalide
from tests.habilitations.fiches import convention_ctg
from tests.monde import JOUR, MAINTENANT, Monde, acteur
from tests.refus import acte_impossible, acte_interdit

pytestmark = pytest.mark.django_db


@pytest.fixture
def convention(monde: Monde) -> Convention:
    return convention_ctg(monde)


def inscrire(
    monde: Monde, convention: Convention, qui: Any = None, **champs: Any
) -> PosteConventionne:
    demande = {"intitule": "Petite enfance", "etp": Decimal("0.80")}
    return inscrire_poste(
        convention.pk, **(demande | champs), acteur=acteur(qui or monde.conseiller)
    )


def test_ajouter_et_modifier_se_lit_dans_le_journal(monde: Monde, convention: Convention) -> None:
    poste = inscrire(monde, convention)
    autre = inscrire(monde, convention, intitule="Jeunesse", etp=Decimal(1))
    assert [poste.rang, autre.rang] == [0, 1]
    inscrire(monde, convention, etp=Decimal("0.5"), poste_id=poste.pk)
    poste.refresh_from_db()
    assert poste.etp == Decimal("0.50")
    details = [ligne.details for ligne in LigneJournal.objects.sur(convention.equipement)]
    assert [(d["avant"] or {}).get("etp") for d in details] == [None, None, "0.80"]
    assert [d["apres"]["etp"] for d in details] == ["0.80", "1", "0.5"]


def test_un_second_clic_n_ajoute_rien(monde: Monde, convention: Convention) -> None:
    poste = inscrire(monde, convention)
    assert inscrire(monde, convention) == poste
    assert inscrire(monde, convention, poste_id=poste.pk) == poste
    assert LigneJournal.objects.sur(convention.equipement).count() == 1


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({"etp": Decimal(0)}, "etp"),
        ({"etp": Decimal("-0.5")}, "etp"),
        ({"etp": Decimal("100")}, "etp"),
        ({"etp": Decimal("0.333")}, "etp"),
        ({"intitule": " "}, "intitule"),
        ({"intitule": "petite ENFANCE", "etp": Decimal(1)}, "intitule"),
    ],
)
def test_demandes_refusees(
    monde: Monde, convention: Convention, champs: dict[str, Any], champ: str
) -> None:
    inscrire(monde, convention)
    with pytest.raises(DemandeInvalide) as refus:
        inscrire(monde, convention, **champs)
    assert refus.value.champ == champ
    assert PosteConventionne.objects.count() == 1


def test_reserves_aux_coordinations(monde: Monde) -> None:
    with acte_impossible("coordination CTG"):
        inscrire(monde, monde.er.conventions.get())


@pytest.mark.parametrize("qui", ["hors_portefeuille", "ccd", "responsable"])
def test_reserves_au_conseiller_du_portefeuille(
    monde: Monde, convention: Convention, qui: str
) -> None:
    poste = inscrire(monde, convention)
    with acte_interdit():
        inscrire(monde, convention, getattr(monde, qui), intitule="Jeunesse")
    with acte_interdit():
        retirer_poste(poste.pk, acteur=acteur(getattr(monde, qui)))


def test_inconnus_hors_de_la_caf(monde: Monde, convention: Convention) -> None:
    poste = inscrire(monde, convention)
    with pytest.raises(Equipement.DoesNotExist):
        inscrire(monde, convention, monde.conseiller_nord, intitule="Jeunesse")
    with pytest.raises(Equipement.DoesNotExist):
        retirer_poste(poste.pk, acteur=acteur(monde.conseiller_nord))


def test_un_poste_d_une_autre_convention_ne_se_modifie_pas(
    monde: Monde, convention: Convention
) -> None:
    poste = inscrire(monde, convention)
    with pytest.raises(PosteConventionne.DoesNotExist):
        inscrire(monde, convention_ctg(monde), intitule="Jeunesse", poste_id=poste.pk)


def test_retirer_ce_qui_n_est_declare_nulle_part(monde: Monde, convention: Convention) -> None:
    poste = inscrire(monde, convention)
    retirer_poste(poste.pk, acteur=acteur(monde.conseiller))
    assert not PosteConventionne.objects.exists()
    derniere = LigneJournal.objects.sur(convention.equipement).last()
    assert derniere.details["avant"]["intitule"] == "Petite enfance"
    assert derniere.details["apres"] is None


def test_un_poste_declare_ne_se_retire_pas(monde: Monde, convention: Convention) -> None:
    poste = inscrire(monde, convention)
    campagne = Campagne.objects.create(
        caf=monde.caf,
        dispositif="cct",
        nature="reelle",
        annee=2025,
        ouvre_le=JOUR,
        echeance_le=JOUR,
        ferme_le=JOUR,
    )
    declaration = appeler(campagne, convention.equipement, MAINTENANT)
    lignes = declaration.version_courante.lignes
    assert [ligne["poste_conventionne"] for ligne in lignes] == [poste.pk]
    with acte_impossible("Réelle 2025"):
        retirer_poste(poste.pk, acteur=acteur(monde.conseiller))
    assert PosteConventionne.objects.filter(pk=poste.pk).exists()
    assert LigneJournal.objects.sur(convention.equipement).count() == 1
    # The partner withdrew the row: nothing stands on the post any more.
    Version.objects.filter(declaration=declaration).update(lignes=[{**lignes[0], "retiree": True}])
    retirer_poste(poste.pk, acteur=acteur(monde.conseiller))
    assert not PosteConventionne.objects.exists()
