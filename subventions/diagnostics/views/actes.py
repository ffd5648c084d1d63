"""Acts on a diagnostic: ask, withdraw, accept, refuse, record the payment."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle import actes
from portal.socle.actes import Annonce, envoye
from portal.socle.formats import euros
from portal.socle.formulaires import MotifForm
from portal.socle.refus import ActionRefusee, DemandeInvalide, Refus
from subventions.diagnostics.forms import AccordForm, DemandeForm, PaiementForm
from subventions.diagnostics.models import DemandeDiagnostic, EtatDiagnostic
from subventions.diagnostics.services import demandes as services
from subventions.diagnostics.services.acces import refus_de_decider, refus_de_retirer
from subventions.diagnostics.services.bornes import bornes_de_la_facture, bornes_du_paiement
from subventions.diagnostics.views.acces import charger, charger_convention

ACTE = require_http_methods(["GET", "HEAD", "POST"])


@ACTE
def demander(request: Requete, convention: int) -> HttpResponse:
    """Ask for the study of a CTG."""
    ctg = charger_convention(request, convention)
    annonce = Annonce(
        titre="Demander le financement du diagnostic",
        texte="Le diagnostic qui prépare une convention territoriale globale est financé une fois "
        "pour elle. Joignez la facture : le montant se calcule, et la Caf décide.",
        libelle="Envoyer la demande",
        succes="",
        retour=reverse("diagnostics:liste"),
        sujet=f"{ctg.equipement.nom} – {ctg.reference}",
        fil=(("Diagnostics", reverse("diagnostics:liste")),),
    )
    bornes = bornes_de_la_facture(ctg, request.acteur.jour)
    if request.method != "POST":
        return actes.montrer(request, DemandeForm(bornes=bornes), annonce)
    formulaire = DemandeForm.de_la_requete(request, bornes=bornes)
    if formulaire.is_valid():
        lues = formulaire.cleaned_data
        try:
            faite = services.demander(
                ctg.pk,
                formulaire.saisie(),
                fichier=lues["fichier"],
                jeton=lues["jeton"],
                acteur=request.acteur,
            )
        except DemandeInvalide as invalide:
            formulaire.refuser(str(invalide), invalide.champ)
        except ActionRefusee as refus:
            actes.interdire(refus.refus)
            formulaire.refuser(str(refus))
        else:
            messages.success(request, "La demande est envoyée à la Caf.")
            return redirect("diagnostics:demande", pk=faite.pk)
    return actes.montrer(request, formulaire, annonce)


@ACTE
def retirer(request: Requete, pk: int) -> HttpResponse:
    objet = charger(request, pk)
    actes.interdire(refus_de_retirer(request.acteur, objet))
    annonce = _annoncer(
        objet,
        titre="Retirer la demande",
        texte="La Caf ne décidera pas de cette demande. Vous pourrez en envoyer une autre.",
        libelle="Retirer",
        succes="La demande est retirée.",
        danger=True,
    )
    service, refus = partial(services.retirer, pk), _decidee(request, objet)
    return actes.mener(request, MotifForm(envoye(request)), service, annonce, refus=refus)


@ACTE
def accepter(request: Requete, pk: int) -> HttpResponse:
    objet = charger(request, pk)
    actes.interdire(refus_de_decider(request.acteur, objet.equipement))
    montant = services.estimation_de(objet).montant
    somme = euros(montant) if montant is not None else "aucun montant (barème non publié)"
    annonce = _annoncer(
        objet,
        titre="Accepter le diagnostic",
        texte=f"Montant calculé aujourd’hui : {somme}. Il est figé par votre accord, et le "
        "partenaire est prévenu.",
        libelle="Accepter",
        succes="Le diagnostic est accepté.",
    )

    def service(*, lue: bool, vu: str, acteur: Acteur) -> DemandeDiagnostic:
        """What was ticked was for the person; the service has nothing to learn from it."""
        return services.accepter(pk, acteur=acteur, vu=vu)

    refus = _decidee(request, objet) or actes.a_l_ouverture(
        request, montant is None, services.SANS_MONTANT
    )
    return actes.mener(
        request,
        AccordForm(envoye(request), initial={"vu": "" if montant is None else str(montant)}),
        service,
        annonce,
        refus=refus,
    )


@ACTE
def refuser(request: Requete, pk: int) -> HttpResponse:
    objet = charger(request, pk)
    actes.interdire(refus_de_decider(request.acteur, objet.equipement))
    annonce = _annoncer(
        objet,
        titre="Refuser le diagnostic",
        texte="Le partenaire lit votre motif, et peut envoyer une autre demande.",
        libelle="Refuser",
        succes="Le diagnostic est refusé.",
        danger=True,
    )
    service, refus = partial(services.refuser, pk), _decidee(request, objet)
    return actes.mener(request, MotifForm(envoye(request)), service, annonce, refus=refus)


@ACTE
def payer(request: Requete, pk: int) -> HttpResponse:
    objet = charger(request, pk)
    actes.interdire(refus_de_decider(request.acteur, objet.equipement))
    annonce = _annoncer(
        objet,
        titre="Enregistrer le paiement",
        texte="Dites quel jour le diagnostic a été payé : le partenaire est prévenu.",
        libelle="Enregistrer",
        succes="Le paiement est enregistré.",
    )
    service = partial(services.payer, pk)
    payable = objet.etat == EtatDiagnostic.ACCEPTE
    refus = actes.a_l_ouverture(request, not payable, services.NON_ACCEPTE)
    bornes = bornes_du_paiement(objet.decide_le or request.acteur.maintenant, request.acteur.jour)
    formulaire = PaiementForm(envoye(request), bornes=bornes)
    return actes.mener(request, formulaire, service, annonce, refus=refus)


def _decidee(request: Requete, objet: DemandeDiagnostic) -> Refus | None:
    decidee = objet.etat != EtatDiagnostic.DEMANDE
    return actes.a_l_ouverture(request, decidee, services.deja_decidee(objet))


def _annoncer(objet: DemandeDiagnostic, **mots: Any) -> Annonce:
    page = reverse("diagnostics:demande", args=[objet.pk])
    return Annonce(
        retour=page,
        sujet=str(objet),
        fil=(("Diagnostics", reverse("diagnostics:liste")), ("Demande", page)),
        **mots,
    )
