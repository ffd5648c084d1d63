"""Profiles of acomptes of a Caf: dated, without overlap, said before they are decided."""

from datetime import date

import pytest
from django.urls import reverse

from habilitations.models import Equipement
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from subventions.paiements.models import NOUVEL_EQUIPEMENT, CodeProfil, ProfilCaf
from subventions.paiements.regles.profils import ProfilRetenu, est_nouveau
from subventions.paiements.services.echeancier import echeancier_de
from subventions.paiements.services.profils import attribuer, effet_de, profil_de
from subventions.referentiels import profils_acomptes
from tests.monde import Monde, acteur
from tests.relances.views.pages import connecte
from tests.subventions.paiements.argent import droit
from tests.subventions.paiements.fabriques import MOTIF, profil

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def test_les_codes_sont_ceux_des_donnees() -> None:
    assert {*CodeProfil.values, NOUVEL_EQUIPEMENT} == set(profils_acomptes())
    for code in CodeProfil:
        assert code.label == profils_acomptes()[code.value].libelle


@pytest.mark.parametrize(
    ("ouvert", "dispositif", "annee", "nouveau"),
    [
        (None, "er", 2026, False),
        (date(2026, 1, 1), "er", 2026, True),
        (date(2026, 12, 31), "er", 2026, True),
        (date(2025, 12, 31), "er", 2026, False),
        (date(2026, 8, 31), "clas", 2026, False),
        (date(2026, 9, 1), "clas", 2026, True),
        (date(2027, 8, 31), "clas", 2026, True),
    ],
)
def test_un_equipement_est_nouveau_dans_l_exercice_ou_il_ouvre(
    ouvert: date | None, dispositif: str, annee: int, nouveau: bool
) -> None:
    assert est_nouveau(ouvert, dispositif, annee) is nouveau


@pytest.mark.parametrize(
    ("ouvert", "dispositif", "nouveau"),
    [
        (date(2024, 12, 31), "er", False),
        (date(2025, 1, 1), "er", True),
        (date(2025, 12, 31), "er", True),
        (date(2026, 12, 31), "er", True),
        (date(2027, 1, 1), "er", False),
        (date(2025, 8, 31), "clas", False),
        (date(2025, 9, 1), "clas", True),
        (None, "er", False),
    ],
)
def test_sans_exercice_n_2_un_equipement_est_encore_nouveau(
    ouvert: date | None, dispositif: str, nouveau: bool
) -> None:
    assert est_nouveau(ouvert, dispositif, 2026, profils_acomptes()["reel_n2"].recul) is nouveau


def test_le_recul_d_un_profil_est_celui_de_ses_acomptes() -> None:
    reculs = {code: profil.recul for code, profil in profils_acomptes().items()}
    assert reculs == {"deux_fois_35": 0, "reel_n2": 2, "une_fois_70": 0, NOUVEL_EQUIPEMENT: 0}


def test_rien_de_fixe_se_dit(monde: Monde) -> None:
    assert profil_de(monde.er, 2026) == ProfilRetenu()
    page = connecte(monde.conseiller).get(reverse("paiements:profils")).content.decode()
    assert "Profil non défini" in page
    assert "Fixer un profil" not in page


def test_un_profil_suit_l_autre(monde: Monde) -> None:
    profil(monde, debut=2024)
    profil(monde, "reel_n2", debut=2026)
    assert [p.exercices for p in ProfilCaf.objects.all()] == ["depuis 2026", "de 2024 à 2025"]
    assert profil_de(monde.er, 2023).code == ""
    assert profil_de(monde.er, 2025).code == "deux_fois_35"
    assert profil_de(monde.er, 2030).code == "reel_n2"
    with pytest.raises(DemandeInvalide, match="déjà fixé à partir de 2026"):
        profil(monde, debut=2025)


def test_corriger_le_meme_exercice_ne_laisse_qu_une_ligne(monde: Monde) -> None:
    profil(monde, debut=2026)
    profil(monde, debut=2026)
    assert LigneJournal.objects.filter(action="profil_acomptes.fixe").count() == 1
    profil(monde, "une_fois_70", debut=2026)
    assert ProfilCaf.objects.get().profil == "une_fois_70"
    ligne = LigneJournal.objects.filter(action="profil_acomptes.fixe").latest("pk")
    assert ligne.details["avant"] == ["deux_fois_35", False]


