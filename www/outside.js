// What leaves and enters the page otherwise than by drops: files saved, links opened, the network cut.
// No decisions: those are in src/app.
"use strict";

(() => {
  // A link's fragment is read once and taken out of the address, so that it stays in no history.
  const fragment = location.hash.slice(1);
  if (fragment) history.replaceState(null, "", location.pathname + location.search);

  // How files begin that this page made.
  const OURS = [/^\s*\{\s*"format":\s*"eosin\.(export|workspace|rules)"/, /^\ufeff?document,kind,text,value,/];

  const hosted = location.protocol !== "file:";

  // Files that the system opens with this page go the way of chosen files.
  const take = (files) => {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    const input = document.getElementById("files");
    input.files = transfer.files;
    input.dispatchEvent(new Event("change"));
  };
  if (globalThis.launchQueue) {
    launchQueue.setConsumer(async ({ files }) => {
      if (files.length > 0) take(await Promise.all(files.map((file) => file.getFile())));
    });
  }

  // The service worker keeps the page for the time without a network. It is never swapped for another
  // while the page is open, unless the reader asks for it.
  const bar = () => document.getElementById("update");
  const install = async () => {
    if (!hosted || !navigator.serviceWorker) return;
    const registration = await navigator.serviceWorker.register(eosin.trusted("./sw.js"), { scope: "./" });
    const waits = () => {
      if (!registration.waiting || !navigator.serviceWorker.controller || !bar().hidden) return;
      bar().hidden = false;
      document.querySelector("[role=status]").textContent = "A new version is ready.";
    };
    waits();
    registration.addEventListener("updatefound", () => registration.installing.addEventListener("statechange", waits));
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (data.files) take(data.files);
      if (data.text) take([new File([data.text], "shared.txt", { type: "text/plain" })]);
      if (data.others) bar().querySelector("[data-others]").hidden = false;
    });
    let asked = false;
    document.addEventListener("click", ({ target }) => {
      if (!target.closest("[data-action=update]")) return;
      asked = true;
      registration.waiting.postMessage("take over");
    });
    navigator.serviceWorker.addEventListener("controllerchange", () => asked && location.reload());
    if (new URLSearchParams(location.search).has("shared")) {
      const { active } = await navigator.serviceWorker.ready;
      active.postMessage("shared?");
      history.replaceState(null, "", location.pathname);
    }
    // Installed, or not to be had: both end the waiting.
    await Promise.race([navigator.serviceWorker.ready, new Promise((done) => setTimeout(done, 20_000))]);
  };

  // The seal: a second policy, which takes away what the first allows. A page cannot lift it again.
  const SEAL =
    "default-src 'none'; script-src 'wasm-unsafe-eval'; worker-src blob:; img-src data: blob:; style-src 'none'; connect-src 'none'; form-action 'none'";
  const sealed = { at: 0, tried: [] };
  // What was asked for and not blocked. A blocked attempt is listed too, as one that got no answer.
  const asked = () => {
    const blocked = sealed.tried.map(({ uri }) => uri).filter((uri) => uri.includes(":"));
    const since = performance.getEntriesByType("resource").filter(({ startTime, name }) => startTime > sealed.at && !name.startsWith("blob:"));
    return since.filter(({ name }) => !blocked.some((uri) => name.startsWith(uri)));
  };
  const show = () => {
    const place = document.getElementById("seal");
    place.querySelector("[data-requests]").textContent = sealed.at ? asked().length : 0;
    place.hidden = false;
  };
  const seal = () => {
    const policy = document.createElement("meta");
    policy.httpEquiv = "Content-Security-Policy";
    policy.content = SEAL;
    document.head.append(policy);
    sealed.at = performance.now();
    document.documentElement.dataset.sealed = "";
    show();
    new PerformanceObserver(show).observe({ type: "resource" });
    document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) => {
      sealed.tried.push({ uri: blockedURI, directive: effectiveDirective });
      show();
    });
  };

  // Sealed, it has all it needs.
  const line = () => document.documentElement.toggleAttribute("data-offline", !navigator.onLine);
  addEventListener("online", line);
  addEventListener("offline", line);
  line();

  const begin = async () => {
    // Everything that may be needed is fetched before the network is cut.
    const [, all] = await Promise.all([install().catch(() => {}), eosin.fetchReaders()]);
    if (!hosted || all.every(({ status }) => status === "fulfilled")) seal();
  };
  new MutationObserver((_, observer) => {
    if (document.documentElement.dataset.state !== "ready") return;
    observer.disconnect();
    (globalThis.requestIdleCallback || setTimeout)(begin);
  }).observe(document.documentElement, { attributeFilter: ["data-state"] });

  Object.assign(globalThis.eosin, {
    sealed: () => sealed.at > 0,
    tried: () => sealed.tried,
    fragment: () => fragment,
    base: () => (location.protocol === "file:" ? "" : location.origin + location.pathname),
    save(name, media, bytes) {
      const address = URL.createObjectURL(new Blob([bytes], { type: media }));
      const link = document.createElement("a");
      link.href = address;
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    },
    async ownText(file) {
      const start = await file.slice(0, 400).text();
      return OURS.some((pattern) => pattern.test(start)) ? file.text() : null;
    },
  });
})();
