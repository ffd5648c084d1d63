"""A letter of right in words, for the public page that checks it."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from habilitations.services.papiers import Inscrit, PapierLu
from portal.socle.composants import Fait
from portal.socle.formats import date_fr, ecrire_siret, euros
from subventions.droits.services.lettres import est_a_jour
from subventions.models.lettres import LettreDroit
from subventions.services.lettres import inscrit, scellee

NOM = "droits"


def lettre_inscrite(condition: Q) -> Inscrit | None:
    """The sealed letter of right that meets a condition."""
    lettre = scellee(LettreDroit, condition)
    return inscrit(lettre, lambda: _lire(lettre)) if lettre else None


def _lire(lettre: LettreDroit) -> PapierLu:
    dit = lettre.contenu["dit"]
    faits = (
        Fait("Droit", dit["droit"], dit["dispositif"]),
        Fait("Équipement", dit["equipement"]),
        Fait(
            "Partenaire",
            dit["partenaire"]["nom"],
            f"SIRET {ecrire_siret(dit['partenaire']['siret'])}",
        ),
        Fait("Caf", dit["caf"]["nom"]),
        Fait("Montant retenu", euros(Decimal(dit["retenu"]))),
        Fait("Montant calculé", euros(Decimal(dit["calcule"]))),
        Fait("Lettre établie le", date_fr(datetime.fromisoformat(lettre.contenu["le"]))),
    )
    return PapierLu(f"{lettre.TITRE} {lettre.reference}", faits, est_a_jour(lettre))