def test_l_equipement_nouveau_a_son_profil_si_la_caf_le_dit(monde: Monde) -> None:
    Equipement.objects.filter(pk=monde.er.pk).update(ouvert_le=date(2026, 4, 1))
    nouveau = Equipement.objects.get(pk=monde.er.pk)
    profil(monde, debut=2026)
    assert profil_de(nouveau, 2026) == ProfilRetenu("deux_fois_35")
    profil(monde, debut=2026, nouveaux=True)
    assert profil_de(nouveau, 2026) == ProfilRetenu(NOUVEL_EQUIPEMENT, nouveau=True)
    assert profil_de(nouveau, 2027) == ProfilRetenu("deux_fois_35")
    assert profil_de(monde.er_voisin, 2026) == ProfilRetenu("deux_fois_35")


def test_ouvert_l_an_dernier_il_n_attend_pas_un_reel_qui_ne_viendra_jamais(monde: Monde) -> None:
    """« Réel N-2 »: nothing was done in N-2; without its own profile no acompte is ever due."""
    Equipement.objects.filter(pk=monde.er.pk).update(ouvert_le=date(2025, 6, 1))
    ouvert_en_2025 = Equipement.objects.get(pk=monde.er.pk)
    droit(monde, "previsionnel", "10000.00")
    profil(monde, "reel_n2", debut=2026)
    sans = echeancier_de(ouvert_en_2025, 2026).echeancier.echeances
    assert [(e.etat, e.attend) for e in sans[:1]] == [("attend", ("reel_n2",))]

    profil(monde, "reel_n2", debut=2026, nouveaux=True)
    assert profil_de(ouvert_en_2025, 2026) == ProfilRetenu(NOUVEL_EQUIPEMENT, nouveau=True)
    avec = echeancier_de(ouvert_en_2025, 2026).echeancier.echeances
    assert [(e.etat, e.attend) for e in avec[:2]] == [("du", ()), ("attend", ("actualise",))]
    assert profil_de(ouvert_en_2025, 2027) == ProfilRetenu("reel_n2")


def test_le_responsable_decide_seul(monde: Monde) -> None:
    for qui in (monde.conseiller, monde.national, monde.passerelles.approbateur):
        with pytest.raises(ActionRefusee) as refus:
            attribuer(
                monde.caf.pk,
                dispositif="er",
                profil="reel_n2",
                debut=2026,
                nouveaux=False,
                motif=MOTIF,
                acteur=acteur(qui),
            )
        assert refus.value.interdite


def test_ce_qui_change_est_dit_avant(monde: Monde) -> None:
    profil(monde, debut=2025)
    Equipement.objects.filter(pk=monde.er.pk).update(ouvert_le=date(2026, 4, 1))
    effet = effet_de(monde.caf.pk, "er", "deux_fois_35", 2026)
    assert (effet.remplace.profil, effet.equipements, effet.nouveaux) == ("deux_fois_35", 2, 1)
    Equipement.objects.filter(pk=monde.er_voisin.pk).update(ouvert_le=date(2025, 1, 1))
    assert effet_de(monde.caf.pk, "er", "deux_fois_35", 2026).nouveaux == 1
    assert effet_de(monde.caf.pk, "er", "reel_n2", 2026).nouveaux == 2
    page = reverse("paiements:attribuer_profil", args=["73"])
    client = connecte(monde.responsable)
    champs = {"dispositif": "er", "profil": "reel_n2", "debut": "2026", "motif": MOTIF}
    premier = client.post(page, champs)
    lu = " ".join(premier.content.decode().replace("\u00a0", " ").split())
    assert premier.status_code == 422
    assert "ce profil remplace « 70 % en deux fois » pour 2 équipements" in lu
    assert "2 équipements sont nouveaux cet exercice-là" in lu
    assert ProfilCaf.objects.count() == 1
    assert client.post(page, champs | {"confirme": "on"}).status_code == 302
    assert profil_de(monde.er, 2026).code == "reel_n2"
    liste = client.get(reverse("paiements:profils")).content.decode()
    assert "En vigueur" in liste
    assert "au plus 70" in liste
