// Whether anybody looks. Outside of a browser somebody always does.

const page = () => (typeof document === "undefined" ? undefined : document);

export function isVisible(): boolean {
  return page()?.visibilityState !== "hidden";
}

/** Calls when the page becomes visible; returns the way out. */
export function onVisible(listener: () => void): () => void {
  const target = page();
  const act = () => { if (isVisible()) listener(); };
  target?.addEventListener("visibilitychange", act);
  return () => target?.removeEventListener("visibilitychange", act);
}

/** Calls when the machine's network is back; returns the way out. */
export function onOnline(listener: () => void): () => void {
  if (typeof window === "undefined") return () => undefined;
  window.addEventListener("online", listener);
  return () => window.removeEventListener("online", listener);
}
