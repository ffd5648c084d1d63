"""The demonstration: its CLAS projects and its CTG coordinations."""

from decimal import Decimal

import pytest

from declarations.echeances import saisie_ouverte
from declarations.models import Declaration, Justification, RepriseElan, SaisieAssistee
from declarations.models.calendrier import Nature
from declarations.regles.etats import ActeurDossier, Etat
from declarations.regles.grille import ACTIVITE, FINANCES, PREVISIONNELLE, REELLE
from declarations.services.acteurs import acteurs_sur
from declarations.services.contenu import contenu_de
from habilitations.models import Equipement, PosteConventionne, TransfertEquipement
from habilitations.permissions import Acteur
from subventions.models import Calcul
from tests.accueil.demo.lecture import compte, declaration
from tests.monde import JOUR, MAINTENANT

pytestmark = pytest.mark.usefixtures("demo")
# On 3 February 2026 the réelle under way is that of the school year 2024-2025.
CLAS_EN_COURS = 2024


def clas(nom: str, nature: str = REELLE, annee: int = CLAS_EN_COURS) -> Declaration:
    return declaration(nom, nature, annee)


@pytest.mark.parametrize(("dispositif", "reelle"), [("clas", CLAS_EN_COURS), ("cct", 2025)])
def test_deux_exercices_passes_valides(dispositif: str, reelle: int) -> None:
    for annee in (reelle - 2, reelle - 1):
        passees = Declaration.objects.filter(dispositif=dispositif, annee=annee)
        assert set(passees.values_list("etat", flat=True)) == {Etat.VALIDEE}
        assert passees.filter(nature=REELLE).values("equipement").count() >= 3


def test_bonus_et_plus_de_collectifs_que_la_notification() -> None:
    une = clas("Clas du Biollay")
    notification = une.equipement.notifications.get(annee=CLAS_EN_COURS)
    assert (une.etat, len(une.version_courante.lignes)) == (Etat.A_APPROUVER, 4)
    assert notification.collectifs == 3
    justification = Justification.objects.get(version=une.version_courante, cle="C11:collectifs")
    assert (justification.valeur, justification.reference) == ("4", "3")
    estimation = contenu_de(une.version_courante).evaluation.estimation
    assert estimation is not None
    # 3 collectifs out of 4 are financed; 2 and 3 bonuses are claimed: 5 × 329 = 1 645.
    assert estimation.etapes[-1].resultat == estimation.montant > Decimal(1645)


def test_rien_n_est_justifie_sur_des_chiffres_a_moitie_saisis() -> None:
    une = declaration("Coordination CTG du Val Sorange")
    cles = set(une.version_courante.justifications.values_list("cle", flat=True))
    assert cles == {"C06:etp_annuels", "C07:etp_annuels"}


def test_le_premier_exercice_vient_d_elan() -> None:
    une = clas("Clas de la Cassine")
    declarees = Declaration.objects.filter(equipement=une.equipement, annee=CLAS_EN_COURS)
    natures = declarees.values_list("nature")
    assert [nature for (nature,) in natures] == [REELLE]
    assert RepriseElan.objects.get(equipement=une.equipement).annee == CLAS_EN_COURS
    meme = contenu_de(une.version_courante).evaluation.contexte.meme_exercice
    assert meme is not None
    assert "ELAN" in meme.libelle
    a_reprendre = Equipement.objects.get(nom="Clas de Bellevue")
    assert not Declaration.objects.filter(equipement=a_reprendre).exists()
    assert not RepriseElan.objects.filter(equipement=a_reprendre).exists()


def test_des_valeurs_reprises_a_confirmer() -> None:
    une = clas("Clas du Biollay", PREVISIONNELLE, CLAS_EN_COURS + 1)
    volet = une.version_courante.volets.get(nature=ACTIVITE)
    assert volet.a_confirmer
    assert set(volet.a_confirmer) == set(volet.donnees)
    assert saisie_ouverte(une, JOUR)


@pytest.mark.parametrize(
    ("nom", "combien", "etat"),
    [
        ("Clas de la Cassine", 0, Etat.A_SAISIR),
        ("Clas de la ville de Bourg-sous-la-Dent", 12, Etat.TRANSMISE),
        ("Clas des Rives de Lys", 40, Etat.EN_SAISIE),
    ],
)
def test_de_un_a_quarante_collectifs(nom: str, combien: int, etat: str) -> None:
    une = clas(nom)
    assert (len(une.version_courante.lignes), une.etat) == (combien, etat)


def test_passe_a_un_autre_siret() -> None:
    une = clas("Clas des Marais")
    transfert = TransfertEquipement.objects.get(equipement=une.equipement)
    assert transfert.effectif_le is not None
    assert une.gestionnaire == transfert.vers
    assert acteurs_sur(Acteur(compte("clas.activite"), MAINTENANT), une) == frozenset()
    assert acteurs_sur(Acteur(compte("clas.ville"), MAINTENANT), une) == {
        ActeurDossier.FOURNISSEUR_ACTIVITE,
        ActeurDossier.FOURNISSEUR_FINANCES,
    }
    anciennes = Declaration.objects.filter(equipement=une.equipement, annee=CLAS_EN_COURS - 1)
    assert {d.version_en_vigueur.gestionnaire for d in anciennes} == {transfert.de}


def test_un_poste_parti_en_aout_et_ses_salaires_a_finir() -> None:
    une = declaration("Coordination CTG du Val Sorange")
    donnees = une.version_courante.volets.get(nature=ACTIVITE).donnees
    mois = [donnees[f"postes.{ligne['cle']}.mois"] for ligne in une.version_courante.lignes]
    assert (une.etat, mois) == (Etat.EN_SAISIE, ["12", "8"])
    finances = une.version_courante.volets.get(nature=FINANCES)
    assert finances.donnees
    assert finances.signe_le is None
    assert PosteConventionne.objects.filter(convention__equipement=une.equipement).count() == 2


def test_une_actualisee_pour_la_seule_selection() -> None:
    (une,) = Declaration.objects.filter(nature=Nature.ACTUALISEE)
    assert (une.equipement.nom, une.numero) == ("Coordination CTG du Val Sorange", 1)
    assert saisie_ouverte(une, JOUR)


def test_le_conseiller_a_saisi_pour_la_commune() -> None:
    une = declaration("Coordination CTG des Granges")
    assert une.etat == Etat.A_APPROUVER
    assert SaisieAssistee.objects.ouvertes().get(declaration=une).ouverte_par == compte(
        "conseiller"
    )
    assert all(v.signe_par_la_caf for v in une.version_courante.volets.all())
    assert acteurs_sur(Acteur(compte("cct.assistee"), MAINTENANT), une) >= {
        ActeurDossier.APPROBATEUR
    }


def test_le_taux_de_la_charente() -> None:
    calculs = Calcul.objects.filter(dispositif="cct", annee=2025)
    taux = {
        (calcul.caf.code, ligne["valeur"])
        for calcul in calculs.select_related("caf")
        for ligne in calcul.bareme
        if ligne["code"] == "taux"
    }
    assert taux == {("16", "0.80"), ("73", "0.50")}
