// Says in French why a security key could not be used (allauth only writes it to the console).
document.addEventListener("allauth.error", (e) => {
  const zone = document.getElementById("cles-erreur");
  if (!zone) return;
  e.preventDefault();
  const textes = {
    NotAllowedError: "L’opération a été annulée ou a pris trop de temps. Vous pouvez réessayer.",
    InvalidStateError: "Cette clé est déjà enregistrée sur votre compte.",
    SecurityError: "Cette adresse ne permet pas d’utiliser une clé : le portail doit être ouvert en HTTPS.",
  };
  zone.textContent =
    textes[e.detail.exception?.name] ?? "La clé n’a pas pu être utilisée. Réessayez, ou choisissez un autre moyen.";
  zone.hidden = false;
});
