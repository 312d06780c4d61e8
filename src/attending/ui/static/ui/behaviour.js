/* Small comforts. Every page works without this file. */
"use strict";

(() => {
  const WAIT = 10000; // after it a form whose answer was a download can be sent again, in milliseconds

  const release = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  };

  // A second press of the same button must not send the same form twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
    setTimeout(release, WAIT, form);
  });

  // Coming back with the browser's back button shows a kept page: its forms may be sent again.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

  // On paper nothing can be opened, so everything is.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  // An address that names a closed part opens it.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let part = target && target.closest("main details");
    if (!part) return;
    for (; part; part = part.parentElement.closest("main details")) part.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  reveal();

  // A menu closes on Escape and on a press outside it.
  for (const menu of document.querySelectorAll("details.menu")) {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  }

  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
})();
