"""Receiving, deciding, concluding: each refusal, and what is done twice."""

from uuid import uuid4

import pytest

from habilitations.adhesions.regles.avancement import Etat
from habilitations.adhesions.services import cloture, pieces
from habilitations.models import Adhesion, PieceAdhesion
from portal.socle.models import Document, LigneJournal
from portal.socle.refus import DemandeInvalide
from tests.habilitations.adhesions.dossiers import (
    MOTIF,
    acceptee,
    complet,
    ouvert,
    recue,
    refusee,
    rempli,
)
from tests.habilitations.adhesions.journal import actions
from tests.monde import DEBUT, JOUR, MAINTENANT, SIRETS, Monde, acteur, amender
from tests.refus import acte_impossible, acte_interdit
from tests.socle import fichiers

pytestmark = pytest.mark.django_db
AUTRE_PDF = fichiers.PDF + b"%%EOF"


class TestRecevoir:
    def test_une_piece_est_a_verifier(self, monde: Monde) -> None:
        dossier = ouvert(monde)
        piece = recue(monde, dossier)

        assert dossier.avancement.etat == Etat.A_VERIFIER
        assert piece.document.caf_id == monde.caf.pk
        assert actions()[-1] == "adhesion.piece_recue"

    def test_un_second_clic(self, monde: Monde) -> None:
        dossier, jeton = ouvert(monde), uuid4()
        assert recue(monde, dossier, jeton=jeton) == recue(monde, dossier, jeton=jeton)
        assert Document.objects.count() == 1

    def test_un_second_clic_apres_la_cloture(self, monde: Monde) -> None:
        dossier, jeton = ouvert(monde), uuid4()
        piece = recue(monde, dossier, jeton=jeton)
        responsable = acteur(monde.responsable)
        pieces.accepter(dossier.pk, piece.pk, acteur=responsable)
        cloture.conclure(dossier.pk, acteur=responsable)
        assert recue(monde, dossier, jeton=jeton) == piece

    def test_une_seule_par_genre(self, monde: Monde) -> None:
        dossier = ouvert(monde)
        recue(monde, dossier)
        with acte_impossible("PJ 3 » est déjà reçue"):
            recue(monde, dossier, contenu=AUTRE_PDF)

    def test_une_autre_apres_un_refus(self, monde: Monde) -> None:
        """The page found again holds the token of the first one: another file is another paper."""
        dossier, jeton = ouvert(monde), uuid4()
        premiere = recue(monde, dossier, jeton=jeton)
        pieces.refuser(dossier.pk, premiere.pk, motif=MOTIF, acteur=acteur(monde.responsable))
        seconde = recue(monde, dossier, contenu=AUTRE_PDF, jeton=jeton)

        assert seconde != premiere
        assert dossier.avancement.etat == Etat.A_VERIFIER

    def test_pas_celle_qui_a_ete_refusee(self, monde: Monde) -> None:
        dossier = ouvert(monde)
        refusee(monde, dossier)
        with pytest.raises(DemandeInvalide, match="celui qui a été refusé"):
            recue(monde, dossier)

    def test_pas_une_piece_que_le_cas_ne_demande_pas(self, monde: Monde) -> None:
        with acte_impossible("n’attend pas"):
            recue(monde, ouvert(monde), "convention_mcp")

    def test_ni_un_fichier_vide(self, monde: Monde) -> None:
        with pytest.raises(DemandeInvalide, match="vide") as refus:
            recue(monde, ouvert(monde), contenu=b"")
        assert refus.value.champ == "fichier"

    def test_ni_par_un_autre(self, monde: Monde) -> None:
        with acte_interdit():
            recue(monde, ouvert(monde), qui=monde.conseiller)
        assert not Document.objects.exists()


