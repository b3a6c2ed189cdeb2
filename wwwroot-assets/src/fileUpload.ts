import { h, setText } from "./dom.ts";
import { formatBytes } from "./format.ts";
import { LiveElement } from "./liveElement.ts";

/** How long an upload goes on without an element that shows it: Blazor makes the page's elements anew once it runs. */
const orphanedFor = 3000;

/** What a refused upload says: the server's problem details, or what can be said without them. */
export function uploadFault(status: number, body: string): string {
  try {
    const problem = JSON.parse(body) as { detail?: unknown };
    if (typeof problem.detail === "string") return problem.detail;
  } catch { /* no problem details */ }
  return status === 0 ? "The server cannot be reached. Nothing was uploaded." : `The server refused the upload (${status}).`;
}

/** Files on their way to the server. */
class Upload {
  readonly names: string;
  sent = 0;
  total: number;
  onChange: (() => void) | undefined;
  onEnd: ((fault: string | undefined) => void) | undefined;

  private readonly request = new XMLHttpRequest();

  constructor(files: readonly File[], action: string, then: string) {
    this.names = files.map(file => file.name).join(", ");
    this.total = files.reduce((sum, file) => sum + file.size, 0);
    const body = new FormData();
    for (const file of files) body.append("file", file);
    const { request } = this;
    request.upload.onprogress = event => {
      this.sent = event.loaded;
      this.total = event.total;
      this.onChange?.();
    };
    request.onload = () => {
      if (request.status !== 201) return this.end(uploadFault(request.status, request.responseText));
      this.end(undefined);
      // Loads the page anew: a navigation within it is lost where the circuit is just starting.
      location.assign(new URL(then + encodeURIComponent((JSON.parse(request.responseText) as { id: string }).id), document.baseURI).href);
    };
    request.onerror = () => this.end(uploadFault(0, ""));
    request.onabort = () => this.end(undefined);
    request.open("POST", new URL(action, document.baseURI));
    request.send(body);
  }

  cancel(): void {
    this.request.abort();
  }

  private end(fault: string | undefined): void {
    if (current === this) current = undefined;
    this.onEnd?.(fault);
  }
}

let current: Upload | undefined;
let orphaned: ReturnType<typeof setTimeout> | undefined;

/**
 * `<file-upload action="api/uploads" then="datasets/add?upload=" help="CSV, …">`: sends files to the server over HTTP, with progress and
 * a way to give up, and goes on to the address that ends in the upload's id.
 */
export class FileUpload extends LiveElement {
  static readonly observedAttributes = ["action", "then", "help"];

  protected mount(): void {
    const input = h("input", { type: "file", multiple: true, class: "visually-hidden", "aria-describedby": "file-upload-help" });
    const bar = h("div", { class: "progress", role: "progressbar", "aria-label": "Upload", "aria-valuemin": "0", "aria-valuemax": "100" });
    const state = h("span", { "aria-live": "polite" });
    const cancel = h("button", { type: "button", class: "btn btn-small" }, "Cancel");
    const busy = h("div", { class: "upload-busy", hidden: true }, bar, h("div", { class: "upload-state" }, state, cancel));
    const fault = h("div", { class: "alert", "data-kind": "error", role: "alert", hidden: true });
    const zone = h("label", { class: "dropzone" },
      h("i", { class: "icon", "data-icon": "upload" }), h("strong", {}, "Choose files or drop them here"),
      h("span", { id: "file-upload-help" }, this.getAttribute("help") ?? ""), input);

    const say = (text: string | undefined) => {
      fault.hidden = text === undefined;
      fault.replaceChildren(h("div", {}, text ?? ""));
    };
    const follow = (upload: Upload) => {
      upload.onChange = () => {
        const percent = upload.total > 0 ? Math.floor(100 * upload.sent / upload.total) : 0;
        bar.style.setProperty("--value", `${percent}%`);
        bar.setAttribute("aria-valuenow", String(percent));
        setText(state, upload.sent < upload.total
          ? `${upload.names}: ${formatBytes(upload.sent)} of ${formatBytes(upload.total)}`
          : `${upload.names}: received, checking…`);
      };
      upload.onEnd = text => {
        busy.hidden = true;
        zone.hidden = false;
        input.value = "";
        say(text);
      };
      busy.hidden = false;
      zone.hidden = true;
      say(undefined);
      upload.onChange();
    };
    const send = (files: readonly File[]) => {
      if (!current && files.length) follow(current = new Upload(files, this.getAttribute("action") ?? "", this.getAttribute("then") ?? ""));
    };

    input.addEventListener("change", () => send([...input.files ?? []]));
    cancel.addEventListener("click", () => current?.cancel());
    for (const kind of ["dragenter", "dragover"] as const)
      zone.addEventListener(kind, event => { event.preventDefault(); zone.dataset.over = ""; });
    zone.addEventListener("dragleave", () => { delete zone.dataset.over; });
    zone.addEventListener("drop", event => {
      event.preventDefault();
      delete zone.dataset.over;
      if ([...event.dataTransfer?.items ?? []].some(item => item.webkitGetAsEntry?.()?.isDirectory))
        say("Folders cannot be dropped. Put the folder into a ZIP or TAR archive and drop that.");
      else send([...event.dataTransfer?.files ?? []]);
    });
    this.replaceChildren(zone, busy, fault);
    clearTimeout(orphaned);
    if (current) follow(current);
  }

  protected unmount(): void {
    orphaned = setTimeout(() => current?.cancel(), orphanedFor);
  }
}
