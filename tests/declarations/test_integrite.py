"""A version altered in the database: page, receipt, public page say so, and print nothing."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from declarations.exports.recepisse import recepisse_pdf
from declarations.models import Declaration, Version
from declarations.regles.etats import Etat
from declarations.services import instruction
from declarations.services.integrite import (
    AUTRE_EMPREINTE,
    CALCUL,
    CONTENU,
    FORMULE,
    PLUSIEURS_LIGNES,
    VersionAlteree,
    exiger_intacte,
    fautes_de,
)
from habilitations.models import Equipement, Gestionnaire, Utilisateur
from portal.dossiers.recepisses import Verdict, verifier_recepisse
from portal.socle import journal
from portal.socle.cloture import sceller_tout
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee
from tests.declarations.falsifications import (
    FALSIFICATIONS,
    VERSION,
    forcer,
    rechainer,
    refaire_l_empreinte,
    refaire_la_chaine,
    relire,
)
from tests.declarations.pieces import joindre_par
from tests.declarations.recepisses import APPROBATEUR, HAUSSE, lire
from tests.declarations.remplir import demander_correction, jusqu_a, remplir, signer, transmettre
from tests.monde import MAINTENANT, Monde, acteur

DEMENTIS = ("ne lui correspondent plus", "ne peut plus vérifier", "tenu pour authentique")
pytestmark = pytest.mark.usefixtures("fige")


@pytest.fixture
def declaration(monde: Monde, settings) -> Declaration:
    """A réelle with papers and justifications, sent, in hand; the journal is sealed after it."""
    settings.CLE_JOURNAL = "A" * 43
    jusqu_a(monde.declaration("reelle", 2024), monde, Etat.TRANSMISE)
    declaration = monde.declaration("reelle", 2025)
    joindre_par(declaration, monde.passerelles.activite)
    jusqu_a(declaration, monde, Etat.EN_INSTRUCTION, changements=HAUSSE)
    sceller_tout(MAINTENANT)
    return declaration


@pytest.fixture
def version(declaration: Declaration) -> Version:
    return relire(declaration.versions.get())


def adresse(version: Version, nom: str = "version") -> str:
    return reverse(f"declarations:{nom}", args=[version.declaration_id, version.numero])


def test_intacte_rien_ne_la_dement(version: Version) -> None:
    assert version.formule == 2
    assert fautes_de(version) == ()
    exiger_intacte(version)


def vues_par(version: Version, monde: Monde, client: Client, imprimee: str) -> dict[str, bool]:
    """Who sees that a version was altered, and shows nothing of it."""
    client.force_login(monde.conseiller)
    page, recepisse = (client.get(adresse(version, nom)) for nom in ("version", "recepisse"))
    dossier = client.get(reverse("declarations:dossier", args=[version.declaration_id]))
    client.logout()
    publique = client.get(
        reverse("verification_recepisse"),
        {"reference": version.declaration.reference, "empreinte": imprimee},
    )
    # The paper that the forger would print.
    fausse = verifier_recepisse(version.declaration.reference, relire(version).empreinte)
    return {
        "page": _dit_sans_rien_montrer(page),
        "récépissé": _dit_sans_rien_montrer(recepisse),
        "dossier": "La version transmise a été altérée" in texte(dossier)
        and "montant-total" not in texte(dossier),
        "page publique": any(mots in texte(publique) for mots in DEMENTIS),
        "faux récépissé": fausse.verdict in (Verdict.ALTERE, Verdict.CONTREDIT),
    }


def _dit_sans_rien_montrer(reponse: HttpResponse) -> bool:
    lue = texte(reponse)
    dite = reponse.status_code == 409 and "n’est plus celle qui a été transmise" in lue
    return dite and not any(mot in lue for mot in ("112 800", "%PDF", "Albertville"))


def texte(reponse: HttpResponse) -> str:
    return reponse.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_une_falsification_est_vue_partout(version: Version, monde: Monde, client: Client) -> None:
    """Each one is undone before the next."""
    imprimee, manquees = version.empreinte, {}
    for cas, falsifier in FALSIFICATIONS.items():
        with transaction.atomic():
            falsifier(relire(version))
            vues = vues_par(version, monde, client, imprimee)
            if not all(vues.values()):
                manquees[cas] = [ou for ou, vue in vues.items() if not vue]
            with pytest.raises(VersionAlteree):
                recepisse_pdf(relire(version), APPROBATEUR)
            transaction.set_rollback(True)
    assert manquees == {}
    assert fautes_de(relire(version)) == ()


def test_le_recepisse_d_avant_reste_reconnu_quand_l_empreinte_est_refaite(version: Version) -> None:
    imprimee, reference = version.empreinte, version.declaration.reference
    FALSIFICATIONS["l’empreinte refaite"](version)
    assert fautes_de(relire(version)) == (AUTRE_EMPREINTE,)
    assert verifier_recepisse(reference, imprimee).verdict == Verdict.ALTERE
    assert verifier_recepisse(reference, relire(version).empreinte).verdict == Verdict.CONTREDIT


def test_une_version_effacee_laisse_reconnaitre_son_recepisse(version: Version) -> None:
    imprimee, reference = version.empreinte, version.declaration.reference
    forcer(f"UPDATE {VERSION} SET declaration_id = declaration_id + 1 WHERE id = %s", [version.pk])
    assert verifier_recepisse(reference, imprimee).verdict == Verdict.ALTERE


def test_une_fausse_ligne_ajoutee_par_le_portail_lui_meme_ne_trompe_pas(version: Version) -> None:
    FALSIFICATIONS["l’empreinte refaite"](version)
    journal.ecrire(
        "declaration.transmise",
        auteur=version.envoyee_par,
        objet=version.declaration,
        gestionnaire_id=version.gestionnaire_id,
        details={"version": 1, "empreinte": relire(version).empreinte, "formule": 2},
        le=version.envoyee_le,
    )
    assert fautes_de(relire(version)) == (PLUSIEURS_LIGNES,)


def test_sans_cle_connue_la_chaine_dement_encore_la_page(
    version: Version, settings, tmp_path
) -> None:
    """A web process is given no key: the hash in the seal is compared all the same."""
    settings.CLE_JOURNAL, settings.DOSSIER_DONNEES = "", tmp_path
    assert fautes_de(version) == ()
    refaire_la_chaine(version)
    assert fautes_de(relire(version))
    assert not (tmp_path / "cle_journal").exists()


class TestAncienneFormule:
    """Versions sent before names and steps were covered: verified by the formula they name."""

    @pytest.fixture
    def ancienne(self, version: Version) -> Version:
        """As it was left by the version of the portal that knew the first formula only."""
        forcer(f"UPDATE {VERSION} SET formule = 1, mentions = '{{}}' WHERE id = %s", [version.pk])
        juste = refaire_l_empreinte(version)
        ligne = LigneJournal.objects.get(
            action="declaration.transmise", objet_id=version.declaration_id
        )
        forcer("DELETE FROM socle_sceaujournal")
        forcer(
            "UPDATE socle_lignejournal SET details = jsonb_build_object('version', 1, 'empreinte',"
            " %s::text) WHERE id = %s",
            [juste, ligne.pk],
        )
        rechainer(version)
        sceller_tout(MAINTENANT)
        return relire(version)

    def test_elle_se_verifie_encore(self, ancienne: Version) -> None:
        assert fautes_de(ancienne) == ()
        assert "AgatheApprobation" in lire(ancienne.declaration)

    def test_son_calcul_est_verifie_aussi(self, ancienne: Version) -> None:
        FALSIFICATIONS["le montant"](ancienne)
        assert fautes_de(relire(ancienne)) == (CALCUL,)
        FALSIFICATIONS["le montant et l’empreinte du calcul"](relire(ancienne))
        assert fautes_de(relire(ancienne)) == (CONTENU,)

    def test_elle_ne_passe_pas_a_la_nouvelle(self, ancienne: Version) -> None:
        forcer(f"UPDATE {VERSION} SET formule = 2 WHERE id = %s", [ancienne.pk])
        refaire_l_empreinte(ancienne)
        assert FORMULE in fautes_de(relire(ancienne))


class TestCeQuiArriveApres:
    def test_la_validation(self, monde: Monde, declaration: Declaration) -> None:
        instruction.valider(declaration.pk, acteur=acteur(monde.conseiller))
        assert fautes_de(relire(declaration.versions.get())) == ()

    def test_une_piece_retiree_par_la_version_suivante(
        self, monde: Monde, declaration: Declaration
    ) -> None:
        from tests.declarations.services.test_pieces import retirer_par

        demander_correction(declaration, monde)
        retirer_par(declaration.pieces.get(), monde.passerelles.finances)
        remplir(declaration, monde, {"comptes.64": "93 800", "comptes.741": "21 000"})
        signer(declaration, monde)
        transmettre(declaration, monde)
        assert [fautes_de(relire(v)) for v in declaration.versions.all()] == [(), ()]

    def test_des_noms_qui_changent(self, monde: Monde, declaration: Declaration) -> None:
        avant = lire(declaration)
        Utilisateur.objects.update(nom="Renommée")
        Gestionnaire.objects.filter(pk=declaration.gestionnaire_id).update(nom="Autre raison")
        Equipement.objects.update(nom="Autre nom")
        assert lire(declaration) == avant


class TestSuites:
    @pytest.fixture(autouse=True)
    def alteree(self, version: Version) -> Version:
        FALSIFICATIONS["le montant"](version)
        return version

    def test_elle_ne_se_valide_ni_ne_se_recopie(self, monde: Monde, declaration) -> None:
        with pytest.raises(ActionRefusee, match="n’est plus celle qui a été transmise"):
            instruction.valider(declaration.pk, acteur=acteur(monde.conseiller))
        with pytest.raises(ActionRefusee, match="n’est plus celle qui a été transmise"):
            demander_correction(declaration, monde)
        assert declaration.versions.count() == 1

    def test_l_alteration_est_dite_une_fois_par_jour_au_dossier(
        self, version: Version, monde: Monde, client: Client, fige, caplog
    ) -> None:
        client.force_login(monde.conseiller)
        for _ in range(3):
            client.get(adresse(version))
        constats = LigneJournal.objects.filter(action="declaration.alteree")
        assert constats.count() == 1
        assert constats.get().details["version"] == 1
        assert sum("integrite.version_alteree" in r.getMessage() for r in caplog.records) == 3
        dossier = client.get(reverse("declarations:dossier", args=[version.declaration_id]))
        assert "n’est plus celle qui a été transmise" in dossier.content.decode()
        fige.shift(timedelta(days=1, minutes=1))
        client.force_login(monde.conseiller)
        client.get(adresse(version))
        assert constats.count() == 2

    def test_le_partenaire_lit_que_garder_son_recepisse(
        self, version: Version, monde: Monde, client: Client
    ) -> None:
        client.force_login(monde.passerelles.approbateur)
        lue = client.get(adresse(version)).content.decode()
        assert "Gardez le récépissé que vous avez déjà téléchargé" in lue
        assert "Ne validez rien" not in lue

    def test_un_etranger_n_en_sait_rien(self, version: Version, monde: Monde, client) -> None:
        client.force_login(monde.conseiller_nord)
        assert client.get(adresse(version)).status_code == 404

    def test_la_comparaison_et_l_exercice(
        self, version: Version, monde: Monde, client: Client
    ) -> None:
        client.force_login(monde.conseiller)
        comparaison = client.get(
            reverse("declarations:comparaison", args=[version.declaration_id, 1, 1])
        )
        assert comparaison.status_code == 409
        exercice = client.get(
            reverse("declarations:exercice", args=[version.declaration.equipement_id, 2025])
        )
        assert exercice.status_code == 200
        assert "ses chiffres ne sont pas montrés" in exercice.content.decode()
        assert "112 800" not in exercice.content.decode().replace("\xa0", " ").replace(
            "\u202f", " "
        )
