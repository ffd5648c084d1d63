"""CLAS projects whose first exercice was filed in ELAN: what is to take up, what is done."""

from dataclasses import dataclass

from declarations.elan.services.evaluation import est_a_enregistrer
from declarations.models import RepriseElan
from declarations.regles.manques import NOTIFICATION, Manque
from declarations.services.donnees_caf import notifies_de
from habilitations.models import Convention, Dispositif, Equipement
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from habilitations.regles.exercices import bornes_exercice, exercice_du, libelle_exercice
from portal.socle.composants import id_de
from portal.socle.francais import cle_de_tri


@dataclass(frozen=True)
class ProjetElan:
    """The first exercice of a COF of a CLAS project; ``suivi`` when this person follows it.

    ``a_enregistrer``: the collectifs notified changed since its figures were taken up.
    """

    equipement: Equipement
    annee: int
    reprise: RepriseElan | None
    suivi: bool
    a_enregistrer: bool = False

    @property
    def exercice(self) -> str:
        return libelle_exercice(Dispositif.CLAS, self.annee)


def projets_elan(acteur: Acteur, *, toute_la_caf: bool = False) -> list[ProjetElan]:
    """Projects of one's portfolios, or of the whole Caf; four queries.

    Those whose convention still covers the exercice under way, or begins later, and all those
    already taken up. In French order of the partner, then of the project.
    """
    cette_annee = bornes_exercice(Dispositif.CLAS, exercice_du(Dispositif.CLAS, acteur.jour))[0]
    conventions = Convention.objects.filter(
        equipement__caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION),
        equipement__dispositif=Dispositif.CLAS,
    ).select_related("equipement__gestionnaire")
    if not toute_la_caf:
        conventions = conventions.filter(equipement__portefeuille__in=acteur.portefeuilles)
    reprises = {
        (r.equipement_id, r.annee): r
        for r in RepriseElan.objects.visibles_par(acteur).select_related("modifie_par", "calcul")
    }
    notifies = notifies_de(reprises)
    projets: dict[tuple[int, int], ProjetElan] = {}
    for convention in conventions:
        equipement, annee = convention.equipement, exercice_du(Dispositif.CLAS, convention.du)
        reprise = reprises.get((equipement.pk, annee))
        if reprise or convention.au >= cette_annee:
            projets[equipement.pk, annee] = ProjetElan(
                equipement,
                annee,
                reprise,
                acteur.suit(equipement),
                reprise is not None
                and est_a_enregistrer(reprise, notifies.get((equipement.pk, annee), {})),
            )
    return sorted(projets.values(), key=_ordre)


def adresse_du_formulaire(manque: Manque) -> str:
    """Where a thing missing is typed, on the very page of the form."""
    if manque.genre == NOTIFICATION or not manque.chemins:
        return ""
    return f"#{id_de(manque.chemins[0])}"


def _ordre(projet: ProjetElan) -> tuple[object, ...]:
    equipement = projet.equipement
    return cle_de_tri(equipement.gestionnaire.nom), cle_de_tri(equipement.nom), -projet.annee
