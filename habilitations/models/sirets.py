"""What a SIRET must be, of a partner or of a Caf."""

from django.core.exceptions import ValidationError
from stdnum.fr import siret as stdnum_siret


def valider_siret(valeur: str) -> None:
    """Refuse a SIRET whose form or check digits are wrong."""
    en_chiffres = valeur.isascii() and valeur.isdigit()
    if not en_chiffres or not stdnum_siret.is_valid(valeur):
        raise ValidationError(
            "Ce numéro SIRET n’est pas valide : il compte 14 chiffres, sans espace, "
            "et son dernier chiffre se vérifie.",
            code="siret",
        )
