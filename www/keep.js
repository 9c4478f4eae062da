// What this browser keeps of documents once the reader asks for it: files in one store, what the reader made
// of them in another, so that a correction writes no file anew. No decisions: those are in src/app/keeping.rs.
"use strict";

(() => {
  const STORES = ["files", "work"];
  let base;
  let asked;

  const open = () =>
    (base ||= new Promise((resolve, reject) => {
      const request = indexedDB.open("eosin", 1);
      request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const shut = () => (base = undefined);
        request.result.onclose = shut;
        // Another tab forgets everything.
        request.result.onversionchange = () => request.result.close(shut());
        resolve(request.result);
      };
    }).catch((error) => {
      base = undefined;
      throw error;
    }));

  // All of it or nothing, and done only when it is on the disk.
  const change = async (mode, act) => {
    const transaction = (await open()).transaction(STORES, mode);
    return new Promise((resolve, reject) => {
      let answer;
      transaction.oncomplete = () => resolve(answer);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
      answer = act(...STORES.map((name) => transaction.objectStore(name)));
    });
  };

  Object.assign(globalThis.eosin, {
    // Why not, as a word, or how many bytes are kept and how many may be.
    async store(key, file, work) {
      try {
        await change("readwrite", (files, works) => {
          if (file) files.put(file, key);
          works.put(work, key);
        });
      } catch (error) {
        return error && error.name === "QuotaExceededError" ? "full" : "refused";
      }
      const storage = navigator.storage;
      if (storage && storage.persist) asked ||= storage.persist().catch(() => {});
      const { usage = 0, quota = 0 } = storage && storage.estimate ? await storage.estimate() : {};
      return [usage, quota];
    },
    // [key, file, work] of each, in the order in which they came.
    async stored() {
      const [keys, files, works] = await change("readonly", (files, works) => [files.getAllKeys(), files.getAll(), works.getAll()]);
      return keys.result.map((key, place) => [key, files.result[place], works.result[place]]);
    },
    unstore: (key) => change("readwrite", (...stores) => stores.forEach((store) => store.delete(key))).catch(() => {}),
    storeNothing() {
      Object.keys(localStorage).filter((name) => name.startsWith("eosin.")).forEach((name) => localStorage.removeItem(name));
      indexedDB.deleteDatabase("eosin");
    },
  });
})();
