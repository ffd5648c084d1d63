"""``manage.py relancer``: the daily work, for cron; with ``--a-blanc``, only its plan."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from textwrap import indent
from typing import Any

from django.utils import timezone

from portal.relances.services.envoi import lots
from portal.relances.services.journee import faire_la_journee
from portal.relances.services.lettres import Lettre, Objet, a_envoyer
from portal.relances.services.plan import declarants, plan
from portal.socle import expedition, retenues
from portal.socle.commandes import Commande
from portal.socle.francais import compter


def jour(texte: str) -> date:
    try:
        return date.fromisoformat(texte)
    except ValueError:
        raise ArgumentTypeError(f"« {texte} » n’est pas une date AAAA-MM-JJ.") from None


class Command(Commande):
    raison = "relancer tous les partenaires"
    help = (
        "Ouvre les campagnes du jour, prépare les relances dues et pas encore envoyées, et les "
        "envoie, sauf si elles sont retenues. Sans effet la seconde fois. --a-blanc affiche le "
        "plan en JSON et n’écrit rien."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--date", type=jour, metavar="AAAA-MM-JJ", help="jour à traiter (aujourd’hui sinon)"
        )
        parser.add_argument(
            "--a-blanc", action="store_true", help="affiche qui recevrait quoi, sans rien écrire"
        )

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        le: date = options["date"] or timezone.localdate()
        if options["a_blanc"]:
            self._afficher(entrees_du(le))
            return
        faite = faire_la_journee(le)
        # Sent from here as well: cron may have no worker beside it, and claims keep them apart.
        envoyes = sum(
            expedition.expedier(lot).envoyes for lot in expedition.lots_en_attente(timezone.now())
        )
        if retenue := retenues.en_cours():
            self.stdout.write(f"{retenue} : {retenue.motif}")
        if verbosity:
            self.stdout.write(
                f"{compter(faite.appelees, 'déclaration appelée', 'déclarations appelées')}, "
                f"{compter(faite.rappels, 'courriel préparé', 'courriels préparés')}, "
                f"{compter(envoyes, 'envoyé')}, {compter(faite.erreurs, 'erreur')}."
            )

    def _afficher(self, entrees: Iterator[dict[str, Any]]) -> None:
        """A JSON list, written as it comes: that of the country would not hold in memory."""
        separateur = "[\n"
        for entree in entrees:
            texte = json.dumps(entree, ensure_ascii=False, indent=2)
            self.stdout.write(separateur + indent(texte, "  "), ending="")
            separateur = ",\n"
        self.stdout.write("[]" if separateur == "[\n" else "\n]")


def entrees_du(jour: date) -> Iterator[dict[str, Any]]:
    """What would leave on a day, by lots of people, those of one partner side by side."""
    for lot in lots(declarants(jour)):
        for lettre in a_envoyer(plan(jour, personnes=lot)):
            yield from entrees_de(lettre)


def entrees_de(lettre: Lettre) -> list[dict[str, Any]]:
    """The e-mail of a person as the plan prints it: one entry for each gestionnaire it is about."""
    par_gestionnaire: dict[str, list[Objet]] = {}
    for objet in lettre.objets:
        par_gestionnaire.setdefault(objet.dossier.siret, []).append(objet)
    return [
        {
            "destinataire": lettre.destinataire.email,
            "gestionnaire": siret,
            "objets": [
                {
                    "declaration": objet.dossier.reference,
                    "etape": objet.libelle_etape,
                    "manque": objet.manque,
                    "echeance": objet.limite.le.isoformat(),
                }
                for objet in objets
            ],
        }
        for siret, objets in par_gestionnaire.items()
    ]
