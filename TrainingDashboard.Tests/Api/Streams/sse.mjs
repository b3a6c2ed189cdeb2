// Server-sent events over Node's own HTTP client.
import http from "node:http";

/**
 * Reads one response to its end. `next` gets each whole message as { id, event, data }, and comments as { comment }.
 * Resolves with { status, headers, body, whole }: whole is false where the connection broke.
 */
export function read(url, lastEventId, next) {
  return new Promise(resolve => {
    const headers = lastEventId === null ? {} : { "Last-Event-ID": String(lastEventId) };
    const broken = error => resolve({ status: 0, whole: false, error: String(error) });
    const request = http.get(url, { headers, agent: false }, response => {
      let text = "";
      const result = { status: response.statusCode, headers: response.headers, whole: true };
      response.setEncoding("utf8");
      response.on("data", chunk => {
        text += chunk;
        if (!response.headers["content-type"]?.startsWith("text/event-stream"))
          return;
        for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
          const message = parse(text.slice(0, end));
          if (message.data !== undefined || message.comment !== undefined)
            next(message);
        }
      });
      response.on("end", () => resolve({ ...result, body: text }));
      response.on("error", error => resolve({ ...result, whole: false, error: String(error) }));
    });
    request.on("error", broken);
  });
}

function parse(block) {
  const message = {};
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    message[line.slice(0, colon) || "comment"] = line.slice(colon + 1).replace(/^ /, "");
  }
  if (message.id !== undefined)
    message.id = Number(message.id);
  return message;
}
