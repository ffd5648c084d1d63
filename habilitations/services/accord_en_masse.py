"""Granting many rights at one Caf: those of a list, signed as one by one, read and kept by sets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from habilitations import messages
from habilitations.liens import liens_de_mot_de_passe
from habilitations.models import Adhesion, Caf, Equipement, Habilitation
from habilitations.permissions import Acteur
from habilitations.regles import verdicts
from habilitations.services.accord import (
    Demande,
    droit_demande,
    exiger_lisible,
)
from habilitations.services.cles import plume
from habilitations.services.lettres_de_droits import preparer_la_lettre
from habilitations.services.recit import fait_du_droit
from habilitations.services.signature import signer
from habilitations.services.signatures_en_masse import exiger_responsable
from habilitations.verification import lire_base
from portal.socle import courriels, journal
from portal.socle.models import Courriel
from portal.socle.refus import DemandeInvalide, impossible

LOT = 500


@dataclass(frozen=True)
class Accord:
    """What is granted, and the partner it is granted at."""

    gestionnaire_id: int
    demande: Demande


@transaction.atomic
def accorder_plusieurs(
    caf: Caf,
    accords: Sequence[Accord],
    *,
    acteur: Acteur,
    avancer: Callable[[int], None] = lambda faits: None,
) -> list[Habilitation]:
    """Grant rights at one Caf, each signed with its key, and write to each person once.

    All or none; queries do not grow with their number. ``avancer`` is told how many are signed.
    Who is to hold them, and whether one stands already, is the caller's to know. Raises
    ActionRefusee (not the responsable, an adhesion not in force, no key), DemandeInvalide.
    """
    exiger_responsable(caf.pk, acteur)
    if not accords:
        return []
    bases = _bases(caf, accords, acteur)
    _exiger_valides(caf, accords)
    avec = plume(caf, acteur.maintenant)
    droits: list[Habilitation] = []
    for rang, accord in enumerate(accords, start=1):
        droit = droit_demande(accord.demande, bases[accord.gestionnaire_id], acteur)
        signer(
            droit,
            avec,
            par=acteur.utilisateur,
            le=acteur.maintenant,
            equipements=accord.demande.couverts,
        )
        droits.append(droit)
        if rang % LOT == 0:
            avancer(rang)
    Habilitation.objects.bulk_create(droits, batch_size=LOT)
    liens = Habilitation.equipements.through
    liens.objects.bulk_create(
        [
            liens(habilitation_id=droit.pk, equipement_id=pk)
            for droit, accord in zip(droits, accords, strict=True)
            for pk in sorted(accord.demande.couverts)
        ],
        batch_size=LOT,
    )
    _prevenir(droits, acteur)
    journal.ecrire_plusieurs(
        [
            fait_du_droit(
                "droit.accorde", droit, acteur, equipements=sorted(accord.demande.couverts)
            )
            for droit, accord in zip(droits, accords, strict=True)
        ]
    )
    return droits


def _bases(caf: Caf, accords: Sequence[Accord], acteur: Acteur) -> dict[int, Adhesion]:
    """The adhesions of these partners, locked in one order, each in force that day."""
    chez = {accord.gestionnaire_id for accord in accords}
    siennes = (
        Adhesion.objects.filter(caf=caf, gestionnaire__in=chez)
        .select_related("caf", "gestionnaire", "cle")
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
    bases = {base.gestionnaire_id: base for base in siennes}
    for gestionnaire_id in chez:
        base = bases.get(gestionnaire_id)
        if base is None:
            raise impossible("Un partenaire n’a pas d’adhésion auprès de cette Caf.")
        if motif := verdicts.etat_base(lire_base(base), acteur.jour):
            raise impossible(f"{base.gestionnaire} : {messages.phrase(motif)}")
    return bases


def _exiger_valides(caf: Caf, accords: Sequence[Accord]) -> None:
    """Raise DemandeInvalide unless each names a role, ordered days, équipements of its partner."""
    cites = {pk for accord in accords for pk in accord.demande.couverts}
    de = dict(Equipement.objects.filter(pk__in=cites, caf=caf).values_list("pk", "gestionnaire"))
    for accord in accords:
        demande = accord.demande
        exiger_lisible(demande)
        if demande.equipements is None:
            continue
        if not demande.couverts or any(
            de.get(pk) != accord.gestionnaire_id for pk in demande.couverts
        ):
            raise DemandeInvalide("equipements", "Choisissez des équipements de ce partenaire.")


def _prevenir(droits: Sequence[Habilitation], acteur: Acteur) -> None:
    """One e-mail to each person, that lists their rights; with a link for who has no password."""
    gens = {d.utilisateur_id: d.utilisateur for d in droits}
    liens = liens_de_mot_de_passe([q for q in gens.values() if not q.has_usable_password()])
    par_personne = sorted(droits, key=lambda d: d.utilisateur_id)
    lettres = [
        preparer_la_lettre(list(siens), liens.get(pk, ""), acteur.maintenant)
        for pk, siens in groupby(par_personne, key=lambda d: d.utilisateur_id)
    ]
    Courriel.objects.bulk_create(lettres, batch_size=LOT)
    courriels.annoncer_apres_validation([lettre.pk for lettre in lettres])
