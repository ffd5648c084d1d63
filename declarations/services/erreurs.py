"""Domain errors that no refusal of an act tells (those are ``portal.socle.refus``)."""


class ChampsRefuses(Exception):
    """The request carries fields that this volet does not have, or that are not the person's."""

    def __init__(self, chemins: tuple[str, ...]) -> None:
        super().__init__("Ces champs n’appartiennent pas au volet que vous modifiez.")
        self.chemins = chemins
