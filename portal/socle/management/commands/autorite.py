"""``manage.py autorite``: the authority of the seals, its certificates, what it revokes.

Needs no database: it may be run on a machine kept apart, where the key of the root stays.
"""

import getpass
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography import x509
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.socle.cachets import autorite
from portal.socle.cachets.autorite import COMMUN, Motif
from portal.socle.cachets.depot import Depot, DepotIllisible, etablir, lire_racine, nom_de_serie
from portal.socle.environnement import secret

PHRASE_MIN = 12


class Command(BaseCommand):
    help = "Tient l’autorité des cachets : la créer, émettre, révoquer, renouveler sa liste."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actes = parser.add_subparsers(dest="acte", required=True)

        def acte(nom: str, aide: str) -> ArgumentParser:
            commande = actes.add_parser(nom, help=aide)
            commande.add_argument("dossier", type=Path)
            return commande

        creer = acte("creer", "une racine neuve, dans un dossier vide")
        creer.add_argument("--organisme", required=True, help="qui exploite le portail")
        emettre = acte("emettre", "le certificat d’un cachet, ou son suivant")
        emettre.add_argument("--caf", default="", help="code de la Caf (16) ; sinon, le portail")
        emettre.add_argument("--nom", required=True, help="ce que les lecteurs de PDF montrent")
        revoquer = acte("revoquer", "un certificat, par son numéro de série")
        revoquer.add_argument("serie")
        revoquer.add_argument("--motif", required=True, choices=[str(motif) for motif in Motif])
        acte("renouveler-liste", "la liste de révocation, sans rien révoquer de plus")
        acte("etat", "ce que le dossier contient, en JSON")

    def handle(self, *args: Any, acte: str, dossier: Path, **options: Any) -> None:
        try:
            getattr(self, f"_{acte.replace('-', '_')}")(dossier, options)
        except DepotIllisible as erreur:
            raise CommandError(str(erreur)) from erreur

    def _creer(self, dossier: Path, options: dict[str, Any]) -> None:
        if (dossier / "racine.pem").exists():
            raise CommandError(f"Il y a déjà une autorité dans {dossier}.")
        phrase = _phrase()
        if len(phrase) < PHRASE_MIN:
            raise CommandError(f"La phrase secrète compte au moins {PHRASE_MIN} caractères.")
        racine = etablir(dossier, options["organisme"], timezone.now(), phrase)
        self.stdout.write(f"Racine créée : {nom_de_serie(racine.certificat)}.")

    def _emettre(self, dossier: Path, options: dict[str, Any]) -> None:
        code = f"caf-{options['caf']}" if options["caf"] else COMMUN
        racine = lire_racine(dossier, _phrase())
        cachet = autorite.emettre(racine, code, options["nom"], timezone.now())
        Depot(dossier, dossier / "cles").ecrire(cachet)
        self.stdout.write(f"Certificat émis pour {code} : {nom_de_serie(cachet.certificat)}.")

    def _revoquer(self, dossier: Path, options: dict[str, Any]) -> None:
        ouvert = Depot(dossier, dossier / "cles")
        connus = {nom_de_serie(c): c.serial_number for c in ouvert.certificats()}
        serie = options["serie"].lower()
        if serie not in connus:
            raise CommandError(f"Aucun certificat ne porte le numéro {serie} dans {dossier}.")
        self._lister(dossier, {connus[serie]: Motif(options["motif"])})
        self.stdout.write(f"Certificat révoqué : {serie}.")

    def _renouveler_liste(self, dossier: Path, options: dict[str, Any]) -> None:
        self._lister(dossier, {})
        self.stdout.write("Liste de révocation renouvelée.")

    def _lister(self, dossier: Path, revoques: dict[int, Motif]) -> None:
        ouvert, racine = Depot(dossier, dossier / "cles"), lire_racine(dossier, _phrase())
        sujet = racine.certificat.subject
        precedente = next((liste for liste in ouvert.listes() if liste.issuer == sujet), None)
        ouvert.ecrire_liste(autorite.lister(racine, timezone.now(), precedente, revoques))

    def _etat(self, dossier: Path, options: dict[str, Any]) -> None:
        ouvert = Depot(dossier, dossier / "cles")
        vu = {
            "racines": [autorite.nom_de(racine) for racine in ouvert.racines()],
            "listes_jusqu_au": [
                liste.next_update_utc.date().isoformat()
                for liste in ouvert.listes()
                if liste.next_update_utc
            ],
            "certificats": [_etat_de(ouvert, certificat) for certificat in ouvert.certificats()],
        }
        self.stdout.write(json.dumps(vu, ensure_ascii=False, indent=2))


def _etat_de(ouvert: Depot, certificat: x509.Certificate) -> dict[str, Any]:
    revocation = ouvert.revocation(certificat.serial_number)
    return {
        "serie": nom_de_serie(certificat),
        "pour": autorite.code_de(certificat),
        "nom": autorite.nom_de(certificat),
        "du": certificat.not_valid_before_utc.date().isoformat(),
        "au": certificat.not_valid_after_utc.date().isoformat(),
        "revoque_le": revocation.revocation_date_utc.date().isoformat() if revocation else None,
    }


def _phrase() -> bytes:
    """The passphrase of the root: PHRASE_AUTORITE, its file, or typed."""
    phrase = secret("PHRASE_AUTORITE")
    if not phrase and sys.stdin.isatty():
        phrase = getpass.getpass("Phrase secrète de l’autorité : ")
    return phrase.encode()
