"""What the Caf does with a bilan: take it in charge, ask, validate, reopen, close.

One page for all of them; what each says and asks is a line of ``PAGES``. Editing an answer has a
page of its own (``views.modification``).
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from bilans.forms.actes import ComplementForm
from bilans.presentation.lecture import questions_par_section
from bilans.regles.etats import ACTES, Action
from bilans.services import complements, derogations, validation
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.views.actes import agir, annoncer, mener
from bilans.views.chargement import charger, exiger_role
from declarations.forms.actes import DerogationForm
from habilitations.requetes import Requete
from portal.dossiers.services.derogations import dernier_jour
from portal.dossiers.services.relecture import A_CHANGE, a_change
from portal.dossiers.views.actes import PageActe, marque_vue
from portal.socle.actes import a_l_ouverture
from portal.socle.formulaires import ConfirmationForm


def _jusqu_a_quand(dossier: BilanOuvert) -> dict[str, Any]:
    return {"dernier_jour": dernier_jour(dossier.bilan.campagne.fenetre, dossier.jour)}


def _ce_qui_se_complete(dossier: BilanOuvert) -> dict[str, Any]:
    return {
        "jour": dossier.acteur.jour,
        "questions": questions_par_section(dossier.questionnaire, dossier.questions_arretees),
    }


PAGES: Mapping[Action, PageActe] = {
    Action.VALIDER: PageActe(
        validation.valider,
        texte="Les réponses, avec les modifications de la Caf, comptent dans les statistiques et "
        "les exports. Le partenaire lira que son bilan est validé.",
        cout="La validation peut être rouverte ensuite, avec un motif.",
        libelle="Valider",
        succes="Le bilan est validé.",
        formulaire=ConfirmationForm,
    ),
    Action.DEMANDER_COMPLEMENT: PageActe(
        complements.demander_complement,
        texte="Le partenaire ne pourra modifier que ce que vous désignez, et ce qu’une nouvelle "
        "réponse ferait paraître. Ce qu’il a transmis compte jusqu’à son prochain envoi.",
        libelle="Demander le complément",
        succes="Le complément est demandé au partenaire.",
        formulaire=ComplementForm,
        options=_ce_qui_se_complete,
    ),
    Action.ROUVRIR: PageActe(
        validation.rouvrir,
        texte="Le bilan revient « en validation » : ses réponses peuvent de nouveau être "
        "modifiées ou complétées. Le partenaire lira votre motif.",
        libelle="Rouvrir",
        succes="La validation est rouverte.",
    ),
    Action.DECLARER_SANS_OBJET: PageActe(
        validation.declarer_sans_objet,
        texte="À employer quand le bilan a été demandé à tort ou que l’équipement a fermé. Le "
        "partenaire lira votre motif.",
        libelle="Déclarer sans objet",
        succes="Le bilan est sans objet.",
    ),
    Action.RETABLIR: PageActe(
        validation.retablir,
        texte="Le bilan retrouve l’état qu’il avait, avec toutes ses réponses.",
        libelle="Rétablir",
        succes="Le bilan est rétabli.",
    ),
    Action.ACCORDER_DEROGATION: PageActe(
        derogations.accorder_derogation,
        texte="La saisie et la transmission redeviennent possibles pour ce seul bilan. Votre "
        "motif figure au dossier.",
        libelle="Accorder la dérogation",
        succes="La dérogation est accordée.",
        formulaire=DerogationForm,
        options=_jusqu_a_quand,
    ),
    Action.RETIRER_DEROGATION: PageActe(
        derogations.retirer_derogation,
        texte="La saisie redevient possible pendant la seule fenêtre de la campagne. Ce qui est "
        "saisi reste gardé. Le partenaire lira votre motif.",
        libelle="Retirer la dérogation",
        succes="La dérogation est retirée, et le partenaire prévenu.",
    ),
}

# Decided of the answers that the page stands for: not of others, sent or edited since.
SUR_CE_QUI_EST_LU = frozenset(
    {Action.VALIDER, Action.DEMANDER_COMPLEMENT, Action.DECLARER_SANS_OBJET}
)


@require_POST
def prendre_en_charge(request: Requete, pk: int) -> HttpResponse:
    """One button of the bilan, nothing to read twice."""
    exiger_role(charger(request, pk), Action.PRENDRE_EN_CHARGE)
    return agir(request, pk, validation.prendre_en_charge, succes="Vous prenez ce bilan en charge.")


@require_http_methods(["GET", "HEAD", "POST"])
def acte(request: Requete, pk: int, action: Action) -> HttpResponse:
    """The page of an act of the Caf, or the act itself."""
    dossier = charger(request, pk)
    exiger_role(dossier, action)
    dit = PAGES[action]
    annonce = annoncer(dossier, titre=ACTES[action].libelle, **dit.mots)
    formulaire = dit.remplir(request, dossier)
    refus = ACTES.refus(action, dossier.situation, dossier.acteurs)
    service, lu = partial(dit.service, pk), {}
    if action in SUR_CE_QUI_EST_LU:
        if a_change(request.GET.get("vu", ""), dossier.marque_pour_la_caf):
            # Come from the page of the answers, which were others then.
            refus = refus or a_l_ouverture(request, True, A_CHANGE)
        lu["vu"] = marque_vue(request, dossier.marque_pour_la_caf)
        service = partial(service, **lu)
    return mener(request, dossier, formulaire, service, annonce, refus, **lu)
