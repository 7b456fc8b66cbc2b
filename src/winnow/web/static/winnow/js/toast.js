// Messages that leave by themselves, unless they offer Undo or say that something went wrong.
(() => {
  const STAYS = 7000;
  const region = () => document.getElementById("messages");

  const leave = (toast) => {
    toast.dataset.leaving = "";
    setTimeout(() => toast.remove(), 180);
  };
  const settle = (toast) => {
    if (toast.dataset.settled) return;
    toast.dataset.settled = "1";
    const dismiss = toast.querySelector("[data-dismiss]");
    if (dismiss) {
      dismiss.hidden = false;
      dismiss.addEventListener("click", () => leave(toast));
    }
    if ("stay" in toast.dataset) return;
    let timer = setTimeout(() => leave(toast), STAYS);
    const hold = () => clearTimeout(timer);
    const release = () => { hold(); timer = setTimeout(() => leave(toast), STAYS); };
    toast.addEventListener("mouseenter", hold);
    toast.addEventListener("focusin", hold);
    toast.addEventListener("mouseleave", release);
    toast.addEventListener("focusout", release);
  };
  const settleAll = () => region()?.querySelectorAll("[data-toast]").forEach(settle);

  // A failure of the network or the server, said in words; what was typed stays where it is.
  const say = (text) => {
    const toast = document.createElement("div");
    toast.className = "toast toast-error";
    toast.dataset.toast = "";
    toast.dataset.stay = "";
    const words = document.createElement("p");
    words.className = "toast-text";
    words.textContent = text;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet button-s";
    button.dataset.dismiss = "";
    button.textContent = "Dismiss";
    toast.append(words, button);
    region()?.append(toast);
    settleAll();
  };
  document.addEventListener("DOMContentLoaded", settleAll);
  document.addEventListener("htmx:afterSettle", settleAll);
  document.addEventListener("htmx:oobAfterSwap", settleAll);
  document.addEventListener("htmx:sendError", () => say("Winnow could not be reached, so nothing was saved. What you typed is still here: try again."));
  document.addEventListener("htmx:timeout", () => say("Winnow took too long to answer. Reload the page to see whether it was saved."));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401 || status === 403) say("You may not do this, or your session has ended. Sign in again in another tab, then repeat it here.");
    else if (status === 409) say("Someone else changed this in the meantime. Reload the page to see it as it is now.");
    else if (status === 429) say("Too many requests in a short time. Wait a minute, then try again.");
    else say(`That failed on the server (${status}), so nothing was saved. What you typed is still here: try again.`);
  });
})();
