"""What silence does to a review, what is spared, what stops itself; the dry run."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from habilitations.alterations import alterations
from habilitations.models import Habilitation, LigneRevue, Revue, Role, Vague
from habilitations.models.reglages import reglages_de
from habilitations.regles.verdicts import Motif
from habilitations.revues.models import Reponse
from habilitations.revues.services.accords import autoriser_vague
from habilitations.revues.services.candidats import prevoir
from habilitations.revues.services.lettres import RELECTEUR, relire
from habilitations.revues.services.nuit import _toucher, passer
from habilitations.revues.services.reponses import Dite, repondre
from habilitations.services.reglages import regler
from habilitations.services.suites import reprendre_droit, suspendre_droit, suspendre_personne
from portal.socle.models import Courriel
from portal.socle.refus import ActionRefusee
from portal.socle.relecture import Relu, Retire
from tests.habilitations.revues.revue import (
    campagnes,
    gerante,
    jours,
    ligne,
    nuit,
    ouverte,
    partenaire,
)
from tests.habilitations.services.actes import motif_de
from tests.monde import MAINTENANT, Monde, acteur, habiliter, personne

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


class TestSilence:
    def test_suspendu_puis_rendu_par_une_reponse(self, monde: Monde) -> None:
        g = gerante(monde)
        revue = ouverte(monde)
        with campagnes():
            assert nuit(monde, revue.suspension_le - jours(1)) == []
            # All but the only manager; the neighbour has none: nobody of it is left.
            assert nuit(monde, revue.suspension_le) == [("revue_suspension", "faite", 6, 1)]
            assert nuit(monde, revue.suspension_le) == []
        alice = monde.passerelles.activite
        sienne = ligne(monde, alice)
        assert (sienne.suspendue_le is not None, ligne(monde, g).epargnee) == (True, True)
        droit = alice.habilitations.get()
        assert motif_de(droit) == Motif.SUSPENDU
        lettre = Courriel.objects.get(destinataire=alice.email, objet__icontains="faute de réponse")
        dite = " ".join(lettre.texte.split())
        assert "La revue des accès de l’Association Les Passerelles est restée" in dite
        assert " : les droits correspondants sont suspendus." in dite
        plus_tard = acteur(g, MAINTENANT + timedelta(days=50))
        repondre(partenaire(monde).pk, {sienne.pk: Dite(Reponse.CONTINUE)}, acteur=plus_tard)
        assert motif_de(droit) is None

    def test_une_reponse_ne_rend_rien_a_qui_la_caf_a_suspendu(self, monde: Monde) -> None:
        """Suspended by the review, then by the Caf: what the Caf decided stays."""
        g = gerante(monde)
        revue = ouverte(monde)
        alice = monde.passerelles.activite
        with campagnes():
            nuit(monde, revue.suspension_le)
        base = partenaire(monde).base
        plus_tard = MAINTENANT + timedelta(days=50)
        motif = "Un signalement est en cours d’examen."
        caf = acteur(monde.responsable, plus_tard)

        (droit,) = suspendre_personne(
            base.caf_id, base.gestionnaire_id, alice.pk, motif=motif, acteur=caf
        )
        assert (
            suspendre_personne(base.caf_id, base.gestionnaire_id, alice.pk, motif=motif, acteur=caf)
            == []
        )
        dite = {ligne(monde, alice).pk: Dite(Reponse.CONTINUE)}
        repondre(partenaire(monde).pk, dite, acteur=acteur(g, plus_tard))

        assert motif_de(droit) == Motif.SUSPENDU
        assert alice.habilitations.get().suspendue_motif == motif
        assert {e.motif for e in alterations()} == {None}
        assert {e.motif for e in alterations()} == {None}

    def test_jamais_le_dernier_approbateur_en_campagne(self, monde: Monde) -> None:
        revue = ouverte(monde)
        with campagnes(monde.er.pk):
            assert nuit(monde, revue.suspension_le) == [("revue_suspension", "faite", 5, 1)]
            assert motif_de(monde.passerelles.approbateur.habilitations.get()) is None
            assert motif_de(monde.voisins.approbateur.habilitations.get()) == Motif.SUSPENDU
        with campagnes():  # once the campaign is over
            assert nuit(monde, revue.suspension_le + jours(5)) == [
                ("revue_suspension", "faite", 1, 0)
            ]

    def test_puis_retire_pour_de_bon_et_la_revue_se_ferme(self, monde: Monde) -> None:
        revue = ouverte(monde)
        with campagnes():
            nuit(monde, revue.suspension_le)
            assert nuit(monde, revue.retrait_le - jours(1)) == []
            assert nuit(monde, revue.retrait_le) == [("revue_retrait", "faite", 6, 0)]
        motifs = {motif_de(d) for d in Habilitation.objects.all()}
        assert motifs == {Motif.RETIRE}
        revue.refresh_from_db()
        assert revue.close_le
        assert {e.motif for e in alterations()} == {None}

    def test_ce_que_la_caf_rend_a_la_main_reste_rendu(self, monde: Monde) -> None:
        revue = ouverte(monde)
        droit = monde.passerelles.activite.habilitations.get()
        with campagnes():
            nuit(monde, revue.suspension_le)
            reprendre_droit(droit.pk, acteur=acteur(monde.responsable))
            assert nuit(monde, revue.suspension_le + jours(1)) == []
            assert nuit(monde, revue.retrait_le) == [("revue_retrait", "faite", 5, 0)]
        assert motif_de(droit) is None
        assert not Revue.objects.ouvertes().exists()

    def test_une_reponse_venue_entre_temps_vaut(self, monde: Monde) -> None:
        """Drawn before the answer, the wave finds it when it locks the lines."""
        revue = ouverte(monde)
        reglages = reglages_de(monde.caf.pk)
        [prevue] = prevoir(monde.caf.pk, revue.suspension_le, reglages)
        agathe = monde.passerelles.approbateur
        sienne = ligne(monde, agathe)
        repondre(partenaire(monde).pk, {sienne.pk: Dite(Reponse.CONTINUE)}, acteur=acteur(agathe))
        assert len(prevue.droits) == 6
        assert _toucher(monde.caf.pk, prevue, prevue.droits, MAINTENANT) == 5
        assert motif_de(agathe.habilitations.get()) is None

    def test_une_autre_suspension_ne_revient_pas_avec_elle(self, monde: Monde) -> None:
        g = gerante(monde)
        ouverte(monde)
        droit = monde.passerelles.activite.habilitations.get()
        suspendre_droit(droit.pk, motif="Identifiants partagés", acteur=acteur(monde.responsable))
        sienne = ligne(monde, monde.passerelles.activite)
        repondre(partenaire(monde).pk, {sienne.pk: Dite(Reponse.CONTINUE)}, acteur=acteur(g))
        assert motif_de(droit) == Motif.SUSPENDU

    def test_l_annonce_est_retiree_quand_tout_est_repondu(self, monde: Monde) -> None:
        g = gerante(monde)
        ouverte(monde)
        lettre = Courriel.objects.get(relecteur=RELECTEUR, destinataire=g.email)
        assert isinstance(relire(lettre, MAINTENANT), Relu)
        LigneRevue.objects.update(reponse="continue", repondue_par=g, repondue_le=MAINTENANT)
        assert isinstance(relire(lettre, MAINTENANT), Retire)


class TestPart:
    def test_trop_d_un_coup_s_arrete_et_demande(self, monde: Monde) -> None:
        revue = ouverte(monde)
        regler(monde.caf.pk, acteur=acteur(monde.responsable), part_max=50)
        with campagnes():
            for _ in range(2):
                assert nuit(monde, revue.suspension_le) == [("revue_suspension", "arretee", 6, 0)]
            assert {motif_de(d) for d in Habilitation.objects.all()} == {None}
            alertes = Courriel.objects.filter(destinataire=monde.responsable.email)
            assert alertes.count() == 1
            vague = Vague.objects.get()
            with pytest.raises(ActionRefusee) as refus:
                autoriser_vague(vague.pk, motif="Relu ligne à ligne", acteur=acteur(monde.ccd))
            assert refus.value.interdite
            for _ in range(2):
                autoriser_vague(
                    vague.pk, motif="Relu ligne à ligne", acteur=acteur(monde.responsable)
                )
            assert nuit(monde, revue.suspension_le + jours(1)) == [
                ("revue_suspension", "faite", 6, 0)
            ]
            with pytest.raises(ActionRefusee, match="déjà fait"):
                autoriser_vague(
                    vague.pk, motif="Relu ligne à ligne", acteur=acteur(monde.responsable)
                )

    def test_davantage_qu_autorise_s_arrete_de_nouveau(self, monde: Monde) -> None:
        revue = ouverte(monde)
        regler(monde.caf.pk, acteur=acteur(monde.responsable), part_max=50)
        with campagnes():
            nuit(monde, revue.suspension_le)
            autoriser_vague(
                Vague.objects.get().pk, motif="Relu ligne à ligne", acteur=acteur(monde.responsable)
            )
            habiliter(
                monde.passerelles.activite,
                monde.passerelles.gestionnaire,
                monde.caf,
                Role.APPROBATEUR,
            )
            assert nuit(monde, revue.suspension_le + jours(1)) == [
                ("revue_suspension", "arretee", 7, 0)
            ]
        assert Courriel.objects.filter(destinataire=monde.responsable.email).count() == 2

    def test_a_blanc_dit_tout_et_ne_change_rien(self, monde: Monde) -> None:
        revue, sortie = ouverte(monde), StringIO()
        arguments = ("--caf", "73", "--jour", revue.suspension_le.isoformat(), "--a-blanc")
        with campagnes(monde.er.pk):
            call_command("revoir_les_droits", *arguments, stdout=sortie)
        [dite] = json.loads(sortie.getvalue())
        garde = monde.passerelles.approbateur.habilitations.get()
        assert (dite["genre"], len(dite["droits"]), dite["epargnes"]) == (
            "revue_suspension",
            5,
            [garde.pk],
        )
        assert (dite["total"], dite["arretee"]) == (6, False)
        assert not Vague.objects.exists()
        assert {motif_de(d) for d in Habilitation.objects.all()} == {None}


def test_une_caf_n_est_pas_touchee_par_l_autre(monde: Monde) -> None:
    revue = ouverte(monde)
    etrangere = personne("etrangere")
    assert etrangere.pk
    with campagnes():
        assert passer(monde.autre_caf.pk, revue.suspension_le, MAINTENANT) == []
    assert {motif_de(d) for d in Habilitation.objects.all()} == {None}
