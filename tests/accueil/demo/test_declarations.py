"""The demonstration, loaded on a Tuesday of an open window: what each declaration of it shows."""

import pytest
from django.utils.timezone import localdate

from declarations.echeances import avec_limite, est_en_retard, saisie_ouverte
from declarations.models import (
    Campagne,
    Declaration,
    Justification,
    Version,
)
from declarations.regles.etats import ActeurDossier, Etat
from declarations.regles.grille import FINANCES, PREVISIONNELLE, REELLE
from declarations.services.acteurs import acteurs_sur
from declarations.services.campagnes import generer_et_lancer
from habilitations.models import (
    Caf,
    Gestionnaire,
)
from habilitations.permissions import Acteur
from portal.accueil.integrite import verifier
from portal.dossiers.models import Derogation
from portal.relances.models import Envoi
from portal.socle.models import ChaineJournal, Courriel, LigneJournal
from portal.socle.verification import premiere_rupture
from subventions.models import (
    Calcul,
    DemandeDiagnostic,
    EtatDiagnostic,
    EtatEffet,
    LigneBareme,
    PropositionBareme,
)
from subventions.ouvertes.services.octrois import preparer
from tests.accueil.demo.lecture import REELLE_EN_COURS, compte, declaration
from tests.monde import JOUR, MAINTENANT

LIEUX_PRINCIPAUX = ("Antenne d’Albertville", "Antenne d’Ugine", "Antenne de Chambéry")
PREVISION_EN_COURS = 2026


