"""Why a volet is read and not typed in: signed, out of its window, called off, somebody else's."""

from dataclasses import dataclass

from declarations.models import Volet
from declarations.presentation.suite import dire_hors_fenetre, est_hors_fenetre
from declarations.regles.etats import Action, Etat
from declarations.services.dossier_ouvert import DossierOuvert
from portal.socle.formats import date_fr, date_heure_fr


@dataclass(frozen=True)
class VoletLu:
    """What the page says; ``peut_reprendre`` when this person may take their signature back."""

    texte: str
    titre: str = ""
    ton: str = "info"
    peut_reprendre: bool = False


def volet_lu(dossier: DossierOuvert, volet: Volet) -> VoletLu | None:
    """Tell why this person does not type in this volet now; None when they do."""
    if dossier.peut(Action.SAISIR, volet.nature):
        return None
    if volet.signe_le:
        reprendre = dossier.peut(Action.RETIRER_SIGNATURE, volet.nature)
        signe = f"Signé par {volet.signe_par}, le {date_heure_fr(volet.signe_le)}."
        suite = (
            "Pour le modifier, reprenez la saisie ; vous le signerez de nouveau."
            if reprendre
            else "Il se lit, il ne se modifie plus."
        )
        return VoletLu(f"{signe} {suite}", "Volet signé", peut_reprendre=reprendre)
    if est_hors_fenetre(dossier.situation):
        titre, texte = dire_hors_fenetre(dossier.declaration, dossier.acteur.jour, dossier.cote_caf)
        if dossier.echeance and dossier.echeance.close_le:
            texte = f"Elle s’est terminée le {date_fr(dossier.echeance.close_le)}. {texte}"
        return VoletLu(texte, titre, "attention")
    if dossier.declaration.etat == Etat.SANS_OBJET:
        return VoletLu("La déclaration est sans objet : rien n’y est plus saisi.")
    return VoletLu("Vous consultez ce volet ; sa saisie revient à une autre personne.")
