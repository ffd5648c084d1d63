"""What happens to a right once granted: suspended, resumed, withdrawn; signed anew each time.

Its signature covers its suspension and its withdrawal: neither is taken back by hand.
"""

from operator import attrgetter

from django.db import transaction
from django.utils.text import capfirst

from habilitations.models import Adhesion, Habilitation
from habilitations.models.actes import geres_par
from habilitations.models.droits import HabilitationQuerySet
from habilitations.permissions import Acteur
from habilitations.regles.suspensions import suspendu_par_une_revue
from habilitations.services.accord import (
    Demande,
    est_responsable,
    exiger_couvert,
    exiger_delegation,
    ouvrir_adhesion,
)
from habilitations.services.prevenir import gestionnaires_de, prevenir
from habilitations.services.recit import raconter
from habilitations.services.signature import est_intact, modifier
from portal.socle.francais import chez, de
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import impossible, interdit

SUSPENSION = "Indiquez le motif de la suspension."


def droits_geres(acteur: Acteur) -> HabilitationQuerySet:
    """Rights of others that this person looks after, whatever their state."""
    return Habilitation.objects.filter(geres_par(acteur))


@transaction.atomic
def suspendre_droit(droit_id: int, *, motif: str, acteur: Acteur) -> Habilitation:
    """Take a right away as a precaution, at once and until it is resumed; again, no effect.

    Raises ActionRefusee (not the Caf's responsable, withdrawn), DemandeInvalide,
    Habilitation.DoesNotExist.
    """
    droit = _ouvrir_pour_la_caf(droit_id, acteur)
    if droit.suspendue_le:
        exiger_le_meme(motif, droit.suspendue_motif, "Ce droit est déjà suspendu.")
        return droit
    _suspendre(droit, exiger_motif(motif, SUSPENSION), acteur)
    _dire(
        droit,
        "Un droit d’accès est suspendu",
        f"La {droit.caf} a suspendu {{}}. Il ne donne plus aucun accès jusqu’à ce qu’elle le "
        "reprenne.",
        acteur,
    )
    return droit


@transaction.atomic
def reprendre_droit(droit_id: int, *, acteur: Acteur) -> Habilitation:
    """Give a suspended right back; again, no effect.

    Raises ActionRefusee (not the Caf's responsable; withdrawn; no longer what was signed),
    Habilitation.DoesNotExist.
    """
    droit = _ouvrir_pour_la_caf(droit_id, acteur)
    if not droit.suspendue_le:
        return droit
    if not est_intact(droit):
        raise impossible("Ce droit n’est plus celui que la Caf a signé : accordez-en un autre.")
    modifier(droit, acteur.maintenant, suspendue_le=None, suspendue_motif="")
    raconter("droit.repris", droit, acteur)
    _dire(
        droit,
        "Un droit d’accès est repris",
        f"La {droit.caf} a repris {{}}, qui était suspendu.",
        acteur,
    )
    return droit


@transaction.atomic
def retirer_droit(droit_id: int, *, motif: str, acteur: Acteur) -> Habilitation:
    """Withdraw a right for good, at once; again, no effect.

    By the Caf's responsable, or by the partner's gestionnaire des habilitations where a delegation
    covers it. Raises ActionRefusee, DemandeInvalide, Habilitation.DoesNotExist.
    """
    droit = _ouvrir(droit_id)
    de_la_caf = est_responsable(droit.caf_id, acteur)
    if not de_la_caf:
        base = ouvrir_adhesion(droit.caf_id, droit.gestionnaire_id)
        couverts = frozenset(e.pk for e in droit.equipements.all())
        porte = None if droit.tous_equipements else couverts
        demande = Demande(droit.utilisateur, droit.role, porte, droit.du, droit.au)
        exiger_couvert(exiger_delegation(base, acteur), demande, base, acteur.jour)
    if droit.retiree_le:
        # The partner does not read what the Caf wrote.
        fait = "Ce droit est déjà retiré."
        exiger_le_meme(motif, droit.retiree_motif, fait, lisible=de_la_caf)
        return droit
    motif = exiger_motif(motif, "Indiquez le motif du retrait.")
    modifier(droit, acteur.maintenant, retiree_le=acteur.maintenant, retiree_motif=motif)
    raconter("droit.retire", droit, acteur, motif=motif)
    _dire(
        droit,
        "Un droit d’accès est retiré",
        "{} a été retiré. Il ne donne plus aucun accès.",
        acteur,
    )
    return droit


