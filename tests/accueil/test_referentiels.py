"""Loading of the reference data: complete, idempotent, and careful with what people wrote."""

from decimal import Decimal
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from declarations.models import RegleCalendrier, SeuilControle
from declarations.services.contenu.evaluation import seuils as seuils_en_vigueur
from declarations.services.referentiels import charger_calendrier, charger_seuils
from habilitations.models import Caf, Utilisateur
from habilitations.services import charger_cafs
from habilitations.services.cafs import noms_des_cafs
from portal.accueil.groupes import ADMINISTRATION_NATIONALE, DROITS
from portal.accueil.referentiels import charger_referentiels
from portal.socle.models import LigneJournal
from subventions.models import LigneBareme

METROPOLE = {f"{n:02d}" for n in range(1, 96) if n != 20} | {"2A", "2B"}
OUTRE_MER = {"971", "972", "973", "974"}

pytestmark = pytest.mark.django_db


def regle(dispositif: str = "er", nature: str = "reelle", numero: int = 0) -> RegleCalendrier:
    return RegleCalendrier.objects.get(
        caf=None, dispositif=dispositif, nature=nature, numero=numero
    )


class TestCafs:
    def test_les_cent_caf_departementales(self) -> None:
        charger_cafs()
        assert Caf.objects.count() == 100
        assert set(Caf.objects.values_list("code", flat=True)) == METROPOLE | OUTRE_MER

    @pytest.mark.parametrize(
        ("code", "nom"),
        [
            ("01", "Caf de l’Ain"),
            ("2A", "Caf de la Corse-du-Sud"),
            ("13", "Caf des Bouches-du-Rhône"),
            ("16", "Caf de la Charente"),
            ("25", "Caf du Doubs"),
            ("35", "Caf d’Ille-et-Vilaine"),
            ("41", "Caf de Loir-et-Cher"),
            ("59", "Caf du Nord"),
            ("73", "Caf de la Savoie"),
            ("75", "Caf de Paris"),
            ("974", "Caf de La Réunion"),
        ],
    )
    def test_noms_usuels(self, code: str, nom: str) -> None:
        assert noms_des_cafs()[code] == nom

    def test_les_noms_sont_distincts(self) -> None:
        noms = noms_des_cafs().values()
        assert len(set(noms)) == len(noms)
        assert all(nom.startswith(("Caf de ", "Caf du ", "Caf des ", "Caf d’")) for nom in noms)
        assert not any("'" in nom for nom in noms)

    def test_coordonnees_jamais_ecrasees(self) -> None:
        Caf.objects.create(
            code="73", nom="Caf 73", telephone="04 65 71 00 73", email="contact@caf73.example"
        )
        bilan = charger_cafs()
        caf = Caf.objects.get(code="73")
        assert (caf.telephone, caf.email) == ("04 65 71 00 73", "contact@caf73.example")
        assert caf.nom == "Caf de la Savoie"
        assert (len(bilan.crees), bilan.alignes) == (99, ("Caf de la Savoie",))

    def test_nom_choisi_par_une_personne_garde(self, admin_client) -> None:
        charger_cafs()
        caf = Caf.objects.get(code="84")
        reponse = admin_client.post(
            reverse("admin:habilitations_caf_change", args=[caf.pk]),
            {"code": "84", "nom": "Caf du Vaucluse", "telephone": "", "email": ""},
        )
        assert reponse.status_code == 302
        assert charger_cafs().gardes == ("Caf du Vaucluse",)


class TestCalendrier:
    def test_regles_du_domaine(self) -> None:
        charger_calendrier()
        assert RegleCalendrier.objects.count() == 9
        reelle = regle()
        assert (reelle.ouverture_jour, reelle.ouverture_mois, reelle.ouverture_decalage) == (
            16,
            1,
            1,
        )
        assert (reelle.echeance_jour, reelle.echeance_mois, reelle.marque) == (31, 3, "P")
        assert regle("clas").delai_saisie == 0

    def test_date_changee_jamais_reprise(self) -> None:
        charger_calendrier()
        RegleCalendrier.objects.filter(pk=regle().pk).update(echeance_jour=30, source="Courrier")
        bilan = charger_calendrier()
        assert len(bilan.gardes) == 1
        assert (regle().echeance_jour, regle().source) == (30, "Courrier")

    def test_source_et_marque_suivent_le_fichier(self) -> None:
        charger_calendrier()
        RegleCalendrier.objects.filter(pk=regle().pk).update(source="Ancienne", marque="H")
        assert len(charger_calendrier().alignes) == 1
        assert regle().source == "Calendrier publié des déclarations réelles"
        assert regle().marque == "P"

    def test_une_regle_locale_n_est_pas_une_regle_nationale(self) -> None:
        charger_cafs()
        caf = Caf.objects.get(code="73")
        locale = RegleCalendrier.objects.create(
            caf=caf,
            dispositif="er",
            nature="reelle",
            ouverture_jour=1,
            ouverture_mois=2,
            ouverture_decalage=1,
            echeance_jour=15,
            echeance_mois=4,
            echeance_decalage=1,
            source="Courrier de la Caf",
            marque="P",
        )
        charger_calendrier()
        locale.refresh_from_db()
        assert (locale.echeance_jour, locale.source) == (15, "Courrier de la Caf")
        assert regle().echeance_jour == 31


