"""A version altered in the database: page, receipt, public page say so, and print nothing."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from declarations.exports.recepisse import recepisse_pdf
from declarations.models import Version
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
from portal.dossiers.recepisses import Verdict, verifier_recepisse
from portal.socle import journal
from portal.socle.cloture import sceller_tout
from portal.socle.models import LigneJournal
from tests.declarations.falsifications import (
    FALSIFICATIONS,
    VERSION,
    forcer,
    rechainer,
    refaire_l_empreinte,
    refaire_la_chaine,
    relire,
)
from tests.declarations.integrite import adresse, declaration, version
from tests.declarations.recepisses import APPROBATEUR, lire
from tests.monde import MAINTENANT, Monde

DEMENTIS = ("ne lui correspondent plus", "ne peut plus vérifier", "tenu pour authentique")
__all__ = ["declaration", "version"]
pytestmark = pytest.mark.usefixtures("fige")


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
