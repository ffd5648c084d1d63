"""The receipt: what was sent, as it was frozen, in a PDF everybody can read."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.exports.recepisse import nom_de_fichier, page_du_recepisse, recepisse_pdf
from declarations.regles.etats import ActeurDossier, Etat
from declarations.rendu import Lecteur
from subventions.models import LigneBareme
from tests.declarations.cct import (
    POSTES,
    SALAIRES,
    declaration_cct,
)
from tests.declarations.pdf import compact, ouvrir
from tests.declarations.recepisses import APPROBATEUR, imprimer, lire, transmise, version_de
from tests.declarations.remplir import (
    TEXTE_JUSTIFICATION,
    jusqu_a,
    referentiels,
    remplir,
    signer,
    transmettre,
)
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")


def balises(noeud: object, trouvees: set[str]) -> set[str]:
    """Kinds of structure elements of a tagged PDF."""
    objet = noeud.get_object() if hasattr(noeud, "get_object") else noeud
    if isinstance(objet, list):
        for enfant in objet:
            balises(enfant, trouvees)
    elif isinstance(objet, dict):
        if "/S" in objet:
            trouvees.add(str(objet["/S"]))
        if "/K" in objet:
            balises(objet["/K"], trouvees)
    return trouvees


class TestDocument:
    def test_titre_langue_et_balises(self, monde: Monde) -> None:
        declaration = transmise(monde)

        pdf = ouvrir(recepisse_pdf(version_de(declaration), APPROBATEUR))

        assert pdf.metadata.title == f"Récépissé {declaration.reference}, version 1"
        assert pdf.root_object["/Lang"] == "fr"
        assert pdf.root_object["/MarkInfo"]["/Marked"]
        assert pdf.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
        trouvees = balises(pdf.root_object["/StructTreeRoot"], set())
        assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD"} <= trouvees
        assert b"pdfuaid:part" in pdf.root_object["/Metadata"].get_data()

    def test_une_caf_d_outre_mer_lit_aussi_son_heure(self, monde: Monde) -> None:
        version = version_de(transmise(monde))
        assert "HeuredeParis" not in compact(page_du_recepisse(version, APPROBATEUR))
        version.declaration.caf.code = "971"
        lue = compact(page_du_recepisse(version, APPROBATEUR))
        assert "HeuredeParis" in lue
        # Sent at 10 in Paris, in winter.
        assert "Transmiseà5h00enGuadeloupe" in lue

    def test_chaque_page_dit_ce_qu_elle_est(self, monde: Monde) -> None:
        declaration = transmise(monde)

        pages = ouvrir(recepisse_pdf(version_de(declaration), APPROBATEUR)).pages

        for rang, page in enumerate(pages, start=1):
            texte = compact(page.extract_text())
            assert f"Récépissé{declaration.reference},version1" in texte
            assert f"page{rang}sur{len(pages)}" in texte

    def test_il_faut_une_version_transmise(self, monde: Monde) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.A_APPROUVER)

        with pytest.raises(ValueError, match="pas de récépissé"):
            recepisse_pdf(version_de(declaration), APPROBATEUR)

    def test_le_telechargement(self, monde: Monde, client: Client) -> None:
        declaration = transmise(monde)
        client.force_login(monde.passerelles.approbateur)

        reponse = client.get(reverse("declarations:recepisse", args=[declaration.pk, 1]))

        nom = f"recepisse-{declaration.reference}-v1.pdf"
        assert nom_de_fichier(version_de(declaration)) == nom
        assert reponse["Content-Type"] == "application/pdf"
        assert reponse["Content-Disposition"] == f'attachment; filename="{nom}"'
        assert reponse["Cache-Control"] == "private, no-store"
        assert reponse.content.startswith(b"%PDF-")

    def test_pas_de_recepisse_d_un_brouillon(self, monde: Monde, client: Client) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.A_APPROUVER)
        client.force_login(monde.passerelles.approbateur)

        adresse = reverse("declarations:recepisse", args=[declaration.pk, 1])

        assert client.get(adresse).status_code == 404


class TestContenu:
    def test_qui_quoi_et_quand(self, monde: Monde) -> None:
        declaration = transmise(monde)

        texte = lire(declaration)

        for attendu in (
            declaration.reference,
            "Association Les Passerelles",
            "981 234 008 00010",
            "Espace de rencontre Les Passerelles",
            "Exercice 2025",
            "Nature Réelle",
            "1 – Première version",
            "Caf de la Savoie",
            "Données d’activité signées Alice Activité 3 février 2026 à 10 h 00",
            "Données financières signées Fabien Finances",
            "Déclaration approuvée et transmise Agathe Approbation",
        ):
            assert compact(attendu) in texte

    def test_les_figures_et_les_totaux(self, monde: Monde) -> None:
        """On the very paper: what is read below on its page is printed."""
        texte = imprimer(transmise(monde))

        for attendu in (
            "Heures de rencontres 400,5 h 360,5 h 320,5 h",
            "Heures de rencontres 1 081,5 h",
            "Délai moyen avant la première rencontre 34 jours",
            "64 Charges de personnel 112 800,00 €",
            "Total 74 Subventions d’exploitation 74 000,00 €",
            "Total des charges 139 000,50 €",
            "Total des produits 140 200,50 €",
            "Résultat (produits − charges) 1 200,00 €",
            "864 Bénévolat 3 150,00 €",
            "Résultat de l’exercice 1 200,00 €",
        ):
            assert compact(attendu) in texte

    def test_les_controles_et_leurs_justifications(self, monde: Monde) -> None:
        texte = lire(transmise(monde))

        assert compact("C06 – Variation par rapport à l’exercice précédent") in texte
        assert compact("contre 119 000,50 € (Réelle 2024)") in texte
        assert (
            compact(f"Changement d’organisation ou de personnel – {TEXTE_JUSTIFICATION}") in texte
        )
        assert compact("Fabien Finances, le 3 février 2026") in texte

    def test_sans_constat_il_le_dit(self, monde: Monde) -> None:
        texte = lire(jusqu_a(monde.declaration(), monde, Etat.TRANSMISE))

        assert compact("Les contrôles exécutés à la transmission n’ont rien relevé.") in texte

    def test_les_etapes_avec_parametres_sources_et_marques(self, monde: Monde) -> None:
        declaration = transmise(monde)
        texte = lire(declaration)

        for etape in version_de(declaration).calcul.estimation.etapes:
            assert compact(etape.libelle + etape.formule) in texte
        for attendu in (
            "plafond horaire = 110,00 € (valeur propre à la Caf de la Savoie, depuis l’exercice "
            "2020 ; hypothèse, à confirmer). Source : Valeur de démonstration.",
            "taux = 60 % (valeur nationale, depuis l’exercice 2023 ; publié, reconduction à "
            "confirmer). Source : Barème publié",
            "Montant estimé taux × assiette",
            "83 400,30 €",
        ):
            assert compact(attendu) in texte

    def test_l_empreinte(self, monde: Monde) -> None:
        declaration = transmise(monde)

        assert version_de(declaration).empreinte in lire(declaration)

    def test_bareme_non_publie(self, monde: Monde) -> None:
        referentiels(monde.caf, plafond_horaire=None)
        declaration = monde.declaration()
        remplir(declaration, monde)
        LigneBareme.objects.filter(parametre="plafond_horaire").delete()
        signer(declaration, monde)
        transmettre(declaration, monde)

        assert compact("Barème non publié Aucun montant") in lire(declaration)


class TestDonneesReservees:
    def test_l_exemplaire_de_chacun(self, monde: Monde) -> None:
        declaration, salaires = declaration_cct(monde)
        jusqu_a(declaration, monde, Etat.TRANSMISE, changements=salaires)

        activite = lire(
            declaration, lecteur=Lecteur(frozenset({ActeurDossier.FOURNISSEUR_ACTIVITE}))
        )
        caf = lire(
            declaration, lecteur=Lecteur(frozenset({ActeurDossier.LECTEUR_CAF}), cote_caf=True)
        )

        assert all(compact(poste) in activite for poste in POSTES)
        assert not any(compact(salaire) in activite for salaire in SALAIRES)
        assert compact("elles ne figurent pas sur cet exemplaire") in activite
        assert all(compact(salaire) in caf for salaire in SALAIRES)
        assert compact("elles ne figurent pas sur cet exemplaire") not in caf
