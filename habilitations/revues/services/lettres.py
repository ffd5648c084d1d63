"""The e-mail of a review that opens, read again as it leaves; who answers for each partner."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TypeVar

from django.utils import timezone

from habilitations.models import (
    Adhesion,
    Habilitation,
    LigneRevue,
    Revue,
    RevuePartenaire,
    Role,
    Utilisateur,
)
from habilitations.permissions import Acteur
from habilitations.services.prevenir import se_tait
from habilitations.verification import droits_verifies
from portal.socle import courriels
from portal.socle.formats import date_fr
from portal.socle.models import Courriel
from portal.socle.relecture import Retire, Verdict, tel_quel

RELECTEUR = "revues.rappel"
# A part of a review, annotated or not.
Part = TypeVar("Part", bound=RevuePartenaire)


def annoncer(revue: Revue, partenaires: Iterable[RevuePartenaire], maintenant: datetime) -> int:
    """Keep an e-mail for each person who answers for one of these partners; return how many.

    The review opens. Reminders are told with those of files (``services.rappels``).
    """
    if se_tait():
        return 0
    lettres = []
    for partenaire, gens in repondants(list(partenaires), timezone.localdate(maintenant)):
        base = Adhesion(pk=partenaire.base_id)
        for qui in gens:
            contexte: dict[str, object] = {"qui": qui, "revue": revue, "partenaire": partenaire}
            texte, html = courriels.rendre("revue", contexte)
            lettres.append(
                courriels.preparer(
                    qui.email,
                    _objet(revue, partenaire),
                    texte,
                    html=html,
                    destinataire_id=qui.pk,
                    concerne=base,
                    gestionnaire_id=partenaire.gestionnaire_id,
                    caf_id=partenaire.caf_id,
                    relecteur=RELECTEUR,
                    parametres={"partenaire": partenaire.pk},
                    maintenant=maintenant,
                )
            )
    Courriel.objects.bulk_create(lettres)
    courriels.annoncer_apres_validation([lettre.pk for lettre in lettres])
    return len(lettres)


def relire(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw what asks for answers that were given meanwhile, or of who answers no more."""
    partenaire = (
        RevuePartenaire.objects.ouvertes().filter(pk=courriel.parametres["partenaire"]).first()
    )
    if partenaire is None:
        return Retire("La revue était close au moment de l’envoi.")
    if not LigneRevue.objects.filter(partenaire=partenaire, reponse="").exists():
        return Retire("Toutes les réponses avaient été données au moment de l’envoi.")
    qui = Utilisateur.objects.filter(pk=courriel.destinataire_id or 0, is_active=True).first()
    visibles = RevuePartenaire.objects.filter(pk=partenaire.pk)
    if qui is None or not visibles.visibles_par(Acteur(qui, maintenant)).exists():
        return Retire("Au moment de l’envoi, cette personne ne répondait plus pour ce partenaire.")
    return tel_quel(courriel, qui.email)


def _objet(revue: Revue, partenaire: RevuePartenaire) -> str:
    debut = "Qui a encore besoin de son accès ?"
    return f"{debut} {partenaire.gestionnaire}, avant le {date_fr(revue.echeance_le)}"


def repondants(partenaires: Collection[Part], jour: date) -> list[tuple[Part, list[Utilisateur]]]:
    """Managers of each partner, or its approbateurs, by rights that verify; three queries."""
    droits = Habilitation.objects.filter(
        gestionnaire__in={p.gestionnaire_id for p in partenaires},
        caf__in={p.caf_id for p in partenaires},
        role__in=(Role.GESTIONNAIRE_HABILITATIONS, Role.APPROBATEUR),
    )
    tenus: dict[tuple[int, int, str], dict[int, Utilisateur]] = {}
    for droit in droits_verifies(droits.order_by("pk"), jour):
        cle = (droit.caf_id, droit.gestionnaire_id, str(droit.role))
        tenus.setdefault(cle, {})[droit.utilisateur_id] = droit.utilisateur
    rendus = []
    for partenaire in partenaires:
        role = Role.APPROBATEUR if partenaire.par_approbateurs else Role.GESTIONNAIRE_HABILITATIONS
        gens = tenus.get((partenaire.caf_id, partenaire.gestionnaire_id, str(role)), {})
        rendus.append((partenaire, list(gens.values())))
    return rendus
