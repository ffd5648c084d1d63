"""A CCT of two postes, one of them left in August, carried over from the year before.

Worked by hand (DOMAINE §4): 52 000 €, 1 ETP, 12 months → 0.50 × 48 000 = 24 000.00; 40 000 €,
1 ETP, 8 months → 0.50 × min(40 000, 32 000) = 16 000.00; 40 000.00 in all.
"""

from decimal import Decimal

import pytest
from django.utils import timezone

from declarations.models import Declaration
from declarations.regles.etats import Etat
from habilitations.models import Equipement
from tests.declarations.cct import POSTES, coordination
from tests.declarations.remplir import jusqu_a, referentiels
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.monde import Monde

ANNEE = timezone.localdate().year - 1
EXPLICATION = "Un départ le 31 août ; le poste est resté vacant jusqu’au recrutement de janvier."
# Salary and other expenses of each poste: 52 000 and 40 000 euros.
DEPENSES = (("50 123,45", "1 876,55"), ("38 417,62", "1 582,38"))
SALAIRES = ("50123", "50 123", "38417", "38 417", "1 876", "1 582")
COMPTES = {
    "comptes.62": "3 458,93",
    "comptes.64": "88 541,07",
    "comptes.70623": "40 000",
    "comptes.744": "52 000",
    "resultat_annonce": "0",
}
COOPERATION = {
    "participations_copil": "4",
    "groupes_de_travail": "9",
    "reunions_reseau": "11",
    "demarches_habitants": "3",
}


@pytest.mark.longue
def test_deux_postes_dont_un_parti_en_aout(monde_vivant: Monde, visite: Visite) -> None:
    monde = monde_vivant
    referentiels(monde.caf)
    equipement = coordination(monde)
    _annee_precedente(monde, equipement)
    declaration = appeler_aujourd_hui(monde, "reelle", ANNEE, equipement)
    cles = [ligne["cle"] for ligne in declaration.version_courante.lignes]

    visite.commencer(monde.passerelles.activite)
    _reprendre(visite, declaration)
    _saisir_l_activite(visite, declaration, cles)
    _saisir_les_salaires(visite, monde, declaration, cles)
    _approuver(visite, monde, declaration)
    _valider(visite, monde, equipement.nom)
    _rien_des_salaires(visite, monde, declaration)

    declaration.refresh_from_db()
    assert declaration.etat == Etat.VALIDEE
    version = declaration.version_en_vigueur
    assert version.calcul.montant == Decimal("40000.00")
    present, parti = POSTES
    dits = [ligne["libelle"] for ligne in version.lignes]
    assert dits == [present, f"{parti} (occupé 8\u00a0mois)"]


def _annee_precedente(monde: Monde, equipement: Equipement) -> None:
    """The réelle of the year before, validated: two postes, twelve months each."""
    precedente = appeler_aujourd_hui(monde, "reelle", ANNEE - 1, equipement)
    cles = [ligne["cle"] for ligne in precedente.version_courante.lignes]
    saisies = {"comptes.64": "88 000", "comptes.744": "9 200", "resultat_annonce": "1 200"}
    for cle, nom in zip(cles, POSTES, strict=True):
        saisies[f"postes.{cle}.prenom"], saisies[f"postes.{cle}.nom"] = nom.split()
        saisies[f"postes.{cle}.salaire_charge"] = "44 000"
    jusqu_a(precedente, monde, "validee", changements=saisies, maintenant=timezone.now())


def _reprendre(visite: Visite, declaration: Declaration) -> None:
    """Carry over who fills the postes; nothing goes on until each value is confirmed."""
    visite.aller(f"/declarations/{declaration.pk}/volets/activite/")
    visite.cliquer(f"Reprendre « Réelle {ANNEE - 1} »")
    texte = visite.texte()
    assert all(nom in texte for nom in POSTES)
    assert "Je confirme cette donnée" in texte
    visite.cliquer("Enregistrer et terminer ce volet")
    assert "À confirmer 12" in visite.texte()
    visite.aller(f"/declarations/{declaration.pk}/volets/activite/")
    visite.page.locator("summary", has_text="Autres").click()
    visite.cliquer("Enregistrer et confirmer tout ce qui est affiché")
    assert "Je confirme cette donnée" not in visite.texte()


def _saisir_l_activite(visite: Visite, declaration: Declaration, cles: list[str]) -> None:
    for cle, mois, heures in zip(cles, ("12", "8"), ("1 607", "1 071"), strict=True):
        visite.remplir({f"postes.{cle}.mois": mois, f"postes.{cle}.heures_prevues": heures})
    visite.remplir(COOPERATION)
    visite.cliquer("Enregistrer et terminer ce volet")
    visite.cliquer("Justifier les écarts", role="link")
    assert "1,67 ETP" in visite.texte()
    assert visite.justifier(EXPLICATION) >= 1
    visite.aller(f"/declarations/{declaration.pk}/volets/activite/signature/")
    visite.cliquer("Signer ce volet")
    assert "Signé par Alice Activité" in visite.texte()


def _saisir_les_salaires(
    visite: Visite, monde: Monde, declaration: Declaration, cles: list[str]
) -> None:
    visite.commencer(monde.passerelles.finances)
    visite.aller(f"/declarations/{declaration.pk}/volets/finances/")
    for cle, (salaire, autres) in zip(cles, DEPENSES, strict=True):
        prefixe = f"postes.{cle}"
        visite.remplir({f"{prefixe}.salaire_charge": salaire, f"{prefixe}.autres_depenses": autres})
    visite.remplir(COMPTES)
    visite.page.locator("#panneau").get_by_text("40 000,00").first.wait_for()
    visite.cliquer("Enregistrer et terminer ce volet")
    visite.aller(f"/declarations/{declaration.pk}/controles/")
    visite.justifier(EXPLICATION)
    visite.aller(f"/declarations/{declaration.pk}/volets/finances/signature/")
    visite.cliquer("Signer ce volet")


def _approuver(visite: Visite, monde: Monde, declaration: Declaration) -> None:
    visite.commencer(monde.passerelles.approbateur)
    visite.aller(f"/declarations/{declaration.pk}/approbation/")
    visite.page.get_by_text("Voir le détail du calcul").first.click()
    texte = visite.texte()
    for montant in ("24 000,00", "16 000,00", "40 000,00"):
        assert montant in texte, montant
    visite.cliquer("Approuver et transmettre à la Caf")


def _valider(visite: Visite, monde: Monde, nom: str) -> None:
    visite.commencer(monde.conseiller)
    visite.aller("/declarations/instruction/?etat=transmise")
    visite.cliquer(nom, role="link", exact=False)
    visite.cliquer("Prendre en charge")
    visite.cliquer("Valider la déclaration", role="link")
    visite.cliquer("Valider")
    assert "Validée" in visite.texte()


def _rien_des_salaires(visite: Visite, monde: Monde, declaration: Declaration) -> None:
    """The activity provider reads the file again: no page holds a salary."""
    visite.commencer(monde.passerelles.activite)
    racine = f"/declarations/{declaration.pk}"
    for suite in ("/", "/volets/activite/", "/volets/finances/", "/controles/", "/versions/1/"):
        visite.aller(racine + suite)
        contenu = " ".join(visite.page.content().replace("&nbsp;", " ").split())
        contenu = contenu.replace("\u202f", " ").replace("\u00a0", " ")
        assert [s for s in SALAIRES if s in contenu] == [], suite
