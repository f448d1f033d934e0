// A web app with a service worker of its own, as many services have.
window.controlled = (async () => {
  await navigator.serviceWorker.register('/service-worker.js');
  await navigator.serviceWorker.ready;
  if (navigator.serviceWorker.controller) return;
  await new Promise((resolve) => {
    navigator.serviceWorker.oncontrollerchange = resolve;
  });
})();
