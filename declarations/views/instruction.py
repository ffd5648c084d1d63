"""What the adviser does with a file: take it in charge, ask, validate, reopen, close.

One page for all of them; what each says and asks is a line of ``PAGES``.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from declarations.forms.actes import (
    AssistanceForm,
    CorrectionForm,
    DerogationForm,
    ElargissementForm,
)
from declarations.presentation.corrections import a_choisir
from declarations.presentation.decision import DECISION, lire_la_decision
from declarations.presentation.sans_objet import dire_ce_qui_reste_verse
from declarations.regles.etats import ACTES, Action
from declarations.services import assistance, derogations, elargissement, instruction
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.relecture import marque_de_la_version
from declarations.views.actes import agir, annoncer, mener
from declarations.views.alterations import dire_les_alterations
from declarations.views.chargement import charger, exiger_role
from habilitations.requetes import Requete
from portal.dossiers.services.derogations import dernier_jour
from portal.dossiers.views.actes import PageActe, marque_vue
from portal.socle.formulaires import ConfirmationForm


def _le_jour(dossier: DossierOuvert) -> dict[str, Any]:
    return {"jour": dossier.acteur.jour}


def _jusqu_a_quand(dossier: DossierOuvert) -> dict[str, Any]:
    return {"dernier_jour": dernier_jour(dossier.declaration.campagne.fenetre, dossier.jour)}


def _ce_qui_se_corrige(dossier: DossierOuvert) -> dict[str, Any]:
    return {**_le_jour(dossier), "groupes": a_choisir(dossier)}


def _ce_qui_s_ouvre_encore(dossier: DossierOuvert) -> dict[str, Any]:
    demande = dossier.demande
    return {
        **_ce_qui_se_corrige(dossier),
        "pour_le": demande.pour_le if demande else dossier.acteur.jour,
    }


CE_QUI_S_OUVRE = (
    "Seules les signatures concernées tombent. Ce qui doit rester égal s’ouvre ensemble : une "
    "charge et un produit d’un budget, un compte et le résultat d’une réelle."
)

PAGES: Mapping[Action, PageActe] = {
    Action.VALIDER: PageActe(
        instruction.valider,
        texte="Le montant calculé sur ces données devient celui qui compte.",
        detail=DECISION,
        cout="Une erreur se corrige ensuite par une déclaration rectificative.",
        libelle="Valider",
        succes="La déclaration est validée.",
        formulaire=ConfirmationForm,
    ),
    Action.DEMANDER_CORRECTION: PageActe(
        instruction.demander_correction,
        texte="Le partenaire ne pourra modifier que ce que vous désignez. La version transmise "
        "reste consultable.",
        cout=CE_QUI_S_OUVRE,
        libelle="Demander la correction",
        succes="La correction est demandée au partenaire.",
        formulaire=CorrectionForm,
        options=_ce_qui_se_corrige,
    ),
    Action.RECTIFIER: PageActe(
        instruction.ouvrir_rectificative,
        texte="Une nouvelle version s’ouvre chez le partenaire, sur ce que vous désignez. Celle "
        "qui est validée compte jusqu’à la validation de la nouvelle.",
        cout=CE_QUI_S_OUVRE,
        libelle="Ouvrir la rectificative",
        succes="La déclaration rectificative est ouverte chez le partenaire.",
        formulaire=CorrectionForm,
        options=_ce_qui_se_corrige,
    ),
    Action.ELARGIR_CORRECTION: PageActe(
        elargissement.elargir_correction,
        texte="Le partenaire pourra modifier aussi ce que vous désignez ici. Ce qu’il a déjà saisi "
        "reste, et il lira votre motif à la suite du premier.",
        cout=CE_QUI_S_OUVRE,
        libelle="Élargir la correction",
        succes="La correction est élargie, et le partenaire prévenu.",
        formulaire=ElargissementForm,
        options=_ce_qui_s_ouvre_encore,
    ),
    Action.RETIRER_CORRECTION: PageActe(
        instruction.retirer_correction,
        texte="La version transmise redevient celle de ce dossier, comme si rien n’avait été "
        "demandé. Le partenaire lira votre motif.",
        cout="Ce n’est plus possible dès que le partenaire a commencé à corriger.",
        libelle="Retirer la demande",
        succes="La demande est retirée, et le partenaire prévenu.",
    ),
    Action.DECLARER_SANS_OBJET: PageActe(
        instruction.declarer_sans_objet,
        texte="À employer quand la déclaration a été appelée à tort ou que l’équipement a "
        "fermé. Le partenaire lira votre motif.",
        libelle="Déclarer sans objet",
        succes="La déclaration est sans objet.",
    ),
    Action.RETABLIR: PageActe(
        instruction.retablir,
        texte="La déclaration retrouve l’état qu’elle avait, avec toutes ses données.",
        libelle="Rétablir",
        succes="La déclaration est rétablie.",
    ),
    Action.ACCORDER_DEROGATION: PageActe(
        derogations.accorder_derogation,
        texte="La saisie et la transmission redeviennent possibles pour cette seule "
        "déclaration. Votre motif figure au dossier.",
        libelle="Accorder la dérogation",
        succes="La dérogation est accordée.",
        formulaire=DerogationForm,
        options=_jusqu_a_quand,
    ),
    Action.RETIRER_DEROGATION: PageActe(
        derogations.retirer_derogation,
        texte="La saisie redevient possible pendant la seule fenêtre du calendrier. Ce qui est "
        "saisi reste gardé. Le partenaire lira votre motif.",
        libelle="Retirer la dérogation",
        succes="La dérogation est retirée, et le partenaire prévenu.",
    ),
    Action.ASSISTER: PageActe(
        assistance.assister,
        texte="Vous pourrez saisir et signer les deux volets. L’approbation reste au partenaire.",
        cout="Votre nom figurera au dossier, dans la chronologie et sur le récépissé.",
        libelle="Commencer la saisie",
        succes="Vous saisissez pour le partenaire.",
        formulaire=AssistanceForm,
    ),
    Action.CESSER_ASSISTER: PageActe(
        assistance.rendre,
        texte="Ce que vous avez saisi est gardé ; le partenaire poursuit.",
        libelle="Rendre la saisie",
        succes="La saisie est rendue au partenaire.",
        formulaire=ConfirmationForm,
    ),
}

# Decided of the version that the page shows: not of another, sent while it was open.
SUR_CE_QUI_EST_LU = frozenset(
    {
        Action.VALIDER,
        Action.DEMANDER_CORRECTION,
        Action.RECTIFIER,
        Action.DECLARER_SANS_OBJET,
    }
)


@require_POST
def prendre_en_charge(request: Requete, pk: int) -> HttpResponse:
    """One button of the file, nothing to read twice."""
    exiger_role(charger(request, pk), Action.PRENDRE_EN_CHARGE)
    return agir(
        request, pk, instruction.prendre_en_charge, succes="Vous instruisez cette déclaration."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@dire_les_alterations
def acte(request: Requete, pk: int, action: Action) -> HttpResponse:
    """The page of an act of the adviser, or the act itself."""
    dossier = charger(request, pk)
    exiger_role(dossier, action)
    dit = PAGES[action]
    mots = dit.mots
    if action == Action.DECLARER_SANS_OBJET:
        mots["cout"] = dire_ce_qui_reste_verse(dossier)
    annonce = annoncer(dossier, titre=ACTES[action].libelle, **mots)
    formulaire = dit.remplir(request, dossier)
    refus = ACTES.refus(action, dossier.situation, dossier.acteurs)
    lu: dict[str, Any] = {"decision": lire_la_decision(dossier)} if dit.detail == DECISION else {}
    service = partial(dit.service, pk)
    if action in SUR_CE_QUI_EST_LU:
        lu["vu"] = marque_vue(request, marque_de_la_version(dossier))
        service = partial(service, vu=lu["vu"])
    return mener(request, dossier, formulaire, service, annonce, refus, **lu)
