// The address typed at the login follows to « mot de passe oublié »: kept by this tab alone, never
// in an address, where logs would keep it. Without a script it is typed again.
(() => {
  const CLE = "adresse-saisie";
  const champ = document.querySelector("input[name=login], input[name=email]");
  if (!champ) return;
  if (champ.name === "email") {
    champ.value ||= sessionStorage.getItem(CLE) ?? "";
    sessionStorage.removeItem(CLE);
    return;
  }
  document.addEventListener("click", (e) => {
    if (e.target.closest("[data-suivre-adresse]") && champ.value) sessionStorage.setItem(CLE, champ.value.trim());
  });
})();
