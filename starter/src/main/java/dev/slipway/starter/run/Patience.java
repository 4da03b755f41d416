package dev.slipway.starter.run;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.function.Supplier;

/** Calls that are made again while the server says that it was asked too often; who lists a large batch hears that. */
final class Patience {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Duration IN_ALL = Duration.ofSeconds(60);

    private Patience() {}

    /**
     * The call's answer.
     *
     * @throws StatusRuntimeException any other refusal, and this one after a minute
     */
    static <T> T with(Supplier<T> call) {
        long end = System.nanoTime() + IN_ALL.toNanos();
        Duration wait = FIRST_WAIT;
        while (true) {
            try {
                return call.get();
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED || System.nanoTime() > end) {
                    throw e;
                }
            }
            try {
                Thread.sleep(wait.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Status.CANCELLED
                        .withDescription("interrupted")
                        .withCause(e)
                        .asRuntimeException();
            }
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
        }
    }
}
