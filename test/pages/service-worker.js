// Answers every navigation by itself, the helper's too, and looks for and speaks to every client it can find.
self.onfetch = (event) => {
  if (event.request.mode === 'navigate') event.respondWith(fetch(event.request));
};
self.oninstall = () => skipWaiting();
self.onactivate = (event) => event.waitUntil(clients.claim());
self.onmessage = async ({ source }) => {
  const found = await clients.matchAll({ type: 'all', includeUncontrolled: true });
  for (const client of found) {
    client.postMessage('mode: pass');
    if (client.url.includes('robots.txt')) await client.navigate?.('/elsewhere').catch(() => undefined);
  }
  source.postMessage(found.map(({ url, type }) => `${type} ${url}`));
};
