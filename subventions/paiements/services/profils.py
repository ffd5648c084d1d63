"""Profiles of acomptes of a Caf: decided from an exercice on, journalled, read for a file."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from habilitations.models import Caf, Equipement
from habilitations.permissions import Acteur
from habilitations.regles.exercices import ANNEE_MIN, bornes_exercice, libelle_exercice
from habilitations.services.accord import est_responsable
from portal.socle import journal
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import DemandeInvalide, interdit
from subventions.paiements.models import NOUVEL_EQUIPEMENT, CodeProfil, ProfilCaf
from subventions.paiements.regles.profils import (
    ProfilRetenu,
    premier_jour_des_nouveaux,
    retenir,
)
from subventions.referentiels import profils_acomptes

PAS_RESPONSABLE = "Seul le responsable des habilitations de la Caf fixe ses profils d’acomptes."


@dataclass(frozen=True)
class Effet:
    """What a decision would change: the profile in force until then, and how many équipements.

    ``nouveaux`` are those that are new in the first exercice.
    """

    remplace: ProfilCaf | None
    equipements: int
    nouveaux: int


@transaction.atomic
def attribuer(
    caf_id: int,
    *,
    dispositif: str,
    profil: str,
    debut: int,
    nouveaux: bool,
    motif: str,
    acteur: Acteur,
) -> ProfilCaf:
    """Fix the profile of a dispositif from an exercice on; the one before ends the year before.

    The one that starts the same year is corrected in place; the same again changes nothing. A file
    that was paid something keeps the profile of its first payment. Raises ActionRefusee (not the
    responsable), DemandeInvalide (a later one stands), Caf.DoesNotExist.
    """
    if not est_responsable(caf_id, acteur):
        raise interdit(PAS_RESPONSABLE)
    caf = Caf.objects.select_for_update(no_key=True).get(pk=caf_id)
    motif = exiger_motif(motif, "Dites sur quelle décision de la Caf il repose.")
    siens = ProfilCaf.objects.filter(caf=caf, dispositif=dispositif)
    suivant = siens.filter(debut__gt=debut).last()
    if suivant is not None:
        exercice = libelle_exercice(dispositif, suivant.debut)
        raise DemandeInvalide(
            "debut", f"Un profil est déjà fixé à partir de {exercice} : partez de cet exercice."
        )
    ligne = siens.filter(debut=debut).first()
    if ligne and (ligne.profil, ligne.nouveaux) == (profil, nouveaux):
        exiger_le_meme(motif, ligne.motif, "Ce profil est déjà celui de cet exercice.")
        return ligne
    avant = siens.filter(debut__lt=debut, fin__isnull=True).first()
    if avant:
        avant.fin = debut - 1
        avant.save(update_fields=["fin"])
    ancien = ligne or avant
    ecrit = [ancien.profil, ancien.nouveaux] if ancien else None
    ligne = ligne or ProfilCaf(caf=caf, dispositif=dispositif, debut=debut)
    ligne.profil, ligne.nouveaux, ligne.motif = profil, nouveaux, motif
    ligne.attribue_par, ligne.attribue_le = acteur.utilisateur, acteur.maintenant
    ligne.full_clean()
    ligne.save()
    journal.ecrire(
        "profil_acomptes.fixe",
        auteur=acteur.utilisateur,
        objet=ligne,
        caf_id=caf.pk,
        motif=motif,
        details={
            "dispositif": dispositif,
            "debut": debut,
            "avant": ecrit,
            "apres": [profil, nouveaux],
        },
        le=acteur.maintenant,
    )
    return ligne


def effet_de(caf_id: int, dispositif: str, profil: str, debut: int) -> Effet:
    """What would change: said before it is decided; three queries."""
    siens = ProfilCaf.objects.filter(caf=caf_id, dispositif=dispositif)
    annee = max(debut, ANNEE_MIN)
    premier, dernier = bornes_exercice(dispositif, annee)
    depuis = premier_jour_des_nouveaux(dispositif, annee, profils_acomptes()[profil].recul)
    ouverts = Equipement.objects.filter(caf=caf_id, dispositif=dispositif).filter(
        Q(ferme_le__isnull=True) | Q(ferme_le__gte=premier)
    )
    nouveaux = ouverts.filter(ouvert_le__gte=depuis, ouvert_le__lte=dernier).count()
    return Effet(siens.applicables(debut).first(), ouverts.count(), nouveaux)


def profil_de(equipement: Equipement, annee: int) -> ProfilRetenu:
    """The profile that its Caf applies to a file; one query."""
    siens = ProfilCaf.objects.filter(caf=equipement.caf_id, dispositif=equipement.dispositif)
    ligne = siens.applicables(annee).first()
    return ProfilRetenu() if ligne is None else retenu_par(ligne, equipement.ouvert_le, annee)


def retenu_par(ligne: ProfilCaf, ouvert_le: date | None, annee: int) -> ProfilRetenu:
    """The profile that a decision of a Caf gives an équipement, by the day it opened: the one
    answer of schedules, simulations and projections."""
    code = CodeProfil(ligne.profil).value
    if not ligne.nouveaux:
        return ProfilRetenu(code)
    recul = profils_acomptes()[code].recul
    return retenir(code, recul, NOUVEL_EQUIPEMENT, ouvert_le, ligne.dispositif, annee)
