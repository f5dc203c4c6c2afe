// Keeps the line about freshness true on a page that stays open. Without this file every page works.
// Where the page has a feed, that tells (live.js); elsewhere it is asked for while the page is looked at.
"use strict";
const fresh = (function () {
  const EVERY_MS = 5000;
  const COLOURS = { current: "green", behind: "orange", unknown: "grey" };
  const line = document.getElementById("freshness");
  if (!line) return { tell: function () {}, unknown: function () {} };
  const tag = line.querySelector("strong");
  const words = line.querySelector("span");

  function tell(told) {
    if (words.textContent === told.words) return; // the same again would be read out again
    tag.className = "govuk-tag govuk-tag--" + COLOURS[told.state];
    tag.textContent = told.label;
    words.textContent = told.words;
  }

  function unknown() {
    tell({ state: "unknown", label: line.dataset.unknown, words: line.dataset.unreachable });
  }

  async function ask() {
    if (!document.hidden) {
      try {
        const answer = await fetch(line.dataset.at);
        if (!answer.ok) throw new Error(String(answer.status));
        tell(await answer.json());
      } catch (away) {
        unknown();
      }
    }
    window.setTimeout(ask, EVERY_MS);
  }

  if (!document.getElementById("live") || !window.EventSource) window.setTimeout(ask, EVERY_MS);
  return { tell: tell, unknown: unknown };
})();
