"""Tampering by SQL, triggers off: what a person who holds the database can do is found."""

import io
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from portal.socle import journal, sceaux
from portal.socle.cloture import clore_la_journee, sceller_tout
from portal.socle.models import ChaineJournal, LectureSensible, LigneJournal, SceauJournal
from portal.socle.verification import premiere_rupture
from tests.monde import MAINTENANT

CLE = "gestionnaire:7"
DEMAIN = MAINTENANT + timedelta(days=1)


@pytest.fixture(autouse=True)
def _cle(settings) -> None:
    settings.CLE_JOURNAL = "A" * 43


def ecrire(n: int, le: datetime = MAINTENANT) -> None:
    for i in range(n):
        details = {"montant": "12.50", "été": [i]}
        journal.ecrire(f"essai.{i}", auteur=None, gestionnaire_id=7, details=details, le=le)


@pytest.fixture
def chaine(db: None) -> ChaineJournal:
    """Three lines, a seal; the day after two more lines, a second seal; then one line."""
    ecrire(3)
    assert sceller_tout(MAINTENANT).scelles == 1
    ecrire(2, DEMAIN)
    assert sceller_tout(DEMAIN).scelles == 1
    ecrire(1, DEMAIN)
    chaine = ChaineJournal.objects.get(cle=CLE)
    assert chaine.numero == 6
    assert premiere_rupture(chaine) is None
    return chaine


def forcer(*ordres: str) -> None:
    with connection.cursor() as curseur:
        curseur.execute("SET session_replication_role = replica")
        for ordre in ordres:
            curseur.execute(ordre)
        curseur.execute("SET session_replication_role = DEFAULT")


def reecrire(depuis: int = 1, suivantes: Callable[[LigneJournal], None] | None = None) -> None:
    """Make the hashes of a chain agree again, as somebody who knows the code would."""
    chaine = ChaineJournal.objects.get(cle=CLE)
    numero, empreinte = 0, ""
    with connection.cursor() as curseur:
        curseur.execute("SET session_replication_role = replica")
        for ligne in chaine.lignes.order_by("numero"):
            ligne.numero, ligne.precedente = numero + 1, empreinte
            ligne.empreinte = journal.calculer_empreinte(ligne)
            ligne.save()
            numero, empreinte = ligne.numero, ligne.empreinte
        chaine.numero, chaine.empreinte = numero, empreinte
        chaine.save()
        curseur.execute("SET session_replication_role = DEFAULT")


LIGNES = "socle_lignejournal"
SANS_SOIN = {
    "détail modifié": (f"UPDATE {LIGNES} SET details = '{{}}' WHERE numero = 2", 2, "contenu"),
    "auteur modifié": (f"UPDATE {LIGNES} SET auteur_libelle = 'x' WHERE numero = 1", 1, "contenu"),
    "date modifiée": (f"UPDATE {LIGNES} SET le = le - interval '1 day' WHERE numero = 6", 6, "con"),
    "ligne effacée": (f"DELETE FROM {LIGNES} WHERE numero = 2", 2, "elle manque"),
    "fin effacée": (f"DELETE FROM {LIGNES} WHERE numero = 6", 6, "elle manque"),
    "tout effacé": (f"DELETE FROM {LIGNES}", 1, "elle manque"),
    "tête modifiée": ("UPDATE socle_chainejournal SET empreinte = 'x'", 6, "ne la désigne pas"),
    "tête ramenée": ("UPDATE socle_chainejournal SET numero = 2, empreinte = ''", 3, "la couvre"),
    "ligne déplacée": (f"UPDATE {LIGNES} SET numero = 99 WHERE numero = 3", 3, "elle manque"),
    "ligne ajoutée": (
        f"INSERT INTO {LIGNES} (chaine_id, numero, le, action, auteur_libelle, objet_type, motif,"
        f" details, precedente, empreinte) SELECT chaine_id, 7, le, 'faux', '', '', '', '{{}}',"
        f" empreinte, empreinte FROM {LIGNES} WHERE numero = 6",
        7,
        "au-delà de la tête",
    ),
    "sceau antidaté": ("UPDATE socle_sceaujournal SET jour = jour - 1", 3, "pas valable"),
    "sceau d’une autre clé": ("UPDATE socle_sceaujournal SET cle = 'abc'", 3, "clé inconnue"),
    "sceau déplacé": ("UPDATE socle_sceaujournal SET numero = 4 WHERE rang = 1", 4, "pas valable"),
    "premier sceau effacé": ("DELETE FROM socle_sceaujournal WHERE rang = 1", 5, "un sceau manque"),
}


