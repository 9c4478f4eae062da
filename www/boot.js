// Loads the module once, keeps what is dropped until it is there, makes workers of the same module,
// and says what went wrong where it cannot. Nothing else: the page itself is in src/app.
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

  // The page's policy asks for Trusted Types: the only script address ever made here is the worker's.
  const policy = globalThis.trustedTypes
    ? trustedTypes.createPolicy("app", { createScriptURL: (address) => address })
    : { createScriptURL: (address) => address };

  const transferred = (transfer) => {
    const items = [];
    for (const item of transfer.items) {
      if (item.kind !== "file") continue;
      const folder = item.webkitGetAsEntry && item.webkitGetAsEntry();
      const found = folder || item.getAsFile();
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

  globalThis.eosin = {
    transferred,
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
      worker.postMessage(module);
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
      default:
        if (!early.ready) early.clicks.push(button);
    }
  });

  const compile = async (address) => {
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

  const start = async () => {
    if (typeof WebAssembly !== "object") {
      return fail("This browser has no WebAssembly. Any browser of the last few years has it.", "no WebAssembly");
    }
    const glue = document.querySelector("script[data-glue]");
    const address = document.querySelector("link[data-module]").href;
    try {
      const text = fetch(glue.src).then((answer) => answer.text());
      module = await compile(address);
      const lines = [
        await text,
        // What fails in a promise fails the worker, so that the page hears of it.
        'addEventListener("unhandledrejection", (event) => setTimeout(() => { throw event.reason; }));',
        "onmessage = async ({ data }) => {",
        "  onmessage = null;",
        "  await wasm_bindgen({ module_or_path: data });",
        "  wasm_bindgen.worker_main();",
        "};",
      ];
      workerAddress = URL.createObjectURL(new Blob([lines.join("\n")], { type: "text/javascript" }));
      await wasm_bindgen({ module_or_path: module });
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
