"""The end of an adhesion, on the day that its papers end; taken back when it was a mistake."""

from datetime import date

from django.db import transaction

from habilitations.models import Adhesion
from habilitations.permissions import Acteur
from habilitations.services.accord import est_responsable, ouvrir_adhesion
from habilitations.services.prevenir import personnes_de, prevenir
from habilitations.services.signature import modifier_adhesion
from portal.socle import journal
from portal.socle.formats import jour_fr
from portal.socle.francais import de_la
from portal.socle.motifs import exiger_motif
from portal.socle.redites import exiger_le_meme_au_journal
from portal.socle.refus import DemandeInvalide, impossible, interdit

FIN, ROUVERTE = "adhesion.fin", "adhesion.rouverte"
QUI = "Seul le responsable des habilitations de la Caf met fin à une adhésion."
INCOMPLETE = (
    "Cette adhésion n’a jamais été complète : classez plutôt son dossier d’adhésion sans suite."
)


@transaction.atomic
def mettre_fin(
    caf_id: int, gestionnaire_id: int, *, le: date, motif: str, acteur: Acteur
) -> Adhesion:
    """Give an adhesion its last day: every right that rests on it ends with it (DOMAINE §2, H).

    The same day again, no effect. Nothing is withdrawn: should it be taken back, rights are as
    they were. Its people are told of the day, not of the reason. Raises ActionRefusee (not the
    responsable, never complete), DemandeInvalide (before it began, no reason),
    Adhesion.DoesNotExist.
    """
    base = _ouvrir(caf_id, gestionnaire_id, acteur)
    motif = exiger_motif(motif, "Indiquez pourquoi l’adhésion prend fin.")
    if base.complete_le is None:
        raise impossible(INCOMPLETE)
    if le < base.complete_le:
        raise DemandeInvalide("le", f"Cette adhésion a commencé le {jour_fr(base.complete_le)}.")
    if base.fin_le == le:
        fait = f"Cette adhésion prend déjà fin le {jour_fr(le)}."
        exiger_le_meme_au_journal(motif, base, FIN, fait)
        return base
    avant = base.fin_le
    modifier_adhesion(base, acteur.utilisateur, acteur.maintenant, retire=True, fin_le=le)
    _raconter(base, FIN, motif, acteur, avant=_dire(avant), apres=_dire(le))
    quand = "a pris fin" if le < acteur.jour else "prend fin"
    _prevenir(
        base,
        "L’adhésion prend fin",
        f"L’adhésion {de_la(base.gestionnaire.nom)} auprès de la {base.caf} {quand} "
        f"le {jour_fr(le)} au soir : les accès au portail s’arrêtent avec elle.",
        acteur,
    )
    return base


@transaction.atomic
def rouvrir(caf_id: int, gestionnaire_id: int, *, motif: str, acteur: Acteur) -> Adhesion:
    """Take the end of an adhesion back, to come or past: what rests on it gives again.

    Again, no effect. Raises ActionRefusee (not the responsable; not what the Caf signed),
    DemandeInvalide, Adhesion.DoesNotExist.
    """
    base = _ouvrir(caf_id, gestionnaire_id, acteur)
    motif = exiger_motif(motif, "Indiquez pourquoi l’adhésion continue.")
    if base.fin_le is None:
        exiger_le_meme_au_journal(motif, base, ROUVERTE, "Cette adhésion n’a pas de fin.")
        return base
    avant = base.fin_le
    modifier_adhesion(base, acteur.utilisateur, acteur.maintenant, fin_le=None)
    _raconter(base, ROUVERTE, motif, acteur, avant=_dire(avant))
    _prevenir(
        base,
        "L’adhésion continue",
        f"La fin de l’adhésion {de_la(base.gestionnaire.nom)} auprès de la {base.caf}, "
        f"annoncée pour le {jour_fr(avant)}, est annulée : les accès au portail sont ceux d’avant.",
        acteur,
    )
    return base


def _ouvrir(caf_id: int, gestionnaire_id: int, acteur: Acteur) -> Adhesion:
    base = ouvrir_adhesion(caf_id, gestionnaire_id)
    if not est_responsable(base.caf_id, acteur):
        raise interdit(QUI)
    return base


def _dire(jour: date | None) -> str | None:
    return jour.isoformat() if jour else None


def _raconter(base: Adhesion, action: str, motif: str, acteur: Acteur, **details: object) -> None:
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=base,
        gestionnaire_id=base.gestionnaire_id,
        caf_id=base.caf_id,
        motif=motif,
        details=details,
        le=acteur.maintenant,
    )


def _prevenir(base: Adhesion, titre: str, phrase: str, acteur: Acteur) -> None:
    gens = personnes_de(base, acteur.jour)
    prevenir(gens, titre, [phrase], base=base, maintenant=acteur.maintenant)
