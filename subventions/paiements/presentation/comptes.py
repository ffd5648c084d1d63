"""Bank accounts as people read them: the last four characters, never more."""

from portal.socle.composants import Fait
from portal.socle.documents import decrire_fichier
from portal.socle.formats import date_heure_fr
from subventions.paiements.models import CompteBancaire, EtatCompte

TONS = {
    EtatCompte.PROPOSE: "attention",
    EtatCompte.ACTIF: "succes",
    EtatCompte.REFUSE: "erreur",
    EtatCompte.REMPLACE: "neutre",
}


def etat_du_compte(compte: CompteBancaire) -> tuple[str, str]:
    """Label and tone."""
    return compte.get_etat_display(), TONS[EtatCompte(compte.etat)]


def faits_du_compte(compte: CompteBancaire) -> list[Fait]:
    """What it is, who proposed it, who confirmed or refused it."""
    cote = "pour la Caf" if compte.cote_caf else "chez le partenaire"
    faits = [
        Fait("Titulaire", compte.titulaire),
        Fait("Compte", compte.iban_masque, f"BIC {compte.bic}" if compte.bic else ""),
        Fait("Proposé par", f"{compte.propose_par}, {cote}", date_heure_fr(compte.propose_le)),
        Fait("Pièce", decrire_fichier(compte.document)),
    ]
    if compte.confirme_par:
        faits.append(
            Fait("Confirmé par", str(compte.confirme_par), date_heure_fr(compte.confirme_le))
        )
    if compte.etat == EtatCompte.REFUSE:
        faits.append(
            Fait(
                "Refusé par",
                f"{compte.clos_par} : {compte.refus_motif}",
                date_heure_fr(compte.clos_le),
            )
        )
    if compte.etat == EtatCompte.REMPLACE:
        faits.append(Fait("Remplacé le", date_heure_fr(compte.clos_le)))
    return faits
