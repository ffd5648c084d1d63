"""What follows a version: acts that leave it intact; what an altered one stops, and who is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration, Version
from declarations.services import instruction
from declarations.services.integrite import fautes_de
from habilitations.models import Equipement, Gestionnaire, Utilisateur
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee
from tests.declarations.falsifications import FALSIFICATIONS, relire
from tests.declarations.integrite import adresse, declaration, version
from tests.declarations.pieces import retirer_par
from tests.declarations.recepisses import lire
from tests.declarations.remplir import demander_correction, remplir, signer, transmettre
from tests.monde import Monde, acteur

__all__ = ["declaration", "version"]
pytestmark = pytest.mark.usefixtures("fige")


class TestCeQuiArriveApres:
    def test_la_validation(self, monde: Monde, declaration: Declaration) -> None:
        instruction.valider(declaration.pk, acteur=acteur(monde.conseiller))
        assert fautes_de(relire(declaration.versions.get())) == ()

    def test_une_piece_retiree_par_la_version_suivante(
        self, monde: Monde, declaration: Declaration
    ) -> None:
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
