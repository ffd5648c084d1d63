"""Why a file of this machine cannot be opened, in French: the system tells it in its language."""

_CAUSES: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "il n’existe pas"),
    (IsADirectoryError, "c’est un dossier"),
    (NotADirectoryError, "son dossier n’en est pas un"),
    (PermissionError, "le compte qui lance la commande n’a pas le droit de le lire"),
)


def cause(erreur: OSError) -> str:
    """What follows « ne peut pas être ouvert »: « : il n’existe pas »; nothing when unknown."""
    for genre, mots in _CAUSES:
        if isinstance(erreur, genre):
            return f" : {mots}"
    return ""
