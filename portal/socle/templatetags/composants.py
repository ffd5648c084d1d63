"""Template tags of the shared components (builtins: no ``{% load %}`` needed)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.socle import formats
from portal.socle.calculs import EUROS, ecrire, entrees_lues, libelle_lu
from portal.socle.codes_qr import code_qr
from portal.socle.composants import TONS, ErreurSaisie
from portal.socle.marques import A_CONFIRMER, est_hypothese

register = template.Library()
# Characters of a state that stays on one line.
COURT = 16


@register.simple_tag
def badge(texte: str, ton: str = "neutre") -> SafeString:
    """Show a state. The tone adds a colour and a shape, the text says it all.

    A short one is never cut in two, however narrow its column.
    """
    _verifie_ton(ton)
    d_un_trait = " insecable" if len(texte) <= COURT else ""
    return format_html(
        '<span class="badge-etat badge-etat--{}{}">{}</span>', ton, d_un_trait, texte
    )


@register.simple_tag
def fil(libelle: str, adresse: str = "", *args: Any, **kwargs: Any) -> SafeString:
    """Show a line of the breadcrumb. ``adresse`` is the name of a view or a path.

    Without it, the line is the page one stands on.
    """
    if not adresse:
        return format_html(
            '<li class="breadcrumb-item active" aria-current="page">{}</li>', libelle
        )
    chemin = adresse if adresse.startswith("/") else reverse(adresse, args=args, kwargs=kwargs)
    return format_html('<li class="breadcrumb-item"><a href="{}">{}</a></li>', chemin, libelle)


@register.filter(name="code_qr")
def _code_qr(adresse: str) -> str:
    """The code of an address, as the source of an image; on paper."""
    return code_qr(adresse)


@register.simple_block_tag
def notice(content: str, ton: str = "info", titre: str = "", direct: bool = False) -> SafeString:
    """Show a notice around rich content: ``{% notice "attention" "Titre" %}…{% endnotice %}``.

    ``direct`` announces it to screen readers when it appears (htmx fragments).
    """
    _verifie_ton(ton)
    role = {True: mark_safe(' role="status"'), False: ""}[direct]
    entete = format_html('<p class="notice-titre">{}</p>', titre) if titre else ""
    return format_html(
        '<div class="notice notice--{}"{}>{}<div>{}</div></div>', ton, role, entete, content
    )


@register.simple_tag(takes_context=True)
def adresse_page(context: template.Context, nom: str, valeur: Any) -> str:
    """Return the query string of this page with one parameter changed, the others kept."""
    parametres = context["request"].GET.copy()
    parametres[nom] = str(valeur)
    return f"?{parametres.urlencode()}"


@register.simple_tag
def pages_voisines(page: Page[Any]) -> list[int | None]:
    """Page numbers to show: ends and neighbours; None where some are skipped."""
    numeros: list[int | None] = []
    for numero in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        numeros.append(numero if isinstance(numero, int) else None)
    return numeros


@register.inclusion_tag("composants/resume_erreurs.html")
def resume_erreurs(formulaire: BaseForm) -> dict[str, Any]:
    """Summarise the errors of a Django form, each linked to its field.

    For errors that come from elsewhere, include ``composants/resume_erreurs.html`` with
    ``erreurs`` (list of ``ErreurSaisie``).
    """
    erreurs = [ErreurSaisie(str(m)) for m in formulaire.non_field_errors()]
    for champ in formulaire:
        ancre = champ.id_for_label or champ.auto_id
        libelle = f"{champ.label}{formats.ESPACE_INSECABLE}:"
        erreurs += [ErreurSaisie(f"{libelle} {m}", ancre) for m in champ.errors]
    return {"erreurs": erreurs}


# What no barème gives and the Caf writes, in words.
EN_CLAIR = {"collectifs_notifies": "le nombre de collectifs notifiés"}


@register.inclusion_tag("composants/montant.html")
def montant(
    estimation: Any,
    titre: str = "Estimation de la subvention",
    libelles: Mapping[str, str] | None = None,
    attente: Any = None,
    valide: bool = False,
    decision: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Show a computed amount with its steps, or why there is none.

    ``estimation`` is an Estimation or its ``en_json()``. ``libelles`` gives the labels of
    parameters by code. An estimation that ``est_plafond`` is the most the amount may be, for who
    does not read what it is computed from.
    ``attente`` holds what the amount waits for (``attendus``: texts with their addresses;
    ``caf_seule`` when the Caf owes it all), and the charges it is computed on (``base``).
    ``valide``: the Caf validated what it rests on, and its last step is no longer an estimate.
    ``decision``: the step that a decision of the Caf adds, whose amount is the one that counts.
    """
    libelles = libelles or {}
    brutes = _lit(estimation, "etapes") or ()
    lues = [_etape(e, libelles, valide, decide=bool(decision)) for e in brutes]
    return {
        "attendus": () if _lit(attente, "caf_seule") else _lit(attente, "attendus"),
        "base": _lit(attente, "base"),
        "est_plafond": _lit(estimation, "est_plafond"),
        "titre": titre,
        "statut": _lit(estimation, "statut"),
        "montant": formats.euros(_lit(estimation, "montant")),
        "decision": decision,
        "manquants": [
            libelles.get(c, EN_CLAIR.get(c) or _en_clair(c))
            for c in _lit(estimation, "manquants") or ()
        ],
        "erreurs": [_lit(e, "message") for e in _lit(estimation, "erreurs") or ()],
        "etapes": [*lues, decision] if decision else lues,
    }


