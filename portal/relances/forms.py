"""Forms of the decisions about reminders: they validate, services decide."""

from portal.relances.models import LONGUEUR_PHRASE
from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte, ChampMotif, ChampTexte, MotifForm


class JourForm(Acte):
    """The day to look at."""

    jour = ChampDate(label="Jour à prévoir", required=False)


class MotifInterneForm(MotifForm):
    """A reason that stays with the Caf."""

    motif = ChampMotif(
        lignes=3,
        max_length=1000,
        help_text="Il reste au journal ; le partenaire ne le lit pas.",
    )


class PhraseForm(Acte):
    """The sentence added to the e-mails of a campaign; empty to take it away."""

    phrase = ChampTexte(
        label="Phrase ajoutée aux courriels",
        required=False,
        max_length=LONGUEUR_PHRASE,
        lignes=3,
        help_text="Une permanence, une nouveauté de la campagne. Laissez vide pour la retirer.",
    )
