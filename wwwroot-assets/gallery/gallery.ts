import { defineElements } from "../src/elements.ts";
import { setFeedFactory } from "../src/feed.ts";
import { setTheme } from "../src/theme.ts";
import { sampleImages, simulatedFeed } from "./simulatedFeed.ts";

const parameters = new URLSearchParams(location.search);
const theme = parameters.get("theme");
if (theme === "light" || theme === "dark") setTheme(theme);
setFeedFactory(() => simulatedFeed(!parameters.has("still")));
document.querySelector("image-grid")?.setAttribute("images", sampleImages());
defineElements();