@pytest.mark.usefixtures("demo")
class TestDeclarations:
    def test_une_declaration_dans_chaque_etat(self) -> None:
        assert set(Declaration.objects.values_list("etat", flat=True)) == set(Etat)

    def test_deux_exercices_passes_valides(self) -> None:
        principal = Gestionnaire.objects.get(nom="Association Les Passerelles de Savoie")
        for annee in (REELLE_EN_COURS - 2, REELLE_EN_COURS - 1):
            passees = Declaration.objects.filter(annee=annee, dispositif="er")
            assert set(passees.values_list("etat", flat=True)) == {Etat.VALIDEE}
            assert passees.filter(nature=REELLE).values("gestionnaire").distinct().count() == 11
            natures = passees.filter(gestionnaire=principal).values_list("nature", flat=True)
            assert set(natures) == {REELLE, PREVISIONNELLE}

    def test_ce_qui_est_envoye_est_complet(self) -> None:
        envoyees = Version.objects.filter(envoyee_le__isnull=False)
        assert envoyees.count() > 60
        assert not envoyees.filter(empreinte="").exists()
        assert not envoyees.filter(lignes=[]).exists()
        assert not envoyees.filter(passages__isnull=True).exists()

    def test_tout_ce_qui_est_transmis_se_verifie(self) -> None:
        assert list(verifier(("versions", "envois", "calculs", "rejeu", "pieces"))) == []

    def test_rien_ne_se_passe_dans_l_avenir(self) -> None:
        assert not LigneJournal.objects.filter(le__gt=MAINTENANT).exists()
        assert not Declaration.objects.filter(etat_depuis__gt=MAINTENANT).exists()
        assert not Version.objects.filter(validee_le__gt=MAINTENANT).exists()

    def test_chacune_est_appelee_le_jour_de_l_ouverture(self) -> None:
        for une in Declaration.objects.select_related("campagne"):
            assert localdate(une.appelee_le) == une.campagne.ouvre_le, une
            assert une.etat_depuis >= une.appelee_le

    def test_variation_justifiee_par_le_partenaire(self) -> None:
        justifications = Justification.objects.filter(
            version__declaration__equipement__nom="Espace de rencontre du Lac"
        )
        assert justifications.filter(cle="C06:charges").exists()
        assert all(j.texte and j.valeur and j.reference for j in justifications)

    def test_reelle_a_saisir_des_comptes_principaux(self) -> None:
        une = declaration("Espace de rencontre Les Passerelles")
        assert une.etat == Etat.A_SAISIR
        assert saisie_ouverte(une, JOUR)
        lieux = tuple(une.equipement.lieux.values_list("nom", flat=True))
        assert sorted(lieux) == sorted(LIEUX_PRINCIPAUX)
        for nom, role in (
            ("activite", ActeurDossier.FOURNISSEUR_ACTIVITE),
            ("finances", ActeurDossier.FOURNISSEUR_FINANCES),
            ("approbateur", ActeurDossier.APPROBATEUR),
            ("conseiller", ActeurDossier.CONSEILLER),
            ("remplacant", ActeurDossier.CONSEILLER),
            ("ccd", ActeurDossier.LECTEUR_CAF),
        ):
            assert acteurs_sur(Acteur(compte(nom), MAINTENANT), une) == {role}

    @pytest.mark.parametrize("nom", ["delegue", "habilitations", "national", "conseiller.nord"])
    def test_qui_ne_lit_aucun_chiffre_de_savoie(self, nom: str) -> None:
        visibles = Declaration.objects.visibles_par(Acteur(compte(nom), MAINTENANT))
        assert not visibles.filter(caf__code="73").exists()

    def test_derogation_sur_une_fenetre_close(self) -> None:
        une = declaration(
            "Point rencontre itinérant de Maurienne", PREVISIONNELLE, PREVISION_EN_COURS
        )
        assert not une.campagne.fenetre.est_ouverte(JOUR)
        assert saisie_ouverte(une, JOUR)
        assert Derogation.objects.get(dossier=une).accordee_par == compte("conseiller")
        sans = declaration("Espace de rencontre de Moûtiers", PREVISIONNELLE, PREVISION_EN_COURS)
        assert not saisie_ouverte(sans, JOUR)

    def test_retards_encore_ouverts(self) -> None:
        retards = avec_limite(Declaration.objects.all()).filter(est_en_retard(JOUR))
        assert any(saisie_ouverte(une, JOUR) for une in retards.filter(etat=Etat.A_SAISIR))
        assert retards.get(etat=Etat.A_CORRIGER) == declaration("La Ronde du Cambrésis")

    def test_correction_sur_des_champs_nommes(self) -> None:
        une = declaration("Maison du lien de Montmélian")
        volets = {v.nature: v for v in une.version_courante.volets.all()}
        assert une.etat == Etat.A_CORRIGER
        assert volets[FINANCES].champs_ouverts == ["comptes.61", "comptes.62", "resultat_annonce"]
        assert volets["activite"].signe_le is not None

    def test_rectificative_a_cote_de_la_version_validee(self) -> None:
        une = declaration("Espace de rencontre du Pré de l’Âne")
        assert une.etat == Etat.A_CORRIGER
        assert une.version_courante.origine == Version.Origine.RECTIFICATIVE
        assert une.version_en_vigueur.validee_le is not None

    def test_correction_faite_l_an_passe(self) -> None:
        une = declaration("Espace de rencontre Les Passerelles", annee=REELLE_EN_COURS - 1)
        assert [v.numero for v in une.versions.all()] == [1, 2]
        assert une.version_en_vigueur.numero == 2

    def test_estimation_publiee_en_savoie_seulement(self) -> None:
        plafond = LigneBareme.objects.get(parametre="plafond_horaire")
        assert (plafond.caf.code, plafond.source) == ("73", "Valeur de démonstration")
        publies = Calcul.objects.filter(statut="estime", dispositif="er")
        publies = publies.values_list("caf__code", flat=True)
        assert set(publies) == {"73"}
        ailleurs = Calcul.objects.exclude(caf__code="73")
        assert {(c.statut, *c.manquants) for c in ailleurs.filter(dispositif="er")} == {
            ("bareme_non_publie", "plafond_horaire")
        }

    def test_un_diagnostic_dans_chaque_etat_et_une_valeur_a_publier(self) -> None:
        etats = DemandeDiagnostic.objects.values_list("etat", flat=True)
        assert sorted(etats) == sorted(EtatDiagnostic.values)
        (proposition,) = PropositionBareme.objects.en_attente()
        assert proposition.effet.etat == EtatEffet.FAIT
        assert proposition.effet.changees > 0

    def test_la_savoie_a_de_quoi_publier(self) -> None:
        assert preparer(Caf.objects.get(code="73")).octrois

    def test_les_chaines_du_journal_se_verifient(self) -> None:
        chaines = list(ChaineJournal.objects.all())
        assert len(chaines) > 12
        assert [c.cle for c in chaines if premiere_rupture(c) is not None] == []

    def test_la_boite_aux_lettres_a_de_quoi_lire(self) -> None:
        assert Courriel.objects.count() > 5
        destinataires = Courriel.objects.values_list("destinataire", flat=True)
        assert all(adresse.endswith("@demo.example") for adresse in destinataires)
        rappeles = Envoi.objects.values_list("utilisateur", flat=True)
        assert len(set(rappeles)) == len(rappeles) > 5

    def test_la_tache_du_jour_ne_trouve_plus_rien(self) -> None:
        avant = Declaration.objects.count(), Campagne.objects.count()
        assert generer_et_lancer(localdate()) == 0
        assert (Declaration.objects.count(), Campagne.objects.count()) == avant
