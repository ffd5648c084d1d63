"""A diagnostic from the request to the payment: once for each CTG, by whom it is theirs to do."""

import threading
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from portal.dossiers.models import Avis
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from subventions.diagnostics.services.demandes import accepter, payer, refuser, retirer
from subventions.models import Calcul, DemandeDiagnostic, EtatDiagnostic, LigneBareme
from subventions.propositions.services.effet import calculer
from tests.habilitations.fiches import convention_ctg
from tests.monde import JOUR, MAINTENANT, Monde, acteur, nouveau_monde
from tests.subventions.diagnostics.outils import MOTIF, demande
from tests.subventions.propositions.outils import proposee

pytestmark = pytest.mark.usefixtures("fige")


def avis_de(qui: object) -> list[str]:
    return list(Avis.objects.filter(personne=qui).values_list("acte", flat=True))


class TestDemander:
    def test_la_caf_est_prevenue_et_rien_n_est_fige(self, monde: Monde) -> None:
        faite = demande(monde)
        assert (faite.etat, faite.annee, faite.calcul) == (EtatDiagnostic.DEMANDE, 2026, None)
        assert avis_de(monde.conseiller) == ["diagnostic_demande"]
        assert LigneJournal.objects.get(action="diagnostic.demande").details["depense"] == "18000"

    def test_une_fois_par_ctg(self, monde: Monde) -> None:
        ctg = convention_ctg(monde)
        premiere = demande(monde, ctg)
        with pytest.raises(ActionRefusee, match="une fois"):
            demande(monde, ctg)
        refuser(premiere.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
        demande(monde, ctg)
        assert DemandeDiagnostic.objects.count() == 2

    def test_le_meme_envoi_deux_fois(self, monde: Monde) -> None:
        ctg, jeton = convention_ctg(monde), uuid4()
        assert demande(monde, ctg, jeton=jeton) == demande(monde, ctg, jeton=jeton)

    @pytest.mark.parametrize("qui", ["conseiller", "ccd", "national"])
    def test_la_caf_ne_demande_pas(self, monde: Monde, qui: str) -> None:
        with pytest.raises(ActionRefusee) as refus:
            demande(monde, par=acteur(getattr(monde, qui)))
        assert refus.value.interdite

    def test_ni_qui_ne_donne_que_l_activite_ni_un_voisin(self, monde: Monde) -> None:
        for qui in (monde.passerelles.activite, monde.voisins.finances):
            with pytest.raises(ActionRefusee) as refus:
                demande(monde, par=acteur(qui))
            assert refus.value.interdite

    def test_hors_d_une_ctg(self, monde: Monde) -> None:
        with pytest.raises(ActionRefusee, match="territoriale"):
            demande(monde, monde.er.conventions.get())

    @pytest.mark.parametrize(
        ("champs", "champ"),
        [
            ({"depense": "0"}, "depense"),
            ({"facture_le": JOUR + timedelta(days=1)}, "facture_le"),
            ({"facture_le": date(1900, 1, 1)}, "facture_le"),
        ],
    )
    def test_ce_qui_ne_va_pas(self, monde: Monde, champs: dict[str, object], champ: str) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            demande(monde, **champs)
        assert refus.value.champ == champ


class TestDecider:
    def test_accepter_fige_ce_que_le_moteur_calcule(self, monde: Monde) -> None:
        faite = accepter(demande(monde).pk, acteur=acteur(monde.conseiller))
        assert faite.calcul is not None
        assert faite.calcul.montant == Decimal("7500.00")
        assert faite.calcul.est_intact
        assert avis_de(monde.passerelles.finances) == ["diagnostic_accepte"]
        assert avis_de(monde.passerelles.activite) == []
        accepter(faite.pk, acteur=acteur(monde.conseiller))
        assert Calcul.objects.count() == 1

    def test_sans_bareme_rien_ne_s_accorde(self, monde: Monde) -> None:
        faite = demande(monde)
        LigneBareme.objects.filter(dispositif="diagnostic", parametre="plafond").delete()
        with pytest.raises(ActionRefusee, match="n’est pas publié"):
            accepter(faite.pk, acteur=acteur(monde.conseiller))

    @pytest.mark.parametrize("qui", ["hors_portefeuille", "ccd", "responsable", "national"])
    def test_seul_le_conseiller_qui_suit_decide(self, monde: Monde, qui: str) -> None:
        faite, autre = demande(monde), acteur(getattr(monde, qui))
        for acte in (
            lambda: accepter(faite.pk, acteur=autre),
            lambda: refuser(faite.pk, motif=MOTIF, acteur=autre),
            lambda: payer(faite.pk, le=JOUR, acteur=autre),
        ):
            with pytest.raises(ActionRefusee) as refus:
                acte()
            assert refus.value.interdite

    def test_refuser_dit_pourquoi(self, monde: Monde) -> None:
        faite = refuser(demande(monde).pk, motif=MOTIF, acteur=acteur(monde.remplacant))
        assert (faite.etat, faite.decision_motif) == (EtatDiagnostic.REFUSE, MOTIF)
        with pytest.raises(ActionRefusee, match="déjà décidée"):
            accepter(faite.pk, acteur=acteur(monde.conseiller))

    def test_le_partenaire_retire_avant_la_decision(self, monde: Monde) -> None:
        ctg = convention_ctg(monde)
        faite = demande(monde, ctg)
        retirer(faite.pk, motif=MOTIF, acteur=acteur(monde.passerelles.approbateur))
        assert avis_de(monde.conseiller) == ["diagnostic_demande", "diagnostic_retire"][::-1]
        suivante = demande(monde, ctg)
        accepter(suivante.pk, acteur=acteur(monde.conseiller))
        with pytest.raises(ActionRefusee, match="déjà décidée"):
            retirer(suivante.pk, motif=MOTIF, acteur=acteur(monde.passerelles.finances))


class TestPayer:
    def test_une_fois_accepte(self, monde: Monde) -> None:
        conseiller, faite = acteur(monde.conseiller), demande(monde)
        with pytest.raises(ActionRefusee, match="accepté"):
            payer(faite.pk, le=JOUR, acteur=conseiller)
        accepter(faite.pk, acteur=conseiller)
        for le in (JOUR - timedelta(days=1), JOUR + timedelta(days=1)):
            with pytest.raises(DemandeInvalide):
                payer(faite.pk, le=le, acteur=conseiller)
        payee = payer(faite.pk, le=JOUR, acteur=conseiller)
        assert (payee.etat, payee.paye_le) == (EtatDiagnostic.PAYE, JOUR)
        payer(faite.pk, le=JOUR, acteur=conseiller)
        with pytest.raises(ActionRefusee, match="payé le 3 février 2026"):
            payer(faite.pk, le=JOUR + timedelta(days=1), acteur=conseiller)
        assert LigneJournal.objects.filter(action="diagnostic.paye").count() == 1


def test_une_demande_compte_dans_l_effet_d_une_valeur(monde: Monde) -> None:
    conseiller = acteur(monde.conseiller)
    accepter(demande(monde).pk, acteur=conseiller)
    demande(monde, convention_ctg(monde), depense="1000")
    champs = {"dispositif": "diagnostic", "parametre": "taux", "valeur": "0.8", "debut": 2026}
    proposition = proposee(monde, **champs)
    calculer(proposition.pk, MAINTENANT)
    effet = proposition.effet
    effet.refresh_from_db()
    assert (effet.total, effet.changees) == (1, 1)
    assert (effet.avant, effet.apres) == (Decimal("500.00"), Decimal("800.00"))


CONTRAINTES = [
    ("diagnostic_depense_positive", {"depense": 0}),
    ("diagnostic_objet_dit", {"objet": ""}),
    ("diagnostic_decision_complete", {"decide_le": MAINTENANT}),
    ("diagnostic_decision_complete", {"etat": "refuse"}),
    ("diagnostic_paiement_complet", {"paye_le": date(2026, 2, 1)}),
]


@pytest.mark.parametrize(("contrainte", "champs"), CONTRAINTES)
def test_la_base_refuse(monde: Monde, contrainte: str, champs: dict[str, object]) -> None:
    faite = demande(monde)
    faite.pk, faite.jeton, faite._state.adding = None, uuid4(), True
    faite.convention = convention_ctg(monde)
    for champ, valeur in champs.items():
        setattr(faite, champ, valeur)
    with pytest.raises(IntegrityError, match=contrainte), transaction.atomic():
        faite.save()


def test_chaque_contrainte_a_son_cas_et_se_dit_en_francais() -> None:
    contraintes = {c.name: c for c in DemandeDiagnostic._meta.constraints}
    assert set(contraintes) == {nom for nom, _ in CONTRAINTES} | {"diagnostic_un_par_ctg"}
    assert all(str(c.get_violation_error_message()).endswith(".") for c in contraintes.values())


def test_ce_qui_est_demande_ne_change_plus(monde: Monde) -> None:
    faite = demande(monde)
    siennes = DemandeDiagnostic.objects.filter(pk=faite.pk)
    for champs in ({"depense": 1}, {"etat": "paye", "paye_le": JOUR, "paye_par": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            siennes.update(**champs)
    refuser(faite.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    with pytest.raises(IntegrityError, match="diagnostic_fige"), transaction.atomic():
        siennes.update(decision_motif="Autre chose")


@pytest.mark.django_db(transaction=True)
def test_deux_demandes_a_la_fois_pour_une_ctg() -> None:
    monde = nouveau_monde()
    ctg = convention_ctg(monde)
    demande(monde, convention_ctg(monde))
    resultats: list[object] = []
    depart = threading.Barrier(2)

    def demander_une_fois() -> None:
        try:
            depart.wait()
            resultats.append(demande(monde, ctg))
        except ActionRefusee as refus:
            resultats.append(refus)
        finally:
            connection.close()

    fils = [threading.Thread(target=demander_une_fois) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(type(r).__name__ for r in resultats) == ["ActionRefusee", "DemandeDiagnostic"]
