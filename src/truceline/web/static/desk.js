// What every page does: folds the menu on small screens, and says when the record has grown.

const news = document.getElementById("news");
const feed = document.documentElement.dataset.events;
if (news && feed && "EventSource" in window) {
  const source = new EventSource(feed);
  source.addEventListener("grew", () => {
    news.textContent = news.dataset.words;
  });
  window.addEventListener("pagehide", () => source.close());
}
