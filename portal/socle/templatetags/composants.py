"""Template tags of the shared components (builtins: no ``{% load %}`` needed)."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.socle import formats
from portal.socle.codes_qr import code_qr
from portal.socle.composants import TONS, ErreurSaisie

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


def _verifie_ton(ton: str) -> None:
    if ton not in TONS:
        raise template.TemplateSyntaxError(f"Ton inconnu : {ton!r}. Tons : {', '.join(TONS)}.")
