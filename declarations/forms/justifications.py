"""What is written beside the anomalies of a page: one form, one button, a part for each of them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from declarations.services.contenu.evaluation import ConstatSuivi
from declarations.services.justifications import Explication, empreinte, empreinte_de
from portal.socle.formulaires import Acte, ChampTexte
from portal.socle.motifs import LONGUEUR_MOTIF, est_un_motif

# Name under which the page says which anomalies it showed.
MONTRES = "ecart"
# Among the anomalies that take the same text: all those of the page.
TOUS = "tous"
LONGUEUR_CLE = 200
LONGUEUR_FIGURE = 60


def prefixe(cle: str) -> str:
    """The key of a constat as it may stand in a name and in an id."""
    return "ecart-" + cle.replace(":", "-").replace(".", "-")


class JustificationForm(Acte):
    """The part of one constat: its reason, its text, and the others that take them (``pour``).

    Nothing is required: what is left empty waits for another time. The service judges what is
    written, so that what is refused in one part does not hold the others back.
    """

    depuis = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    valeur = forms.CharField(
        widget=forms.HiddenInput, required=False, strip=False, max_length=LONGUEUR_FIGURE
    )
    reference = forms.CharField(
        widget=forms.HiddenInput, required=False, strip=False, max_length=LONGUEUR_FIGURE
    )
    motif = forms.CharField(label="Motif", required=False, widget=forms.Select)
    texte = ChampTexte(
        label="Explication",
        required=False,
        max_length=LONGUEUR_MOTIF,
        lignes=3,
        help_text="Quinze lettres au moins.",
    )
    confirmer = forms.BooleanField(
        label="Cette explication vaut toujours pour les nouveaux chiffres", required=False
    )

    def __init__(
        self,
        *args: Any,
        cle: str,
        motifs: Sequence[tuple[str, str]] = (),
        a_confirmer: bool = True,
        pour: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{**kwargs, "prefix": prefixe(cle)})
        self.cle, self.pour = cle, tuple(pour)
        self.fields["motif"].widget.choices = [("", "Choisissez un motif"), *motifs]
        if not a_confirmer:
            del self.fields["confirmer"]

    @property
    def est_ecrite(self) -> bool:
        """Something was written here that was not when the page was drawn, or was confirmed."""
        dit = self.cleaned_data
        change = empreinte_de(dit["motif"], dit["texte"]) != dit["depuis"]
        return change or bool(dit.get("confirmer"))

    @property
    def a_son_texte(self) -> bool:
        """It keeps what is written in it, whatever text another gives."""
        return not self.is_valid() or (bool(self.cleaned_data["texte"]) and self.est_ecrite)

    @property
    def se_reprend(self) -> bool:
        """Its reason and text can serve for others."""
        dit = self.cleaned_data if self.is_valid() else {}
        return bool(dit.get("motif")) and est_un_motif(dit["texte"])

    def explication(self, source: "JustificationForm | None" = None) -> Explication:
        """What is to be kept: its own words, or those of ``source``; a reason chosen is kept."""
        dit = self.cleaned_data
        mots = source.cleaned_data if source else dit
        garde_motif = dit["motif"] and not dit["texte"]
        return Explication(
            self.cle,
            motif=dit["motif"] if garde_motif else mots["motif"],
            texte=mots["texte"],
            depuis=dit["depuis"],
            figures=(dit["valeur"], dit["reference"]),
        )


def lire_justifications(postees: QueryDict) -> list[JustificationForm]:
    """The parts of the page, as they were sent; a constat said twice counts once."""
    cles = [c for c in dict.fromkeys(postees.getlist(MONTRES)) if 0 < len(c) <= LONGUEUR_CLE]
    return [
        JustificationForm(postees, cle=c, pour=postees.getlist(f"{prefixe(c)}-pour")) for c in cles
    ]


def explications(parties: Sequence[JustificationForm]) -> list[Explication]:
    """What is to be kept, in the order of the page; what cannot be read is left out.

    A text given to others fills those that have none of their own; the first one given counts.
    """
    donnees = {p.cle: p.explication() for p in parties if p.is_valid() and p.est_ecrite}
    libres = {p.cle: p for p in parties if not p.a_son_texte}
    for source in parties:
        if not source.se_reprend:
            continue
        for cle in [c for c in libres if c != source.cle and {c, TOUS} & set(source.pour)]:
            donnees[cle] = libres.pop(cle).explication(source)
    return [donnees[p.cle] for p in parties if p.cle in donnees]


def partie_du_constat(
    suivi: ConstatSuivi,
    motifs: Sequence[tuple[str, str]],
    redite: JustificationForm | None = None,
) -> JustificationForm:
    """The part of a constat as it stands now; ``redite``: with what was typed there and refused."""
    ecrite = suivi.justification
    maintenant = {
        "depuis": empreinte(ecrite),
        "valeur": suivi.constat.valeur,
        "reference": suivi.constat.reference,
    }
    options: dict[str, Any] = {
        "cle": suivi.constat.cle,
        "motifs": motifs,
        "a_confirmer": ecrite is not None and not suivi.tient,
        "pour": redite.pour if redite else (),
    }
    if redite is None:
        dit = {"motif": ecrite.motif, "texte": ecrite.texte} if ecrite else {}
        return JustificationForm(initial=maintenant | dit, **options)
    fraiches = {f"{redite.prefix}-{champ}": dit for champ, dit in maintenant.items()}
    typees = redite.data.dict() if isinstance(redite.data, QueryDict) else redite.data
    partie = JustificationForm({**typees, **fraiches}, **options)
    for champ, messages in redite.errors.items():
        for message in set(messages) - set(partie.errors.get(champ, ())):
            partie.refuser(str(message), champ)
    return partie
