"""What whoever owns the database can do to a version sent: SQL, triggers off.

Each one takes the version as it stands and changes what is kept of it; some know the code and make
the hashes agree again, up to the journal.
"""

import json
from collections.abc import Callable
from typing import Any

from django.db import connection

from declarations.models import Version
from declarations.services.contenu.fige import constats_de_l_envoi
from declarations.services.empreintes import empreinte
from declarations.services.integrite import lignes_d_envoi
from portal.socle.journal import calculer_empreinte
from portal.socle.models import ChaineJournal

VERSION, VOLET, CALCUL = "declarations_version", "declarations_volet", "subventions_calcul"
PASSAGE, LIGNE = "declarations_passagecontroles", "socle_lignejournal"


def forcer(ordre: str, valeurs: list[Any] | None = None) -> None:
    """Run one order as the owner, triggers off; it must touch something."""
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute("SET session_replication_role = replica")
        curseur.execute(ordre, valeurs)
        assert curseur.rowcount > 0, ordre
        curseur.execute("SET session_replication_role = DEFAULT")


def relire(version: Version) -> Version:
    return Version.objects.select_related("declaration", "calcul").get(pk=version.pk)


def _sur(table: str, changement: str, cle: str = "version_id") -> Callable[[Version], None]:
    def falsifier(version: Version) -> None:
        valeur = version.calcul_id if table == CALCUL else version.pk
        forcer(f"UPDATE {table} SET {changement} WHERE {cle} = %s", [valeur])

    return falsifier


def _montant(version: Version) -> None:
    """Ten thousand euros more, in the amount and in the last step."""
    calcul = version.calcul
    calcul.montant += 10_000
    calcul.etapes[-1]["resultat"] = str(calcul.montant)
    forcer(
        f"UPDATE {CALCUL} SET montant = %s, etapes = %s WHERE id = %s",
        [calcul.montant, json.dumps(calcul.etapes), calcul.pk],
    )


def _montant_et_son_empreinte(version: Version) -> None:
    _montant(version)
    calcul = relire(version).calcul
    forcer(
        f"UPDATE {CALCUL} SET empreinte = %s WHERE id = %s",
        [calcul.calculer_empreinte(), calcul.pk],
    )


def refaire_l_empreinte(version: Version) -> str:
    """Make the hash of a version agree with what is kept of it now."""
    relue = relire(version)
    juste = empreinte(relue, constats_de_l_envoi(relue))
    forcer(f"UPDATE {VERSION} SET empreinte = %s WHERE id = %s", [juste, version.pk])
    return juste


def _tout_refaire(version: Version) -> None:
    _montant_et_son_empreinte(version)
    refaire_l_empreinte(version)


def _refaire_jusqu_a_la_ligne(version: Version) -> None:
    """The line of the sending cites the new hash, and its own agrees; the next one does not."""
    _montant_et_son_empreinte(version)
    juste = refaire_l_empreinte(version)
    ligne = lignes_d_envoi([version.declaration_id]).get(details__version=version.numero)
    ligne.details["empreinte"] = juste
    forcer(
        f"UPDATE {LIGNE} SET details = %s, empreinte = %s WHERE id = %s",
        [json.dumps(ligne.details), calculer_empreinte(ligne), ligne.pk],
    )


def refaire_la_chaine(version: Version) -> None:
    """The same, and every line after it, and the head."""
    _refaire_jusqu_a_la_ligne(version)
    rechainer(version)


def rechainer(version: Version) -> None:
    """Make every hash of the chain of a version agree again, as whoever knows the code would."""
    chaine = ChaineJournal.objects.get(cle=f"gestionnaire:{version.gestionnaire_id}")
    precedente = ""
    for ligne in chaine.lignes.order_by("numero"):
        ligne.precedente = precedente
        precedente = calculer_empreinte(ligne)
        forcer(
            f"UPDATE {LIGNE} SET precedente = %s, empreinte = %s WHERE id = %s",
            [ligne.precedente, precedente, ligne.pk],
        )
    forcer("UPDATE socle_chainejournal SET empreinte = %s WHERE id = %s", [precedente, chaine.pk])


def _ancienne_formule(version: Version) -> None:
    """Back to the formula that covers less, with its hash, then change what it does not cover."""
    forcer(f"UPDATE {VERSION} SET formule = 1 WHERE id = %s", [version.pk])
    refaire_l_empreinte(version)


def _autre_personne(champ: str, table: str, cle: str) -> Callable[[Version], None]:
    return _sur(
        table, f"{champ} = (SELECT min(id) FROM habilitations_utilisateur WHERE id <> {champ})", cle
    )


def _ligne(changement: str) -> Callable[[Version], None]:
    def falsifier(version: Version) -> None:
        forcer(
            f"UPDATE {LIGNE} SET {changement} WHERE action = 'declaration.transmise'"
            " AND objet_id = %s",
            [version.declaration_id],
        )

    return falsifier


