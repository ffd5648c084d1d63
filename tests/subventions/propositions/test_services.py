"""Proposing, publishing, correcting: by two people, and nothing is rewritten."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from habilitations.models import Caf, Fonction
from portal.dossiers.models import Avis
from portal.socle.documents import est_intact
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from subventions.models import LigneBareme, PropositionBareme
from subventions.propositions.services.effet import calculer, redemander
from subventions.propositions.services.proposition import proposer
from subventions.propositions.services.publication import publier
from subventions.services import bareme_applicable
from tests.monde import MAINTENANT, Monde, acteur, agent
from tests.socle import fichiers
from tests.subventions.propositions.outils import MOTIF, proposee, publiee, seconde, valeur

pytestmark = pytest.mark.usefixtures("fige")


def plafonds(caf: Caf | None = None) -> list[str | None]:
    """The hourly ceiling from 2023 to 2027."""
    baremes = [
        bareme_applicable("er", annee, caf.pk if caf else None) for annee in range(2023, 2028)
    ]
    return [b["plafond_horaire"].valeur if "plafond_horaire" in b else None for b in baremes]


class TestProposer:
    def test_rien_ne_change_avant_la_publication(self, monde: Monde) -> None:
        proposition = proposee(monde)
        assert proposition.est_en_attente
        assert est_intact(proposition.document)
        assert (proposition.document.gestionnaire_id, proposition.document.caf_id) == (None, None)
        assert plafonds() == [None] * 5
        ligne = LigneJournal.objects.get(action="bareme.propose")
        assert (ligne.motif, ligne.details["valeur"], ligne.caf_id) == (MOTIF, "90.00", None)

    def test_le_meme_envoi_deux_fois_n_en_fait_qu_une(self, monde: Monde) -> None:
        jeton, faites = uuid4(), set()
        for _ in range(2):
            fichier = fichiers.televerse(fichiers.PDF, "a.pdf")
            options = {"motif": MOTIF, "fichier": fichier, "jeton": jeton}
            faites.add(proposer(valeur(), acteur=acteur(monde.national), **options).pk)
        assert len(faites) == PropositionBareme.objects.count() == 1

    @pytest.mark.parametrize("qui", ["ccd", "conseiller", "responsable", "conseiller_nord"])
    def test_le_national_est_a_la_cnaf(self, monde: Monde, qui: str) -> None:
        with pytest.raises(ActionRefusee) as refus:
            proposee(monde, par=acteur(getattr(monde, qui)))
        assert refus.value.interdite

    @pytest.mark.parametrize("qui", ["national", "conseiller", "responsable"])
    def test_le_local_est_aux_ccd_de_la_caf(self, monde: Monde, qui: str) -> None:
        with pytest.raises(ActionRefusee) as refus:
            proposee(monde, monde.caf, par=acteur(getattr(monde, qui)))
        assert refus.value.interdite
        with pytest.raises(ActionRefusee):
            proposee(monde, monde.autre_caf)
        assert proposee(monde, monde.caf).document.caf_id == monde.caf.pk

    @pytest.mark.parametrize(
        ("champs", "champ"),
        [
            ({"parametre": "plafond_collectif"}, "parametre"),
            ({"valeur": "abc"}, "valeur"),
            ({"valeur": "0"}, "__all__"),
            ({"parametre": "taux", "valeur": "1.2"}, "valeur"),
            ({"fin": 2024}, "__all__"),
            ({"source": " "}, "source"),
            ({"marque": "X"}, "marque"),
        ],
    )
    def test_ce_qui_ne_serait_pas_une_ligne_est_refuse(
        self, monde: Monde, champs: dict[str, str], champ: str
    ) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            proposee(monde, **champs)
        assert refus.value.champ == champ
        assert not PropositionBareme.objects.exists()

    def test_un_fichier_refuse(self, monde: Monde) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            proposer(
                valeur(),
                motif=MOTIF,
                fichier=fichiers.televerse(fichiers.SCRIPT, "circulaire.pdf"),
                jeton=uuid4(),
                acteur=acteur(monde.national),
            )
        assert refus.value.champ == "fichier"

    def test_qui_peut_publier_est_prevenu(self, monde: Monde) -> None:
        autre, solo = seconde(), proposee(monde, monde.caf)
        assert list(destinataires(solo)) == sorted([monde.national.email, autre.utilisateur.email])
        collegue = agent(monde.caf, Fonction.CHARGE_CONSEIL, "ccd2", "Denis", "Développement")
        assert list(destinataires(proposee(monde, monde.caf))) == [collegue.email]
        assert list(destinataires(proposee(monde))) == [autre.utilisateur.email]

    def test_par_un_avis_aussi_que_chacun_lit(self, monde: Monde) -> None:
        """The nation, asked in place of a Caf without another CCD, reads it too."""
        autre, locale = seconde(), proposee(monde, monde.caf)
        collegue = agent(monde.caf, Fonction.CHARGE_CONSEIL, "ccd2", "Denis", "Développement")
        seconde_locale = proposee(monde, monde.caf)
        for qui, proposition in (
            (monde.national, locale),
            (autre.utilisateur, locale),
            (collegue, seconde_locale),
        ):
            (avis,) = Avis.objects.de(acteur(qui)).filter(acte="bareme_a_publier")
            assert avis.chemin == reverse("propositions:proposition", args=[proposition.pk])
            assert avis.titre == "Une valeur de barème attend d’être publiée"
        assert not Avis.objects.filter(personne=monde.ccd).exists()


def destinataires(proposition: PropositionBareme) -> list[str]:
    ecrits = Courriel.objects.filter(objet_id=proposition.pk, objet__startswith="Une valeur")
    return sorted(ecrits.values_list("destinataire", flat=True))


class TestPublier:
    def test_une_autre_personne_que_celle_qui_propose(self, monde: Monde) -> None:
        proposition = proposee(monde)
        calculer(proposition.pk, MAINTENANT)
        with pytest.raises(ActionRefusee, match="une autre personne") as refus:
            publier(proposition.pk, acteur=acteur(monde.national))
        assert refus.value.interdite
        faite = publier(proposition.pk, acteur=seconde())
        assert plafonds() == [None, None, "90.00", "90.00", "90.00"]
        assert faite.ligne is not None
        assert (faite.ligne.source, faite.ligne.document) == (faite.source, faite.document)
        journal = LigneJournal.objects.get(action="bareme.publie")
        assert journal.auteur_id == seconde().utilisateur.pk
        assert journal.details["propose_par"] == monde.national.pk

    def test_une_seconde_fois_ne_fait_rien(self, monde: Monde) -> None:
        proposition = publiee(monde)
        publier(proposition.pk, acteur=seconde())
        assert LigneBareme.objects.count() == 1
        assert LigneJournal.objects.filter(action="bareme.publie").count() == 1
        tierce = agent(None, Fonction.ADMINISTRATEUR_NATIONAL, "tierce", "Théa", "Tierce")
        with pytest.raises(ActionRefusee, match="a été publiée par Solène"):
            publier(proposition.pk, acteur=acteur(tierce))

    def test_l_effet_se_lit_d_abord(self, monde: Monde) -> None:
        proposition = proposee(monde)
        with pytest.raises(ActionRefusee, match="pas encore calculé"):
            publier(proposition.pk, acteur=seconde())

    def test_un_effet_depasse_se_recalcule(self, monde: Monde) -> None:
        premiere, derniere = proposee(monde), proposee(monde, valeur="95")
        for proposition in (premiere, derniere):
            calculer(proposition.pk, MAINTENANT)
        publier(premiere.pk, acteur=seconde())
        with pytest.raises(ActionRefusee, match="Le barème a changé"):
            publier(derniere.pk, acteur=seconde())
        redemander(derniere.pk, acteur=seconde())
        calculer(derniere.pk, MAINTENANT)
        publier(derniere.pk, acteur=seconde())
        assert plafonds()[2:] == ["95.00"] * 3

    @pytest.mark.parametrize("qui", ["conseiller", "responsable", "ccd"])
    def test_les_autres_ne_publient_pas(self, monde: Monde, qui: str) -> None:
        proposition = proposee(monde)
        with pytest.raises(ActionRefusee) as refus:
            publier(proposition.pk, acteur=acteur(getattr(monde, qui)))
        assert refus.value.interdite

    def test_une_valeur_locale_par_un_collegue_ou_par_la_cnaf(self, monde: Monde) -> None:
        collegue = agent(monde.caf, Fonction.CHARGE_CONSEIL, "ccd2", "Denis", "Développement")
        locale = proposee(monde, monde.caf)
        calculer(locale.pk, MAINTENANT)
        publier(locale.pk, acteur=acteur(collegue))
        assert plafonds(monde.caf)[2] == "90.00"
        assert plafonds(monde.autre_caf)[2] is None
        publiee(monde, monde.caf, valeur="80", debut=2026)
        assert plafonds(monde.caf)[2:] == ["90.00", "80.00", "80.00"]


class TestCorriger:
    def test_la_correction_remplace_et_l_ancienne_reste(self, monde: Monde) -> None:
        ancienne = publiee(monde).ligne
        publiee(monde, valeur="85")
        assert plafonds()[2:] == ["85.00"] * 3
        assert ancienne is not None
        ancienne.refresh_from_db()
        assert (ancienne.valeur, ancienne.fin) == (Decimal("90"), None)
        assert ancienne.remplacee_le == MAINTENANT

    def test_a_partir_d_un_exercice_l_ancienne_s_arrete(self, monde: Monde) -> None:
        ancienne = publiee(monde, debut=2023).ligne
        publiee(monde, valeur="85", debut=2026)
        assert plafonds() == ["90.00", "90.00", "90.00", "85.00", "85.00"]
        assert ancienne is not None
        ancienne.refresh_from_db()
        assert (ancienne.fin, ancienne.remplacee_le) == (2025, None)

    def test_au_milieu_l_ancienne_reprend_ensuite(self, monde: Monde) -> None:
        ancienne = publiee(monde, debut=2023).ligne
        publiee(monde, valeur="85", debut=2025, fin=2025)
        assert plafonds() == ["90.00", "90.00", "85.00", "90.00", "90.00"]
        suite = LigneBareme.objects.get(suite_de=ancienne)
        assert ancienne is not None
        assert (suite.debut, suite.fin, suite.document) == (2026, None, ancienne.document)

    def test_plusieurs_lignes_a_la_fois(self, monde: Monde) -> None:
        publiee(monde, debut=2023, fin=2024)
        publiee(monde, valeur="85", debut=2025, fin=2026)
        publiee(monde, valeur="70", debut=2024, fin=2025)
        assert plafonds() == ["90.00", "70.00", "70.00", "85.00", None]
