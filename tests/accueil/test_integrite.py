"""``manage.py verifier_integrite``: everything checked against everything, each fault named."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from declarations.models import Declaration, Version
from declarations.regles.etats import Etat
from habilitations.models import Habilitation
from portal.accueil import tasks
from portal.accueil.integrite import EPREUVES, verifier
from portal.socle.cloture import sceller_tout
from portal.socle.documents import stockage
from portal.socle.models import Courriel, Document
from tests.declarations.falsifications import FALSIFICATIONS, forcer, relire
from tests.declarations.pieces import joindre_par
from tests.declarations.recepisses import HAUSSE
from tests.declarations.remplir import jusqu_a
from tests.monde import MAINTENANT, Monde

pytestmark = pytest.mark.usefixtures("fige")


@pytest.fixture
def declaration(monde: Monde, settings) -> Declaration:
    """Two réelles sent, one with papers and justifications, validated; the journal is sealed."""
    settings.CLE_JOURNAL = "A" * 43
    jusqu_a(monde.declaration("reelle", 2024), monde, Etat.TRANSMISE)
    declaration = monde.declaration("reelle", 2025)
    joindre_par(declaration, monde.passerelles.activite)
    jusqu_a(declaration, monde, Etat.VALIDEE, changements=HAUSSE)
    sceller_tout(MAINTENANT)
    return declaration


@pytest.fixture
def version(declaration: Declaration) -> Version:
    return relire(declaration.versions.get())


def commande(*arguments: str) -> tuple[int, str]:
    """Exit status and what is written."""
    sortie = io.StringIO()
    try:
        call_command("verifier_integrite", *arguments, stdout=sortie)
    except CommandError as erreur:
        return erreur.returncode, sortie.getvalue()
    return 0, sortie.getvalue()


def verifier_journal() -> str:
    """What the check of the journal alone finds; empty when it finds nothing."""
    try:
        call_command("verifier_journal", stdout=io.StringIO())
    except CommandError as erreur:
        return str(erreur)
    return ""


def test_intact_tout_concorde(version: Version) -> None:
    statut, dit = commande()
    assert (statut, dit) == (0, f"Tout concorde : {', '.join(EPREUVES)}.\n")
    assert verifier_journal() == ""
    assert commande("--json") == (0, "")


def test_chaque_falsification_est_nommee(version: Version) -> None:
    """Each one is undone before the next; every one names the version, or its computation."""
    muettes = []
    for cas, falsifier in FALSIFICATIONS.items():
        with transaction.atomic():
            falsifier(relire(version))
            statut, dit = commande("--json")
            fautes = [json.loads(ligne) for ligne in dit.splitlines()]
            if statut != 1 or not any(f["nature"] in ("version", "journal") for f in fautes):
                muettes.append((cas, statut, fautes))
            transaction.set_rollback(True)
    assert muettes == []


def test_chaque_faute_dit_quoi_ou_et_pourquoi(version: Version) -> None:
    FALSIFICATIONS["le montant"](version)
    reference = version.declaration.reference
    statut, dit = commande()
    assert statut == 1
    assert dit.splitlines() == [
        f"version – {reference}, version 1 : ce qui est gardé ne donne plus l’empreinte de l’envoi",
        f"version – {reference}, version 1 : le calcul gardé ne donne plus sa propre empreinte",
        f"calcul – n° {version.calcul_id} : son contenu ne correspond plus à son empreinte",
    ]
    assert commande("--epreuve", "documents", "--epreuve", "journal")[0] == 0
    assert commande("--epreuve", "calculs")[0] == 1


def test_un_droit_altere_est_nomme(version: Version, monde: Monde) -> None:
    [droit] = monde.passerelles.approbateur.habilitations.all()
    Habilitation.objects.filter(pk=droit.pk).update(au="2099-12-31")
    assert commande("--epreuve", "droits") == (
        1,
        f"droit – n° {droit.pk} : Ce droit n’est plus celui que la Caf a signé.\n",
    )


def test_les_pieces_sont_lues_sur_le_disque(version: Version) -> None:
    document = Document.objects.get()
    stockage().delete(document.chemin)
    statut, dit = commande("--epreuve", "documents")
    assert statut == 1
    assert "justificatif.pdf" in dit
    forcer("DELETE FROM socle_document")
    assert "le document qu’elle désigne n’existe plus" in commande("--epreuve", "pieces")[1]


class TestJournalContreActes:
    """The journal alone agrees with itself; what the database knows belies it."""

    @pytest.fixture(autouse=True)
    def sans_sceau(self, fige: object, version: Version, settings, tmp_path: Path) -> None:
        """Nothing sealed yet: neither seal nor witness can tell."""
        forcer("DELETE FROM socle_sceaujournal")
        settings.TEMOIN_JOURNAL = tmp_path / "temoin.jsonl"
        assert verifier_journal() == ""

    def test_une_chaine_effacee(self, version: Version) -> None:
        cle = f"gestionnaire:{version.gestionnaire_id}"
        self._effacer(cle)
        dit = verifier_journal()
        assert f"{cle} : la chaîne manque" in dit
        assert f"aucune ligne ne dit l’envoi de {version.declaration.reference}, version 1" in dit

    def test_la_chaine_d_une_caf_effacee(self, monde: Monde, declaration: Declaration) -> None:
        self._effacer(f"caf:{monde.caf.pk}")
        forcer("UPDATE declarations_campagne SET exceptionnelle = true")
        assert f"caf:{monde.caf.pk} : la chaîne manque" in verifier_journal()

    @staticmethod
    def _effacer(cle: str) -> None:
        forcer(
            "DELETE FROM socle_lignejournal WHERE chaine_id ="
            " (SELECT id FROM socle_chainejournal WHERE cle = %s)",
            [cle],
        )
        forcer("DELETE FROM socle_chainejournal WHERE cle = %s", [cle])

    def test_le_journal_vide(self, version: Version) -> None:
        forcer("DELETE FROM socle_lignejournal")
        forcer("DELETE FROM socle_chainejournal")
        assert "la chaîne manque" in verifier_journal()

    def test_la_derniere_ligne_effacee_et_la_tete_ramenee(self, version: Version) -> None:
        """The validation is the last line: the chain is whole again without it."""
        forcer(
            "UPDATE socle_chainejournal SET (numero, empreinte) = (SELECT numero - 1, precedente"
            " FROM socle_lignejournal WHERE action = 'declaration.validee')"
            " WHERE cle = %s",
            [f"gestionnaire:{version.gestionnaire_id}"],
        )
        forcer("DELETE FROM socle_lignejournal WHERE action = 'declaration.validee'")
        dit = verifier_journal()
        assert f"aucune ligne ne dit la validation de {version.declaration.reference}" in dit
        assert "l’envoi" not in dit


def test_un_envoi_efface_est_dit_par_le_journal(version: Version) -> None:
    forcer(
        "UPDATE declarations_version SET envoyee_le = NULL, envoyee_par_id = NULL, calcul_id ="
        " NULL, gestionnaire_id = NULL, echeance_le = NULL, empreinte = '', validee_le = NULL,"
        " validee_par_id = NULL WHERE id = %s",
        [version.pk],
    )
    statut, dit = commande("--epreuve", "envois")
    assert statut == 1
    assert f"déclaration n° {version.declaration_id}, version 1" in dit


def test_par_lots_quel_que_soit_le_nombre(version: Version) -> None:
    """Queries a lot, papers included; all is read by a cursor of the server."""
    with CaptureQueriesContext(connection) as requetes:
        assert list(verifier(("versions",))) == []
    # Two versions: their lot, its volets and passages, papers, lines.
    assert len(requetes) == 5


class TestTache:
    def test_sans_faute_elle_n_ecrit_a_personne(self, version: Version, settings) -> None:
        settings.EXPLOITANTS = ["exploitant@portail.example"]
        assert tasks.verifier_integrite() == 0
        assert not Courriel.objects.filter(destinataire="exploitant@portail.example").exists()

    def test_une_faute_est_dite_a_l_exploitant(self, version: Version, settings, caplog) -> None:
        settings.EXPLOITANTS = ["exploitant@portail.example", "astreinte@portail.example"]
        FALSIFICATIONS["le montant"](version)
        assert tasks.verifier_integrite() == 3
        courriel = Courriel.objects.get(destinataire="exploitant@portail.example")
        assert courriel.objet == "Portail partenaires : 3 fautes d’intégrité"
        assert version.declaration.reference in courriel.texte
        assert version.declaration.reference in courriel.html
        assert Courriel.objects.filter(destinataire="astreinte@portail.example").count() == 1
        assert "integrite.faute" in caplog.text

    def test_beaucoup_de_fautes_sont_comptees(self, version: Version, settings, monkeypatch):
        settings.EXPLOITANTS = ["exploitant@portail.example"]
        monkeypatch.setattr(tasks, "DITES", 1)
        FALSIFICATIONS["le montant"](version)
        tasks.verifier_integrite()
        assert (
            "- et 2 autres."
            in Courriel.objects.get(destinataire="exploitant@portail.example").texte
        )

    def test_interrompue_elle_le_dit(self, version: Version, settings, monkeypatch) -> None:
        def tomber() -> None:
            raise OSError("disque absent")

        settings.EXPLOITANTS = ["exploitant@portail.example"]
        monkeypatch.setitem(EPREUVES, "documents", tomber)
        with pytest.raises(OSError, match="disque absent"):
            tasks.verifier_integrite()
        courriel = Courriel.objects.get(destinataire="exploitant@portail.example")
        assert "n’a pas pu être menée à son terme" in courriel.texte
