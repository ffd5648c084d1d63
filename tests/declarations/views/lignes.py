"""The page of a volet, and the rows that people add there."""

from django.urls import reverse

from declarations.models import Declaration


def adresse(declaration: Declaration, nature: str = "activite") -> str:
    return reverse("declarations:volet", args=[declaration.pk, nature])


def cles(declaration: Declaration) -> list[str]:
    declaration.refresh_from_db()
    return [li["cle"] for li in declaration.version_courante.lignes if not li.get("retiree")]
