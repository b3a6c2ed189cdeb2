import { setTheme, themeChoice } from "./theme.ts";

setTheme(themeChoice());
