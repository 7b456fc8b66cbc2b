// Deadlines count down on the page. The server gave the instants; nothing is decided here.
(() => {
  const UNITS = [[31536000, "y"], [2592000, "mo"], [86400, "d"], [3600, "h"], [60, "min"]];
  const given = document.documentElement.dataset.now;
  const ahead = given ? Date.parse(given) - Date.now() : 0;  // the server's clock is the one that counts
  const now = () => Date.now() + ahead;

  const span = (seconds) => {
    const length = Math.abs(seconds);
    const unit = UNITS.find(([size]) => length >= size);
    return unit ? `${Math.floor(length / unit[0])}\u00a0${unit[1]}` : "";
  };
  const words = (left) => {
    const said = span(left);
    if (left <= 0) return said ? `${said} late` : "due now";
    return said ? `${said} left` : "under a minute left";
  };
  const stateOf = (time, at) => {
    if (at >= Date.parse(time.dataset.due)) return "overdue";
    return time.dataset.soon && at >= Date.parse(time.dataset.soon) ? "soon" : "on-time";
  };
  const announce = (clock, time, state) => {
    const live = document.getElementById("live");
    if (!live || !clock.dataset.announce || state === "on-time") return;
    live.textContent = `${clock.dataset.announce}: ${state === "overdue" ? "overdue" : `only ${time.textContent}`}`;
  };
  const tick = () => {
    const at = now();
    for (const time of document.querySelectorAll("time[data-due]")) {
      const text = words((Date.parse(time.dataset.due) - at) / 1000);
      if (time.textContent !== text) time.textContent = text;
      const clock = time.closest(".clock");
      const state = stateOf(time, at);
      if (!clock || clock.dataset.state === state) continue;
      clock.dataset.state = state;
      announce(clock, time, state);  // only when a threshold is passed, never each minute
    }
  };
  document.addEventListener("DOMContentLoaded", tick);
  document.addEventListener("htmx:afterSettle", tick);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
  setInterval(tick, 5000);
})();
