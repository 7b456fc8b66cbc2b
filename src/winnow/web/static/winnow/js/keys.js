// Single-key shortcuts, declared on the page: data-key="n" presses, follows or focuses its element;
// data-key="g q" is a sequence. Silent while typing, and switchable off (WCAG 2.1.4).
(() => {
  const WAIT = 1200;
  let pending = "";
  let timer;

  const kept = () => { try { return localStorage.getItem("winnow.keys"); } catch { return null; } };
  const isOn = () => (kept() ?? (document.body.dataset.shortcuts === "off" ? "off" : "on")) !== "off";
  const isTyping = (element) => element?.closest?.(
    "textarea, select, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=button], [type=submit])",
  );
  const isShown = (element) => !element.disabled && (element.checkVisibility?.() ?? element.offsetParent !== null);
  const nameOf = (element) => (element.dataset.keyLabel || element.querySelector("[data-name]")?.textContent
    || element.getAttribute("aria-label") || element.textContent || "").replace(/\s+/g, " ").trim();
  const holders = () => [...document.querySelectorAll("[data-key]")].filter((holder) => isShown(holder) || holder.closest(".rail, .search"));
  const find = (key) => {
    const found = holders().filter((holder) => holder.dataset.key.toLowerCase() === key);
    return found.findLast((holder) => holder.closest(".toast")) || found.find(isShown) || found[0];
  };

  const use = (element) => {
    if (element.matches("input[type=radio], input[type=checkbox]")) { element.click(); element.focus(); return; }
    if (isTyping(element)) {
      if (isShown(element)) { element.focus(); element.select?.(); }
      else document.querySelector(".search-link")?.click();
      return;
    }
    element.click();
  };

  // Rows: j and k move, x selects, o opens.
  const rows = () => [...document.querySelectorAll("[data-rows] > tr, [data-rows] > tbody > tr, [data-rows] > li, [data-rows] > [data-row]")].filter(isShown);
  const here = () => document.activeElement?.closest?.("[data-rows] > tr, [data-rows] > tbody > tr, [data-rows] > li, [data-rows] > [data-row]");
  const move = (by) => {
    const all = rows();
    if (!all.length) return false;
    const at = all.indexOf(here());
    const row = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
    row.tabIndex = -1;
    row.focus();
    row.scrollIntoView({ block: "nearest" });
    return true;
  };
  const inRow = (selector) => { const found = here()?.querySelector(selector); found?.click(); return Boolean(found); };
  const ROWS = { j: () => move(1), k: () => move(-1), x: () => inRow("input[type=checkbox]"), o: () => inRow("a[href]"), enter: () => document.activeElement === here() && inRow("a[href]") };

  const help = document.getElementById("help");
  const list = () => {
    const seen = new Map(holders().map((holder) => [holder.dataset.key, nameOf(holder)]));
    if (rows().length) for (const [key, name] of [["j", "Next row"], ["k", "Previous row"], ["x", "Select the row"], ["o", "Open the row"]]) if (!seen.has(key)) seen.set(key, name);
    if (document.querySelector("form[data-submit-key]")) seen.set("Ctrl Enter", "Save");
    seen.set("Ctrl K", "Go to a page, or search");
    seen.set("?", "This list");
    return seen;
  };
  const showHelp = () => {
    if (!help) return;
    help.querySelector("dl").replaceChildren(...[...list()].map(([keys, name]) => {
      const line = document.createElement("div");
      const term = document.createElement("dt");
      const value = document.createElement("dd");
      term.textContent = name;
      value.className = "keys";
      value.append(...keys.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key.length === 1 ? key.toUpperCase() : key })));
      line.append(term, value);
      return line;
    }));
    help.querySelector("[data-keys-switch]").checked = isOn();
    help.showModal();
  };
  const mark = () => { document.documentElement.dataset.keys = isOn() ? "on" : "off"; };

  const submit = (event) => {
    const form = document.activeElement?.closest?.("form[data-submit-key]") || document.querySelector("form[data-submit-key]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  };
  const press = (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { submit(event); return; }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!isOn() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key === "?") { event.preventDefault(); showHelp(); return; }
    const wanted = pending ? `${pending} ${key}` : key;
    pending = "";
    clearTimeout(timer);
    const element = find(wanted);
    if (element) { event.preventDefault(); use(element); return; }
    if (wanted === key && holders().some((holder) => holder.dataset.key.startsWith(`${key} `))) {
      pending = key;
      timer = setTimeout(() => { pending = ""; }, WAIT);
      return;
    }
    if (ROWS[key]?.()) event.preventDefault();
  };

  document.addEventListener("keydown", press);
  document.addEventListener("click", (event) => { if (event.target.closest("[data-open-help]")) showHelp(); });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-switch]")) return;
    try { localStorage.setItem("winnow.keys", event.target.checked ? "on" : "off"); } catch { /* this page only */ }
    mark();
  });
  document.querySelectorAll("[data-open-help]").forEach((button) => { button.hidden = false; });
  mark();
})();