class TestDecider:
    def test_accepter_puis_conclure(self, monde: Monde) -> None:
        dossier = ouvert(monde)
        acceptee(monde, dossier)
        assert dossier.avancement.etat == Etat.A_CONCLURE
        assert actions()[-1] == "adhesion.piece_acceptee"

    def test_refuser_dit_pourquoi(self, monde: Monde) -> None:
        dossier = ouvert(monde)
        piece = refusee(monde, dossier)
        assert (piece.motif, piece.decidee_le) == (MOTIF, MAINTENANT)
        assert dossier.avancement.etat == Etat.A_REPRENDRE
        assert LigneJournal.objects.get(action="adhesion.piece_refusee").motif == MOTIF

    def test_revenir_sur_une_acceptation(self, monde: Monde) -> None:
        dossier = ouvert(monde)
        piece, responsable = acceptee(monde, dossier), acteur(monde.responsable)
        pieces.refuser(dossier.pk, piece.pk, motif=MOTIF, acteur=responsable)
        assert dossier.avancement.etat == Etat.A_REPRENDRE

    def test_pas_sur_un_refus(self, monde: Monde) -> None:
        dossier = ouvert(monde)
        piece = refusee(monde, dossier)
        with acte_impossible("a été refusée"):
            pieces.accepter(dossier.pk, piece.pk, acteur=acteur(monde.responsable))

    def test_deux_fois(self, monde: Monde) -> None:
        dossier, responsable = ouvert(monde, "b"), acteur(monde.responsable)
        bonne, mauvaise = acceptee(monde, dossier, "pj1"), refusee(monde, dossier, "pj2")
        pieces.accepter(dossier.pk, bonne.pk, acteur=responsable)
        pieces.refuser(dossier.pk, mauvaise.pk, motif=MOTIF, acteur=responsable)
        assert actions().count("adhesion.piece_acceptee") == 1
        assert actions().count("adhesion.piece_refusee") == 1

    def test_la_piece_d_un_autre_dossier(self, monde: Monde) -> None:
        piece = recue(monde, ouvert(monde))
        autre = ouvert(monde, siret=SIRETS[3])
        with pytest.raises(PieceAdhesion.DoesNotExist):
            pieces.accepter(autre.pk, piece.pk, acteur=acteur(monde.responsable))


class TestConclure:
    @pytest.mark.parametrize("cas", ["a", "b", "c"])
    def test_l_adhesion_commence_ce_jour_la(self, monde: Monde, cas: str) -> None:
        dossier = complet(monde, cas)
        adhesion = Adhesion.objects.get(pk=dossier.adhesion_id)
        assert (adhesion.complete_le, adhesion.mode) == (JOUR, "delegue")
        assert actions()[-1] == "adhesion.complete"

    def test_celle_qui_etait_complete_garde_sa_date_et_son_mode(self, monde: Monde) -> None:
        dossier = complet(monde, siret=SIRETS[0])
        adhesion = Adhesion.objects.get(pk=dossier.adhesion_id)
        assert (adhesion.complete_le, adhesion.mode) == (DEBUT, "non_delegue")

    def test_deux_fois(self, monde: Monde) -> None:
        dossier = complet(monde)
        cloture.conclure(dossier.pk, acteur=acteur(monde.responsable))
        assert actions().count("adhesion.complete") == 1

    def test_il_manque_une_piece(self, monde: Monde) -> None:
        dossier = ouvert(monde, "b")
        for genre in dossier.attendues[:-1]:
            acceptee(monde, dossier, genre)
        with acte_impossible("à accepter : PJ 3"):
            cloture.conclure(dossier.pk, acteur=acteur(monde.responsable))

    def test_suspendue_entre_temps(self, monde: Monde) -> None:
        dossier = rempli(monde)
        amender(
            Adhesion.objects.filter(pk=dossier.adhesion_id),
            suspendue_le=JOUR,
            suspendue_motif="Contrôle",
        )
        with acte_impossible("suspendue"):
            cloture.conclure(dossier.pk, acteur=acteur(monde.responsable))

    @pytest.mark.parametrize("qui", ["conseiller", "conseiller_nord", "national"])
    def test_par_un_autre(self, monde: Monde, qui: str) -> None:
        dossier, autre = rempli(monde), acteur(getattr(monde, qui))
        for acte in (
            lambda: cloture.conclure(dossier.pk, acteur=autre),
            lambda: cloture.classer_sans_suite(dossier.pk, motif=MOTIF, acteur=autre),
        ):
            with acte_interdit():
                acte()

    def test_classer_sans_suite_deux_fois(self, monde: Monde) -> None:
        dossier, responsable = rempli(monde), acteur(monde.responsable)
        for _ in range(2):
            cloture.classer_sans_suite(dossier.pk, motif=MOTIF, acteur=responsable)
        assert actions().count("adhesion.sans_suite") == 1
        with acte_impossible("sans suite"):
            cloture.conclure(dossier.pk, acteur=responsable)

    def test_un_dossier_clos_ne_bouge_plus(self, monde: Monde) -> None:
        dossier, responsable = complet(monde), acteur(monde.responsable)
        piece = dossier.pieces.get()
        for acte in (
            lambda: recue(monde, dossier, contenu=AUTRE_PDF),
            lambda: pieces.refuser(dossier.pk, piece.pk, motif=MOTIF, acteur=responsable),
            lambda: cloture.classer_sans_suite(dossier.pk, motif=MOTIF, acteur=responsable),
        ):
            with acte_impossible("complet"):
                acte()
