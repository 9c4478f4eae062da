// Loads the module once, keeps what is dropped until it is there, makes workers of the same module,
// and says what went wrong where it cannot. Has files other than text read by modules of their own.
// Nothing else: the page itself is in src/app.
"use strict";

// A chosen theme is put on before the first paint. Storage may be forbidden.
try {
  document.documentElement.dataset.theme = localStorage.getItem("eosin.theme") || "system";
} catch {
  document.documentElement.dataset.theme = "system";
}

(() => {
  const root = document.documentElement;
  const early = { items: [], clicks: [], ready: false };
  let workerAddress;
  let module;

  // The page's policy asks for Trusted Types: the only script addresses ever made here are the workers'.
  const policy = globalThis.trustedTypes
    ? trustedTypes.createPolicy("app", { createScriptURL: (address) => address })
    : { createScriptURL: (address) => address };

  // So many are asked whether they are folders, whatever their names.
  const FEW = 24;

  const transferred = (transfer) => {
    const items = [];
    for (const item of transfer.items) {
      if (item.kind !== "file") continue;
      // The browser stops the page for each that it is asked this of: 0.2 s for 400. Of many, those are asked whose
      // names do not end as those of files do.
      const named = item.type && transfer.items.length > FEW;
      // Only folders are walked: a page that is a file itself may not open a file by its entry.
      const entry = !named && item.webkitGetAsEntry && item.webkitGetAsEntry();
      const found = entry && entry.isDirectory ? entry : item.getAsFile() || entry;
      if (found) items.push(found);
    }
    return items;
  };

  const fail = (reason, detail) => {
    if (root.dataset.state === "ready") return;
    root.dataset.state = "failed";
    const panel = document.getElementById("failure");
    panel.querySelector("[data-reason]").textContent = reason;
    panel.querySelector("[data-detail]").textContent = detail;
    panel.hidden = false;
  };

  // What is thrown through the module leaves it in the midst of something: from then on it does nothing.
  addEventListener("error", ({ error }) => {
    const through = /__wbg_|wasm/.test(error && error.stack);
    if (through && root.dataset.state === "ready") globalThis.eosin.stopped(String(error));
  });

  // What follows runs on the page and, from its text, in workers.

  // In the page that is one file the modules are in it: deflated, in base64, each in an element.
  const inside = async (id) => {
    const packed = await (await fetchInside(document.getElementById(id).textContent)).blob();
    const bytes = await new Response(packed.stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer();
    return WebAssembly.compile(bytes);
  };
  const fetchInside = (text) => new Response(Uint8Array.from(atob(text.trim()), (character) => character.charCodeAt(0)));

  const compile = async (address) => {
    if (address.startsWith("#")) return inside(address.slice(1));
    const answer = fetch(address);
    try {
      return await WebAssembly.compileStreaming(answer);
    } catch (error) {
      // A server that does not say application/wasm: compile what it sent.
      if (error instanceof WebAssembly.CompileError) throw error;
      const bytes = await (await fetch(address)).arrayBuffer();
      return WebAssembly.compile(bytes);
    }
  };

  // Reads one file with a reader's module; src/reader/main.rs is the other side. After most of the time
  // it may take, the reader is told that it is enough, and gives what it has.
  const readFile = async ({ module, bytes, password, seconds }, post) => {
    let end = performance.now() + seconds * 700;
    let [last, before] = [0, performance.now()];
    const progress = (done, of) => {
      const now = performance.now();
      // So long between two pages is a tab, or a machine, that slept.
      if (now - before > seconds * 1000) end += now - before;
      before = now;
      if (now - last > 100) {
        last = now;
        post({ progress: [done, of] });
      }
      return now < end ? 1 : 0;
    };
    const given = { eosin: { progress, now: () => performance.now() } };
    // What else a library asks for is a clock (rust_xlsxwriter), whose answer is not used.
    for (const { module: from, name } of WebAssembly.Module.imports(module)) (given[from] ||= {})[name] ||= () => 0;
    const { exports } = await WebAssembly.instantiate(module, given);
    const secret = new TextEncoder().encode(password);
    const at = exports.input(bytes.length, secret.length) >>> 0;
    const memory = new Uint8Array(exports.memory.buffer);
    memory.set(bytes, at);
    memory.set(secret, at + bytes.length);
    const length = exports.run() >>> 0;
    post({ answer: new Uint8Array(exports.memory.buffer, exports.output() >>> 0, length).slice() });
  };

  // Asks the recognisers: an order and bytes in, the parts of an answer out; src/finder/main.rs is the other
  // side. An instance that stopped, or that a large text has blown up, is thrown away.
  const finder = (load) => {
    let module, exports;
    return {
      async finder() {
        module ||= await load("finder");
      },
      ask(order, bytes) {
        if (!module) return undefined;
        const used = exports || new WebAssembly.Instance(module, {}).exports;
        exports = undefined;
        const at = used.input(bytes.length, order.length) >>> 0;
        const memory = new Uint8Array(used.memory.buffer);
        memory.set(bytes, at);
        memory.set(order, at + bytes.length);
        const part = (_, number) => new Uint8Array(used.memory.buffer, used.output(number) >>> 0, used.size(number) >>> 0).slice();
        const parts = Array.from({ length: used.run() }, part);
        if (used.memory.buffer.byteLength < 64 << 20) exports = used;
        return parts;
      },
    };
  };

  // Has files read, each in a worker that ends with it: a reader that stops or hangs costs one file.
  const readers = (find, policy, readFile) => {
    const modules = new Map();
    let address;
    const load = (name) => {
      if (!modules.has(name)) {
        const module = find(name);
        module.catch(() => modules.delete(name));
        modules.set(name, module);
      }
      return modules.get(name);
    };
    const start = () => {
      if (!address) {
        const lines = [
          `const readFile = ${readFile};`,
          "onmessage = ({ data }) => readFile(data, (news) => postMessage(news)).catch(() => postMessage({}));",
        ];
        address = URL.createObjectURL(new Blob(lines, { type: "text/javascript" }));
      }
      return new Worker(policy.createScriptURL(address));
    };
    const read = async (name, bytes, password, seconds, onProgress) => {
      let module;
      try {
        module = await load(name);
      } catch {
        throw "not-loaded";
      }
      return new Promise((resolve, reject) => {
        let worker, timer;
        // A timer that is very late slept along with the tab, or the machine: it begins anew, once.
        const watch = (again) => {
          const due = performance.now() + seconds * 1000;
          const late = () => again && performance.now() > due + 5000;
          timer = setTimeout(() => (late() ? watch() : end(reject, "too-slow")), seconds * 1000);
        };
        const end = (settle, value) => {
          clearTimeout(timer);
          if (worker) worker.terminate();
          settle(value);
        };
        const hear = ({ progress, answer }) => {
          if (progress) onProgress(...progress);
          else if (answer && answer.length) end(resolve, answer);
          else end(reject, "crashed");
        };
        const order = { module, bytes, password, seconds };
        watch(true);
        try {
          worker = start();
        } catch {
          // No worker to be had: a reader that stops still stops alone, but one that hangs holds the page.
          readFile(order, hear).catch(() => end(reject, "crashed"));
          return;
        }
        worker.onmessage = ({ data }) => hear(data);
        worker.onerror = (event) => {
          event.preventDefault();
          end(reject, "crashed");
        };
        worker.postMessage(order, [bytes.buffer]);
      });
    };
    return { read, load };
  };

  const addresses = {};
  let reading;
  const onPage = () => {
    if (!reading) {
      for (const { dataset, href, id } of document.querySelectorAll("[data-reader]")) addresses[dataset.reader] = href || `#${id}`;
      reading = readers((name) => compile(addresses[name]), policy, readFile);
    }
    return reading;
  };

  globalThis.eosin = {
    transferred,
    read: (...order) => onPage().read(...order),
    // Before they are needed: a file is on its way. What is fetched now is at hand without a network.
    fetchReaders() {
      onPage();
      return Promise.allSettled(Object.keys(addresses).map((name) => reading.load(name)));
    },
    ...finder((name) => onPage().load(name)),
    module: (name) => onPage().load(name),
    trusted: (address) => policy.createScriptURL(address),
    held: () => early.items.splice(0),
    ready() {
      early.ready = true;
      for (const button of early.clicks.splice(0)) button.click();
    },
    stopped(reason) {
      root.dataset.state = "stopped";
      const panel = document.getElementById("stopped");
      panel.querySelector("[data-detail]").textContent = reason;
      panel.hidden = false;
    },
    // A classic worker: module workers and worker files do not start from a saved page.
    worker() {
      const worker = new Worker(policy.createScriptURL(workerAddress));
      // A worker fetches nothing: the page fetches for it.
      worker.addEventListener("message", ({ data }) => {
        if (!data || !data.need) return;
        const send = (module) => worker.postMessage({ given: data.need, module });
        onPage().load(data.need).then(send, () => send());
      });
      worker.postMessage({ module });
      return worker;
    },
  };

  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (early.ready) return;
    event.preventDefault();
    early.items.push(...transferred(event.dataTransfer));
    root.dataset.held = "";
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-action]");
    if (!button) return;
    switch (button.dataset.action) {
      case "choose-files":
        return document.getElementById("files").click();
      case "choose-folder":
        return document.getElementById("folder").click();
      case "reload":
        return location.reload();
      case "licences": {
        // In the page that is one file they are in it.
        const inside = document.getElementById("licences");
        if (!inside) return;
        event.preventDefault();
        open(URL.createObjectURL(new Blob([inside.textContent], { type: "text/plain;charset=utf-8" })));
        return;
      }
      default:
        if (!early.ready) early.clicks.push(button);
    }
  });

  // The first paint goes before the module starts: there are words to read. A hidden tab paints nothing.
  const painted = () =>
    document.hidden
      ? Promise.resolve()
      : new Promise((resolve) => {
          requestAnimationFrame(() => setTimeout(resolve));
          setTimeout(resolve, 500);
        });

  const start = async () => {
    if (typeof WebAssembly !== "object") {
      return fail("This browser has no WebAssembly. Any browser of the last few years has it.", "no WebAssembly");
    }
    const glue = document.querySelector("script[data-glue]");
    const place = document.querySelector("[data-module]");
    const address = place.href || `#${place.id}`;
    try {
      const text = glue.src ? fetch(glue.src).then((answer) => answer.text()) : glue.textContent;
      // All that the first paint needs is here by now: the module comes while the browser paints.
      const compiling = compile(address);
      compiling.catch(() => {});
      await painted();
      module = await compiling;
      const lines = [
        await text,
        // What fails in a promise fails the worker, so that the page hears of it.
        'addEventListener("unhandledrejection", (event) => setTimeout(() => { throw event.reason; }));',
        // Nothing that runs here has anything to ask of a network.
        'for (const name of ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "importScripts"])',
        "  globalThis[name] = undefined;",
        `const readFile = ${readFile};`,
        `const readers = ${readers};`,
        `const finder = ${finder};`,
        "const policy = globalThis.trustedTypes",
        '  ? trustedTypes.createPolicy("app", { createScriptURL: (address) => address })',
        "  : { createScriptURL: (address) => address };",
        "const waiting = new Map();",
        "const find = (need) => new Promise((...settle) => {",
        "  waiting.set(need, settle);",
        "  postMessage({ need });",
        "});",
        'addEventListener("message", (event) => {',
        "  const { given, module } = event.data || {};",
        "  if (!given) return;",
        "  event.stopImmediatePropagation();",
        "  const [resolve, reject] = waiting.get(given);",
        "  if (module) resolve(module);",
        "  else reject();",
        "});",
        "onmessage = async ({ data }) => {",
        "  onmessage = null;",
        "  const reading = readers(find, policy, readFile);",
        "  globalThis.eosin = { ...reading, ...finder(reading.load) };",
        "  await wasm_bindgen({ module_or_path: data.module });",
        "  wasm_bindgen.worker_main();",
        "};",
      ];
      workerAddress = URL.createObjectURL(new Blob([lines.join("\n")], { type: "text/javascript" }));
      onPage().load("finder").catch(() => {});
      await wasm_bindgen({ module_or_path: module });
      setTimeout(() => globalThis.eosin.finder().catch(() => {}), 500);
    } catch (error) {
      const detail = String((error && error.message) || error);
      if (root.dataset.state === "stopped") return;
      if (/content security policy|unsafe-eval|disallowed by embedder/i.test(detail)) {
        fail("Your browser, or a policy of your organisation, does not allow WebAssembly here.", detail);
      } else if (!navigator.onLine) {
        fail("You are offline, and this page has not been loaded completely.", detail);
      } else {
        fail("The page could not be loaded completely.", detail);
      }
    }
  };

  document.addEventListener("DOMContentLoaded", start);
})();
