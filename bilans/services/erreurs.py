"""Domain errors that no refusal of an act tells (those are ``portal.socle.refus``)."""


class QuestionsRefusees(Exception):
    """The request carries answers to questions that this bilan does not ask."""

    def __init__(self, chemins: tuple[str, ...]) -> None:
        super().__init__("Ces questions ne sont pas posées dans ce bilan.")
        self.chemins = chemins
