"""What a schedule is computed from: typed values read without leniency, or every refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from subventions.regles.acomptes.profils import DROITS, Profil
from subventions.regles.erreurs import Erreur
from subventions.regles.nombres import ZERO, NombreRefuse, arrondir, lire_decimal


@dataclass(frozen=True)
class Demande:
    """The rights of one file, in euros, and what happened to it.

    ``droits`` holds those that are known; ``verses`` the acomptes already paid, in their order,
    which stand in place of the computed ones.
    """

    profil: Profil
    droits: Mapping[str, Decimal]
    ecart_justifie: bool = False
    suspendu: bool = False
    verses: tuple[Decimal, ...] = ()


@dataclass
class _Lecture:
    erreurs: list[Erreur] = field(default_factory=list)

    def montant(self, chemin: str, valeur: object) -> Decimal:
        """Euros and cents: a payment is never a fraction of a cent."""
        try:
            lu = lire_decimal(valeur)
            if lu != arrondir(lu):
                raise NombreRefuse("Un montant s’arrête au centime.")
        except NombreRefuse as refus:
            self.erreurs.append(Erreur(chemin, str(refus)))
            return ZERO
        return arrondir(lu)

    def booleen(self, chemin: str, valeur: object) -> bool:
        if not isinstance(valeur, bool):
            self.erreurs.append(Erreur(chemin, "Vrai ou faux (true ou false) est attendu."))
        return valeur is True

    def droits(self, valeurs: object) -> dict[str, Decimal]:
        """A right that is null is one that is not known yet."""
        if not isinstance(valeurs, Mapping):
            self.erreurs.append(Erreur("droits", "Un objet « droit : montant » est attendu."))
            return {}
        for code in valeurs:
            if code not in DROITS:
                message = f"Droit inconnu. Droits possibles : {', '.join(DROITS)}."
                self.erreurs.append(Erreur(f"droits.{code}", message))
        return {
            code: self.montant(f"droits.{code}", valeurs[code])
            for code in DROITS
            if valeurs.get(code) is not None
        }

    def verses(self, valeurs: object, profil: Profil | None) -> tuple[Decimal, ...]:
        if not isinstance(valeurs, list | tuple):
            self.erreurs.append(Erreur("verses", "Une liste de montants est attendue."))
            return ()
        if profil and len(valeurs) > len(profil.tranches):
            message = (
                f"Le profil « {profil.libelle} » compte moins d’acomptes qu’il n’en est versé."
            )
            self.erreurs.append(Erreur("verses", message))
        return tuple(self.montant(f"verses.{rang}", v) for rang, v in enumerate(valeurs))


def lire(brut: Mapping[str, object], profils: Mapping[str, Profil]) -> Demande | tuple[Erreur, ...]:
    """Read plain data in the format of ``tests/cas/acomptes.json``.

    Return the request, or all that is wrong in it.
    """
    lecture = _Lecture()
    code = brut.get("profil")
    profil = profils.get(code) if isinstance(code, str) else None
    if profil is None:
        message = f"Un profil est attendu : {', '.join(profils)}."
        lecture.erreurs.append(Erreur("profil", message))
    droits = lecture.droits(brut.get("droits"))
    ecart_justifie = lecture.booleen("ecart_justifie", brut.get("ecart_justifie", False))
    suspendu = lecture.booleen("suspendu", brut.get("suspendu", False))
    verses = lecture.verses(brut.get("verses", ()), profil)
    if profil is None or lecture.erreurs:
        return tuple(lecture.erreurs)
    return Demande(profil, droits, ecart_justifie, suspendu, verses)
