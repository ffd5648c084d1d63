"""What a person read before signing or sending: two readings of the same thing bear one mark.

The page keeps the mark of what it shows, and the act refuses another: nobody signs, nor sends, what
a colleague changed in between.
"""

import json

from django.utils.crypto import salted_hmac

from portal.socle.refus import impossible

A_CHANGE = (
    "Ces données ont changé depuis que vous avez ouvert la page : relisez-les avant de "
    "recommencer. Rien n’a été fait."
)


def marque_de(*lu: object) -> str:
    """The mark of what is read: the same for the same content, whatever its order of keys.

    With the key of the portal: nobody finds a salary by trying all those that it may be.
    """
    texte = json.dumps(lu, sort_keys=True, ensure_ascii=False, default=str)
    return salted_hmac("portal.dossiers.relecture", texte, algorithm="sha256").hexdigest()[:32]


def a_change(vu: str, marque: str) -> bool:
    """Tell whether what was read is no longer what stands; an act that tells no mark is let by."""
    return bool(vu) and vu != marque


def exiger_relu(vu: str, marque: str) -> None:
    """Raise ActionRefusee when what was read has changed since."""
    if a_change(vu, marque):
        raise impossible(A_CHANGE)
