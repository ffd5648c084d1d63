"""Why a figure differs from the declaration."""

from portal.socle.formulaires import Acte, ChampMotif


class EcartForm(Acte):
    """An explanation, which both sides read."""

    texte = ChampMotif(
        label="Explication",
        demande="Expliquez en quelques mots pourquoi ces chiffres diffèrent.",
        help_text="La Caf la lira à côté des deux chiffres, dans le bilan et dans la déclaration.",
    )
