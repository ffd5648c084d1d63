"""The role that serves does the whole of the trade, and can neither rewrite nor disarm anything."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from psycopg import sql

from declarations.models import Version
from declarations.services.exports import purger_exports
from habilitations.services.connexions import purger as purger_les_connexions
from portal.dossiers.services.nouvelles import purger as purger_les_avis
from portal.socle import courriels, roles
from portal.socle.cloture import clore_la_journee
from portal.socle.controles import PROPRIETAIRE, role_qui_sert
from portal.socle.models import LigneJournal
from portal.socle.portee import au_nom_du_systeme
from tests.bilans.bilans import ouvrir_bilan
from tests.bilans.remplir import transmettre
from tests.declarations.cct import declaration_cct
from tests.declarations.remplir import jusqu_a
from tests.monde import MAINTENANT, Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
ROLE = f"portail_service_{os.getpid()}"


@pytest.fixture
def service(db: None) -> str:
    """The role and its rights, gone with the transaction of the test."""
    roles.creer(ROLE)
    roles.accorder(ROLE)
    return ROLE


@contextmanager
def comme(role: str) -> Iterator[None]:
    """What is asked inside is asked with the rights of that role, and no others.

    Everybody's rows are seen, as by a task: the wall has tests of its own (``tests/test_mur.py``).
    """
    with connection.cursor() as curseur, au_nom_du_systeme("mener tout le métier"):
        curseur.execute(f"SET ROLE {role}")
        try:
            yield
        finally:
            curseur.execute("RESET ROLE")


def refus(ordre: str) -> str:
    """What the database answers to an order, in a savepoint; empty when it obeys."""
    try:
        with transaction.atomic(), connection.cursor() as curseur:
            curseur.execute(ordre)
    except DatabaseError as erreur:
        return str(erreur)
    return ""


def test_le_role_qui_sert_mene_tout_le_metier(service: str, monde: Monde) -> None:
    """From the first figure to a validated file, a bilan, and the night."""
    coordination = declaration_cct(monde)[0]
    bilan = ouvrir_bilan(coordination.equipement, "bilan_cct", coordination.annee)
    with comme(service):
        jusqu_a(monde.declaration("previsionnelle", 2025), monde, "validee")
        jusqu_a(monde.declaration("reelle", 2025), monde, "a_corriger")
        transmettre(bilan, monde)
        assert not clore_la_journee(MAINTENANT).rompues
        for purger in (purger_exports, purger_les_connexions, courriels.purger, purger_les_avis):
            purger(MAINTENANT + timedelta(days=1))
        assert LigneJournal.objects.count() > 10


def test_il_ne_recrit_rien_de_ce_qui_s_ajoute_seulement(service: str) -> None:
    interdits = roles.interdits()
    assert {"UPDATE", "DELETE"} <= interdits["socle_lignejournal"]
    assert {"UPDATE", "DELETE"} <= interdits["subventions_calcul"]
    assert {"UPDATE", "DELETE"} <= interdits["declarations_declarationevent"]
    with comme(service):
        for table, mots in interdits.items():
            colonne = _une_colonne(table)
            if "UPDATE" in mots:
                assert "permission denied" in refus(f"UPDATE {table} SET {colonne} = {colonne}")
            if "DELETE" in mots:
                assert "permission denied" in refus(f"DELETE FROM {table}")


def _une_colonne(table: str) -> str:
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1",
            [table],
        )
        return str(curseur.fetchone()[0])


@pytest.mark.parametrize(
    "ordre",
    [
        "ALTER TABLE declarations_version DISABLE TRIGGER ALL",
        "ALTER TABLE socle_lignejournal DISABLE TRIGGER USER",
        "ALTER TABLE socle_lignejournal OWNER TO CURRENT_USER",
        "TRUNCATE socle_lignejournal CASCADE",
        "TRUNCATE django_session",
        "DROP TABLE socle_lignejournal CASCADE",
        "DROP FUNCTION public._pgtrigger_should_ignore(name) CASCADE",
        "CREATE TABLE public.la_mienne (id int)",
        "CREATE FUNCTION public.la_mienne() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TRIGGER le_mien BEFORE INSERT ON socle_lignejournal FOR EACH ROW "
        "EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "SET session_replication_role = replica",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
        "GRANT UPDATE ON socle_lignejournal TO CURRENT_USER",
    ],
)
def test_il_ne_desarme_rien(service: str, ordre: str) -> None:
    with comme(service):
        obtenu = refus(ordre)
        assert (
            "permission denied" in obtenu
            or "must be owner" in obtenu
            or (ordre.startswith("GRANT") and not _peut_ecrire())
        ), obtenu


def _peut_ecrire() -> bool:
    return refus("UPDATE socle_lignejournal SET numero = numero") == ""


def test_il_ne_fait_taire_aucun_declencheur(service: str, monde: Monde) -> None:
    """django-pgtrigger lets any session name those to be ignored: here, the owner alone."""
    version = jusqu_a(
        monde.declaration("previsionnelle", 2025), monde, "transmise"
    ).version_courante
    noms = ",".join(d.get_pgid(modele) for modele, d in pgtrigger.registered() if modele is Version)
    taire = f"SELECT set_config('pgtrigger.ignore', '{{{noms}}}', true)"
    ecrire = f"UPDATE declarations_version SET empreinte = 'x' WHERE id = {version.pk}"
    assert refus(ecrire)
    with comme(service):
        assert refus(f"{taire}; {ecrire}")
    assert refus(f"{taire}; {ecrire}; SELECT set_config('pgtrigger.ignore', '', true)") == ""


def test_accorder_se_rejoue_et_un_role_absent_est_dit(service: str) -> None:
    call_command("accorder_service", ROLE, verbosity=0)
    with pytest.raises(CommandError, match="exploitation"):
        call_command("accorder_service", "personne_de_ce_nom", verbosity=0)


def test_qui_sert_n_est_jamais_prive_de_ses_droits_pendant_qu_ils_sont_redonnes(
    service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """During an upgrade, the version before asks for pages between any two of these orders."""
    ordres = list(roles._ordres(service))

    def interrompus(role: str) -> Iterator[sql.Composable]:
        yield from ordres[:4]  # what was given is taken back, nothing is given yet
        raise RuntimeError("entre deux ordres")

    monkeypatch.setattr(roles, "_ordres", interrompus)
    with pytest.raises(RuntimeError, match="entre deux ordres"):
        roles.accorder(service)
    with comme(service):
        assert LigneJournal.objects.count() == 0


def test_le_controle_de_mise_en_ligne_dit_qui_sert(service: str) -> None:
    """Asked of the database; without it, or under the role that serves, nothing is said."""
    assert role_qui_sert() == []
    with comme(service):
        assert role_qui_sert(databases=["default"]) == []
    (alerte,) = role_qui_sert(databases=["default"])
    assert alerte.id == PROPRIETAIRE
    assert "en possède les tables" in alerte.msg
