// For pages that are not the dashboard's: one script with <training-chart>, its style and the client.
//   <script type="module" src="http://host:5080/embed.js"></script>
//   <training-chart job="ID" series="loss,val/loss"></training-chart>
import style from "embed.css";
import { hubFeed } from "../client/src/hubFeed.ts";
import { setFeedFactory } from "./feed.ts";
import { define, encapsulate } from "./liveElement.ts";
import { TrainingChart } from "./trainingChart.ts";

export * from "../client/src/index.ts";

/** The server that this script came from. */
export const server = new URL(".", import.meta.url).href;

setFeedFactory(named => hubFeed(new URL("hubs/training", named ? new URL(named.replace(/\/*$/, "/"), document.baseURI) : server).href));
encapsulate(style);
define("training-chart", TrainingChart);
