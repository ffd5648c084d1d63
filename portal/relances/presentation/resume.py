"""What an adviser's weekly digest will say, and what became of that of the week."""

from dataclasses import dataclass
from datetime import date, timedelta

from habilitations.models import Portefeuille
from habilitations.permissions import Acteur
from portal.relances.models import ResumeHebdo
from portal.relances.presentation.passages import prochain_passage_de
from portal.relances.services.redaction import Redige
from portal.relances.services.resume import conseillers, lundi_de, rediger_resume


@dataclass(frozen=True)
class ApercuResume:
    """The digest to come, as things stand, and the one written this week."""

    jour: date
    attendu: bool  # this person answers for a portfolio on that day
    redige: Redige | None
    ecrit: ResumeHebdo | None


def apercu_resume(acteur: Acteur) -> ApercuResume:
    """The next digest of this person: at the next run, or on Monday when this week's is written."""
    qui = acteur.utilisateur
    jour = prochain_passage_de(acteur)
    ecrit = (
        ResumeHebdo.objects.select_related("courriel")
        .filter(utilisateur=qui, semaine=lundi_de(acteur.jour))
        .first()
    )
    if ecrit and ecrit.semaine == lundi_de(jour):
        jour = ecrit.semaine + timedelta(days=7)
    suivis = Portefeuille.objects.suivis_par(qui, jour).select_related("titulaire", "remplacant")
    attendu = qui in conseillers(jour, suivis)
    return ApercuResume(jour, attendu, rediger_resume(qui, jour) if attendu else None, ecrit)
