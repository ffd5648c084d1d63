"""When an element is shown, or an answer accepted: built from lists, in words, never typed."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bilans.edition.forms.conditions import (
    SANS_SAVOIR,
    ConditionSaisie,
    RegleSaisie,
    ecrire_source,
)
from bilans.edition.forms.questionnaires import MessageForm
from bilans.edition.presentation.conditions import (
    RegleDessinee,
    autres_sources,
    genre_de,
    groupes_de_sources,
    mots_des_verbes,
    valeurs_de,
)
from bilans.edition.presentation.divergences import divergences_dites
from bilans.edition.regles.arbre import libelle_de, place_de
from bilans.edition.regles.assemblage import decomposer
from bilans.edition.regles.operations import Modifier
from bilans.edition.views.chargement import VersionOuverte, sur_un_brouillon
from bilans.edition.views.enregistrement import Echec, tenter
from bilans.presentation.conditions import NE_SAIT_PAS_EN_MOTS, en_mots, nom_source
from bilans.regles.questionnaire import NE_SAIT_PAS, Place, Question
from bilans.regles.verification.conditions import nature_de
from portal.saisie.regles.conditions import Condition
from portal.socle.actes import envoye
from portal.socle.composants import ErreurSaisie

CONTRAINTE = "contrainte"
TITRES = {"condition": "Condition d’affichage", CONTRAINTE: "Vérification de la réponse"}


@require_http_methods(["GET", "HEAD", "POST"])
@sur_un_brouillon
def condition(
    request: HttpRequest, ouverte: VersionOuverte, code: str, propriete: str
) -> HttpResponse:
    place = ouverte.place(code)
    if propriete not in TITRES or (propriete == CONTRAINTE and not _se_verifie(place)):
        raise Http404
    actuelle: Condition | None = getattr(place.element, propriete)
    vierge = _saisie(ouverte, code, propriete)
    if request.method != "POST":
        assemblage = decomposer(actuelle)
        saisie = vierge.depuis(assemblage) if assemblage else vierge
        return _montrer(request, ouverte, saisie, trop_profonde=assemblage is None)
    saisie = vierge.lue(request.POST)
    if action := request.POST.get("action", ""):
        return _montrer(request, ouverte, saisie.agir(action, request.POST))
    saisie = saisie.verifiee()
    formulaire = MessageForm(request.POST)
    if saisie.erreurs or not formulaire.is_valid():
        return _montrer(request, ouverte, saisie, statut=422)
    return _enregistrer(request, ouverte, saisie, actuelle, formulaire.cleaned_data["message"])


def _enregistrer(
    request: HttpRequest,
    ouverte: VersionOuverte,
    saisie: ConditionSaisie,
    actuelle: Condition | None,
    message: str,
) -> HttpResponse:
    nouvelle = saisie.condition
    # Said otherwise and meaning the same, what nobody changed stays as it was written.
    if decomposer(actuelle) == saisie.assemblage:
        nouvelle = actuelle
    proprietes: dict[str, object] = {saisie.propriete: nouvelle}
    if saisie.propriete == CONTRAINTE:
        proprietes["message"] = message if nouvelle is not None else ""
    code = saisie.place.element.code
    echec = tenter(request, ouverte, Modifier(code, proprietes))
    if echec is not None:
        return _montrer(request, ouverte, saisie, echec=echec, statut=422)
    messages.success(request, "La condition est enregistrée." if nouvelle else "Elle est retirée.")
    return redirect("bilans:element", pk=ouverte.version.pk, code=code)


def _saisie(ouverte: VersionOuverte, code: str, propriete: str) -> ConditionSaisie:
    """What may be looked at from an element: in what a Caf adds, national questions too."""
    composee = ouverte.composee
    return ConditionSaisie(composee, place_de(composee, code), propriete)


def _se_verifie(place: Place) -> bool:
    question = place.element
    return isinstance(question, Question) and question.demande and not question.colonnes


def _montrer(
    request: HttpRequest,
    ouverte: VersionOuverte,
    saisie: ConditionSaisie,
    *,
    echec: Echec | None = None,
    trop_profonde: bool = False,
    statut: int = 200,
) -> HttpResponse:
    code = saisie.place.element.code
    if code not in ouverte.definition.par_code:
        raise Http404("Cet élément a été supprimé entre-temps.")
    fraiche = _saisie(ouverte, code, saisie.propriete)
    definition = fraiche.questionnaire
    saisie = replace(saisie, questionnaire=definition, place=fraiche.place)
    element = saisie.place.element
    actuelle = getattr(element, saisie.propriete)
    conflit = echec.conflit if echec else None
    donnees = envoye(request)
    contexte = {
        "ouverte": ouverte,
        "element": element,
        "nom": libelle_de(element),
        "titre": TITRES[saisie.propriete],
        "contrainte": saisie.propriete == CONTRAINTE,
        "saisie": saisie,
        "blocs": _blocs(saisie),
        "erreurs": [
            ErreurSaisie(
                f"« {nom_source(definition, saisie.regles[rang].source)} » : {message}",
                f"id_r{rang}-texte",
            )
            for rang, message in saisie.erreurs.items()
        ],
        "sources": groupes_de_sources(definition, saisie.sources),
        "actuelle": en_mots(definition, actuelle) if actuelle else "",
        "trop_profonde": trop_profonde,
        "message": donnees.get("message", "") if donnees else getattr(element, "message", ""),
        "refus": echec.message if echec else "",
        "conflits": divergences_dites(definition, conflit) if conflit else [],
        "par": ouverte.version.modifie_par if conflit else None,
    }
    return render(request, "bilans/edition/condition.html", contexte, status=statut)


def _blocs(saisie: ConditionSaisie) -> list[list[RegleDessinee]]:
    blocs: dict[int, list[RegleDessinee]] = {}
    for rang, regle in enumerate(saisie.regles):
        blocs.setdefault(regle.bloc, []).append(_dessiner(saisie, rang, regle))
    return list(blocs.values())


def _dessiner(saisie: ConditionSaisie, rang: int, regle: RegleSaisie) -> RegleDessinee:
    questionnaire, place, source = saisie.questionnaire, saisie.place, regle.source
    mots = dict(mots_des_verbes(questionnaire, place, source))
    if regle.verbe and regle.verbe not in mots:
        negation, verbe = regle.verbe.startswith("non_"), regle.verbe.removeprefix("non_")
        mots[regle.verbe] = f"non ({mots.get(verbe, verbe)})" if negation else "comprend"
    valeurs: Sequence[tuple[str, str]] = valeurs_de(questionnaire, place, source)
    autres = autres_sources(questionnaire, place, saisie.propriete, source)
    choix = [(ecrire_source(s), nom_source(questionnaire, s)) for s in autres]
    if not valeurs and NE_SAIT_PAS in (nature_de(saisie.lieu, source).permis or ()):
        choix.insert(0, (SANS_SAVOIR, NE_SAIT_PAS_EN_MOTS))
    return RegleDessinee(
        rang=rang,
        bloc=regle.bloc,
        source=ecrire_source(source),
        sujet=nom_source(questionnaire, source),
        verbes=tuple(mots.items()),
        verbe=regle.verbe,
        valeurs=valeurs,
        texte=regle.texte,
        autres=tuple(choix),
        autre=regle.autre,
        genre=genre_de(questionnaire, place, source),
        erreur=saisie.erreurs.get(rang, ""),
        actif=rang == saisie.actif,
    )
