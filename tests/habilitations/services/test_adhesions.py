"""Suspending a partner or a person, giving it back, and what it would leave vacant."""

import pytest

from habilitations.models import Adhesion, Habilitation, Role
from habilitations.regles.verdicts import Motif
from habilitations.services.adhesions import reprendre_adhesion, suspendre_adhesion
from habilitations.services.couverture import laisses_sans
from habilitations.services.suites import suspendre_personne
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.services.actes import MOTIF, chez, motif_de
from tests.monde import JOUR, Monde, acteur, habiliter, personne


@pytest.mark.django_db
class TestAdhesions:
    def test_suspendre_et_reprendre(self, monde: Monde) -> None:
        qui, droit = acteur(monde.responsable), monde.passerelles.activite.habilitations.get()
        for _ in range(2):
            suspendre_adhesion(**chez(monde), motif=MOTIF, acteur=qui)
        assert motif_de(droit) == Motif.BASE_SUSPENDUE
        assert motif_de(monde.voisins.activite.habilitations.get()) is None
        for _ in range(2):
            reprendre_adhesion(**chez(monde), acteur=qui)
        assert motif_de(droit) is None
        dits = LigneJournal.objects.filter(action__startswith="adhesion.").order_by("pk")
        assert [(ligne.action, ligne.motif) for ligne in dits] == [
            ("adhesion.suspendue", MOTIF),
            ("adhesion.reprise", ""),
        ]

    def test_la_caf_seule_et_pour_une_raison(self, monde: Monde) -> None:
        for agent in (monde.conseiller, monde.conseiller_nord, monde.passerelles.approbateur):
            for acte in (
                lambda qui: suspendre_adhesion(**chez(monde), motif=MOTIF, acteur=qui),
                lambda qui: reprendre_adhesion(**chez(monde), acteur=qui),
            ):
                with pytest.raises(ActionRefusee) as refus:
                    acte(acteur(agent))
                assert refus.value.interdite
        with pytest.raises(DemandeInvalide):
            suspendre_adhesion(**chez(monde), motif="ok", acteur=acteur(monde.responsable))
        assert not Adhesion.objects.filter(suspendue_le__isnull=False).exists()


@pytest.mark.django_db
class TestSuspendreUnePersonne:
    def test_tous_ses_droits_chez_un_partenaire_et_ceux_la_seulement(self, monde: Monde) -> None:
        alice, la = monde.passerelles.activite, monde.passerelles.gestionnaire
        habiliter(alice, la, monde.caf, Role.FOURNISSEUR_FINANCES)
        ailleurs = habiliter(alice, monde.voisins.gestionnaire, monde.caf, Role.APPROBATEUR)
        qui = acteur(monde.responsable)
        cible = {**chez(monde), "utilisateur_id": alice.pk}
        assert len(suspendre_personne(**cible, motif=MOTIF, acteur=qui)) == 2
        assert suspendre_personne(**cible, motif=MOTIF, acteur=qui) == []
        siens = Habilitation.objects.filter(utilisateur=alice, gestionnaire=la)
        assert {motif_de(d) for d in siens} == {Motif.SUSPENDU}
        assert motif_de(ailleurs) is None

    def test_refus(self, monde: Monde) -> None:
        cible = {**chez(monde), "utilisateur_id": monde.passerelles.activite.pk}
        with pytest.raises(ActionRefusee) as refus:
            suspendre_personne(**cible, motif=MOTIF, acteur=acteur(monde.conseiller))
        assert refus.value.interdite
        with pytest.raises(DemandeInvalide):
            suspendre_personne(**cible, motif="ok", acteur=acteur(monde.responsable))


@pytest.mark.django_db
def test_ce_qu_un_acte_laisserait_vacant(monde: Monde) -> None:
    droit = monde.passerelles.approbateur.habilitations.get()
    [(equipement, role)] = laisses_sans(droit.base, [droit.pk], JOUR)
    assert (equipement, role) == (monde.er, Role.APPROBATEUR)
    la = monde.passerelles.gestionnaire
    habiliter(personne("seconde"), la, monde.caf, Role.APPROBATEUR, equipements=[monde.er])
    assert laisses_sans(droit.base, [droit.pk], JOUR) == []
    Habilitation.objects.filter(utilisateur__email__startswith="seconde").update(role="approbateur")
    Habilitation.objects.filter(utilisateur__email__startswith="seconde").update(du=JOUR)
    assert laisses_sans(droit.base, [droit.pk], JOUR) == [(monde.er, Role.APPROBATEUR)]