class TestSeuils:
    def test_seuils_du_domaine(self) -> None:
        charger_seuils()
        seuils = dict(SeuilControle.objects.values_list("code", "valeur"))
        assert seuils == {
            "C06.ecart": Decimal(10),
            "C07.ecart": Decimal(10),
            "C12.minimum": Decimal(8),
            "C12.maximum": Decimal(12),
            "C21.ecart": Decimal(15),
        }

    def test_un_seuil_pas_encore_charge_a_sa_valeur_de_reference(self) -> None:
        SeuilControle.objects.all().delete()
        assert seuils_en_vigueur()["C12.maximum"] == Decimal(12)

    def test_valeur_changee_jamais_reprise(self) -> None:
        charger_seuils()
        SeuilControle.objects.filter(code="C06.ecart").update(valeur=15)
        charger_seuils()
        assert SeuilControle.objects.get(code="C06.ecart").valeur == 15

    def test_source_corrigee_dans_l_administration_gardee(self, admin_client) -> None:
        """Same value, but a person wrote where it comes from: the file does not know better."""
        charger_seuils()
        seuil = SeuilControle.objects.get(code="C07.ecart")
        reponse = admin_client.post(
            reverse("admin:declarations_seuilcontrole_change", args=[seuil.pk]),
            {
                "valeur": "10",
                "libelle": seuil.libelle,
                "source": "Circulaire lue en comité",
                "marque": "S",
                "_confirme": "Confirmer",
            },
        )
        assert reponse.status_code == 302
        assert LigneJournal.objects.sur(seuil).get().action == "administration.modifie"
        assert charger_seuils().gardes == ("C07.ecart",)
        seuil.refresh_from_db()
        assert (seuil.source, seuil.marque) == ("Circulaire lue en comité", "S")


class TestCommande:
    def test_charge_tout_puis_plus_rien(self) -> None:
        call_command("charger_referentiels", stdout=(premiere := StringIO()))
        assert "Caf : 100\u00a0ajouts" in premiere.getvalue()
        assert LigneBareme.objects.filter(caf__code="16").exists()
        ligne = LigneJournal.objects.get(action="referentiels.charges")
        assert (ligne.auteur_libelle, len(ligne.details["Caf"])) == ("Portail", 100)
        assert not any(chargement.a_change for chargement in charger_referentiels())
        assert LigneJournal.objects.filter(action="referentiels.charges").count() == 1

    def test_se_tait_quand_on_le_demande(self) -> None:
        call_command("charger_referentiels", verbosity=0, stdout=(sortie := StringIO()))
        assert sortie.getvalue() == ""

    def test_aucun_plafond_horaire_national(self) -> None:
        """The hourly ceiling of ER is unknown: no reference data may invent it (DOMAINE §4)."""
        charger_referentiels()
        assert not LigneBareme.objects.filter(parametre="plafond_horaire").exists()


class TestAdministrationNationale:
    @pytest.fixture
    def national(self, client) -> Utilisateur:
        charger_referentiels()
        personne = Utilisateur.objects.create_user("n@exemple.test", is_staff=True)
        personne.groups.add(Group.objects.get(name=ADMINISTRATION_NATIONALE))
        client.force_login(personne)
        return personne

    def test_toutes_les_permissions_existent(self) -> None:
        charger_referentiels()
        groupe = Group.objects.get(name=ADMINISTRATION_NATIONALE)
        assert groupe.permissions.count() == sum(len(verbes) for verbes in DROITS.values())

    def test_permission_ajoutee_a_la_main_retiree(self, national) -> None:
        groupe = Group.objects.get(name=ADMINISTRATION_NATIONALE)
        groupe.permissions.clear()
        assert [c.alignes for c in charger_referentiels() if c.a_change] == [
            (ADMINISTRATION_NATIONALE,)
        ]

    @pytest.mark.parametrize("modele", ["campagne", "reglecalendrier", "seuilcontrole"])
    def test_regle_la_maison(self, client, national, modele: str) -> None:
        adresse = reverse(f"admin:declarations_{modele}_changelist")
        assert client.get(adresse).status_code == 200

    @pytest.mark.parametrize("modele", ["declaration", "version", "volet", "passagecontroles"])
    def test_ne_lit_aucun_chiffre_de_partenaire(self, client, national, modele: str) -> None:
        adresse = reverse(f"admin:declarations_{modele}_changelist")
        assert client.get(adresse).status_code == 403

    def test_une_regle_nationale_ne_se_supprime_pas(self, client, national) -> None:
        adresse = reverse("admin:declarations_reglecalendrier_delete", args=[regle().pk])
        assert client.get(adresse).status_code == 403
