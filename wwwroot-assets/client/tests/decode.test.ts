import { expect, it } from "vitest";
import { decodeDelivery, decodeNumber, decodeNumbers } from "../src/decode.ts";

it("decodes named floats", () => {
  expect(decodeNumber("NaN")).toBeNaN();
  expect(decodeNumber("Infinity")).toBe(Infinity);
  expect(decodeNumber("-Infinity")).toBe(-Infinity);
  expect(decodeNumber(0.5)).toBe(0.5);
  expect(decodeNumbers([1, "NaN", 3])).toEqual([1, NaN, 3]);
});

it("decodes them inside deliveries", () => {
  const raw = JSON.parse(`{"first":1,"last":2,"events":[
    {"seq":1,"at":0,"kind":"metrics","blocks":[{"steps":[1,2],"times":[0,0],"series":{"loss":[1,"NaN"],"lr":["Infinity",2]}}]},
    {"seq":2,"at":0,"kind":"status","status":"paused","attempt":1}]}`);
  const [metrics, status] = decodeDelivery(raw).events!;
  expect(metrics.kind === "metrics" && metrics.blocks[0].series).toEqual({ loss: [1, NaN], lr: [Infinity, 2] });
  expect(status).toEqual({ seq: 2, at: 0, kind: "status", status: "paused", attempt: 1 });
});

it("has counts of what is not finite, also of a server that sends none", () => {
  const raw = (more: string) => JSON.parse(`{"snapshot":{"seq":3,"job":{"id":"1"},"series":[{"name":"a","count":9,"steps":[1,2],"times":[1,2],"min":[1,"NaN"],"max":[1,"NaN"],"last":[1,"NaN"]${more}}]}}`);
  expect(decodeDelivery(raw(`,"notFinite":[3,4],"attempt":2`)).snapshot!.series[0]).toMatchObject({ notFinite: [3, 4], attempt: 2 });
  expect(decodeDelivery(raw("")).snapshot!.series[0].notFinite).toEqual([0, 1]);
});

it("gives the events in a snapshot their kinds, which the server leaves out", () => {
  const raw = JSON.parse(`{"snapshot":{"seq":3,"job":{"id":"1"},"series":[],"log":[{"seq":1,"text":"a"}],"receipts":[{"seq":2}],"confusion":{"seq":3}}}`);
  const { log, receipts, confusion } = decodeDelivery(raw).snapshot!;
  expect([log[0].kind, receipts[0].kind, confusion!.kind]).toEqual(["log", "receipt", "confusion"]);
});