@pytest.mark.parametrize("cas", SANS_SOIN)
def test_une_falsification_est_nommee(chaine: ChaineJournal, cas: str) -> None:
    ordre, numero, raison = SANS_SOIN[cas]
    forcer(ordre)
    rupture = premiere_rupture(chaine)
    assert rupture is not None
    assert (rupture.chaine, rupture.numero) == (CLE, numero)
    assert raison in rupture.raison


@pytest.mark.parametrize(
    ("ordre", "numero"),
    [
        (f"UPDATE {LIGNES} SET motif = 'x' WHERE numero = 1", 3),
        (f"UPDATE {LIGNES} SET motif = 'x' WHERE numero = 4", 5),
        (f"DELETE FROM {LIGNES} WHERE numero = 1", 3),
        (f"DELETE FROM {LIGNES} WHERE numero >= 5", 5),
    ],
)
def test_une_chaine_reecrite_avec_soin_est_trahie_par_ses_sceaux(
    chaine: ChaineJournal, ordre: str, numero: int
) -> None:
    """Every hash agrees again: only the signatures do not."""
    forcer(ordre)
    reecrire()
    rupture = premiere_rupture(chaine)
    assert rupture is not None
    assert rupture.numero == numero
    assert "sceau" in rupture.raison


def test_un_sceau_refait_avec_une_autre_cle_n_est_pas_cru(chaine: ChaineJournal, settings) -> None:
    forcer(f"UPDATE {LIGNES} SET motif = 'x' WHERE numero = 1", "DELETE FROM socle_sceaujournal")
    reecrire()
    vraie = settings.CLE_JOURNAL
    settings.CLE_JOURNAL = "B" * 43
    sceller_tout(MAINTENANT)
    assert premiere_rupture(chaine) is None
    settings.CLE_JOURNAL = vraie
    rupture = premiere_rupture(chaine)
    assert rupture is not None
    assert "clé inconnue" in rupture.raison


def test_sans_ses_derniers_sceaux_une_chaine_reecrite_est_dementie_par_le_temoin(
    chaine: ChaineJournal, tmp_path: Path
) -> None:
    """Everything of the second day is rewritten and its seal removed; the logs remember."""
    sceau = chaine.sceaux.last()
    temoin = tmp_path / "journaux.jsonl"
    cite = {"event": "journal.scelle", "chaine": CLE, "numero": 5, "empreinte": sceau.empreinte}
    temoin.write_text(f"worker | {json.dumps(cite)}\nune autre ligne\n")
    verifier("--temoin", str(temoin))

    forcer(
        f"UPDATE {LIGNES} SET motif = 'x' WHERE numero = 4",
        "DELETE FROM socle_sceaujournal WHERE rang = 2",
    )
    reecrire()
    verifier()
    with pytest.raises(CommandError, match=f"{CLE}, ligne 5 .*que cite le témoin"):
        verifier("--temoin", str(temoin))
    forcer(f"DELETE FROM {LIGNES} WHERE numero >= 5")
    reecrire()
    with pytest.raises(CommandError, match=f"{CLE}, ligne 5 : le témoin la cite, et elle manque"):
        verifier("--temoin", str(temoin))


def verifier(*arguments: str) -> tuple[str, str]:
    sortie, erreurs = io.StringIO(), io.StringIO()
    call_command("verifier_journal", *arguments, stdout=sortie, stderr=erreurs)
    return sortie.getvalue(), erreurs.getvalue()


def test_la_commande_dit_ou_quoi_quand_et_pourquoi(chaine: ChaineJournal) -> None:
    journal.ecrire("autre", auteur=None, le=MAINTENANT)
    sceller_tout(DEMAIN)
    assert verifier()[0] == "Journal intact : 2 chaîne(s) vérifiée(s).\n"

    forcer(f"UPDATE {LIGNES} SET motif = 'x' WHERE numero IN (1, 4)")
    with pytest.raises(CommandError) as erreur:
        verifier()
    assert str(erreur.value).splitlines() == [
        "Ruptures du journal :",
        f"  {CLE}, ligne 1 (essai.0, 3 février 2026) : "
        "son contenu ne correspond plus à son empreinte",
        "  nationale, ligne 1 (autre, 3 février 2026) : "
        "son contenu ne correspond plus à son empreinte",
    ]
    assert erreur.value.returncode == 1
    with pytest.raises(CommandError, match=r"^Rupture du journal :\n  nationale"):
        verifier("--chaine", "nationale")
    with pytest.raises(CommandError, match="Aucune chaîne ne s’appelle « caf:9 »"):
        verifier("--chaine", "caf:9")


