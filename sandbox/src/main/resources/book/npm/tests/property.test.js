import assert from "node:assert/strict";
import { test } from "node:test";
import { RateLimiter } from "../src/index.js";

// A small generator of its own: the same schedules in every run.
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

test("no schedule gets more than burst and rate allow", () => {
  for (let seed = 1; seed <= 1000; seed++) {
    const next = random(seed);
    const burst = 1 + next(5);
    const perSecond = 1 + next(10);
    let now = 0;
    const bucket = new RateLimiter({ burst, perSecond, now: () => now });
    let allowed = 0;
    for (let i = 0; i < 50; i++) {
      now += next(400);
      if (bucket.take("key").allowed) allowed++;
    }
    assert.ok(allowed <= burst + (now / 1000) * perSecond + 1e-9, `seed ${seed}: ${allowed} calls in ${now} ms`);
  }
});
