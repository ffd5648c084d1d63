"""Why a right gives nothing, in French: for pages, e-mails and reports."""

from collections.abc import Mapping

from habilitations.regles.verdicts import Motif

PHRASES: Mapping[Motif, str] = {
    Motif.NON_SIGNE: "La Caf n’a pas signé ce droit.",
    Motif.SIGNATURE_FAUSSE: "Ce droit n’est plus celui que la Caf a signé.",
    Motif.CLE_INCONNUE: "La clé qui a signé ce droit n’est pas une clé connue de la Caf.",
    Motif.CLE_AUTRE_CAF: "La clé qui a signé ce droit n’est pas celle de sa Caf.",
    Motif.CLE_REVOQUEE: "La clé qui a signé ce droit était révoquée à cette date.",
    Motif.CLE_REMPLACEE: "La clé qui a signé ce droit avait été remplacée à cette date.",
    Motif.REJOUE: "La signature de ce droit est plus ancienne que le dernier acte du journal.",
    Motif.BASE_ETRANGERE: "L’adhésion sur laquelle repose ce droit n’est pas celle du partenaire.",
    Motif.BASE_NON_VERIFIEE: "L’adhésion du partenaire n’est plus celle que la Caf a signée.",
    Motif.BASE_LEVEE: "L’adhésion du partenaire a été remise comme avant le dernier acte du "
    "journal.",
    Motif.DELEGATION_ETRANGERE: "La délégation de ce droit n’est pas celle du partenaire.",
    Motif.DELEGATION_NON_VERIFIEE: "La délégation de ce droit n’est plus celle que la Caf a "
    "signée.",
    Motif.DELEGATION_ROLE: "La délégation ne porte pas sur ce rôle.",
    Motif.DELEGATION_EQUIPEMENT: "La délégation ne porte pas sur tous les équipements de ce droit.",
    Motif.COMPTE_FERME: "Le compte de cette personne est fermé.",
    Motif.RETIRE: "Ce droit a été retiré.",
    Motif.SUSPENDU: "Ce droit est suspendu.",
    Motif.PAS_COMMENCE: "Ce droit n’a pas commencé.",
    Motif.FINI: "Ce droit a pris fin.",
    Motif.BASE_INCOMPLETE: "L’adhésion du partenaire n’est pas complète.",
    Motif.BASE_SUSPENDUE: "L’adhésion du partenaire est suspendue.",
    Motif.BASE_FINIE: "L’adhésion du partenaire a pris fin.",
    Motif.DELEGATION_RETIREE: "La Caf a retiré la délégation de ce droit.",
    Motif.DELEGATION_HORS_DATES: "La délégation de ce droit n’est pas en cours.",
    Motif.NON_DELEGUE: "Le contrat du partenaire ne délègue plus la gestion des habilitations.",
}


def phrase(motif: Motif) -> str:
    """A whole French sentence."""
    return PHRASES[motif]


def phrase_de_l_adhesion(motif: Motif) -> str:
    """The same of an adhesion that does not verify by itself."""
    if motif == Motif.CLE_REVOQUEE:
        return "La clé qui a signé l’adhésion était révoquée à cette date."
    return phrase(motif if motif == Motif.BASE_LEVEE else Motif.BASE_NON_VERIFIEE)


def phrase_de_la_delegation(motif: Motif) -> str:
    """The same of a delegation."""
    if motif == Motif.CLE_REVOQUEE:
        return "La clé qui a signé la délégation était révoquée à cette date."
    if motif == Motif.BASE_ETRANGERE:
        return "L’adhésion sur laquelle repose la délégation n’est pas celle du partenaire."
    return "La délégation n’est plus celle que la Caf a signée."
