"""Beside a bilan: what it is, who fills and sends it, whom to call at the Caf."""

from collections.abc import Iterable, Iterator
from datetime import date

from bilans.models import Bilan
from bilans.regles.etats import LIBELLES_ACTEUR, ActeurBilan
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.nouvelles import gens_du_bilan
from habilitations.models import Role
from habilitations.presentation.fiche import interlocuteur, roles
from portal.socle.composants import Fait, Interlocuteur
from portal.socle.formats import date_fr, date_heure_fr
from portal.socle.francais import cle_de_tri, enumerer


def faits(dossier: BilanOuvert) -> list[Fait]:
    """The identity of the bilan."""
    bilan, campagne = dossier.bilan, dossier.bilan.campagne
    return [
        Fait("Référence", bilan.reference),
        Fait("Gestionnaire", bilan.gestionnaire.nom),
        Fait("Exercice", bilan.exercice),
        Fait("Ouverture", date_fr(campagne.ouvre_le)),
        Fait("Fin de la saisie", date_fr(campagne.ferme_le)),
        *_dates(bilan),
        *(
            Fait("Dérogation", f"jusqu’au {date_fr(d.expire_le)}", d.motif)
            for d in bilan.derogations.all()
        ),
    ]


def _dates(bilan: Bilan) -> Iterator[Fait]:
    """When it was sent, by whom, and validated."""
    if envoi := bilan.dernier_envoi:
        yield Fait("Transmis", f"le {date_heure_fr(envoi.le)}", f"par {envoi.nom}")
    if bilan.valide_le:
        yield Fait("Validé", f"le {date_heure_fr(bilan.valide_le)}", f"par {bilan.valide_par}")


def personnes(dossier: BilanOuvert) -> list[Fait]:
    """Who fills the bilan and who sends it, by the roles that its questionnaire names."""
    equipement, cadre = dossier.bilan.equipement, dossier.cadre
    if equipement is None:
        return []
    tenus = {ligne.libelle: ligne.personnes for ligne in roles(equipement, dossier.jour)}
    verbes = (("Remplit le bilan", cadre.remplit), ("Le transmet", (cadre.envoie,)))
    return [
        Fait(verbe, ", ".join(noms) or "Personne pour le moment", ", ".join(libelles).lower())
        for verbe, codes in verbes
        for libelles in [[Role(code).label for code in codes if code in Role.values]]
        for noms in [[nom for libelle in libelles for nom in tenus.get(libelle, ())]]
    ]


def nommer(dossier: BilanOuvert, acteurs: Iterable[str]) -> list[str]:
    """Whose turn it is, by name; what nobody is named for by what they do on the bilan."""
    gens = gens_du_bilan(dossier.bilan, dossier.jour)
    noms = []
    for acteur in acteurs:
        tenants = [qui.nom_complet for qui, siens in gens.items() if acteur in siens]
        dits = enumerer(sorted(tenants, key=cle_de_tri), " ou ")
        noms.append(dits or LIBELLES_ACTEUR[ActeurBilan(acteur)])
    return list(dict.fromkeys(noms))


def interlocuteur_de(dossier: BilanOuvert) -> Interlocuteur:
    """Who answers for a bilan at the Caf, on the day it is read."""
    return interlocuteur_du_bilan(dossier.bilan, dossier.jour)


def interlocuteur_du_bilan(bilan: Bilan, jour: date) -> Interlocuteur:
    """The adviser of its équipement; the Caf itself for a commune."""
    if bilan.equipement is not None:
        return interlocuteur(bilan.equipement, jour)
    return Interlocuteur(bilan.caf.nom, telephone=bilan.caf.telephone)
