import { h } from "./dom.ts";
import { LiveElement } from "./liveElement.ts";
import { chooseTheme, onThemeChange, themeChoice, type ThemeChoice } from "./theme.ts";

const choices: [ThemeChoice, string][] = [["light", "Light"], ["system", "System"], ["dark", "Dark"]];

/** `<theme-toggle>`: light, as the system, or dark. */
export class ThemeToggle extends LiveElement {
  private stop: (() => void) | undefined;

  protected mount(): void {
    const group = h("div", { class: "segmented theme-choice", role: "group", "aria-label": "Colour theme" });
    for (const [choice, label] of choices) {
      const button = h("button", { type: "button", "data-choice": choice, title: label, "aria-label": label },
        h("span", { class: "icon", "data-icon": choice === "light" ? "sun" : choice === "dark" ? "moon" : "system" }));
      button.addEventListener("click", () => {
        chooseTheme(choice);
        show();
      });
      group.append(button);
    }
    const show = () => {
      for (const button of group.querySelectorAll("button"))
        button.setAttribute("aria-pressed", String(button.dataset.choice === themeChoice()));
    };
    show();
    this.replaceChildren(group);
    this.stop = onThemeChange(show);
  }

  protected unmount(): void {
    this.stop?.();
  }
}