def _effacer_la_ligne(version: Version) -> None:
    forcer(
        f"DELETE FROM {LIGNE} WHERE action = 'declaration.transmise' AND objet_id = %s",
        [version.declaration_id],
    )


def _justification(version: Version) -> None:
    passage = version.passages.get(moment="envoi")
    justifie = next(c for c in passage.constats if "justification" in c)
    justifie["justification"]["texte"] = "Un autre motif."
    forcer(
        f"UPDATE {PASSAGE} SET constats = %s WHERE id = %s",
        [json.dumps(passage.constats), passage.pk],
    )


def _second_passage(version: Version) -> None:
    """An insertion no trigger refuses: the last one would be read."""
    forcer(
        f"INSERT INTO {PASSAGE} (version_id, moment, volet, le, par_id, constats)"
        f" SELECT version_id, moment, volet, le, par_id, '[]' FROM {PASSAGE}"
        " WHERE version_id = %s AND moment = 'envoi'",
        [version.pk],
    )


def _une_etape(version: Version) -> None:
    etapes = version.calcul.etapes
    etapes[0]["libelle"] = "Autre étape"
    forcer(
        f"UPDATE {CALCUL} SET etapes = %s WHERE id = %s",
        [json.dumps(etapes), version.calcul_id],
    )


def _piece(changement: str) -> Callable[[Version], None]:
    def falsifier(version: Version) -> None:
        forcer(
            f"UPDATE socle_document SET {changement} WHERE id IN (SELECT document_id FROM"
            " dossiers_piecejointe WHERE dossier_id = %s AND version = %s)",
            [version.declaration_id, version.numero],
        )

    return falsifier


def _nom_de_piece(version: Version) -> None:
    forcer(
        "UPDATE dossiers_piecejointe SET libelle = 'Autre pièce'"
        " WHERE dossier_id = %s AND version = %s",
        [version.declaration_id, version.numero],
    )


def _piece_effacee(version: Version) -> None:
    forcer(
        "DELETE FROM dossiers_piecejointe WHERE dossier_id = %s AND version = %s",
        [version.declaration_id, version.numero],
    )


FALSIFICATIONS: dict[str, Callable[[Version], None]] = {
    "une donnée": _sur(VOLET, 'donnees = donnees || \'{"comptes.64": "1"}\''),
    "une donnée effacée": _sur(VOLET, "donnees = donnees - 'comptes.64'"),
    "un lieu renommé": _sur(VERSION, "lignes = jsonb_set(lignes, '{0,libelle}', '\"x\"')", "id"),
    "un lieu ôté": _sur(VERSION, "lignes = lignes - 0", "id"),
    "les contrôles": _sur(PASSAGE, "constats = '[]'"),
    "le texte d’une justification": _justification,
    "un second passage": _second_passage,
    "le montant": _montant,
    "le montant et l’empreinte du calcul": _montant_et_son_empreinte,
    "une étape": _une_etape,
    "un paramètre": _sur(CALCUL, "bareme = jsonb_set(bareme, '{0,valeur}', '\"9\"')", "id"),
    "les données du calcul": _sur(CALCUL, "donnees = '{}'", "id"),
    "l’empreinte du calcul": _sur(CALCUL, f"empreinte = '{'0' * 64}'", "id"),
    "un signataire": _autre_personne("signe_par_id", VOLET, "version_id"),
    "la date d’une signature": _sur(VOLET, "signe_le = signe_le - interval '1 day'"),
    "la saisie assistée": _sur(VOLET, "saisi_par_la_caf = true"),
    "l’approbateur": _autre_personne("envoyee_par_id", VERSION, "id"),
    "la date d’envoi": _sur(VERSION, "envoyee_le = envoyee_le - interval '1 day'", "id"),
    "l’échéance": _sur(VERSION, "echeance_le = echeance_le + 30", "id"),
    "le nom imprimé": _sur(VERSION, 'mentions = mentions || \'{"approbateur": "X"}\'', "id"),
    "l’origine": _sur(VERSION, "origine = 'rectificative'", "id"),
    "l’empreinte d’une pièce": _piece(f"sha256 = '{'1' * 64}'"),
    "le nom d’un fichier": _piece("nom = 'autre.pdf'"),
    "le libellé d’une pièce": _nom_de_piece,
    "une pièce effacée": _piece_effacee,
    "l’empreinte": _sur(VERSION, f"empreinte = '{'2' * 64}'", "id"),
    "l’empreinte refaite": _tout_refaire,
    "l’ancienne formule": _ancienne_formule,
    "une formule inconnue": _sur(VERSION, "formule = 99", "id"),
    "la ligne du journal, sans soin": _ligne('details = details || \'{"version": 1, "x": 1}\''),
    "l’auteur au journal": _ligne("auteur_id = auteur_id + 1"),
    "la ligne du journal effacée": _effacer_la_ligne,
    "la ligne du journal refaite": _refaire_jusqu_a_la_ligne,
    "la chaîne refaite": refaire_la_chaine,
}
