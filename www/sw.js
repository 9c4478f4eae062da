// Keeps the page for the time without a network. Made by the build, which knows every file and gives
// each build a version of its own; the page is taken whole from one version or not at all.
"use strict";

const VERSION = "{VERSION}";
const FILES = [{FILES}];
const CACHE = "eosin-" + VERSION;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })))));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("eosin-") && name !== CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

// What another program shares waits here until the page asks for it.
let shared;

self.addEventListener("message", (event) => {
  if (event.data === "take over") {
    event.waitUntil(
      // Of those that an earlier version serves, too: none is served by this one yet.
      self.clients.matchAll({ type: "window", includeUncontrolled: true }).then((windows) => {
        if (windows.filter(({ url }) => url.startsWith(self.registration.scope)).length > 1) event.source.postMessage({ others: true });
        else return self.skipWaiting();
      }),
    );
  }
  if (event.data === "shared?" && shared) {
    event.waitUntil(
      shared.then((form) => {
        const files = form.getAll("files").filter((file) => file.size);
        const text = ["title", "text", "url"].map((name) => form.get(name)).filter(Boolean).join("\n\n");
        event.source.postMessage(files.length ? { files } : { text });
        shared = undefined;
      }),
    );
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && url.pathname.endsWith("/share")) {
    shared = request.formData();
    event.respondWith(Response.redirect("./?shared", 303));
    return;
  }
  if (request.method !== "GET") return;
  event.respondWith(answer(request, url));
});

// What is kept, else what the host has; the page itself where a visit finds neither.
const answer = async (request, url) => {
  const cache = await caches.open(CACHE);
  const visit = request.mode === "navigate";
  const page = visit && (await cache.match("./"));
  const kept = await cache.match(request, { ignoreSearch: visit });
  if (kept || (page && url.pathname.endsWith("/index.html"))) return kept || page;
  try {
    return await fetch(request);
  } catch (problem) {
    if (page) return page;
    throw problem;
  }
};