@register.inclusion_tag("composants/montant_etapes.html")
def etapes(
    suite: Any, *, valide: bool = False, decisions: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The steps of a computation alone, as ``montant`` shows them, after the steps of the
    decisions on what they start from."""
    return {"etapes": [*decisions, *(_etape(etape, {}, valide) for etape in suite)]}


def _etape(
    etape: Any, libelles: Mapping[str, str], valide: bool, *, decide: bool = False
) -> dict[str, Any]:
    entrees = _lit(etape, "entrees") or ()
    formule, unite = _lit(etape, "formule") or "", _lit(etape, "unite")
    unite = EUROS if unite is None else unite
    paires = entrees.items() if isinstance(entrees, Mapping) else entrees
    return {
        "libelle": libelle_lu(_lit(etape, "libelle"), valide=valide, decide=decide),
        "formule": formule,
        "entrees": entrees_lues(paires, formule, unite),
        "parametre": _parametre(_lit(etape, "parametre"), libelles),
        "resultat": ecrire(_lit(etape, "resultat"), unite),
    }


def _parametre(parametre: Any, libelles: Mapping[str, str]) -> dict[str, str] | None:
    if not parametre:
        return None
    code = _lit(parametre, "code")
    return {
        "libelle": libelles.get(code) or _lit(parametre, "libelle") or _en_clair(code),
        "valeur": formats.parametre(code, _lit(parametre, "valeur")),
        "portee": _lit(parametre, "portee") or "",
        "source": _lit(parametre, "source") or "",
        "validite": _validite(_lit(parametre, "debut"), _lit(parametre, "fin")),
        "a_confirmer": A_CONFIRMER if est_hypothese(_lit(parametre, "marque") or "") else "",
    }


def _validite(debut: int | None, fin: int | None) -> str:
    if debut and fin:
        return f"exercice {debut}" if debut == fin else f"exercices {debut} à {fin}"
    return f"depuis l’exercice {debut}" if debut else ""


def _lit(objet: Any, nom: str) -> Any:
    """Read a key of a mapping or an attribute, None when it is absent."""
    if isinstance(objet, Mapping):
        return objet.get(nom)
    return getattr(objet, nom, None)


def _en_clair(code: str) -> str:
    return code.replace("_", " ")


def _verifie_ton(ton: str) -> None:
    if ton not in TONS:
        raise template.TemplateSyntaxError(f"Ton inconnu : {ton!r}. Tons : {', '.join(TONS)}.")
