"""Declarations written under the former schema are the same once their files have a row."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model
from pytest_django import DjangoDbBlocker

ALIAS = "ancienne"
AVANT = [("declarations", "0011_formule_et_mentions"), ("relances", "0005_passages")]
APRES = [("declarations", "0015_pieces_des_dossiers"), ("relances", "0006_dossier")]
LE = datetime(2026, 1, 10, 9, tzinfo=UTC)
DU_DOSSIER = [
    *("caf_id", "gestionnaire_id", "equipement_id", "dispositif", "nature", "numero", "annee"),
    *("etat", "etat_precedent", "etat_depuis", "sans_objet_motif"),
]
D_ELLE = ["campagne_id", "appelee_le", "version_courante_id", "version_en_vigueur_id"]
HISTOIRE = ["pgh_obj_id", "pgh_label", "pgh_created_at", "pgh_context_id"]
# Tables that followed the file, and what they say of it, before the column that names it.
ACCROCHES = {
    "messagedossier": "id, auteur_id, cote_caf, texte, le, jeton",
    "lecturemessages": "id, utilisateur_id, jusqu_a",
    "derogation": "id, motif, accordee_par_id, accordee_le, expire_le",
    "derogationevent": "id, pgh_obj_id, pgh_label, pgh_created_at, motif, expire_le",
    "piecejointe": "id, document_id, message_id, cle, libelle, lecteurs, cote_caf, jeton,"
    " jointe_par_id, jointe_le, retiree_par_id, retiree_le, retrait_motif",
}
# Those that stayed where they were, and name the file in place of the declaration.
RESTEES = {
    "relance": "id, utilisateur_id, echeance, etape, manque, ecartee_le, ecartee_motif",
    "relanceevent": "id, pgh_obj_id, pgh_label, pgh_created_at, echeance, ecartee_motif",
}


class Migree(NamedTuple):
    """A database migrated, and what it held before."""

    base: BaseDatabaseWrapper
    declarations: list[tuple[Any, ...]]
    evenements: list[tuple[Any, ...]]
    accroches: dict[str, list[tuple[Any, ...]]]
    restees: dict[str, list[tuple[Any, ...]]]
    versions_des_pieces: list[tuple[Any, ...]]

    def lire(self, requete: str) -> list[tuple[Any, ...]]:
        with self.base.cursor() as curseur:
            curseur.execute(requete)
            return curseur.fetchall()

    def accrochees(
        self, application: str, colonne: str, tables: dict[str, str] = ACCROCHES
    ) -> dict[str, list[tuple[Any, ...]]]:
        """What hangs on the declarations, or on the files."""
        return {
            table: self.lire(f"SELECT {dit}, {colonne} FROM {application}_{table} ORDER BY 1, 2")
            for table, dit in tables.items()
        }


@pytest.fixture(scope="module")
def migree(django_db_blocker: DjangoDbBlocker) -> Iterator[Migree]:
    """A database apart: filled under the former schema, then migrated; once for all the tests."""
    with django_db_blocker.unblock():
        nom = f"portail_{ALIAS}_{os.getpid()}"
        reglages = connections.settings["default"]
        options = {cle: v for cle, v in reglages["OPTIONS"].items() if cle != "pool"}
        connections.settings[ALIAS] = {**reglages, "NAME": nom, "OPTIONS": options}
        with connections["default"]._nodb_cursor() as curseur:
            curseur.execute(f'CREATE DATABASE "{nom}"')
        try:
            MigrationExecutor(connections[ALIAS]).migrate(AVANT)
            yield _migrer(connections[ALIAS])
        finally:
            connections[ALIAS].close()
            del connections[ALIAS], connections.settings[ALIAS]
            with connections["default"]._nodb_cursor() as curseur:
                curseur.execute(f'DROP DATABASE "{nom}"')


def _migrer(base: BaseDatabaseWrapper) -> Migree:
    ecrire_avant(base)
    colonnes = ", ".join([*DU_DOSSIER, *D_ELLE])
    passe = ", ".join([*HISTOIRE, *DU_DOSSIER, *D_ELLE])
    avant = Migree(base, [], [], {}, {}, [])
    avant = Migree(
        base,
        avant.lire(f"SELECT id, {colonnes} FROM declarations_declaration ORDER BY id"),
        avant.lire(f"SELECT {passe} FROM declarations_declarationevent ORDER BY pgh_id"),
        avant.accrochees("declarations", "declaration_id"),
        avant.accrochees("relances", "declaration_id", RESTEES),
        avant.lire(
            "SELECT p.id, v.numero, r.numero FROM declarations_piecejointe p"
            " JOIN declarations_version v ON v.id = p.version_id"
            " LEFT JOIN declarations_version r ON r.id = p.retiree_version_id ORDER BY 1"
        ),
    )
    MigrationExecutor(base).migrate(APRES)
    return avant


def modeles(base: BaseDatabaseWrapper, cibles: list[tuple[str, str]]) -> Any:
    return MigrationExecutor(base).loader.project_state(cibles).apps


def creer(modele: type[Model], **champs: Any) -> Any:
    return modele.objects.using(ALIAS).create(**champs)


def ecrire_avant(base: BaseDatabaseWrapper) -> None:
    """Three declarations, one sent, one « sans objet », with a past and what hangs on them."""
    apps = modeles(base, AVANT)
    caf = creer(apps.get_model("habilitations", "Caf"), code="73", nom="Caf de la Savoie")
    gestionnaire = creer(
        apps.get_model("habilitations", "Gestionnaire"), nom="Passerelles", siret="78945612300019"
    )
    qui = creer(apps.get_model("habilitations", "Utilisateur"), email="a@exemple.test")
    portefeuille = creer(
        apps.get_model("habilitations", "Portefeuille"), caf=caf, titulaire=qui, nom="Secteur 1"
    )
    lieu = {
        "portefeuille": portefeuille,
        "caf": caf,
        "gestionnaire": gestionnaire,
        "dispositif": "clas",
    }
    equipements = [
        creer(apps.get_model("habilitations", "Equipement"), **lieu, nom=nom) for nom in "ABC"
    ]
    quoi = {"dispositif": "clas", "nature": "reelle", "annee": 2025}
    campagne = creer(
        apps.get_model("declarations", "Campagne"),
        caf=caf,
        ouvre_le=date(2026, 1, 1),
        echeance_le=date(2026, 2, 13),
        ferme_le=date(2026, 3, 15),
        **quoi,
    )
    creer(
        apps.get_model("declarations", "RepriseElan"),
        caf=caf,
        gestionnaire=gestionnaire,
        equipement=equipements[0],
        annee=2024,
        grille="clas-1",
        lignes=[{"cle": "c1", "libelle": "Les Alizés"}],
        donnees={"comptes.60": "1"},
        origine="saisie",
        reprise_le=LE,
        reprise_par=qui,
    )
    for rang, equipement in enumerate(equipements):
        declaration = creer(
            apps.get_model("declarations", "Declaration"),
            caf=caf,
            gestionnaire=gestionnaire,
            equipement=equipement,
            campagne=campagne,
            appelee_le=LE,
            etat_depuis=LE,
            **quoi,
        )
        version = creer(
            apps.get_model("declarations", "Version"),
            declaration=declaration,
            grille="clas-1",
            cree_le=LE,
        )
        declaration.version_courante = version
        declaration.save()
        message = creer(
            apps.get_model("declarations", "MessageDossier"),
            declaration=declaration,
            auteur=qui,
            cote_caf=False,
            texte=f"Message {rang}",
            le=LE,
            jeton=f"00000000-0000-0000-0000-00000000000{rang}",
        )
        joindre_avant(apps, declaration, version, qui, rang, message)
        derogation = creer(
            apps.get_model("declarations", "Derogation"),
            declaration=declaration,
            motif="Sinistre",
            accordee_par=qui,
            accordee_le=LE,
            expire_le=date(2026, 3, 20),
        )
        derogation.expire_le = date(2026, 3, 20 + rang + 1)
        derogation.save()
        creer(
            apps.get_model("relances", "Relance"),
            utilisateur=qui,
            declaration=declaration,
            echeance=date(2026, 2, 13),
            etape=rang,
            manque="Saisir",
            ecartee_le=LE,
            ecartee_par=qui,
            ecartee_motif="Prévenus par téléphone",
        )
        creer(
            apps.get_model("declarations", "LectureMessages"),
            declaration=declaration,
            utilisateur=qui,
            jusqu_a=rang,
        )
        declaration.etat_depuis = LE + timedelta(days=rang)
        if rang == 1:
            declaration.etat, declaration.version_en_vigueur = "transmise", version
        elif rang == 2:
            declaration.etat, declaration.etat_precedent = "sans_objet", "a_saisir"
            declaration.sans_objet_motif = "Rien à demander."
        declaration.save()


def joindre_avant(
    apps: Any, declaration: Any, version: Any, qui: Any, rang: int, message: Any
) -> None:
    """A paper of a message, and one of the declaration, withdrawn with the next version."""
    suivante = creer(
        apps.get_model("declarations", "Version"),
        declaration=declaration,
        numero=2,
        origine="rectificative",
        grille="clas-1",
        cree_le=LE,
    )
    for avec_message in (True, False):
        document = creer(
            apps.get_model("socle", "Document"),
            identifiant=uuid4(),
            nom="bilan.pdf",
            taille=1,
            type="pdf",
            sha256="0" * 64,
            depose_par_id=qui.pk,
            gestionnaire_id=declaration.gestionnaire_id,
            caf_id=declaration.caf_id,
            depose_le=LE,
        )
        piece = creer(
            apps.get_model("declarations", "PieceJointe"),
            declaration=declaration,
            version=version,
            document=document,
            message=message if avec_message else None,
            cle="" if avec_message else "C06:charges",
            libelle="Grand livre",
            lecteurs=[["approbateur"]],
            cote_caf=avec_message,
            jeton=uuid4(),
            jointe_par=qui,
            jointe_le=LE,
        )
    piece.retiree_le, piece.retiree_par = LE + timedelta(days=rang), qui
    piece.retiree_version, piece.retrait_motif = suivante, "Doublon"
    piece.save()


def test_les_declarations_sont_les_memes(migree: Migree) -> None:
    colonnes = ", ".join([*DU_DOSSIER, *D_ELLE])

    assert [d[8] for d in migree.declarations] == ["a_saisir", "transmise", "sans_objet"]
    assert migree.declarations == migree.lire(
        f"SELECT id, {colonnes} FROM dossiers_dossier "
        "JOIN declarations_declaration ON dossier_id = id ORDER BY id"
    )


def test_ce_qui_y_est_accroche_l_est_a_leur_dossier(migree: Migree) -> None:
    assert [len(lignes) for lignes in migree.accroches.values()] == [3, 3, 3, 6, 6]
    assert migree.accroches == migree.accrochees("dossiers", "dossier_id")


def test_les_relances_nomment_le_dossier(migree: Migree) -> None:
    assert [len(lignes) for lignes in migree.restees.values()] == [3, 3]
    assert migree.restees == migree.accrochees("relances", "dossier_id", RESTEES)


def test_les_pieces_nomment_les_memes_versions(migree: Migree) -> None:
    assert [(v, r) for _, v, r in migree.versions_des_pieces] == [(1, None), (1, 2)] * 3
    assert migree.versions_des_pieces == migree.lire(
        "SELECT id, version, retiree_version FROM dossiers_piecejointe ORDER BY id"
    )


def test_leur_histoire_est_la_meme(migree: Migree) -> None:
    du_dossier, d_elle = ", ".join([*HISTOIRE, *DU_DOSSIER]), ", ".join([*HISTOIRE, *D_ELLE])
    tete, cote = len(HISTOIRE), len(HISTOIRE) + len(DU_DOSSIER)

    assert len(migree.evenements) == 8
    assert [e[:cote] for e in migree.evenements] == migree.lire(
        f"SELECT {du_dossier} FROM dossiers_dossierevent ORDER BY pgh_id"
    )
    assert [(*e[:tete], *e[cote:]) for e in migree.evenements] == migree.lire(
        f"SELECT {d_elle} FROM declarations_declarationevent ORDER BY pgh_id"
    )


def test_la_base_garde_ensuite_ce_qu_elle_gardait(migree: Migree) -> None:
    declarations = modeles(migree.base, APRES).get_model("declarations", "Declaration").objects
    premiere, *_, derniere = declarations.using(ALIAS).order_by("pk")

    with pytest.raises(IntegrityError, match="envoyee_a_une_version"), transaction.atomic(ALIAS):
        declarations.using(ALIAS).filter(pk=premiere.pk).update(etat="transmise")
    with pytest.raises(IntegrityError, match="dossier_unique"), transaction.atomic(ALIAS):
        declarations.using(ALIAS).update(equipement=premiere.equipement_id)

    with pytest.raises(DatabaseError, match="ajout_seul"), migree.base.cursor() as curseur:
        curseur.execute("UPDATE dossiers_messagedossier SET texte = 'Autre'")
    with pytest.raises(DatabaseError, match="elle se retire"), migree.base.cursor() as curseur:
        curseur.execute("UPDATE dossiers_piecejointe SET libelle = 'Autre'")
    with (
        pytest.raises(IntegrityError, match="dossiers_derogation_dossier_id_fk"),
        migree.base.cursor() as curseur,
    ):
        curseur.execute("UPDATE dossiers_derogation SET dossier_id = 999")
    with (
        pytest.raises(IntegrityError, match="relances_relance_dossier_id"),
        migree.base.cursor() as curseur,
    ):
        curseur.execute("UPDATE relances_relance SET dossier_id = 999")

    premiere.etat = "en_saisie"
    premiere.save()
    suite = "SELECT pgh_label, etat FROM dossiers_dossierevent ORDER BY pgh_id DESC LIMIT 1"
    assert migree.lire(suite) == [("update", "en_saisie")]
    suivant = "SELECT nextval(pg_get_serial_sequence('dossiers_dossier', 'id'))"
    assert migree.lire(suivant) == [(derniere.pk + 1,)]


def test_une_reprise_d_elan_garde_sa_date_et_son_auteur(migree: Migree) -> None:
    """Under the names that every sheet has, on its row and in its history."""
    (auteur,) = migree.lire("SELECT id FROM habilitations_utilisateur")
    attendue = (LE, *auteur, 1, "{}")
    champs = "modifie_le, modifie_par_id, revision, auteurs"
    assert migree.lire(f"SELECT {champs} FROM declarations_repriseelan") == [attendue]
    assert migree.lire(f"SELECT {champs} FROM declarations_repriseelanevent") == [attendue]
