"""What states, people and volets are called (DOMAINE §3.1).

The labels are a hypothesis (H), the order of the states is a rule (S: anomalies are justified
before sending, then the processing is followed).
"""

from collections.abc import Mapping

from declarations.regles.etats.vocabulaire import ActeurDossier, Etat
from declarations.regles.grille import ACTIVITE, FINANCES
from portal.dossiers.regles.libelles import LibelleEtat

LIBELLES_VOLET = {ACTIVITE: "données d’activité", FINANCES: "données financières"}

LIBELLES_ACTEUR: Mapping[str, str] = {
    ActeurDossier.FOURNISSEUR_ACTIVITE: "le fournisseur de données d’activité",
    ActeurDossier.FOURNISSEUR_FINANCES: "le fournisseur de données financières",
    ActeurDossier.APPROBATEUR: "l’approbateur",
    ActeurDossier.CONSEILLER: "le gestionnaire conseil de la Caf",
    ActeurDossier.LECTEUR_CAF: "un autre agent de la Caf",
    ActeurDossier.SAISIE_CAF: "le gestionnaire conseil qui saisit pour le partenaire",
}


LIBELLES_ETAT: Mapping[str, LibelleEtat] = {
    Etat.A_SAISIR: LibelleEtat("À saisir", "Non commencée", "fournisseurs", "attention"),
    Etat.EN_SAISIE: LibelleEtat(
        "En cours de saisie", "En cours chez le partenaire", "fournisseurs", "info"
    ),
    Etat.A_APPROUVER: LibelleEtat(
        "À approuver", "En attente d’approbation", "approbateur", "attention"
    ),
    Etat.TRANSMISE: LibelleEtat(
        "Transmise à la Caf", "À instruire", "gestionnaire conseil", "info"
    ),
    Etat.EN_INSTRUCTION: LibelleEtat(
        "En cours de traitement", "En instruction", "gestionnaire conseil", "info"
    ),
    Etat.A_CORRIGER: LibelleEtat(
        "À corriger", "Retournée au partenaire", "fournisseurs concernés", "erreur"
    ),
    Etat.VALIDEE: LibelleEtat("Traitée", "Validée", "personne", "succes"),
    Etat.SANS_OBJET: LibelleEtat("Sans objet", "Sans objet", "personne", "neutre"),
}
