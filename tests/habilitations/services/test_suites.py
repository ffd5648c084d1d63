"""Suspending, resuming and withdrawing a right."""

import pytest

from habilitations.models import Habilitation, Role
from habilitations.regles.verdicts import Motif
from habilitations.services.suites import reprendre_droit, retirer_droit, suspendre_droit
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.services.actes import MOTIF, motif_de
from tests.monde import Monde, acteur, habiliter, personne


@pytest.mark.django_db
class TestSuites:
    def test_suspendre_et_reprendre(self, monde: Monde) -> None:
        [droit] = monde.passerelles.activite.habilitations.all()
        qui = acteur(monde.responsable)
        for _ in range(2):
            suspendre_droit(droit.pk, motif="Par précaution, à vérifier", acteur=qui)
        assert motif_de(droit) == Motif.SUSPENDU
        for _ in range(2):
            reprendre_droit(droit.pk, acteur=qui)
        assert motif_de(droit) is None
        assert LigneJournal.objects.filter(action__startswith="droit.").count() == 2

    def test_aucun_acte_ne_rend_vrai_un_droit_altere(self, monde: Monde) -> None:
        [droit] = monde.passerelles.activite.habilitations.all()
        qui = acteur(monde.responsable)
        Habilitation.objects.filter(pk=droit.pk).update(role=Role.APPROBATEUR)
        suspendre_droit(droit.pk, motif="Par précaution, à vérifier", acteur=qui)
        assert motif_de(droit) == Motif.SIGNATURE_FAUSSE
        with pytest.raises(ActionRefusee, match="plus celui que la Caf a signé"):
            reprendre_droit(droit.pk, acteur=qui)
        retirer_droit(droit.pk, motif=MOTIF, acteur=qui)
        assert motif_de(droit) == Motif.SIGNATURE_FAUSSE

    def test_retire_pour_de_bon(self, monde: Monde) -> None:
        [droit] = monde.passerelles.activite.habilitations.all()
        qui = acteur(monde.responsable)
        for _ in range(2):
            retirer_droit(droit.pk, motif=MOTIF, acteur=qui)
        assert motif_de(droit) == Motif.RETIRE
        for acte in (
            lambda: suspendre_droit(droit.pk, motif=MOTIF, acteur=qui),
            lambda: reprendre_droit(droit.pk, acteur=qui),
        ):
            with pytest.raises(ActionRefusee, match="retiré"):
                acte()

    def test_chacun_lit_ce_qui_est_a_lui(self, monde: Monde) -> None:
        """The person reads « votre droit », who looks after them reads whose it is."""
        gerante, alice = personne("gerante"), monde.passerelles.activite
        habiliter(
            gerante, monde.passerelles.gestionnaire, monde.caf, Role.GESTIONNAIRE_HABILITATIONS
        )
        [droit] = alice.habilitations.all()
        qui = acteur(monde.responsable)
        suspendre_droit(droit.pk, motif=MOTIF, acteur=qui)
        nom, ou = droit.get_role_display(), "chez l’Association Les Passerelles"
        lus = {c.destinataire: c.texte for c in Courriel.objects.all()}
        assert f"La Caf de la Savoie a suspendu votre droit « {nom} » {ou}." in lus[alice.email]
        assert f"a suspendu le droit « {nom} » d’Alice Activité {ou}." in lus[gerante.email]
        retirer_droit(droit.pk, motif=MOTIF, acteur=qui)
        retraits = [c.texte for c in Courriel.objects.filter(destinataire=alice.email)]
        assert any(f"Votre droit « {nom} » {ou} a été retiré." in texte for texte in retraits)

    def test_refus(self, monde: Monde) -> None:
        [droit] = monde.passerelles.activite.habilitations.all()
        with pytest.raises(ActionRefusee) as refus:
            suspendre_droit(droit.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
        assert refus.value.interdite
        with pytest.raises(DemandeInvalide):
            suspendre_droit(droit.pk, motif="ok", acteur=acteur(monde.responsable))
        with pytest.raises(DemandeInvalide):
            retirer_droit(droit.pk, motif="ok", acteur=acteur(monde.responsable))
