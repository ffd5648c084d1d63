"""``manage.py rejouer``: compute again every frozen computation, and report any difference."""

import json
import multiprocessing
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from django.core.management.base import CommandError
from django.db import connection

from portal.socle.commandes import Commande
from subventions.services.rejeu import Difference, rejouer_entre, tranches

# Ids computed again by one process at once; beyond a few, other processes pay for their start.
TRANCHE = 5_000
TRANCHES_SEUL = 4


class Command(Commande):
    raison = "rejouer les calculs de tout le portail"
    help = (
        "Refait chaque calcul gardé, depuis ses données et son barème figés, avec la version du "
        "moteur qu’il nomme, et rend en JSON {rejoues, differences: [{calcul, moteur, champ, "
        "garde, rejoue}]} ; finit par un code 1 s’il y en a."
    )
    # Those of the pages would be longer than thousands of computations.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--processus",
            type=int,
            default=os.cpu_count() or 1,
            help="processus qui calculent ensemble (par défaut, autant que de cœurs)",
        )

    def handle(self, *args: Any, processus: int, **options: Any) -> None:
        rejoues, differences = 0, 0
        self.stdout.write('{"differences": [', ending="")
        for nombre, trouvees in _rejouer(list(tranches(TRANCHE)), processus):
            rejoues += nombre
            for difference in trouvees:
                virgule = "," if differences else ""
                differences += 1
                self.stdout.write(f"{virgule}\n  {_en_json(difference)}", ending="")
        self.stdout.write(f'], "rejoues": {rejoues}}}')
        if differences:
            raise CommandError(
                f"{differences} différence{'s' if differences > 1 else ''} : rien n’a été changé."
            )


def _rejouer(
    parts: list[tuple[int, int]], processus: int
) -> Iterator[tuple[int, list[Difference]]]:
    """Each range in turn, by this process when they are few."""
    if processus < 2 or len(parts) <= TRANCHES_SEUL:
        yield from (rejouer_entre(*part) for part in parts)
        return
    # Forked, since to start once more takes longer than twenty thousand computations. Connections,
    # and the threads of their pool, are not for two: each process opens its own.
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined] # that of PostgreSQL has one
    contexte = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processus, mp_context=contexte) as ouvriers:
        yield from ouvriers.map(rejouer_entre, *zip(*parts, strict=True))


def _en_json(difference: Difference) -> str:
    return json.dumps(difference.en_json(), ensure_ascii=False)
