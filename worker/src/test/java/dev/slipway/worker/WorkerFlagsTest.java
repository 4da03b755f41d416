package dev.slipway.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.worker.WorkerFlags.Role;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerFlagsTest {
    @Test
    void takesAllRolesAndTheConfiguredSlotsWhenNothingIsSaid() {
        WorkerFlags flags = WorkerFlags.parse(List.of());

        assertThat(flags.roles()).containsExactly(Role.values());
        assertThat(flags.slots()).isZero();
        assertThat(flags.config()).isEmpty();
        assertThat(flags.noIsolation()).isFalse();
    }

    @Test
    void takesValuesAsTheirOwnWordAndBehindAnEqualsSign() {
        WorkerFlags flags = WorkerFlags.parse(List.of(
                "--config", "a=b.yaml", "--roles=work,github", "--slots=8", "--ready-file", "r", "--no-isolation"));

        assertThat(flags.config()).containsExactly(Path.of("a=b.yaml"));
        assertThat(flags.roles()).containsExactly(Role.GITHUB, Role.WORK);
        assertThat(flags.slots()).isEqualTo(8);
        assertThat(flags.readyFile()).isEqualTo(Path.of("r"));
        assertThat(flags.noIsolation()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "--slot,      unknown argument '--slot'",
        "--slots=0,   'not ''0'''",
        "--slots=x,   'not ''x'''",
        "--roles=wrk, 'not ''wrk'''",
        "--config,    --config needs a value"
    })
    void namesTheWordThatIsWrong(String argument, String said) {
        assertThatThrownBy(() -> WorkerFlags.parse(List.of(argument)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }
}
