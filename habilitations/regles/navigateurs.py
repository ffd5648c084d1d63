"""What a browser says of itself, in words that its owner recognises: « Firefox, sous Windows »."""

# In this order: Edge and Opera also call themselves Chrome, Chrome calls itself Safari.
NAVIGATEURS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chromium", "Chromium"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
# Android and ChromeOS also call themselves Linux; an iPhone says « like Mac OS X ».
SYSTEMES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
INCONNU = "Navigateur inconnu"


def nommer(agent: str) -> str:
    """Name the browser and the system of a « User-Agent »; what is not known is not guessed."""
    navigateur = _premier(NAVIGATEURS, agent)
    systeme = _premier(SYSTEMES, agent)
    if not navigateur:
        return f"{INCONNU}, {systeme}" if systeme else INCONNU
    return f"{navigateur}, {systeme}" if systeme else navigateur


def _premier(connus: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((nom for marque, nom in connus if marque in agent), "")
