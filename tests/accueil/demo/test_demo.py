"""The demonstration, loaded on a Tuesday of an open window: Espaces de rencontre and people."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from declarations.models import (
    Campagne,
    Declaration,
    ReleveControles,
    Version,
)
from declarations.services.releves import a_arreter
from habilitations.models import (
    Adhesion,
    Caf,
    Delegation,
    DossierAdhesion,
    Gestionnaire,
    Habilitation,
    Lieu,
    Revue,
    RevuePartenaire,
    Utilisateur,
)
from portal.accueil.demo import comptes as comptes_demo
from portal.accueil.demo.chargement import Bilan, charger, prolonger
from portal.accueil.groupes import ADMINISTRATION_NATIONALE
from portal.socle.models import LigneJournal
from tests.accueil.demo.lecture import REELLE_EN_COURS, compte, declaration
from tests.monde import JOUR, MAINTENANT


@pytest.mark.usefixtures("demo")
def test_les_totaux_des_controles_sont_arretes() -> None:
    """The nation has some at once, of every Caf; see ``services.releves``."""
    assert a_arreter(MAINTENANT) == []
    assert ReleveControles.objects.filter(constats__gt=0).exists()


@pytest.mark.usefixtures("demo")
class TestPartenaires:
    def test_des_partenaires_dans_trois_caf(self) -> None:
        codes = Caf.objects.filter(adhesions__isnull=False).distinct().values_list("code")
        assert {code for (code,) in codes} == {"16", "59", "73"}
        adherents = Gestionnaire.objects.filter(adhesions__complete_le__isnull=False).distinct()
        assert adherents.count() == 18

    def test_un_partenaire_a_mi_chemin_dans_chaque_cas(self) -> None:
        dossiers = DossierAdhesion.objects.avec_pieces()
        etats = {d.cas: (d.avancement.etat, d.avancement.retenu_par) for d in dossiers}
        assert etats == {
            "a": ("a_verifier", "caf"),
            "b": ("en_cours", "partenaire"),
            "c": ("a_reprendre", "partenaire"),
        }

    def test_un_delegue_un_en_revue_un_suspendu(self) -> None:
        [suspendu] = Adhesion.objects.filter(suspendue_le__isnull=False)
        assert suspendu.gestionnaire.nom == "Communauté de communes des Trois-Vallons"
        delegue = Delegation.objects.get().gestionnaire
        sienne = RevuePartenaire.objects.avec_comptes().get(gestionnaire=delegue)
        assert (sienne.personnes, sienne.restantes, sienne.par_approbateurs) == (5, 3, False)
        assert Revue.objects.ouvertes().get().caf.code == "73"

    def test_un_lieu_ferme_et_un_ouvert_dans_l_exercice(self) -> None:
        assert Lieu.objects.get(ferme_le__year=REELLE_EN_COURS).nom == "Cognac"
        ouverts = Lieu.objects.filter(ouvert_le__year=REELLE_EN_COURS)
        assert {lieu.nom for lieu in ouverts} == {"Barbezieux-Saint-Hilaire", "Soyaux"}

    def test_chacun_a_un_role_et_personne_ne_les_a_tous(self) -> None:
        sans_role = Utilisateur.objects.filter(habilitations=None, affectations=None)
        # But for those who answer by a link, without an account, and those who are joining.
        sans_role = sans_role.filter(invitations_adhesion=None)
        assert not sans_role.filter(reponses_par_lien=None).exists()
        assert not sans_role.filter(is_active=True).exists()
        assert not Utilisateur.objects.filter(is_superuser=True).exists()

    def test_plusieurs_roles_chez_plusieurs_partenaires(self) -> None:
        droits = Habilitation.objects.filter(utilisateur=compte("plusieurs"))
        assert droits.values("gestionnaire").distinct().count() == 3
        assert droits.values("role").distinct().count() == 3
        assert droits.values("caf").distinct().count() == 2


@pytest.mark.usefixtures("demo")
class TestSecondChargement:
    def test_ne_change_rien_et_vite(self) -> None:
        suivis = (Declaration, Version, Campagne, LigneJournal, Utilisateur, Habilitation)
        avant = [modele.objects.count() for modele in suivis]
        mots_de_passe = set(Utilisateur.objects.values_list("password", flat=True))
        debut = time.perf_counter()
        bilan = charger(MAINTENANT + timedelta(hours=3))
        assert time.perf_counter() - debut < 2
        assert bilan == Bilan()
        assert [modele.objects.count() for modele in suivis] == avant
        assert set(Utilisateur.objects.values_list("password", flat=True)) == mots_de_passe

    def test_plus_tard_il_reste_de_quoi_faire(self) -> None:
        jour = JOUR + timedelta(days=70)
        assert charger(MAINTENANT + timedelta(days=70)).fenetres_prolongees == 9
        une = declaration("Espace de rencontre Les Passerelles")
        assert une.campagne.fenetre.est_ouverte(jour)
        assert une.campagne.echeance_le == jour + timedelta(days=20)
        ligne = LigneJournal.objects.sur(une.campagne).last()
        assert ligne.action == "campagne.fenetre_exceptionnelle"
        assert prolonger(jour) == 0

    def test_autre_mot_de_passe_demande(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DEMO_MOT_DE_PASSE", "une-autre-phrase-de-passe")
        assert charger().mots_de_passe == Utilisateur.objects.count()
        assert compte("activite").check_password("une-autre-phrase-de-passe")


@pytest.mark.usefixtures("demo")
class TestComptes:
    @pytest.mark.parametrize("nom", [c.email for c in comptes_demo.COMPTES])
    def test_chacun_se_connecte(self, client, nom: str) -> None:
        identifiants = {
            "login": comptes_demo.adresse(nom),
            "password": comptes_demo.mot_de_passe(),
        }
        reponse = client.post(reverse("account_login"), identifiants)
        assert reponse.status_code == 302
        assert reponse["Location"] == reverse("accueil:a_faire")

    def test_le_national_ouvre_l_administration(self, client) -> None:
        national = compte("national")
        assert national.is_staff
        assert Group.objects.get(user=national).name == ADMINISTRATION_NATIONALE
        client.force_login(national)
        assert client.get(reverse("admin:declarations_seuilcontrole_changelist")).status_code == 200
        assert client.get(reverse("admin:declarations_volet_changelist")).status_code == 403
