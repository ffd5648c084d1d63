"""Who may open the simulator: everybody, for the national barème."""

from tests.acces import TOUS

TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("simulateur_public:choisir", (), "get"): TOUS,
    ("simulateur_public:simuler", ("er",), "get"): TOUS,
    ("simulateur_public:simuler", ("diagnostic",), "post"): TOUS,
    ("simulateur_public:simuler", ("inconnu",), "get"): "404 " * 15,
}
