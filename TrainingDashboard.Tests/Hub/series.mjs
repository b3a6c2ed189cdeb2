// series.mjs URL JOB NAME POINTS: reads a series in its binary form into typed arrays, copying nothing.
const [url, job, name, points] = process.argv.slice(2);
const answer = await fetch(`${url}/api/jobs/${job}/series/${name}?points=${points}`, { headers: { accept: "application/octet-stream" } });
const buffer = await answer.arrayBuffer();
const view = new DataView(buffer);
const [begin, count, columns] = [4, 8, 12].map(at => view.getUint32(at, true));
const column = k => new Float64Array(buffer, begin + 8 * count * k, count);
const [steps, times, min, max, last, mean, counts, nans, notFinites] = Array.from({ length: columns }, (_, k) => Array.from(column(k), String));
console.log(JSON.stringify({
  type: answer.headers.get("content-type"),
  magic: new TextDecoder().decode(new Uint8Array(buffer, 0, 4)),
  whole: begin + 8 * count * columns === buffer.byteLength,
  points: view.getFloat64(16, true),
  total: view.getFloat64(24, true),
  steps, times, min, max, last, mean, counts, nans, notFinites,
}));
