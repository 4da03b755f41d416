package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.sandbox.http.SecondaryLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondaryLimitsTest {
    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private SandboxServer sandbox;

    @BeforeEach
    void start() throws IOException {
        sandbox = SandboxServer.start(
                SandboxOptions.in(folder).withClock(clock).withSecondary(new SecondaryLimits.Allowed(3, 5, 100)));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void refusesAWriteTooManyInAMinuteAndAnHour() {
        write(3, 201);
        RestClient.Reply refused = create("factory-1", 9).expect(403);
        assertThat(refused.header("Retry-After")).hasValue("60");
        assertThat(refused.number("X-RateLimit-Remaining")).isPositive();
        create("factory-2", 9).expect(201);
        RestClient.as(sandbox, "factory-1").get("/user").expect(200);
        clock.forward(Duration.ofMinutes(1));
        write(2, 201);
        clock.forward(Duration.ofMinutes(2));
        create("factory-1", 8).expect(403);
        clock.forward(Duration.ofHours(1));
        create("factory-1", 8).expect(201);
    }

    private int made;

    private void write(int times, int status) {
        for (int i = 0; i < times; i++) {
            create("factory-1", made++).expect(status);
        }
    }

    private RestClient.Reply create(String login, int number) {
        return RestClient.as(sandbox, login).post("/user/repos", "{'name':'r" + number + "'}");
    }
}
