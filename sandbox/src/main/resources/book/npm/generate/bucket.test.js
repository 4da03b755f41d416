import assert from "node:assert/strict";
import { test } from "node:test";
import { RateLimiter } from "../src/index.js";

function limiter(options) {
  const clock = { ms: 0 };
  return { clock, limiter: new RateLimiter({ burst: 3, perSecond: 2, now: () => clock.ms, ...options }) };
}

test("lets a burst through and then no more", () => {
  const { limiter: bucket } = limiter();
  assert.deepEqual([1, 2, 3, 4].map(() => bucket.take("a").allowed), [true, true, true, false]);
});

test("fills up again at its rate", () => {
  const { clock, limiter: bucket } = limiter();
  for (let i = 0; i < 3; i++) bucket.take("a");
  clock.ms += 499;
  assert.equal(bucket.take("a").allowed, false);
  clock.ms += 1;
  assert.equal(bucket.take("a").allowed, true);
});

test("says when to try again", () => {
  const { clock, limiter: bucket } = limiter();
  for (let i = 0; i < 3; i++) bucket.take("a");
  const { retryAfterMs } = bucket.take("a");
  clock.ms += retryAfterMs;
  assert.equal(bucket.take("a").allowed, true);
});

test("keeps a bucket for each key", () => {
  const { limiter: bucket } = limiter({ burst: 1 });
  assert.equal(bucket.take("a").allowed, true);
  assert.equal(bucket.take("b").allowed, true);
  assert.equal(bucket.take("a").allowed, false);
});

test("refuses sizes and costs that make no sense", () => {
  assert.throws(() => limiter({ burst: 0 }), RangeError);
  assert.throws(() => limiter({ perSecond: Number.NaN }), RangeError);
  assert.throws(() => limiter().limiter.take("a", 4), RangeError);
});
