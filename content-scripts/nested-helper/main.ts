/**
 * Firefox applies a page's `frame-src` and its service worker to a frame that the page's document embeds, but not to
 * one that an extension page embeds. So where the direct helper frame is refused, this page stands between: it holds
 * the helper of the origin that the guard names, and nothing else. It has no code that a page could call.
 */
const embedder = new URLSearchParams(location.search).get('origin');

if (embedder && /^https?:\/\/[^/?#]+$/.test(embedder)) {
  const helper = document.createElement('iframe');
  helper.src = `${embedder}/robots.txt?callseal`;
  document.documentElement.append(helper);
}
