"""The receipt on its pages: many rows, printed in grey, marked as long as it is a draft."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.exports.recepisse import page_du_recepisse, recepisse_pdf
from declarations.models import Declaration
from declarations.regles.etats import ActeurDossier, Etat
from declarations.rendu import Lecteur, rendre_version
from habilitations.models import Lieu
from portal.dossiers.recepisses import adresse_de_verification
from portal.socle.codes_qr import code_qr
from tests.declarations.cct import (
    SALAIRES,
    appeler_cct,
    coordination,
    declaration_cct,
)
from tests.declarations.pdf import compact, ouvrir, texte_de
from tests.declarations.recepisses import APPROBATEUR, lire, transmise, version_de
from tests.declarations.remplir import jusqu_a
from tests.monde import DEBUT, Monde

pytestmark = pytest.mark.usefixtures("fige")


def pages_de(declaration: Declaration) -> list[str]:
    """Text of each page of the receipt, without any space."""
    pdf = ouvrir(recepisse_pdf(version_de(declaration), APPROBATEUR))
    return [compact(page.extract_text()) for page in pdf.pages]


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
