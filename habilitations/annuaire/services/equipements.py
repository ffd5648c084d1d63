"""Équipements: added, changed, closed from a day, deleted while nothing uses them."""

from datetime import date
from typing import Any

from django.db import transaction

from habilitations.annuaire.services.acces import exiger_administrateur, gestionnaires_de
from habilitations.annuaire.services.ecriture import exiger_a_jour, raconter, remplir
from habilitations.models import Equipement, Gestionnaire, Portefeuille
from habilitations.permissions import Acteur
from portal.socle.formats import date_fr
from portal.socle.models import LigneJournal
from portal.socle.motifs import exiger_motif
from portal.socle.redites import exiger_le_meme_au_journal
from portal.socle.refus import DemandeInvalide
from portal.socle.usages import exiger_inutilise

CREE, FERME = "equipement.cree", "equipement.ferme"
CHAMPS = ("nom", "dispositif", "organisation", "portefeuille", "ouvert_le")
AUTREMENT = "Un équipement qui a servi se ferme à une date, et garde ce qui a été déclaré."


@transaction.atomic
def creer_equipement(
    *, caf_id: int, gestionnaire_id: int, acteur: Acteur, **voulu: Any
) -> Equipement:
    """Add an équipement of a partner of the Caf; a second click gives the first one.

    ``voulu``: the fields of ``CHAMPS``, ``portefeuille`` by its id. Raises ActionRefusee,
    DemandeInvalide.
    """
    exiger_administrateur(acteur, caf_id)
    if not gestionnaires_de(caf_id).filter(pk=gestionnaire_id).exists():
        raise DemandeInvalide("gestionnaire", "Choisissez un gestionnaire de cette Caf.")
    gestionnaire = Gestionnaire.objects.select_for_update(no_key=True).get(pk=gestionnaire_id)
    homonyme = Equipement.objects.filter(
        caf=caf_id, gestionnaire=gestionnaire, nom=voulu["nom"], dispositif=voulu["dispositif"]
    ).first()
    valeurs = _valeurs(caf_id, voulu)
    if homonyme:
        if _vient_d_etre_cree(homonyme, valeurs, acteur):
            return homonyme
        raise DemandeInvalide("nom", "Ce gestionnaire a déjà un équipement de ce nom.")
    equipement = Equipement(caf_id=caf_id, gestionnaire=gestionnaire)
    changements = remplir(equipement, valeurs)
    equipement.save(force_insert=True)
    _raconter(CREE, equipement, acteur, changements=changements)
    return equipement


@transaction.atomic
def modifier_equipement(
    equipement_id: int, *, acteur: Acteur, depuis: str = "", **voulu: Any
) -> Equipement:
    """Change an équipement; its gestionnaire changes by a transfer, its Caf never.

    What files are made of – dispositif and organisation – stays once one exists. Raises
    ActionRefusee, DemandeInvalide, Equipement.DoesNotExist.
    """
    equipement = ouvrir_equipement(equipement_id, acteur)
    exiger_a_jour(equipement, CHAMPS, depuis)
    valeurs = _valeurs(equipement.caf_id, voulu)
    if valeurs["dispositif"] != equipement.dispositif:
        exiger_inutilise(
            equipement,
            "Son dispositif ne change plus : fermez-le, et ajoutez-en un autre.",
            sauf=frozenset({"habilitations.Lieu"}),
        )
    changements = remplir(equipement, valeurs)
    if changements:
        equipement.save(update_fields=list(changements))
        _raconter("equipement.modifie", equipement, acteur, changements=changements)
    return equipement


@transaction.atomic
def fermer_equipement(equipement_id: int, *, le: date, motif: str, acteur: Acteur) -> Equipement:
    """Close an équipement: ``le`` is its last day. Again, it changes nothing.

    Raises ActionRefusee, DemandeInvalide (a day before its opening), Equipement.DoesNotExist.
    """
    equipement = ouvrir_equipement(equipement_id, acteur)
    motif = exiger_motif(motif, "Indiquez pourquoi cet équipement ferme.")
    if equipement.ferme_le == le:
        fait = f"Cet équipement ferme déjà le {date_fr(le)}."
        exiger_le_meme_au_journal(motif, equipement, FERME, fait)
        return equipement
    changements = remplir(equipement, {"ferme_le": le})
    equipement.save(update_fields=["ferme_le"])
    _raconter(FERME, equipement, acteur, motif=motif, changements=changements)
    return equipement


@transaction.atomic
def rouvrir_equipement(equipement_id: int, *, acteur: Acteur) -> Equipement:
    """Take the closing of an équipement back; again, it changes nothing."""
    equipement = ouvrir_equipement(equipement_id, acteur)
    if equipement.ferme_le is None:
        return equipement
    changements = {"ferme_le": (date_fr(equipement.ferme_le), "")}
    equipement.ferme_le = None
    equipement.save(update_fields=["ferme_le"])
    _raconter("equipement.rouvert", equipement, acteur, changements=changements)
    return equipement


@transaction.atomic
def supprimer_equipement(equipement_id: int, *, acteur: Acteur) -> None:
    """Delete an équipement that nothing uses. Raises ActionRefusee, Equipement.DoesNotExist."""
    equipement = ouvrir_equipement(equipement_id, acteur)
    exiger_inutilise(equipement, AUTREMENT)
    _raconter("equipement.supprime", equipement, acteur)
    equipement.delete()


def _vient_d_etre_cree(connu: Equipement, valeurs: dict[str, Any], acteur: Acteur) -> bool:
    """Tell whether this person has just added this very équipement, untouched since."""
    derniere = LigneJournal.objects.sur(connu).last()
    return (
        derniere is not None
        and (derniere.action, derniere.auteur_id) == (CREE, acteur.utilisateur.pk)
        and all(getattr(connu, champ) == valeur for champ, valeur in valeurs.items())
    )


def ouvrir_equipement(equipement_id: int, acteur: Acteur) -> Equipement:
    """Lock an équipement of an annuaire that this person keeps.

    Raises ActionRefusee, Equipement.DoesNotExist.
    """
    equipement = (
        Equipement.objects.select_related("caf", "gestionnaire", "portefeuille")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=equipement_id)
    )
    exiger_administrateur(acteur, equipement.caf_id)
    return equipement


def _valeurs(caf_id: int, voulu: dict[str, Any]) -> dict[str, Any]:
    """What is written of what was asked, the portfolio read from its id."""
    portefeuille = Portefeuille.objects.filter(caf=caf_id, pk=voulu["portefeuille"]).first()
    if portefeuille is None:
        raise DemandeInvalide("portefeuille", "Choisissez un portefeuille de cette Caf.")
    return {champ: voulu[champ] for champ in CHAMPS} | {"portefeuille": portefeuille}


def _raconter(action: str, equipement: Equipement, acteur: Acteur, **details: Any) -> None:
    raconter(
        action,
        equipement,
        acteur,
        gestionnaire_id=equipement.gestionnaire_id,
        caf_id=equipement.caf_id,
        **details,
    )
