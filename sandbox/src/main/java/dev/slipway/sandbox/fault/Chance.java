package dev.slipway.sandbox.fault;

/**
 * Chance that can be repeated: a number that depends on seed and ordinal alone, not on what was drawn before. The mixing
 * is that of SplitMix64, whose outputs for neighbouring inputs have nothing to do with each other.
 *
 * @see <a href="https://doi.org/10.1145/2714064.2660195">Steele, Lea, Flood: Fast splittable pseudorandom number
 *     generators</a>
 */
final class Chance {
    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private Chance() {}

    /** At least 0, below 1. */
    static double draw(long seed, long ordinal) {
        return (derive(seed, ordinal) >>> 11) * UNIT;
    }

    /** Another seed. */
    static long derive(long seed, long ordinal) {
        return mix(mix(seed + STEP) + ordinal * STEP);
    }

    private static long mix(long bits) {
        long once = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
        return twice ^ (twice >>> 31);
    }
}
