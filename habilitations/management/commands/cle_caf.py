"""``manage.py cle_caf``: the key with which a Caf signs its rights."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from habilitations import trousseau
from habilitations.management.operateurs import caf_de, responsable
from habilitations.services.cles import plume, revoquer_cle
from portal.socle.cles import texte_public
from portal.socle.commandes import Commande
from portal.socle.francais import compter
from portal.socle.refus import ActionRefusee, DemandeInvalide


class Command(Commande):
    raison = "tenir les clés des Caf et ce qu’elles ont signé"
    help = "Dit les clés d’une Caf ; en crée une, la remplace ou en révoque une."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("caf", help="code de la Caf, par exemple 73")
        geste = parser.add_mutually_exclusive_group()
        geste.add_argument("--creer", action="store_true", help="faire sa première clé")
        geste.add_argument(
            "--remplacer", action="store_true", help="en faire une autre, et garder la publique"
        )
        geste.add_argument("--revoquer", metavar="CLE", help="nom de la clé à révoquer")
        parser.add_argument("--depuis", help="moment, par exemple 2026-11-03T18:00")
        parser.add_argument("--motif", default="", help="pourquoi la clé est révoquée")
        parser.add_argument("--par", default="", help="adresse du responsable des habilitations")

    def handle(self, *args: Any, caf: str, **options: Any) -> None:
        la_caf = caf_de(caf)
        try:
            if options["revoquer"]:
                self._revoquer(options)
            elif options["creer"] or options["remplacer"]:
                (trousseau.creer if options["creer"] else trousseau.remplacer)(la_caf.code)
                plume(la_caf, timezone.now())
        except (ActionRefusee, DemandeInvalide, trousseau.CleAbsente, trousseau.CleDonnee) as refus:
            raise CommandError(str(refus)) from None
        self._dire(la_caf)

    def _revoquer(self, options: dict[str, Any]) -> None:
        droits, delegations, adhesions = revoquer_cle(
            options["revoquer"],
            depuis=_moment(options["depuis"]),
            motif=options["motif"],
            acteur=responsable(options["par"]),
        )
        self.stdout.write(
            f"Ne valent plus rien : {compter(len(droits), 'droit')}, "
            f"{compter(len(delegations), 'délégation')} et {compter(len(adhesions), 'adhésion')}."
        )
        for acte in (*adhesions, *delegations, *droits):
            self.stdout.write(f"  {acte._meta.verbose_name} n° {acte.pk} : {acte}")

    def _dire(self, caf: Any) -> None:
        for nom, cle in trousseau.publiques(caf.code).items():
            connue = caf.cles.filter(identifiant=nom).first()
            etat = "ne signe pas encore" if connue is None else _etat(connue)
            self.stdout.write(f"{nom} {texte_public(cle)} {etat}")


def _etat(cle: Any) -> str:
    if cle.revoquee_le:
        return f"révoquée à compter du {cle.revoquee_le.isoformat()}"
    return f"remplacée le {cle.au.isoformat()}" if cle.au else "en usage"


def _moment(texte: str | None) -> datetime:
    moment = parse_datetime(texte or "")
    if moment is None:
        raise CommandError("Indiquez le moment : --depuis 2026-11-03T18:00")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
