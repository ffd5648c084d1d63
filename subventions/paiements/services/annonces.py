"""Telling at once what is done to payments: a notice and an e-mail for each person, no figure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.urls import reverse

from habilitations.models import Adhesion, Habilitation, Portefeuille, Utilisateur
from habilitations.permissions import Acteur
from habilitations.verification import droits_verifies
from portal.dossiers.services.nouvelles import (
    Nouvelle,
    Objet,
    annoncer_sans_dossier,
    avis_de,
    relire,
    se_taire,
)
from portal.socle.francais import de_la
from portal.socle.models import Courriel
from portal.socle.relecture import Verdict
from subventions.paiements.models import ROLES_COMPTE, CompteBancaire

RELECTEUR = "subventions.paiements"
PROPOSE, ACTIF, REFUSE = "compte_propose", "compte_confirme", "compte_refuse"
_TITRES = {
    PROPOSE: "Un changement de compte bancaire est demandé",
    ACTIF: "Le compte bancaire a changé",
    REFUSE: "Le changement de compte bancaire est refusé",
}
_PHRASES = {
    PROPOSE: "Un nouveau compte bancaire ({compte}) est proposé pour les versements {de_qui}. "
    "Une autre personne de la Caf doit le confirmer ; jusque-là, rien ne change. Si personne chez "
    "vous ne l’a demandé, appelez votre Caf tout de suite.",
    ACTIF: "Les prochains versements {de_qui} iront au compte {compte}. Si personne chez "
    "vous ne l’a demandé, appelez votre Caf tout de suite.",
    REFUSE: "Le compte {compte}, proposé pour les versements {de_qui}, n’est pas retenu : celui "
    "d’avant reste en vigueur. La page du compte en donne le motif.",
}


def annoncer_compte(compte: CompteBancaire, acte: str, acteur: Acteur) -> int:
    """Tell the partner's people who look after money, and those who follow it at the Caf."""
    if se_taire():
        return 0
    partenaire = compte.gestionnaire.nom
    phrase = _PHRASES[acte].format(compte=compte.iban_masque, de_qui=de_la(partenaire))
    base = Adhesion.objects.get(caf=compte.caf_id, gestionnaire=compte.gestionnaire_id)
    nouvelle = Nouvelle(acte, _TITRES[acte], phrase, reverse("paiements:compte", args=[base.pk]))
    gens = partenaires_du_compte(compte.caf_id, compte.gestionnaire_id, acteur.jour)
    suivi = referents(compte.caf_id, compte.gestionnaire_id, acteur.jour)
    objet = Objet(f"Compte bancaire – {partenaire}", partenaire, RELECTEUR)
    return dire(base, objet, nouvelle, gens, acteur, a_la_caf=suivi)


def dire(
    base: Adhesion,
    objet: Objet,
    nouvelle: Nouvelle,
    gens: Iterable[Utilisateur],
    acteur: Acteur,
    *,
    a_la_caf: Iterable[Utilisateur] = (),
) -> int:
    """One notice for each person of the partner, and of the Caf, but who acts."""
    dites = dict.fromkeys(a_la_caf, nouvelle)
    dites |= dict.fromkeys(gens, replace(nouvelle, chez=base.gestionnaire_id))
    nouvelles = {qui: dite for qui, dite in dites.items() if qui != acteur.utilisateur}
    return annoncer_sans_dossier(base, objet, nouvelles, acteur.maintenant)


def partenaires_du_compte(caf_id: int, gestionnaire_id: int, jour: date) -> list[Utilisateur]:
    """The partner's finance providers and approbateurs that day, by rights that verify."""
    droits = Habilitation.objects.filter(
        caf=caf_id, gestionnaire=gestionnaire_id, role__in=ROLES_COMPTE
    )
    verifies = droits_verifies(droits.order_by("pk"), jour)
    return list(dict.fromkeys(droit.utilisateur for droit in verifies))


def referents(caf_id: int, gestionnaire_id: int, jour: date) -> list[Utilisateur]:
    """Whoever follows the équipements of a partner at a Caf that day."""
    portefeuilles = Portefeuille.objects.filter(
        caf=caf_id, equipements__gestionnaire=gestionnaire_id
    ).select_related("titulaire", "remplacant")
    return list(dict.fromkeys(p.referent(jour) for p in portefeuilles.distinct()))


def relire_paiement(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw what was read meanwhile, or told again since."""
    return relire(courriel, avis_de(courriel), maintenant)
