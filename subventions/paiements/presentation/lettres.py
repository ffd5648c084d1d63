"""A letter of indu in words, for the public page that checks it."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from habilitations.services.papiers import Inscrit, PapierLu
from portal.socle.composants import Fait
from portal.socle.formats import date_fr, ecrire_siret, euros
from subventions.paiements.models import LettreIndu
from subventions.paiements.services.lettres import est_a_jour
from subventions.services.lettres import inscrit, scellee

NOM = "indus"


def lettre_inscrite(condition: Q) -> Inscrit | None:
    """The sealed letter of indu that meets a condition."""
    lettre = scellee(LettreIndu, condition)
    return inscrit(lettre, lambda: _lire(lettre)) if lettre else None


def _lire(lettre: LettreIndu) -> PapierLu:
    dit = lettre.contenu["dit"]
    faits = (
        Fait("Indu", dit["indu"], f"exercice {dit['exercice']}"),
        Fait("Équipement", dit["equipement"], dit["dispositif"]),
        Fait(
            "Partenaire",
            dit["partenaire"]["nom"],
            f"SIRET {ecrire_siret(dit['partenaire']['siret'])}",
        ),
        Fait("Caf", dit["caf"]["nom"]),
        Fait("Montant notifié", euros(Decimal(dit["montant"]))),
        Fait("Reste ce jour-là", euros(Decimal(dit["reste"]))),
        Fait("Lettre établie le", date_fr(datetime.fromisoformat(lettre.contenu["le"]))),
    )
    return PapierLu(f"{lettre.TITRE} {lettre.reference}", faits, est_a_jour(lettre))
