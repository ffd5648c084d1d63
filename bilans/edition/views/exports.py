"""A version to take away: our own file, without loss, or an XLSForm workbook."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from bilans.definitions import ecrire
from bilans.edition.views.chargement import VersionOuverte, lire_une_version
from bilans.exports.xlsform import exporter
from bilans.regles.verification import verifier
from portal.socle.telechargements import JAMAIS_GARDE, a_enregistrer


@require_safe
@lire_une_version
def export(request: HttpRequest, ouverte: VersionOuverte, genre: str) -> HttpResponse:
    reference, definition = ouverte.version.reference, ouverte.definition
    if genre == "toml":
        return HttpResponse(
            ecrire(definition),
            content_type="application/toml; charset=utf-8",
            headers={
                "Content-Disposition": content_disposition_header(True, f"{reference}.toml"),
                "Cache-Control": JAMAIS_GARDE,
            },
        )
    if verifier(definition):  # What a Caf adds may lean on national questions: they go along.
        definition = ouverte.composee
    if genre == "xlsx" and not verifier(definition):
        return a_enregistrer(exporter(definition).contenu, f"{reference}.xlsx", "xlsx")
    raise Http404("Un brouillon inachevé ne s’exporte qu’au format du portail.")
