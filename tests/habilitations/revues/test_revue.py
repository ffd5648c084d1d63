"""A review as it opens, and what each answer does at once."""

import pytest

from habilitations.alterations import alterations
from habilitations.models import Habilitation, LigneRevue, Revue, Role
from habilitations.regles.verdicts import Motif
from habilitations.revues.models import Reponse
from habilitations.revues.services.lettres import RELECTEUR
from habilitations.revues.services.ouverture import ouvrir_par_quelqu_un, ouvrir_revue
from habilitations.revues.services.reponses import Dite, repondre
from habilitations.services.reglages import regler
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.revues.revue import (
    gerante,
    jours,
    ligne,
    nuit,
    ouverte,
    partenaire,
)
from tests.habilitations.services.actes import motif_de
from tests.monde import JOUR, MAINTENANT, Monde, acteur, habiliter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def courriels() -> list[str]:
    return sorted(
        Courriel.objects.filter(relecteur=RELECTEUR).values_list("destinataire", flat=True)
    )


class TestOuverture:
    def test_chacun_y_est_une_fois_et_qui_repond_est_prevenu(self, monde: Monde) -> None:
        g = gerante(monde)
        revue = ouverte(monde)
        assert ouvrir_revue(monde.caf.pk, JOUR + jours(9), MAINTENANT) == revue
        assert LigneRevue.objects.count() == 7
        chez = partenaire(monde)
        assert (chez.lignes.count(), chez.par_approbateurs) == (4, False)
        # The neighbour has no manager: its approbateur answers.
        assert courriels() == sorted([g.email, monde.voisins.approbateur.email])
        lettre = Courriel.objects.get(destinataire=g.email, relecteur=RELECTEUR)
        assert f"/droits/revue/{chez.pk}/" in lettre.texte
        assert LigneJournal.objects.filter(action="revue.ouverte").count() == 1

    def test_un_droit_altere_ou_suspendu_n_y_est_pas(self, monde: Monde) -> None:
        Habilitation.objects.filter(utilisateur=monde.passerelles.activite).update(du="2019-01-01")
        ouverte(monde)
        gens = LigneRevue.objects.values_list("utilisateur", flat=True)
        assert monde.passerelles.activite.pk not in gens
        assert len(gens) == 5

    def test_par_qui(self, monde: Monde) -> None:
        for qui in (monde.conseiller, gerante(monde), monde.conseiller_nord):
            with pytest.raises(ActionRefusee) as refus:
                ouvrir_par_quelqu_un(monde.caf.pk, acteur=acteur(qui))
            assert refus.value.interdite
        assert ouvrir_par_quelqu_un(monde.caf.pk, acteur=acteur(monde.responsable)).ouverte_par

    def test_a_sa_date_par_le_portail(self, monde: Monde) -> None:
        regler(monde.caf.pk, acteur=acteur(monde.responsable), revue_mois=2, revue_jour=4)
        nuit(monde, JOUR)
        assert not Revue.objects.exists()
        nuit(monde, JOUR + jours(1))
        assert Revue.objects.get().ouverte_par is None


class TestReponses:
    def dire(self, monde: Monde, par: object, **dites: Dite) -> int:
        reponses = {
            ligne(monde, getattr(monde.passerelles, qui)).pk: dite for qui, dite in dites.items()
        }
        return repondre(partenaire(monde).pk, reponses, acteur=acteur(par))

    def test_chacune_fait_ce_qu_elle_dit_a_l_instant(self, monde: Monde) -> None:
        g = gerante(monde)
        ouverte(monde)
        dernier = JOUR + jours(20)
        dites = {
            "activite": Dite(Reponse.CONTINUE),
            "finances": Dite(Reponse.PART, dernier),
            "approbateur": Dite(Reponse.RETIRER),
        }
        assert self.dire(monde, g, **dites) == 3
        assert self.dire(monde, g, **dites) == 0
        droits = {
            qui: getattr(monde.passerelles, qui).habilitations.get()
            for qui in ("activite", "finances", "approbateur")
        }
        assert [motif_de(d) for d in droits.values()] == [None, None, Motif.RETIRE]
        assert droits["finances"].au == dernier
        assert {e.motif for e in alterations()} == {None}
        journal = LigneJournal.objects.filter(action__in=("droit.borne", "droit.retire"))
        assert {x.auteur_id for x in journal} == {g.pk}
        # What is withdrawn stays so.
        assert self.dire(monde, g, approbateur=Dite(Reponse.CONTINUE)) == 0
        assert motif_de(droits["approbateur"]) == Motif.RETIRE

    def test_refus(self, monde: Monde) -> None:
        g = gerante(monde)
        ouverte(monde)
        for qui in (monde.passerelles.approbateur, monde.voisins.approbateur, monde.conseiller):
            with pytest.raises(partenaire(monde).DoesNotExist):
                self.dire(monde, qui, activite=Dite(Reponse.CONTINUE))
        for dite, champ in (
            (Dite("rien"), "reponse"),
            (Dite(Reponse.PART), "part_le"),
            (Dite(Reponse.PART, JOUR - jours(1)), "part_le"),
        ):
            with pytest.raises(DemandeInvalide) as refus:
                self.dire(monde, g, activite=dite)
            assert refus.value.champ.startswith(champ)
        sienne = {ligne(monde, g).pk: Dite(Reponse.RETIRER)}
        with pytest.raises(DemandeInvalide, match="vos propres droits"):
            repondre(partenaire(monde).pk, sienne, acteur=acteur(g))
        with pytest.raises(DemandeInvalide, match="seul gestionnaire"):
            repondre(partenaire(monde).pk, sienne, acteur=acteur(monde.responsable))
        Revue.objects.update(close_le=MAINTENANT)
        with pytest.raises(ActionRefusee, match="close"):
            self.dire(monde, g, activite=Dite(Reponse.CONTINUE))

    def test_sans_gestionnaire_l_approbateur_repond(self, monde: Monde) -> None:
        ouverte(monde)
        assert self.dire(monde, monde.passerelles.approbateur, finances=Dite(Reponse.CONTINUE)) == 1

    def test_un_depart_enregistre_ne_se_reprend_pas_d_une_reponse(self, monde: Monde) -> None:
        """« Continue » was kept on the review, and the rights ended all the same."""
        g, dernier = gerante(monde), JOUR + jours(20)
        ouverte(monde)
        self.dire(monde, g, finances=Dite(Reponse.PART, dernier))
        for dite, champ in (
            (Dite(Reponse.CONTINUE), "reponse"),
            (Dite(Reponse.PART, dernier + jours(10)), "part_le"),
        ):
            with pytest.raises(DemandeInvalide, match="ne les prolonge pas") as refus:
                self.dire(monde, g, finances=dite)
            assert refus.value.champ.startswith(champ)
        assert ligne(monde, monde.passerelles.finances).reponse == Reponse.PART
        avant = Dite(Reponse.PART, dernier - jours(5))
        assert self.dire(monde, g, finances=avant) == 1
        assert monde.passerelles.finances.habilitations.get().au == avant.part_le

    def test_d_autres_droits_accordes_depuis_laissent_dire_qu_on_continue(
        self, monde: Monde
    ) -> None:
        g = gerante(monde)
        ouverte(monde)
        self.dire(monde, g, finances=Dite(Reponse.PART, JOUR + jours(20)))
        qui = monde.passerelles
        habiliter(qui.finances, qui.gestionnaire, monde.caf, Role.FOURNISSEUR_FINANCES)

        assert self.dire(monde, g, finances=Dite(Reponse.CONTINUE)) == 1
