"""What states and people are called (DOMAINE §5; the labels are a hypothesis, H)."""

from collections.abc import Mapping

from bilans.regles.etats.vocabulaire import ActeurBilan, Etat
from portal.dossiers.regles.libelles import LibelleEtat

LIBELLES_ACTEUR: Mapping[str, str] = {
    ActeurBilan.REPONDANT: "la personne qui remplit le bilan",
    ActeurBilan.EMETTEUR: "la personne qui transmet le bilan",
    ActeurBilan.ACCOMPAGNANT: "le conseiller de la Caf qui remplit le bilan avec le partenaire",
    ActeurBilan.CONSEILLER: "la personne de la Caf qui suit ce bilan",
    ActeurBilan.LECTEUR_PARTENAIRE: "une autre personne du partenaire",
    ActeurBilan.LECTEUR_CAF: "un autre agent de la Caf",
}


LIBELLES_ETAT: Mapping[str, LibelleEtat] = {
    Etat.A_REMPLIR: LibelleEtat("À remplir", "Non commencé", "partenaire", "attention"),
    Etat.EN_COURS: LibelleEtat("En cours", "En cours chez le partenaire", "partenaire", "info"),
    Etat.TRANSMIS: LibelleEtat("Transmis à la Caf", "À valider", "Caf", "info"),
    Etat.EN_VALIDATION: LibelleEtat("En cours de validation", "En validation", "Caf", "info"),
    Etat.A_COMPLETER: LibelleEtat("À compléter", "Retourné au partenaire", "partenaire", "erreur"),
    Etat.VALIDE: LibelleEtat("Validé", "Validé", "personne", "succes"),
    Etat.SANS_OBJET: LibelleEtat("Sans objet", "Sans objet", "personne", "neutre"),
}
