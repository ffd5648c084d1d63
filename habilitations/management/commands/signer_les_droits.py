"""``manage.py signer_les_droits``: what nobody signed yet, or that a revoked key had signed.

Rights of before signatures, adhesions that are complete and bear none.

Without ``--confirmer`` it only says which. A right that somebody has just written into the database
is unsigned too: they are to be read before they are signed.
"""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError
from django.db import models

from habilitations.management.operateurs import caf_de, responsable
from habilitations.services.signatures_en_masse import signer_de_nouveau, signer_les_premiers
from portal.socle.commandes import Commande
from portal.socle.francais import compter
from portal.socle.refus import ActionRefusee


class Command(Commande):
    raison = "signer les droits et les adhésions de tout le portail"
    help = (
        "Signe, au nom d’un responsable, les droits et les adhésions d’une Caf qui ne l’ont jamais "
        "été."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("caf", help="code de la Caf, par exemple 73")
        parser.add_argument(
            "--par", required=True, help="adresse du responsable des habilitations qui signe"
        )
        parser.add_argument(
            "--revoques",
            action="store_true",
            help="signer de nouveau ce qu’une clé révoquée avait signé, et rien d’autre",
        )
        parser.add_argument("--confirmer", action="store_true", help="signer, au lieu de dire")

    def handle(
        self, *args: Any, caf: str, par: str, revoques: bool, confirmer: bool, **options: Any
    ) -> None:
        qui, la_caf = responsable(par), caf_de(caf)
        try:
            if revoques:
                droits, delegations, adhesions = signer_de_nouveau(
                    la_caf, acteur=qui, confirmer=confirmer
                )
                self._dire([*adhesions, *delegations, *droits], confirmer)
            else:
                droits, adhesions, sans_base = signer_les_premiers(
                    la_caf, acteur=qui, confirmer=confirmer
                )
                self._dire([*adhesions, *droits], confirmer)
                if sans_base:
                    self.stdout.write(f"{compter(len(sans_base), 'laissé')} : aucune adhésion.")
        except ActionRefusee as refus:
            raise CommandError(str(refus)) from None

    def _dire(self, actes: Sequence[models.Model], confirmer: bool) -> None:
        for acte in actes:
            self.stdout.write(f"{acte._meta.verbose_name} n° {acte.pk} : {acte}")
        if confirmer:
            fait = compter(len(actes), "acte signé", "actes signés")
        else:
            fait = f"{compter(len(actes), 'acte')} à signer : relisez-les, puis ajoutez --confirmer"
        self.stdout.write(f"{fait}.")
