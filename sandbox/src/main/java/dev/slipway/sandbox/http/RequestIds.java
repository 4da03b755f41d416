package dev.slipway.sandbox.http;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Makes values of {@code X-GitHub-Request-Id}: five groups of hexadecimal digits. */
public final class RequestIds {
    private RequestIds() {}

    public static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(
                Locale.ROOT,
                "%04X:%04X:%06X:%06X:%08X",
                random.nextInt(0x10000),
                random.nextInt(0x10000),
                random.nextInt(0x1000000),
                random.nextInt(0x1000000),
                random.nextLong(0x100000000L));
    }
}
