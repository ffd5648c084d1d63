"""Suspending one équipement: who loses what, at the next request, and who is told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from habilitations.models import Equipement, Habilitation
from habilitations.presentation.suspensions import suspensions_de
from habilitations.services.adhesions import reprendre_adhesion, suspendre_adhesion
from habilitations.services.suites import reprendre_droit, suspendre_droit, suspendre_personne
from habilitations.services.suspensions import reprendre_equipement, suspendre_equipement
from habilitations.verification import droits_verifies
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.services.actes import MOTIF, chez
from tests.monde import JOUR, Monde, acteur, espace_rencontre
from tests.relances.views.pages import connecte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def suspendre(monde: Monde) -> Equipement:
    return suspendre_equipement(monde.er.pk, motif=MOTIF, acteur=acteur(monde.responsable))


def destinataires() -> set[str]:
    return set(Courriel.objects.values_list("destinataire", flat=True))


class TestEquipement:
    def test_ses_droits_ne_l_ouvrent_plus_et_ouvrent_les_autres(self, monde: Monde) -> None:
        autre = espace_rencontre(
            monde.caf, monde.passerelles.gestionnaire, monde.portefeuille, "Le second", ("Aime",)
        )
        declaration, alice = monde.declaration(), monde.passerelles.activite
        client = connecte(alice)
        page = reverse("declarations:dossier", args=[declaration.pk])
        assert client.get(page).status_code == 200
        for _ in range(2):
            suspendre(monde)
        equipement = Equipement.objects.get(pk=monde.er.pk)
        assert acteur(alice).roles_sur(equipement) == frozenset()
        assert set(Equipement.objects.ouverts_a(acteur(alice))) == {autre}
        assert droits_verifies(Habilitation.objects.sur(equipement), JOUR) == []
        assert client.get(page).status_code == 404
        accueil = client.get(reverse("accueil:a_faire")).content.decode()
        assert "a suspendu l’accès à « Espace de rencontre Les Passerelles »" in accueil
        assert MOTIF not in accueil
        assert LigneJournal.objects.filter(action="equipement.suspendu", motif=MOTIF).count() == 1
        # The Caf goes on reading it.
        assert connecte(monde.conseiller).get(page).status_code == 200

        for _ in range(2):
            reprendre_equipement(monde.er.pk, acteur=acteur(monde.responsable))
        assert client.get(page).status_code == 200
        assert suspensions_de(acteur(alice)) == []

    def test_ceux_qui_y_ont_un_droit_sont_prevenus_sans_le_motif(self, monde: Monde) -> None:
        suspendre(monde)
        gens = monde.passerelles
        assert destinataires() == {
            gens.activite.email,
            gens.finances.email,
            gens.approbateur.email,
        }
        assert all(MOTIF not in c.texte + c.html for c in Courriel.objects.all())
        assert "Caf de la Savoie" in Courriel.objects.first().texte

    def test_refus(self, monde: Monde) -> None:
        with pytest.raises(ActionRefusee) as refus:
            suspendre_equipement(monde.er.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
        assert refus.value.interdite
        with pytest.raises(Equipement.DoesNotExist):
            suspendre_equipement(monde.er.pk, motif=MOTIF, acteur=acteur(monde.conseiller_nord))
        with pytest.raises(DemandeInvalide):
            suspendre_equipement(monde.er.pk, motif="ok", acteur=acteur(monde.responsable))
        Equipement.objects.filter(pk=monde.er.pk).update(ferme_le=JOUR - timedelta(days=1))
        with pytest.raises(ActionRefusee, match="fermé"):
            suspendre(monde)


class TestQuiEstPrevenu:
    def test_d_un_droit_la_personne(self, monde: Monde) -> None:
        [droit] = monde.passerelles.activite.habilitations.all()
        suspendre_droit(droit.pk, motif=MOTIF, acteur=acteur(monde.responsable))
        assert destinataires() == {monde.passerelles.activite.email}
        reprendre_droit(droit.pk, acteur=acteur(monde.responsable))
        assert Courriel.objects.count() == 2
        assert all(MOTIF not in c.texte for c in Courriel.objects.all())

    def test_d_une_personne_un_seul_courriel(self, monde: Monde) -> None:
        alice = monde.passerelles.activite
        for _ in range(2):
            suspendre_personne(
                **chez(monde),
                utilisateur_id=alice.pk,
                motif=MOTIF,
                acteur=acteur(monde.responsable),
            )
        assert [c.destinataire for c in Courriel.objects.all()] == [alice.email]
        [dite] = suspensions_de(acteur(alice))
        assert "votre droit « Fournisseur de données d’activité »" in dite.phrase

    def test_d_un_partenaire_tous_ses_gens(self, monde: Monde) -> None:
        suspendre_adhesion(**chez(monde), motif=MOTIF, acteur=acteur(monde.responsable))
        assert len(destinataires()) == 3
        [dite] = suspensions_de(acteur(monde.passerelles.activite))
        assert dite.phrase == (
            "La Caf de la Savoie a suspendu les accès de l’Association Les Passerelles."
        )
        reprendre_adhesion(**chez(monde), acteur=acteur(monde.responsable))
        assert Courriel.objects.count() == 6
