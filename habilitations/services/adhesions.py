"""Suspending a whole partner as a precaution, and giving it back (DOMAINE §2, P)."""

from django.db import transaction

from habilitations.models import Adhesion
from habilitations.permissions import Acteur
from habilitations.services.accord import est_responsable, ouvrir_adhesion
from habilitations.services.prevenir import personnes_de, prevenir
from portal.socle import journal
from portal.socle.francais import de_la
from portal.socle.motifs import exiger_motif
from portal.socle.refus import interdit


@transaction.atomic
def suspendre_adhesion(
    caf_id: int, gestionnaire_id: int, *, motif: str, acteur: Acteur
) -> Adhesion:
    """Take all the rights of a partner away at once, until resumed; again, no effect.

    Raises ActionRefusee (not the Caf's responsable), DemandeInvalide, Adhesion.DoesNotExist.
    """
    base = _ouvrir(caf_id, gestionnaire_id, acteur)
    if base.suspendue_le:
        return base
    base.suspendue_motif = exiger_motif(motif, "Indiquez le motif de la suspension.")
    base.suspendue_le = acteur.jour
    _garder(base, "adhesion.suspendue", acteur)
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

    Again, no effect. Raises ActionRefusee (not the Caf's responsable), Adhesion.DoesNotExist.
    """
    base = _ouvrir(caf_id, gestionnaire_id, acteur)
    if base.suspendue_le:
        base.suspendue_le, base.suspendue_motif = None, ""
        _garder(base, "adhesion.reprise", acteur)
        _dire(
            base,
            "Les accès sont repris",
            f"La {base.caf} a repris les accès {de_la(base.gestionnaire.nom)} au portail.",
            acteur,
        )
    return base


def _ouvrir(caf_id: int, gestionnaire_id: int, acteur: Acteur) -> Adhesion:
    base = ouvrir_adhesion(caf_id, gestionnaire_id)
    if not est_responsable(base.caf_id, acteur):
        raise interdit("Seul le responsable des habilitations de la Caf suspend un partenaire.")
    return base


def _dire(base: Adhesion, titre: str, phrase: str, acteur: Acteur) -> None:
    gens = personnes_de(base, acteur.jour)
    prevenir(gens, titre, [phrase], base=base, maintenant=acteur.maintenant)


def _garder(base: Adhesion, action: str, acteur: Acteur) -> None:
    base.save(update_fields=["suspendue_le", "suspendue_motif"])
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=base,
        gestionnaire_id=base.gestionnaire_id,
        caf_id=base.caf_id,
        motif=base.suspendue_motif,
        le=acteur.maintenant,
    )
