// Small comforts; every page works without them.
(() => {
  document.documentElement.classList.add("js");

  // Menus are <details>: close them on Escape (focus goes back) and on a click elsewhere.
  const ouverts = () => document.querySelectorAll("details.menu-repli[open]");
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    ouverts().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", (e) => {
    ouverts().forEach((menu) => {
      if (!menu.contains(e.target)) menu.open = false;
    });
  });

  // A page stays usable after a new login in another tab: its forms take the present token.
  const jeton = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  document.addEventListener("submit", (e) => {
    const champ = e.target.querySelector("[name=csrfmiddlewaretoken]");
    if (champ && jeton()) champ.value = jeton();
  });
  document.addEventListener("htmx:configRequest", (e) => {
    if (jeton()) e.detail.headers["X-CSRFToken"] = jeton();
  });

  // After a refused form, the reading starts at the summary of errors.
  const allerAuResume = (racine) => racine.querySelector("[data-resume-erreurs]")?.focus();
  document.addEventListener("DOMContentLoaded", () => allerAuResume(document));
  document.addEventListener("htmx:afterSwap", (e) => allerAuResume(e.target));

  // Say so when a fragment could not be fetched, rather than nothing.
  const prevenir = () => {
    const zone = document.getElementById("messages");
    if (!zone) return;
    const notice = document.createElement("div");
    notice.className = "notice notice--erreur";
    notice.setAttribute("role", "alert");
    notice.textContent =
      "Le serveur n’a pas répondu. Ce que vous avez saisi est toujours affiché : vérifiez votre connexion, puis réessayez.";
    zone.replaceChildren(notice);
  };
  document.addEventListener("htmx:sendError", prevenir);
  document.addEventListener("htmx:responseError", (e) => {
    if (e.detail.xhr.status >= 500) prevenir();
  });
})();
