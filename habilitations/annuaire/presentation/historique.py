"""Who changed what in the annuaire, before and after: the journal of a fiche in words."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import models
from django.db.models import Q

from habilitations.presentation.changements import en_phrase
from habilitations.presentation.evenements import MONTREES, evenement
from portal.socle.composants import Evenement
from portal.socle.formats import citer
from portal.socle.francais import compter
from portal.socle.models import LigneJournal

MOTS: Mapping[str, tuple[str, str]] = {
    "gestionnaire.cree": ("Partenaire ajouté à l’annuaire", "succes"),
    "gestionnaire.rattache": ("Partenaire rattaché à la Caf", "succes"),
    "gestionnaire.modifie": ("Fiche modifiée", "info"),
    "gestionnaire.siret": ("SIRET changé", "attention"),
    "equipement.cree": ("Équipement ajouté", "succes"),
    "equipement.modifie": ("Équipement modifié", "info"),
    "equipement.ferme": ("Équipement fermé", "attention"),
    "equipement.rouvert": ("Fermeture annulée", "info"),
    "equipement.transfert_prevu": ("Transfert prévu", "attention"),
    "equipement.transfert_annule": ("Transfert annulé", "neutre"),
    "equipement.transfere": ("Équipement transféré", "attention"),
    "equipement.notification": ("Notification inscrite", "info"),
    "equipement.poste": ("Postes conventionnés modifiés", "info"),
    "lieu.cree": ("Lieu ajouté", "succes"),
    "lieu.modifie": ("Lieu modifié", "info"),
    "lieu.supprime": ("Lieu supprimé", "attention"),
    "convention.creee": ("Convention ajoutée", "succes"),
    "convention.modifiee": ("Convention modifiée", "info"),
    "convention.supprimee": ("Convention supprimée", "attention"),
    "portefeuille.cree": ("Portefeuille créé", "succes"),
    "portefeuille.modifie": ("Portefeuille modifié", "info"),
    "portefeuille.deplace": ("Équipements déplacés", "info"),
    "portefeuille.recu": ("Équipements reçus", "info"),
    "caf.modifiee": ("Coordonnées de la Caf modifiées", "info"),
    "affectation.creee": ("Fonction donnée", "succes"),
    "affectation.terminee": ("Fonction terminée", "attention"),
    "compte.ouvert": ("Compte ouvert", "succes"),
    "personne.modifiee": ("Identité modifiée", "info"),
    "administration.ajoute": ("Ajouté dans l’administration technique", "neutre"),
    "administration.modifie": ("Modifié dans l’administration technique", "neutre"),
}
# Details that a sentence of its own tells, after what changed.
SUITES: Mapping[str, Callable[[Any], str]] = {
    "vers": "vers {}".format,
    "de": "de {}".format,
    "combien": partial(compter, singulier="équipement"),
}


def historique(
    objet: models.Model, *, dont: Sequence[models.Model] = (), caf_id: int | None = None
) -> list[Evenement]:
    """The timeline of a fiche and of what stands under it, latest first; one query.

    ``caf_id``: lines of another Caf are left out.
    """
    condition = Q(objet_type=objet._meta.label_lower, objet_id=objet.pk)
    for autre in dont:
        condition |= Q(objet_type=autre._meta.label_lower, objet_id=autre.pk)
    lignes = LigneJournal.objects.filter(condition)
    if caf_id is not None:
        lignes = lignes.filter(Q(caf_id=caf_id) | Q(caf_id=None))
    vues = lignes.order_by("-le", "-pk")[:MONTREES]
    return [_evenement(ligne) for ligne in vues]


def _evenement(ligne: LigneJournal) -> Evenement:
    texte, ton = MOTS.get(ligne.action, ("Fiche modifiée", "neutre"))
    if ligne.objet_type != "" and ligne.details.get("objet") and "lieu" in ligne.action:
        texte = f"{texte} : {citer(ligne.details['objet'])}"
    parties = [en_phrase(ligne.details.get("changements", {}))]
    parties += [dire(ligne.details[cle]) for cle, dire in SUITES.items() if ligne.details.get(cle)]
    return evenement(ligne, texte, ton, *parties)