def test_une_chaine_effacee_avec_sa_tete_laisse_ses_lignes(chaine: ChaineJournal) -> None:
    with transaction.atomic():
        forcer("DELETE FROM socle_chainejournal")
        with pytest.raises(CommandError, match="n’appartient plus à aucune chaîne"):
            verifier()
        transaction.set_rollback(True)


def test_des_lignes_qui_attendent_leur_sceau_sont_signalees(db: None) -> None:
    ecrire(1)
    sortie, erreurs = verifier()
    assert "Journal intact" in sortie
    assert f"{CLE} : des lignes de plus de deux jours ne sont pas scellées" in erreurs
    call_command("sceller_journal", stdout=io.StringIO())
    assert verifier()[1] == ""


# --- Sealing ---------------------------------------------------------------------------


def test_un_sceau_par_chaine_et_par_jour_quand_elle_a_bouge(chaine: ChaineJournal) -> None:
    assert list(chaine.sceaux.values_list("rang", "numero")) == [(1, 3), (2, 5)]
    assert sceller_tout(DEMAIN).scelles == 0  # sealed today already: the line waits
    assert sceller_tout(DEMAIN + timedelta(days=1)).scelles == 1
    assert sceller_tout(DEMAIN + timedelta(days=2)).scelles == 0  # nothing new


def test_une_chaine_rompue_n_est_pas_scellee_et_les_autres_le_sont(
    chaine: ChaineJournal, caplog
) -> None:
    journal.ecrire("autre", auteur=None, le=DEMAIN)
    forcer(f"UPDATE {LIGNES} SET motif = 'x' WHERE numero = 6")
    fait = sceller_tout(DEMAIN + timedelta(days=1))
    assert (fait.scelles, fait.rompues) == (1, (CLE,))
    assert "journal.rupture" in caplog.text
    assert chaine.sceaux.count() == 2
    with pytest.raises(CommandError, match=CLE):
        call_command("sceller_journal", stdout=io.StringIO())


def test_la_ligne_du_dernier_sceau_est_reverifiee_avant_d_en_poser_un_autre(
    chaine: ChaineJournal,
) -> None:
    forcer(f"DELETE FROM {LIGNES} WHERE numero = 1")
    reecrire()
    assert sceller_tout(DEMAIN + timedelta(days=1)).rompues == (CLE,)


def test_un_sceau_est_dit_aux_journaux_techniques(db: None, caplog) -> None:
    ecrire(1)
    with caplog.at_level("INFO"):
        sceller_tout(MAINTENANT)
    dit = [r.msg for r in caplog.records if "journal.scelle" in str(r.msg)]
    assert dit[0]["chaine"] == CLE
    assert dit[0]["empreinte"] == ChaineJournal.objects.get(cle=CLE).empreinte


def test_changer_de_cle_garde_les_sceaux_anciens(chaine: ChaineJournal, settings) -> None:
    sortie = io.StringIO()
    call_command("sceller_journal", "--cle-publique", stdout=sortie)
    settings.CLE_JOURNAL = "/" * 42 + "8="
    assert "clé inconnue" in premiere_rupture(chaine).raison
    settings.CLES_JOURNAL_ANCIENNES = [sortie.getvalue().strip()]
    assert premiere_rupture(chaine) is None
    assert sceller_tout(DEMAIN + timedelta(days=1)).scelles == 1
    assert chaine.sceaux.values("cle").distinct().count() == 2
    assert premiere_rupture(chaine) is None


@pytest.mark.parametrize("texte", ["trop court", "A" * 40, "é" * 43])
def test_une_cle_mal_ecrite_est_refusee(texte: str, settings) -> None:
    settings.CLE_JOURNAL = texte
    with pytest.raises(ImproperlyConfigured, match="CLE_JOURNAL doit porter 32 octets"):
        sceaux.cle_privee()


