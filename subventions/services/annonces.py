"""Telling at once that a right is suspended, or payable again: the partner, and the adviser.

Neither figure nor reason: the page of the exercice shows both to who may read them.
"""

from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from habilitations.models import ROLES_DECLARATION, Role, Utilisateur
from habilitations.regles.exercices import libelle_exercice
from portal.dossiers.services.destinataires import droits_chez
from portal.dossiers.services.nouvelles import (
    Nouvelle,
    Objet,
    annoncer_sans_dossier,
    avis_de,
    relire,
    se_taire,
)
from portal.socle.formats import citer
from portal.socle.models import Courriel
from portal.socle.relecture import Retire, Verdict
from subventions.models import SuspensionDroit

RELECTEUR = "subventions.suspension"
SUSPENDU, RETABLI = "droit_suspendu", "droit_retabli"
_TITRES = {
    SUSPENDU: "Le paiement d’un droit est suspendu",
    RETABLI: "Le paiement d’un droit reprend",
}
_PHRASES = {
    SUSPENDU: "Le droit {exercice} {equipement} ne peut pas être payé pour le moment : {cause}. "
    "Son montant reste affiché, avec le motif, sur le portail.",
    RETABLI: "Le droit {exercice} {equipement} n’est plus suspendu ({cause}).",
}


def annoncer_suspension(
    suspension: SuspensionDroit, acte: str, auteur: Utilisateur | None, maintenant: datetime
) -> int:
    """Tell a suspension, or its end, to each person but who did it; return how many."""
    if se_taire():
        return 0
    equipement, jour = suspension.equipement, timezone.localdate(maintenant)
    exercice = libelle_exercice(equipement.dispositif, suspension.annee)
    cause = suspension.get_cause_display()
    phrase = _PHRASES[acte].format(
        exercice=exercice,
        equipement=citer(equipement.nom),
        cause=f"{cause[0].lower()}{cause[1:]}",
    )
    chemin = reverse("declarations:exercice", args=[equipement.pk, suspension.annee])
    nouvelle = Nouvelle(acte, _TITRES[acte], phrase, chemin)
    roles = [Role(role) for role in ROLES_DECLARATION]
    siens = droits_chez(equipement.gestionnaire_id, equipement, roles, jour)
    au_partenaire = replace(nouvelle, chez=equipement.gestionnaire_id)
    gens = {equipement.portefeuille.referent(jour): nouvelle}
    gens |= {d.utilisateur: au_partenaire for d in siens}
    objet = Objet(f"Droit {exercice} – {equipement.nom}", equipement.nom, RELECTEUR)
    nouvelles = {qui: dite for qui, dite in gens.items() if qui != auteur}
    return annoncer_sans_dossier(equipement, objet, nouvelles, maintenant)


def relire_suspension(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw what the end of a suspension, or another one, has denied since."""
    avis = avis_de(courriel)
    verdict = relire(courriel, avis, maintenant)
    if avis is None or isinstance(verdict, Retire):
        return verdict
    en_cours = SuspensionDroit.objects.en_cours().filter(equipement=courriel.objet_id)
    if avis.acte == SUSPENDU and not en_cours.exists():
        return Retire("Le droit n’était plus suspendu au moment de l’envoi.")
    return verdict
