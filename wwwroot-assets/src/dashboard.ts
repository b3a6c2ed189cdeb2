// The page's script: the elements, their feed, and Blazor's circuit.
import { hubFeed } from "../client/src/hubFeed.ts";
import { defineElements } from "./elements.ts";
import { setFeedFactory } from "./feed.ts";
import { pressOnce } from "./pressOnce.ts";
import { startBlazor } from "./reconnect.ts";
import { followThemeChoice } from "./theme.ts";

setFeedFactory(() => hubFeed(new URL("hubs/training", document.baseURI).href));
defineElements();
followThemeChoice();
pressOnce();
startBlazor();