def test_sans_cle_donnee_le_portail_en_fait_une(settings, tmp_path: Path) -> None:
    settings.CLE_JOURNAL, settings.DOSSIER_DONNEES = "", tmp_path / "donnees"
    cle = sceaux.cle_privee()
    assert isinstance(cle, Ed25519PrivateKey)
    assert cle.private_bytes_raw() == sceaux.cle_privee().private_bytes_raw()
    assert (tmp_path / "donnees/cle_journal").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "ordre", ["UPDATE socle_sceaujournal SET rang = 9", "DELETE FROM socle_sceaujournal"]
)
def test_la_base_refuse_de_toucher_un_sceau(chaine: ChaineJournal, ordre: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(ordre)
    assert SceauJournal.objects.count() == 2


# --- Readings --------------------------------------------------------------------------


def lire(jour_avant: int = 0, auteur_id: int = 4) -> None:
    class Personne:
        pk = auteur_id

        def __str__(self) -> str:
            return "Hugo Collègue"

    journal.lecture_sensible(
        LectureSensible.Action.EXPORT,
        auteur=Personne(),
        precision="suivi 2025",
        caf_id=1,
        le=MAINTENANT - timedelta(days=jour_avant),
    )


def test_une_lecture_est_ecrite_une_fois_par_jour(db: None) -> None:
    lire()
    lire()
    lire(jour_avant=1)
    lire(auteur_id=5)
    assert LectureSensible.objects.count() == 3


def test_les_lectures_d_un_jour_fini_sont_arretees_sur_la_chaine_de_la_caf(db: None) -> None:
    lire(jour_avant=1)
    lire(jour_avant=1, auteur_id=5)
    lire()
    clore_la_journee(MAINTENANT)
    clore_la_journee(MAINTENANT)
    ligne = LigneJournal.objects.get(chaine__cle="caf:1")
    assert ligne.action == "lectures.arretees"
    assert ligne.details["jour"] == "2026-02-02"
    assert ligne.details["nombre"] == 2
    assert "Hugo" not in json.dumps(ligne.details)


@pytest.mark.parametrize(
    "ordre",
    [
        "UPDATE socle_lecturesensible SET personne_libelle = 'x'",
        "DELETE FROM socle_lecturesensible WHERE personne_id = 5",
        "DELETE FROM socle_lecturesensible",
    ],
)
def test_une_lecture_falsifiee_rompt_la_chaine(db: None, ordre: str) -> None:
    lire(jour_avant=1)
    lire(jour_avant=1, auteur_id=5)
    clore_la_journee(MAINTENANT)
    verifier("--chaine", "caf:1")
    forcer(ordre)
    with pytest.raises(CommandError, match="les lectures du 2026-02-02 ont été modifiées"):
        verifier("--chaine", "caf:1")


def test_les_lectures_sont_purgees_apres_le_delai_et_le_journal_reste_intact(
    db: None, settings
) -> None:
    settings.LECTURES_MOIS = 6
    lire(jour_avant=184)  # 3 August 2025
    lire(jour_avant=185)
    clore_la_journee(MAINTENANT)
    assert list(LectureSensible.objects.values_list("jour", flat=True)) == [date(2025, 8, 3)]
    purge = LigneJournal.objects.get(action="lectures.purgees")
    assert purge.details == {"avant": "2025-08-03", "nombre": 1}
    settings.LECTURES_MOIS = 12  # what was purged stays purged
    assert "Journal intact" in verifier()[0]


def test_la_base_garde_les_lectures_six_mois(db: None) -> None:
    journal.lecture_sensible(
        LectureSensible.Action.EXPORT, auteur=type("P", (), {"pk": 1})(), caf_id=1
    )
    for ordre in (
        "DELETE FROM socle_lecturesensible",
        "UPDATE socle_lecturesensible SET jour = le",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as curseur:
            curseur.execute(ordre)


def test_une_lecture_qui_ne_s_ecrit_pas_ne_bloque_rien(db: None, caplog) -> None:
    with transaction.atomic():
        with connection.cursor() as curseur:
            curseur.execute("ALTER TABLE socle_lecturesensible RENAME TO ailleurs")
        lire()
        assert LigneJournal.objects.count() == 0  # the transaction is still usable
        transaction.set_rollback(True)
    assert "journal.lecture_non_ecrite" in caplog.text
