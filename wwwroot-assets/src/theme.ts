// Light, dark or as the system: the choice is kept in this browser and set on <html> as data-theme.

export type ThemeChoice = "light" | "dark" | "system";

const key = "theme";
const root = document.documentElement;
const listeners = new Set<() => void>();

export function themeChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(key);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system"; // storage may be forbidden
  }
}

export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  } catch { /* then it holds for this page only */ }
  setTheme(choice);
}

/** Without a choice there is no attribute, and the style sheet asks the system. */
export function setTheme(choice: ThemeChoice): void {
  if (choice === "system") root.removeAttribute("data-theme");
  else if (root.getAttribute("data-theme") !== choice) root.setAttribute("data-theme", choice);
}

/** A choice made in another tab holds here too. */
export function followThemeChoice(): void {
  addEventListener("storage", event => { if (event.key === key) setTheme(themeChoice()); });
}

/** Calls when colours may have changed; returns the way out. */
export function onThemeChange(listener: () => void): () => void {
  if (listeners.size === 0) listen();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let listening = false;
function listen(): void {
  if (listening) return;
  listening = true;
  const tell = () => { for (const listener of [...listeners]) listener(); };
  new MutationObserver(tell).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tell);
}

/** Resolves a colour token where it is used, as the canvas can't. */
export function colour(host: Element, token: string): string {
  const probe = document.createElement("i");
  probe.style.cssText = `display:none;color:var(${token})`;
  host.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** A computed colour, which comes as rgb(r, g, b) or color(srgb …), let through to a part. */
export function translucent(value: string, alpha: number): string {
  const parts = /^rgba?\(([^)]+)\)$/.exec(value);
  if (!parts) return value;
  const [r, g, b] = parts[1].split(/[\s,/]+/);
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}
