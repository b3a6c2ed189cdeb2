// One press is one press: the second click of a double click, and a key that is held down, press no button again. What the first
// press did may already have changed what the button does: Pause has become Resume, and a question has come under the pointer.

const button = ".btn:not([data-repeat])";

/** Whether a click is more of a press that was already taken. */
export function isRepeatedClick(event: Pick<MouseEvent, "detail">, target: Element | null): boolean {
  return event.detail > 1 && target?.closest(button) != null;
}

/** Whether a key that is held down would press a button again, or send a form. */
export function isHeldPress(event: Pick<KeyboardEvent, "repeat" | "key">, target: Element | null): boolean {
  if (!event.repeat || (event.key !== "Enter" && event.key !== " ")) return false;
  return target?.closest("button, a, summary") != null || event.key === "Enter" && target?.matches("input, select") === true;
}

export function pressOnce(): void {
  const stop = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const elementOf = (event: Event) => event.target instanceof Element ? event.target : null;
  addEventListener("click", event => { if (isRepeatedClick(event, elementOf(event))) stop(event); }, true);
  addEventListener("keydown", event => { if (isHeldPress(event, elementOf(event))) stop(event); }, true);
}
