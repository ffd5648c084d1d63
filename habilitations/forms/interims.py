"""Form of an interim. It validates, the service decides."""

from typing import Any

from habilitations.forms.personnes import PersonneForm
from habilitations.services.interims import Interim
from portal.socle.dates import ChampDate


class InterimForm(PersonneForm):
    """Who stands in for somebody, and until when."""

    du = ChampDate(label="À compter du")
    au = ChampDate(label="Jusqu’au", help_text="Le dernier jour de l’intérim.")

    def __init__(self, *args: Any, absent_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.absent_id = absent_id

    def clean(self) -> dict[str, Any]:
        """Give what the service takes: all of it in one piece."""
        lu = super().clean() or self.cleaned_data
        if self.errors:
            return lu
        return {"interim": Interim(self.absent_id, self.invite(lu), lu["du"], lu["au"])}
