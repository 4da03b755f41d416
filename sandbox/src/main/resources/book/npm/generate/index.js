/**
 * @@Title@@: a token bucket for each key.
 */
export class RateLimiter {
  #burst;
  #perSecond;
  #now;
  #buckets = new Map();

  /**
   * @param {{burst: number, perSecond: number, now?: () => number}} options burst: calls at once; perSecond: calls a
   *     second in the long run; now: a clock in milliseconds
   */
  constructor({ burst, perSecond, now = () => performance.now() }) {
    for (const [name, value] of Object.entries({ burst, perSecond })) {
      if (!Number.isFinite(value) || value <= 0) {
        throw new RangeError(`${name} must be a positive number, is ${value}`);
      }
    }
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /**
   * Takes from a key's bucket.
   *
   * @param {string} key whose bucket
   * @param {number} cost how much this call counts
   * @returns {{allowed: boolean, remaining: number, retryAfterMs: number}} retryAfterMs is 0 when allowed
   */
  take(key, cost = 1) {
    if (!(cost > 0) || cost > this.#burst) {
      throw new RangeError(`cost must be above 0 and at most the burst of ${this.#burst}, is ${cost}`);
    }
    const bucket = this.#filled(key);
    if (bucket.tokens < cost) {
      const retryAfterMs = Math.ceil(((cost - bucket.tokens) / this.#perSecond) * 1000);
      return { allowed: false, remaining: bucket.tokens, retryAfterMs };
    }
    bucket.tokens -= cost;
    return { allowed: true, remaining: bucket.tokens, retryAfterMs: 0 };
  }

  /** Keys that have a bucket. */
  get size() {
    return this.#buckets.size;
  }

  #filled(key) {
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, at: now };
    const seconds = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(this.#burst, bucket.tokens + seconds * this.#perSecond);
    bucket.at = now;
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
