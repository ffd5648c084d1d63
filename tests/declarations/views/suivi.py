"""The partner's tableau de suivi, in its two parts."""

from django.urls import reverse

SUIVI = reverse("declarations:suivi")


def a_faire(texte: str) -> str:
    return texte.split('aria-labelledby="a-faire"')[1].split("</section>")[0]


def autres(texte: str) -> str:
    return texte.split('aria-labelledby="suivi"')[1].split("</section>")[0]
