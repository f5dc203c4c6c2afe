// Says on a page that what it shows has changed, and offers to load it again. Without this file every page works.
// The feed resumes by itself after an outage: the browser sends the id of the last event that it had.
"use strict";
(function () {
  const notice = document.getElementById("live");
  if (!notice || !window.EventSource) return;
  // from the position up to which the page was made: what came since then counts as a change too
  const since = "?last_event_id=" + encodeURIComponent(notice.dataset.position);
  const feed = new EventSource(notice.dataset.feed + since);

  function changed() {
    if (notice.firstChild) return;
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = window.location.pathname + window.location.search;
    link.textContent = "show";
    link.addEventListener("click", function (event) {
      // a link to the address that is shown would only jump within the page where that has a fragment
      event.preventDefault();
      window.location.reload();
    });
    notice.append("Something on this page has changed – ", link, ".");
  }

  for (const kind of ["picture", "gone", "gap"]) feed.addEventListener(kind, changed);
  feed.addEventListener("freshness", function (event) { fresh.tell(JSON.parse(event.data)); });
  feed.addEventListener("error", fresh.unknown);
  window.addEventListener("pagehide", function () { feed.close(); });
})();
