"""A page of the payments as a person reads it."""


def lue(reponse: object, statut: int = 200) -> str:
    assert reponse.status_code == statut
    texte = reponse.content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(texte.split())