@transaction.atomic
def suspendre_personne(
    caf_id: int, gestionnaire_id: int, utilisateur_id: int, *, motif: str, acteur: Acteur
) -> list[Habilitation]:
    """Suspend every right that a person still has at a partner, and return those just suspended.

    Those that a review had suspended too: an answer of the partner would have given them back.
    Each is given back by itself. Raises ActionRefusee (not the Caf's responsable),
    DemandeInvalide, Adhesion.DoesNotExist.
    """
    base = ouvrir_adhesion(caf_id, gestionnaire_id)
    if not est_responsable(base.caf_id, acteur):
        raise interdit("Seul le responsable des habilitations de la Caf suspend une personne.")
    motif = exiger_motif(motif, SUSPENSION)
    siens = Habilitation.objects.non_finies(acteur.jour).filter(
        caf=base.caf_id,
        gestionnaire=base.gestionnaire_id,
        utilisateur=utilisateur_id,
        retiree_le__isnull=True,
    )
    tous = [_ouvrir(pk) for pk in siens.order_by("pk").values_list("pk", flat=True)]
    droits = [
        d for d in tous if d.suspendue_le is None or suspendu_par_une_revue(d.suspendue_motif)
    ]
    if not droits and (dernier := siens.order_by("suspendue_le", "pk").last()):
        exiger_le_meme(motif, dernier.suspendue_motif, "Ses droits sont déjà suspendus.")
    for droit in droits:
        _suspendre(droit, motif, acteur)
    if droits:
        _dire(
            droits[0],
            "Des droits d’accès sont suspendus",
            f"La {base.caf} a suspendu {{}}. Ils ne donnent plus aucun accès jusqu’à ce qu’elle "
            "les reprenne.",
            acteur,
            tous=True,
        )
    return droits


def _suspendre(droit: Habilitation, motif: str, acteur: Acteur) -> None:
    modifier(droit, acteur.maintenant, suspendue_le=acteur.maintenant, suspendue_motif=motif)
    raconter("droit.suspendu", droit, acteur, motif=motif)


def _dire(
    droit: Habilitation, titre: str, phrase: str, acteur: Acteur, *, tous: bool = False
) -> None:
    """To the person, of what is theirs, and to those who look after the rights of the partner.

    ``phrase`` has a place for the right, or for all those of the person.
    """
    bases = Adhesion.objects.select_related("caf", "gestionnaire")
    base = bases.filter(caf=droit.caf_id, gestionnaire=droit.gestionnaire_id).first()
    if base is None:  # a row moved by hand: nobody here is concerned
        return
    qui, ou, nom = droit.utilisateur, chez(base.gestionnaire.nom), droit.get_role_display()
    sien = f"vos droits {ou}" if tous else f"votre droit « {nom} » {ou}"
    dit = f"les droits {de(str(qui))} {ou}" if tous else f"le droit « {nom} » {de(str(qui))} {ou}"
    gerants = set(gestionnaires_de(base, acteur.jour)) - {qui, acteur.utilisateur}
    for gens, objet in (({qui} - {acteur.utilisateur}, sien), (gerants, dit)):
        prevenir(
            sorted(gens, key=attrgetter("pk")),
            titre,
            [capfirst(phrase.format(objet))],
            base=base,
            maintenant=acteur.maintenant,
        )


def _ouvrir(droit_id: int) -> Habilitation:
    """Lock a right for one act."""
    droits = Habilitation.objects.a_verifier().select_related("signee_par")
    return droits.select_for_update(of=("self",), no_key=True).get(pk=droit_id)


def _ouvrir_pour_la_caf(droit_id: int, acteur: Acteur) -> Habilitation:
    droit = _ouvrir(droit_id)
    if not est_responsable(droit.caf_id, acteur):
        raise interdit("Seul le responsable des habilitations de la Caf suspend un droit.")
    if droit.retiree_le:
        raise impossible("Ce droit a été retiré.")
    return droit
