"""Who is reminded of what: rights of the day, what is missing, deadlines of all kinds."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from declarations.models import Declaration
from declarations.regles.calendrier import Fenetre
from declarations.regles.grille import ACTIVITE, FINANCES
from declarations.services.fenetres import fixer_fenetre
from habilitations.models import Adhesion, Habilitation, Role
from portal.dossiers.models import Derogation
from portal.relances.models import EtapeRelance
from portal.relances.services.plan import plan
from tests.declarations.remplir import demander_correction, jusqu_a
from tests.monde import MAINTENANT, Monde, amender, changer, habiliter, personne
from tests.relances.campagnes import ECHEANCE, appelee, autre_er, plan_du, signer, terminer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]

J15 = date(2026, 3, 16)
SAISIR_A = "Saisir et signer les données d’activité"
SAISIR_F = "Saisir et signer les données financières"
APPROUVER = "Relire, approuver et transmettre à la Caf"


def test_chacun_pour_sa_part(monde: Monde) -> None:
    declaration = appelee(monde)
    assert plan_du(J15) == {"Alice": [("J-15", SAISIR_A)], "Fabien": [("J-15", SAISIR_F)]}

    signer(declaration, ACTIVITE, monde.passerelles.activite)
    assert plan_du(J15) == {"Fabien": [("J-15", SAISIR_F)]}

    signer(declaration, FINANCES, monde.passerelles.finances)
    assert plan_du(J15) == {"Agathe": [("J-15", APPROUVER)]}

    terminer(declaration)
    assert plan_du(J15) == {}


def test_une_declaration_transmise_ne_concerne_plus_personne(monde: Monde) -> None:
    declaration = appelee(monde)
    jusqu_a(declaration, monde, "transmise")
    assert plan_du(J15) == {}


def test_rien_avant_la_premiere_etape_ni_avant_l_ouverture(monde: Monde) -> None:
    appelee(monde, ouvre=date(2026, 3, 20))
    assert plan_du(date(2026, 2, 28)) == {}
    assert plan_du(date(2026, 3, 19)) == {}
    assert plan_du(date(2026, 3, 20)) != {}


def test_une_seule_lettre_pour_tout_ce_qui_manque(monde: Monde) -> None:
    appelee(monde)
    appelee(monde, equipement=autre_er(monde))
    appelee(monde, nature="previsionnelle", annee=2026, echeance=date(2026, 3, 23))
    [alice] = [x for x in plan(J15) if x.destinataire.prenom == "Alice"]
    assert [(o.libelle_etape, o.dossier.libelle) for o in alice.objets] == [
        ("J-7", "Prévisionnelle 2026"),
        ("J-15", "Réelle 2025"),
        ("J-15", "Réelle 2025"),
    ]


class TestDroits:
    """Only rights active on that day, and only what they cover."""

    def test_ni_voisin_ni_gestionnaire_des_droits(self, monde: Monde) -> None:
        delegue = personne("delegue", "Dominique")
        habiliter(
            delegue, monde.passerelles.gestionnaire, monde.caf, Role.GESTIONNAIRE_HABILITATIONS
        )
        appelee(monde)
        assert set(plan_du(J15)) == {"Alice", "Fabien"}

    @pytest.mark.parametrize(
        "changement",
        [
            {"au": J15 - timedelta(days=1)},
            {"du": J15 + timedelta(days=1)},
            {"suspendue_le": MAINTENANT, "suspendue_motif": "Départ"},
            {"tous_equipements": False},
        ],
    )
    def test_un_droit_qui_ne_vaut_pas_ce_jour_la(
        self, monde: Monde, changement: dict[str, object]
    ) -> None:
        appelee(monde)
        droits = Habilitation.objects.filter(utilisateur=monde.passerelles.activite)
        changer(droits, **changement)
        assert set(plan_du(J15)) == {"Fabien"}

    def test_le_dernier_jour_d_un_droit_compte(self, monde: Monde) -> None:
        appelee(monde)
        changer(Habilitation.objects.filter(utilisateur=monde.passerelles.activite), au=J15)
        assert "Alice" in plan_du(J15)

    def test_un_droit_sur_un_autre_equipement_seulement(self, monde: Monde) -> None:
        appelee(monde)
        ailleurs = autre_er(monde)
        droit = Habilitation.objects.get(utilisateur=monde.passerelles.activite)
        changer([droit], equipements=[ailleurs])
        assert "Alice" not in plan_du(J15)
        changer([droit], equipements=[ailleurs, monde.er])
        assert "Alice" in plan_du(J15)

    def test_un_compte_ferme_et_une_adhesion_suspendue(self, monde: Monde) -> None:
        appelee(monde)
        monde.passerelles.activite.is_active = False
        monde.passerelles.activite.save()
        assert set(plan_du(J15)) == {"Fabien"}
        amender(Adhesion.objects.all(), suspendue_le=J15, suspendue_motif="Précaution")
        assert plan_du(J15) == {}

    def test_un_equipement_passe_a_un_autre_siret(self, monde: Monde) -> None:
        appelee(monde)
        monde.er.gestionnaire = monde.voisins.gestionnaire
        monde.er.save()
        voisine = [x.destinataire.email for x in plan(J15)]
        assert voisine == [monde.voisins.activite.email, monde.voisins.finances.email]


class TestEcheances:
    def test_une_echeance_reculee_a_ses_propres_etapes(self, monde: Monde) -> None:
        appelee(monde)
        nouvelle = Fenetre(date(2026, 1, 16), date(2026, 4, 10), date(2026, 4, 30))
        fixer_fenetre(monde.caf, "er", "reelle", 2025, nouvelle)
        assert plan_du(J15)["Alice"] == [("J-30", SAISIR_A)]
        assert plan_du(date(2026, 3, 26))["Alice"] == [("J-15", SAISIR_A)]
        assert plan_du(date(2026, 4, 1))["Alice"] == [("J-15", SAISIR_A)]

    def test_une_derogation_recule_l_echeance_d_un_seul_dossier(self, monde: Monde) -> None:
        declaration = appelee(monde)
        appelee(monde, equipement=autre_er(monde))
        Derogation.objects.create(
            dossier=declaration,
            motif="Incendie des locaux",
            accordee_par=monde.conseiller,
            accordee_le=MAINTENANT,
            expire_le=date(2026, 5, 15),
        )
        assert plan_du(date(2026, 4, 1))["Alice"] == [("J+1", SAISIR_A)]
        apres = plan(date(2026, 5, 16))
        objets = {o.dossier.pk: o for x in apres for o in x.objets}
        limite = objets[declaration.pk].limite
        assert (limite.le, objets[declaration.pk].etape) == (date(2026, 5, 15), 1)
        assert limite.delai == "saisie close depuis le 15 mai 2026"
        assert objets[declaration.pk].adresse == objets[declaration.pk].dossier.adresse

    def test_une_correction_compte_ses_jours_de_sa_propre_date(self, monde: Monde) -> None:
        declaration = appelee(monde)
        jusqu_a(declaration, monde, "en_instruction")
        demander_correction(declaration, monde, volets=(FINANCES,), pour_le=date(2026, 6, 10))
        assert plan_du(ECHEANCE) == {}
        assert plan_du(date(2026, 6, 9)) == {
            "Fabien": [("J-1", "Corriger et signer les données financières")]
        }

    def test_la_saisie_close_se_dit(self, monde: Monde) -> None:
        appelee(monde, "clas", annee=2025, echeance=date(2026, 7, 15), ferme=date(2026, 7, 15))
        [alice, _] = plan(date(2026, 7, 16))
        assert alice.objets[0].libelle_etape == "J+1"
        assert alice.objets[0].limite.delai == "saisie close depuis le 15 juillet 2026"


class TestEtapes:
    """National by default, each stopped or completed by a Caf."""

    def test_une_caf_a_les_siennes(self, monde: Monde) -> None:
        appelee(monde)
        propre = {"caf": monde.caf, "source": "Choix de la Caf", "marque": "P"}
        EtapeRelance.objects.create(jours=-15, active=False, **propre)
        EtapeRelance.objects.create(jours=-10, **propre)
        assert plan_du(J15)["Alice"] == [("J-30", SAISIR_A)]
        assert plan_du(date(2026, 3, 21))["Alice"] == [("J-10", SAISIR_A)]
        etapes = EtapeRelance.objects.par_caf()
        assert etapes.de(monde.caf.pk) == (-30, -10, -7, -1, 1, 7)
        assert etapes.de(monde.autre_caf.pk) == (-30, -15, -7, -1, 1, 7)


def test_le_nombre_de_requetes_ne_depend_pas_du_nombre_de_dossiers(monde: Monde) -> None:
    appelee(monde)
    with CaptureQueriesContext(
        connection,
    ) as une:
        plan(J15)
    for i in range(4):
        appelee(monde, equipement=autre_er(monde, f"Espace {i}"))
    appelee(monde, equipement=monde.er_voisin)
    with CaptureQueriesContext(connection) as six:
        lettres = plan(J15)
    assert len(lettres) == 4
    assert len(six) == len(une) <= 15
    assert all(r["sql"].startswith("SELECT") for r in six)
    assert Declaration.objects.count() == 6
