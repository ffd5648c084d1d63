"""Justifying an anomaly: a typed reason and a text, on the figures shown (DOMAINE §3.4, S)."""

from django.db import transaction

from declarations.models import Justification
from declarations.models.controles import MotifJustification
from declarations.regles import etats
from declarations.regles.controles.contexte import A_JUSTIFIER
from declarations.regles.grille import VOLETS
from declarations.services.dossier import Dossier, ouvrir
from declarations.services.erreurs import DemandeInvalide
from habilitations.permissions import Acteur
from habilitations.services.motifs import exiger_motif


@transaction.atomic
def justifier(
    declaration_id: int, cle: str, *, acteur: Acteur, motif: str, texte: str
) -> Justification:
    """Write or replace the justification of one constat, on its figures of this moment.

    Raises ActionRefusee; DemandeInvalide when the constat is no longer there, does not ask for a
    justification, or when the reason or the text is missing.
    """
    if motif not in MotifJustification.values:
        raise DemandeInvalide("motif", "Choisissez un motif dans la liste.")
    texte = exiger_motif(texte, "Expliquez en quelques mots ce qui justifie cet écart.", "texte")
    dossier = ouvrir(declaration_id, acteur)
    suivi = next((c for c in dossier.evaluer().constats if c.constat.cle == cle), None)
    if suivi is None or suivi.constat.niveau != A_JUSTIFIER:
        raise DemandeInvalide("cle", "Cet écart n’est plus constaté : il n’y a rien à justifier.")
    _exiger_droit(dossier, suivi.constat.volet)
    justification, _ = Justification.objects.update_or_create(
        version=dossier.version,
        cle=cle,
        defaults={
            "motif": motif,
            "texte": texte,
            "valeur": suivi.constat.valeur,
            "reference": suivi.constat.reference,
            "par": acteur.utilisateur,
            "le": dossier.maintenant,
        },
    )
    dossier.journaliser("anomalie_justifiee", texte, controle=suivi.constat.code, constat=cle)
    return justification


def _exiger_droit(dossier: Dossier, volet: str) -> None:
    """A constat of one volet belongs to its provider; one that looks at both, to either."""
    if volet:
        dossier.exiger(etats.JUSTIFIER, volet)
        return
    possibles = [v for v in VOLETS if etats.acteurs_de(etats.JUSTIFIER, v) & dossier.acteurs]
    dossier.exiger(etats.JUSTIFIER, possibles[0] if possibles else VOLETS[0])
