"""What is done to the rights of a partner: granted, suspended, resumed, withdrawn."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from habilitations.forms.droits import AccordForm
from habilitations.messages import phrase
from habilitations.models import ROLES_DECLARATION, Adhesion, Habilitation, Utilisateur
from habilitations.permissions import Acteur
from habilitations.presentation.partenaire import avertir
from habilitations.regles.verdicts import Motif
from habilitations.requetes import Requete
from habilitations.services.accord import a_quel_titre, est_responsable, refus_d_accorder
from habilitations.services.adhesions import reprendre_adhesion, suspendre_adhesion
from habilitations.services.couverture import (
    droits_du_partenaire,
    equipements_du_partenaire,
    laisses_sans,
)
from habilitations.services.invitations import accorder_a
from habilitations.services.suites import (
    droits_geres,
    reprendre_droit,
    retirer_droit,
    suspendre_droit,
    suspendre_personne,
)
from habilitations.views.cadre import (
    annoncer,
    charger_partenaire,
    charger_pour_la_caf,
    exiger_la_caf,
    mener,
)
from portal.socle.actes import a_l_ouverture, envoye, interdire
from portal.socle.formulaires import Acte, ConfirmationForm, MotifForm
from portal.socle.francais import cle_de_tri
from portal.socle.refus import Refus

ACTE = require_http_methods(["GET", "HEAD", "POST"])


@ACTE
def accorder(request: Requete, pk: int) -> HttpResponse:
    """A role to somebody found by their address, or invited."""
    base = charger_partenaire(request.acteur, pk)
    refus = refus_d_accorder(base, request.acteur)
    interdire(refus)
    annonce = annoncer(
        base,
        titre="Accorder un droit",
        texte="Le droit porte la signature de la Caf dès maintenant, et la personne est prévenue "
        "par courriel. Si elle n’a pas de compte, ce courriel lui permet d’ouvrir le sien.",
        libelle="Accorder ce droit",
        succes="Le droit est accordé, et la personne est prévenue par courriel.",
    )
    formulaire = Acte() if refus else _formulaire_d_accord(request, base)
    service = partial(accorder_a, caf_id=base.caf_id, gestionnaire_id=base.gestionnaire_id)
    return mener(request, base, formulaire, service, annonce, refus)


@ACTE
def suspendre(request: Requete, pk: int) -> HttpResponse:
    base, droit = _charger(request.acteur, pk, caf_seule=True)
    annonce = annoncer(
        base,
        titre="Suspendre un droit",
        texte=f"{droit.utilisateur} ne pourra plus agir comme « {droit.get_role_display()} », dès "
        "maintenant, même si sa session est ouverte. Vous pourrez reprendre ce droit.",
        cout=avertir(laisses_sans(base, [droit.pk], request.acteur.jour)),
        libelle="Suspendre",
        succes="Le droit est suspendu.",
        danger=True,
    )
    refus = _retire(request, droit) or a_l_ouverture(
        request, droit.suspendue_le is not None, "Ce droit est déjà suspendu."
    )
    formulaire, service = MotifForm(envoye(request)), partial(suspendre_droit, pk)
    return mener(request, base, formulaire, service, annonce, refus)


@ACTE
def reprendre(request: Requete, pk: int) -> HttpResponse:
    base, droit = _charger(request.acteur, pk, caf_seule=True)
    annonce = annoncer(
        base,
        titre="Reprendre un droit",
        texte=f"{droit.utilisateur} agit de nouveau comme « {droit.get_role_display()} », "
        "dès maintenant.",
        libelle="Reprendre",
        succes="Le droit est repris.",
    )
    refus = _retire(request, droit) or a_l_ouverture(
        request, droit.suspendue_le is None, "Ce droit n’est pas suspendu."
    )
    formulaire = ConfirmationForm(envoye(request))
    return mener(request, base, formulaire, partial(reprendre_droit, pk), annonce, refus)


@ACTE
def retirer(request: Requete, pk: int) -> HttpResponse:
    """By the Caf, or by the partner to whom it delegates that role."""
    base, droit = _charger(request.acteur, pk)
    interdire(refus := refus_d_accorder(base, request.acteur))
    # The Caf withdraws whatever the state of the adhesion.
    refus = None if est_responsable(base.caf_id, request.acteur) else refus
    annonce = annoncer(
        base,
        titre="Retirer un droit",
        texte=f"{droit.utilisateur} perd le rôle « {droit.get_role_display()} », dès maintenant, "
        "même si sa session est ouverte.",
        cout=" ".join(
            (
                "Un droit retiré ne se reprend pas : il faudrait en accorder un autre.",
                avertir(laisses_sans(base, [droit.pk], request.acteur.jour)),
            )
        ).strip(),
        libelle="Retirer ce droit",
        succes="Le droit est retiré.",
        danger=True,
    )
    refus = refus or _retire(request, droit)
    formulaire, service = MotifForm(envoye(request)), partial(retirer_droit, pk)
    return mener(request, base, formulaire, service, annonce, refus)


@ACTE
def suspendre_quelqu_un(request: Requete, pk: int, utilisateur: int) -> HttpResponse:
    """All that a person may do at one partner."""
    base = charger_pour_la_caf(request.acteur, pk)
    siens = droits_du_partenaire(base).filter(utilisateur=utilisateur)
    personne = get_object_or_404(Utilisateur, pk__in=siens.values("utilisateur"))
    ids = list(siens.values_list("pk", flat=True))
    annonce = annoncer(
        base,
        titre="Suspendre une personne",
        texte=f"{personne} perd dès maintenant tous ses droits chez ce partenaire, même si sa "
        "session est ouverte ; ceux qu’elle a ailleurs demeurent. Vous les reprendrez un à un.",
        cout=avertir(laisses_sans(base, ids, request.acteur.jour)),
        libelle="Suspendre cette personne",
        succes="Les droits de cette personne chez ce partenaire sont suspendus.",
        danger=True,
    )
    service = partial(suspendre_personne, base.caf_id, base.gestionnaire_id, personne.pk)
    return mener(request, base, MotifForm(envoye(request)), service, annonce)


@ACTE
def suspendre_partenaire(request: Requete, pk: int) -> HttpResponse:
    base = charger_pour_la_caf(request.acteur, pk)
    annonce = annoncer(
        base,
        titre="Suspendre un partenaire",
        texte="Plus aucune personne de ce partenaire n’accède à ses déclarations, dès maintenant, "
        "même si sa session est ouverte. Rien n’est perdu : vous pourrez reprendre l’adhésion.",
        libelle="Suspendre ce partenaire",
        succes="Le partenaire est suspendu.",
        danger=True,
    )
    service = partial(suspendre_adhesion, base.caf_id, base.gestionnaire_id)
    deja = base.suspendue_le is not None
    refus = a_l_ouverture(request, deja, "Ce partenaire est déjà suspendu.")
    return mener(request, base, MotifForm(envoye(request)), service, annonce, refus)


@ACTE
def reprendre_partenaire(request: Requete, pk: int) -> HttpResponse:
    base = charger_pour_la_caf(request.acteur, pk)
    annonce = annoncer(
        base,
        titre="Reprendre un partenaire",
        texte="Les personnes de ce partenaire retrouvent leurs droits dès maintenant, sauf ceux "
        "qui sont suspendus un à un.",
        libelle="Reprendre ce partenaire",
        succes="Le partenaire a retrouvé ses droits.",
    )
    service = partial(reprendre_adhesion, base.caf_id, base.gestionnaire_id)
    refus = a_l_ouverture(request, base.suspendue_le is None, "Ce partenaire n’est pas suspendu.")
    return mener(request, base, ConfirmationForm(envoye(request)), service, annonce, refus)


def _retire(request: Requete, droit: Habilitation) -> Refus | None:
    return a_l_ouverture(request, droit.retiree_le is not None, phrase(Motif.RETIRE))


def _formulaire_d_accord(request: Requete, base: Adhesion) -> AccordForm:
    """What may be granted by this person: under a delegation, what it covers."""
    acteur: Acteur = request.acteur
    delegation = a_quel_titre(base, acteur)
    equipements = sorted(
        equipements_du_partenaire(base, acteur.jour), key=lambda e: cle_de_tri(e.nom)
    )
    permis: dict[str, Any] = {}
    if delegation:
        permis["roles"] = [role for role in ROLES_DECLARATION if role in delegation.roles]
        permis["tous"] = delegation.tous_equipements
        if not delegation.tous_equipements:
            delegues = set(delegation.equipements.values_list("pk", flat=True))
            equipements = [e for e in equipements if e.pk in delegues]
    return AccordForm(
        envoye(request), equipements=equipements, initial={"du": acteur.jour}, **permis
    )


def _charger(
    acteur: Acteur, droit_id: int, *, caf_seule: bool = False
) -> tuple[Adhesion, Habilitation]:
    """A right that one looks after, with the partner it is at; 403 for what the Caf alone does."""
    droits = droits_geres(acteur).select_related("utilisateur")
    droit = droits.filter(pk=droit_id).first()
    base = (
        None
        if droit is None
        else Adhesion.objects.filter(caf=droit.caf_id, gestionnaire=droit.gestionnaire_id)
        .select_related("caf", "gestionnaire")
        .first()
    )
    if droit is None or base is None:
        raise Http404("Ce droit n’existe pas, ou vous ne le gérez pas.")
    if caf_seule:
        exiger_la_caf(droit.caf_id, acteur)
    return base, droit
