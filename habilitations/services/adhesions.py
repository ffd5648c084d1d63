"""Suspending a whole partner as a precaution, giving it back (DOMAINE §2, P), signing it anew."""

from django.db import transaction

from habilitations.models import Adhesion
from habilitations.permissions import Acteur
from habilitations.services.accord import est_responsable, ouvrir_adhesion
from habilitations.services.alertes import regler_les_alertes
from habilitations.services.cles import plume
from habilitations.services.prevenir import personnes_de, prevenir
from habilitations.services.signature import CHAMPS, modifier_adhesion, signer
from habilitations.verification import motif_de_signature
from portal.socle import journal
from portal.socle.francais import de_la
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.redites import exiger_le_meme_au_journal
from portal.socle.refus import impossible, interdit

SIGNEE = "adhesion.signee"


@transaction.atomic
def suspendre_adhesion(
    caf_id: int, gestionnaire_id: int, *, motif: str, acteur: Acteur
) -> Adhesion:
    """Take all the rights of a partner away at once, until resumed; again, no effect.

    Raises ActionRefusee (not the Caf's responsable), DemandeInvalide, Adhesion.DoesNotExist.
    """
    base = _ouvrir(caf_id, gestionnaire_id, acteur)
    if base.suspendue_le:
        exiger_le_meme(
            motif, base.suspendue_motif, "Les accès de ce partenaire sont déjà suspendus."
        )
        return base
    motif = exiger_motif(motif, "Indiquez le motif de la suspension.")
    modifier_adhesion(
        base,
        acteur.utilisateur,
        acteur.maintenant,
        retire=True,
        suspendue_le=acteur.jour,
        suspendue_motif=motif,
    )
    _raconter(base, "adhesion.suspendue", motif, acteur)
    _dire(
        base,
        "Les accès sont suspendus",
        f"La {base.caf} a suspendu les accès {de_la(base.gestionnaire.nom)} au portail. "
        "Rien n’est perdu : ils reviendront tels quels lorsqu’elle les reprendra.",
        acteur,
    )
    return base


@transaction.atomic
def reprendre_adhesion(caf_id: int, gestionnaire_id: int, *, acteur: Acteur) -> Adhesion:
    """Give a suspended partner its rights back, those suspended one by one excepted.

    Again, no effect. Raises ActionRefusee (not the Caf's responsable; not what the Caf signed),
    Adhesion.DoesNotExist.
    """
    base = _ouvrir(caf_id, gestionnaire_id, acteur)
    if base.suspendue_le:
        modifier_adhesion(
            base, acteur.utilisateur, acteur.maintenant, suspendue_le=None, suspendue_motif=""
        )
        _raconter(base, "adhesion.reprise", "", acteur)
        _dire(
            base,
            "Les accès sont repris",
            f"La {base.caf} a repris les accès {de_la(base.gestionnaire.nom)} au portail.",
            acteur,
        )
    return base


@transaction.atomic
def signer_adhesion(caf_id: int, gestionnaire_id: int, *, motif: str, acteur: Acteur) -> Adhesion:
    """Sign an adhesion as it stands, once read, when it is not what the Caf had signed any more.

    What rests on it gives again as that says, and the alerts about it are dealt with. One that
    verifies is left alone. Raises ActionRefusee (not the responsable, never complete, no key),
    DemandeInvalide, Adhesion.DoesNotExist.
    """
    base = ouvrir_adhesion(caf_id, gestionnaire_id)
    if not est_responsable(base.caf_id, acteur):
        raise interdit("Seul le responsable des habilitations de la Caf signe une adhésion.")
    motif = exiger_motif(motif, "Indiquez ce que vous avez vérifié.")
    if base.complete_le is None:
        raise impossible("Cette adhésion n’est pas complète : rien n’y repose encore.")
    if not a_signer_de_nouveau(base):
        fait = "Cette adhésion est telle que la Caf l’a signée : il n’y a rien à signer de nouveau."
        exiger_le_meme_au_journal(motif, base, SIGNEE, fait)
        return base
    signer(base, plume(base.caf, acteur.maintenant), par=acteur.utilisateur, le=acteur.maintenant)
    base.save(update_fields=CHAMPS)
    regler_les_alertes([base], acteur.maintenant)
    _raconter(base, SIGNEE, motif, acteur)
    return base


def a_signer_de_nouveau(base: Adhesion) -> bool:
    """Tell whether a complete adhesion does not verify, or was put back as before a later act."""
    if base.complete_le is None:
        return False
    return motif_de_signature(base) is not None or base.alertes.filter(reglee_le=None).exists()


def _ouvrir(caf_id: int, gestionnaire_id: int, acteur: Acteur) -> Adhesion:
    base = ouvrir_adhesion(caf_id, gestionnaire_id)
    if not est_responsable(base.caf_id, acteur):
        raise interdit("Seul le responsable des habilitations de la Caf suspend un partenaire.")
    return base


def _dire(base: Adhesion, titre: str, phrase: str, acteur: Acteur) -> None:
    gens = personnes_de(base, acteur.jour)
    prevenir(gens, titre, [phrase], base=base, maintenant=acteur.maintenant)


def _raconter(base: Adhesion, action: str, motif: str, acteur: Acteur) -> None:
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=base,
        gestionnaire_id=base.gestionnaire_id,
        caf_id=base.caf_id,
        motif=motif,
        le=acteur.maintenant,
    )
