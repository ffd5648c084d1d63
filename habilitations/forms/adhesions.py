"""What the technical administration checks of an adhesion before it is written."""

from django import forms

from portal.socle.motifs import MotifInsuffisant, lire_motif


class AdhesionForm(forms.ModelForm):
    """An adhesion; a suspension tells its reason."""

    def clean_suspendue_motif(self) -> str:
        texte: str = self.cleaned_data["suspendue_motif"]
        if not texte or "suspendue_motif" not in self.changed_data:
            return texte  # the database asks for one; what was written before stays as it is
        try:
            return lire_motif(texte, "Indiquez le motif de la suspension.")
        except MotifInsuffisant as insuffisant:
            raise forms.ValidationError(str(insuffisant), code="motif") from None
