"""The receipt: what was sent, as it was frozen, in a PDF everybody can read."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.exports.recepisse import nom_de_fichier, page_du_recepisse, recepisse_pdf
from declarations.models import Declaration
from declarations.regles.etats import ActeurDossier, Etat
from declarations.rendu import Lecteur, rendre_version
from habilitations.models import Lieu
from portal.dossiers.recepisses import adresse_de_verification
from portal.socle.codes_qr import code_qr
from subventions.models import LigneBareme
from tests.declarations.cct import (
    POSTES,
    SALAIRES,
    appeler_cct,
    coordination,
    declaration_cct,
)
from tests.declarations.pdf import compact, ouvrir, texte_de
from tests.declarations.recepisses import APPROBATEUR, imprimer, lire, transmise, version_de
from tests.declarations.remplir import (
    TEXTE_JUSTIFICATION,
    jusqu_a,
    referentiels,
    remplir,
    signer,
    transmettre,
)
from tests.monde import DEBUT, Monde

pytestmark = pytest.mark.usefixtures("fige")


def pages_de(declaration: Declaration) -> list[str]:
    """Text of each page of the receipt, without any space."""
    pdf = ouvrir(recepisse_pdf(version_de(declaration), APPROBATEUR))
    return [compact(page.extract_text()) for page in pdf.pages]


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


class TestBeaucoupDeLignes:
    """Many rows stand one under the other, in one table per section, named on each page."""

    def test_quarante_lieux(self, monde: Monde) -> None:
        for rang in range(37):
            Lieu.objects.create(equipement=monde.er, nom=f"Antenne {rang:02}", ouvert_le=DEBUT)
        declaration = jusqu_a(monde.declaration("reelle", 2025), monde, Etat.TRANSMISE)

        pages = pages_de(declaration)

        entetes = "Heures de rencontres Heures d’entretiens Heures d’organisation"
        suite = [p for p in pages if compact(f"Lieu d’accueil {entetes}") in p]
        assert len(suite) == 2
        assert all(compact("Heures de l’année") in p for p in suite)
        assert compact("Albertville 400,5 h 120 h 80,25 h Antenne 00 360,5 h") in suite[0]
        assert compact("Ugine 400,5 h 120 h 80,25 h") in suite[1]
        assert len(pages) < 20

    def test_les_mots_et_les_chiffres_d_un_poste(self, monde: Monde) -> None:
        declaration = appeler_cct(coordination(monde, 6))
        jusqu_a(declaration, monde, Etat.TRANSMISE)

        texte = lire(declaration)

        assert compact("Poste Nom Prénom Intitulé du poste Thématiques") in texte
        assert compact("Dépenses du poste Poste Salaire chargé Autres dépenses") in texte

    def test_une_section_reservee_n_est_pas_imprimee(self, monde: Monde) -> None:
        declaration = appeler_cct(coordination(monde, 6))
        jusqu_a(declaration, monde, Etat.TRANSMISE)

        texte = lire(declaration, lecteur=Lecteur(frozenset({ActeurDossier.FOURNISSEUR_ACTIVITE})))

        assert compact("Temps de travail Poste") in texte
        assert compact("Salaire chargé") not in texte

    def test_un_tableau_coupe_redit_son_nom(self, monde: Monde) -> None:
        pages = pages_de(transmise(monde))

        comptes = [p for p in pages if compact("Compte Montant") in p]
        assert len(comptes) == 2
        assert all(compact("Produits Compte Montant") in p for p in comptes)


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


class TestSurPapier:
    def test_l_adresse_de_la_verification_se_lit_et_se_scanne(self, monde: Monde) -> None:
        declaration = transmise(monde)
        version = version_de(declaration)
        page = page_du_recepisse(version, APPROBATEUR)
        adresse = adresse_de_verification(declaration.reference, version.empreinte)
        assert f'src="{code_qr(adresse)}"' in page
        assert compact(adresse) in lire(declaration)

    def test_les_lieux_ont_leur_total(self, monde: Monde) -> None:
        """Summed where a sum means something: no mean, and nothing before each is given."""
        declaration = transmise(monde)
        lue = rendre_version(version_de(declaration), APPROBATEUR, sur_papier=True)
        tableau = next(t for v in lue.volets for t in v.tableaux if t.legende.startswith("Par "))
        rangs = {r.libelle: r for g in tableau.groupes for r in g.rangs}
        assert tableau.colonnes[-1] == "Total"
        assert compact(rangs["Heures de rencontres"].cellules[-1].texte) == "1081,5h"
        moyen = rangs["Délai moyen avant la première rencontre"]
        assert moyen.cellules[-1].texte == "–"


class TestBrouillon:
    def test_il_dit_ce_qu_il_est_et_ne_porte_pas_d_empreinte(
        self, monde: Monde, client: Client
    ) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.EN_SAISIE)
        client.force_login(monde.passerelles.activite)
        reponse = client.get(reverse("declarations:brouillon", args=[declaration.pk, 1]))
        assert f"brouillon-{declaration.reference}-v1.pdf" in reponse["Content-Disposition"]
        texte = compact(texte_de(b"".join(reponse)))
        assert "Brouillon–nonsigné,nontransmisàlaCaf" in texte
        assert "Cedocumentn’estpasunrécépissé" in texte
        assert "Empreinte" not in texte

    def test_aucun_salaire_pour_qui_n_en_lit_pas(self, monde: Monde, client: Client) -> None:
        declaration, salaires = declaration_cct(monde)
        jusqu_a(declaration, monde, Etat.EN_SAISIE, changements=salaires)
        client.force_login(monde.passerelles.activite)
        reponse = client.get(reverse("declarations:brouillon", args=[declaration.pk, 1]))
        texte = compact(texte_de(b"".join(reponse)))
        assert not [s for s in SALAIRES if compact(s) in texte]
