"""An équipement passes to another SIRET: its history follows, rights do not."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.tasks import appliquer_transferts
from habilitations.models import Adhesion, Equipement, Habilitation
from habilitations.services.transferts import empechement
from portal.dossiers.services.transferts import annuler, appliquer_dus, suivre
from portal.socle.models import ChaineJournal, LigneJournal
from portal.socle.verification import premiere_rupture
from tests.declarations.remplir import jusqu_a
from tests.declarations.transferts import DEMAIN, HIER, MOTIF, decider, gestionnaire
from tests.monde import JOUR, MAINTENANT, Monde, acteur, changer, habiliter
from tests.refus import acte_impossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def declarations(monde: Monde) -> list[Declaration]:
    """One at work, one sent."""
    return [
        monde.declaration("previsionnelle", 2026),
        jusqu_a(monde.declaration("previsionnelle", 2025), monde, "transmise"),
    ]


class TestImmediat:
    @pytest.mark.parametrize("le", [HIER, JOUR])
    def test_les_declarations_suivent(self, monde: Monde, declarations, le: date) -> None:
        transfert = decider(monde, le)
        assert transfert.effectif_le == MAINTENANT
        assert gestionnaire(monde) == monde.voisins.gestionnaire
        assert set(Declaration.objects.values_list("gestionnaire", flat=True)) == {
            monde.voisins.gestionnaire.pk
        }

    def test_celles_des_autres_equipements_ne_bougent_pas(self, monde: Monde, declarations) -> None:
        Declaration.objects.filter(pk=declarations[0].pk).update(equipement=monde.er_voisin)
        decider(monde)
        declarations[0].refresh_from_db()
        assert declarations[0].gestionnaire == monde.passerelles.gestionnaire

    def test_les_deux_chaines_le_racontent(self, monde: Monde, declarations) -> None:
        decider(monde)
        lignes = LigneJournal.objects.sur(monde.er).filter(action="equipement.transfere")
        maisons = (monde.passerelles.gestionnaire, monde.voisins.gestionnaire)
        assert {ligne.gestionnaire_id for ligne in lignes} == {g.pk for g in maisons}
        assert {(ligne.auteur_id, ligne.motif) for ligne in lignes} == {
            (monde.responsable.pk, MOTIF)
        }
        for chaine in ChaineJournal.objects.all():
            assert premiere_rupture(chaine) is None

    def test_un_second_clic_ne_decide_rien(self, monde: Monde) -> None:
        assert decider(monde) == decider(monde)
        assert LigneJournal.objects.sur(monde.er).count() == 2

    def test_ce_qui_est_envoye_garde_son_empreinte(self, monde: Monde, declarations) -> None:
        avant = declarations[1].version_en_vigueur.empreinte
        decider(monde)
        declarations[1].refresh_from_db()
        assert declarations[1].version_en_vigueur.empreinte == avant

    def test_aller_et_retour(self, monde: Monde, declarations) -> None:
        decider(monde)
        decider(monde, vers_id=monde.passerelles.gestionnaire.pk)
        assert gestionnaire(monde) == monde.passerelles.gestionnaire
        assert set(Declaration.objects.values_list("gestionnaire", flat=True)) == {
            monde.passerelles.gestionnaire.pk
        }


class TestDroits:
    """Rights name a gestionnaire: those of the one who leaves open nothing any more."""

    def lire(self, client: Client, qui: Any, declaration: Declaration) -> int:
        client.force_login(qui)
        return client.get(reverse("declarations:dossier", args=[declaration.pk])).status_code

    @pytest.mark.usefixtures("fige")
    @pytest.mark.parametrize("role", ["activite", "finances", "approbateur"])
    def test_les_anciens_n_ont_plus_rien(
        self, monde: Monde, declarations, client: Client, role: str
    ) -> None:
        qui = getattr(monde.passerelles, role)
        assert self.lire(client, qui, declarations[0]) == 200
        decider(monde)
        assert [self.lire(client, qui, d) for d in declarations] == [404, 404]
        liste = client.get(reverse("declarations:suivi"))
        assert monde.er.nom not in liste.content.decode()

    @pytest.mark.usefixtures("fige")
    def test_un_droit_qui_nomme_l_equipement_ne_le_suit_pas(
        self, monde: Monde, declarations, client: Client
    ) -> None:
        droit = Habilitation.objects.get(utilisateur=monde.passerelles.activite)
        changer([droit], equipements=[monde.er])
        assert self.lire(client, droit.utilisateur, declarations[0]) == 200
        decider(monde)
        assert self.lire(client, droit.utilisateur, declarations[0]) == 404
        assert acteur(droit.utilisateur).roles_sur(Equipement.objects.get(pk=monde.er.pk)) == set()

    @pytest.mark.usefixtures("fige")
    @pytest.mark.parametrize("role", ["activite", "finances", "approbateur"])
    def test_les_nouveaux_lisent_l_histoire(
        self, monde: Monde, declarations, client: Client, role: str
    ) -> None:
        qui = getattr(monde.voisins, role)
        assert self.lire(client, qui, declarations[1]) == 404
        decider(monde)
        assert [self.lire(client, qui, d) for d in declarations] == [200, 200]
        assert monde.er.nom in client.get(reverse("declarations:suivi")).content.decode()

    @pytest.mark.usefixtures("fige")
    def test_il_faut_un_role_chez_le_nouveau(
        self, monde: Monde, declarations, client: Client
    ) -> None:
        """A right limited to other équipements does not extend to the one that arrives."""
        droit = Habilitation.objects.get(utilisateur=monde.voisins.activite)
        changer([droit], equipements=[monde.er_voisin])
        decider(monde)
        assert self.lire(client, monde.voisins.activite, declarations[0]) == 404

    def test_qui_travaille_aux_deux_garde_ce_que_le_nouveau_donne(self, monde: Monde) -> None:
        qui = monde.passerelles.activite
        habiliter(qui, monde.voisins.gestionnaire, monde.caf, "fournisseur_finances")
        decider(monde)
        assert acteur(qui).roles_sur(Equipement.objects.get(pk=monde.er.pk)) == {
            "fournisseur_finances"
        }


class TestPrevu:
    def test_rien_ne_bouge_avant_le_jour(self, monde: Monde, declarations) -> None:
        transfert = decider(monde, DEMAIN)
        assert transfert.effectif_le is None
        assert appliquer_dus(MAINTENANT, JOUR) == 0
        assert gestionnaire(monde) == monde.passerelles.gestionnaire

    @pytest.mark.parametrize("retard", [1, 5], ids=["le jour", "après des jours manqués"])
    def test_applique_une_fois(self, monde: Monde, declarations, retard: int) -> None:
        transfert = decider(monde, DEMAIN)
        quand = MAINTENANT + timedelta(days=retard)
        assert appliquer_dus(quand, quand.date()) == 1
        assert appliquer_dus(quand, quand.date()) == 0
        transfert.refresh_from_db()
        assert transfert.effectif_le == quand
        assert gestionnaire(monde) == monde.voisins.gestionnaire
        assert not Declaration.objects.exclude(gestionnaire=gestionnaire(monde)).exists()
        ligne = LigneJournal.objects.sur(monde.er).filter(action="equipement.transfere").first()
        assert (ligne.auteur_id, ligne.auteur_libelle) == (None, "Portail")

    def test_la_tache_prend_le_jour_de_paris(self, monde: Monde, fige: Any) -> None:
        decider(monde, DEMAIN)
        fige.move_to(datetime.fromisoformat("2026-02-03T22:59:00+00:00"))
        assert appliquer_transferts() == 0
        fige.move_to(datetime.fromisoformat("2026-02-03T23:05:00+00:00"))
        assert appliquer_transferts() == 1

    def test_annule_il_ne_s_applique_pas(self, monde: Monde) -> None:
        transfert = decider(monde, DEMAIN)
        for _ in range(2):  # A second click changes nothing.
            annuler(transfert.pk, acteur=acteur(monde.responsable))
        assert appliquer_dus(MAINTENANT, DEMAIN) == 0
        actions = LigneJournal.objects.sur(monde.er).values_list("action", flat=True)
        assert (
            sorted(actions)
            == ["equipement.transfert_annule"] * 2 + ["equipement.transfert_prevu"] * 2
        )
        assert decider(monde, DEMAIN, motif="Reprise par la commune").pk != transfert.pk

    def test_effectif_il_ne_s_annule_plus(self, monde: Monde) -> None:
        with acte_impossible("effectif"):
            annuler(decider(monde).pk, acteur=acteur(monde.responsable))

    def test_un_seul_a_la_fois(self, monde: Monde) -> None:
        decider(monde, DEMAIN)
        with acte_impossible("déjà prévu"):
            decider(monde, JOUR)

    def test_attend_une_adhesion_active(self, monde: Monde) -> None:
        """Suspended meanwhile: nothing moves, the Caf is told why; restored, it takes effect."""
        transfert = decider(monde, DEMAIN)
        adhesion = Adhesion.objects.filter(gestionnaire=monde.voisins.gestionnaire)
        adhesion.update(suspendue_le=JOUR, suspendue_motif="Par précaution")
        assert appliquer_dus(MAINTENANT, DEMAIN) == 0
        transfert.refresh_from_db()
        assert not empechement(transfert, JOUR)
        assert "Les Voisins" in empechement(transfert, DEMAIN)
        adhesion.update(suspendue_le=None, suspendue_motif="")
        assert appliquer_dus(MAINTENANT, DEMAIN + timedelta(days=3)) == 1
        transfert.refresh_from_db()
        assert not empechement(transfert, DEMAIN)


def test_suivre_sans_declaration(monde: Monde) -> None:
    assert suivre(monde.er.pk) == 0
