package dev.slipway.activities.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {
    @ParameterizedTest
    @CsvSource({
        "v20.20.2, 20.20.2",
        "Python 3.11.7, 3.11.7",
        "go version go1.26.8 linux/amd64, 1.26.8",
        "javac 17.0.15, 17.0.15",
        "javac 21, 21",
        "Apache Maven 3.9.11 (3e54c93a704957b63ee3494413a2b544fd3d825b), 3.9.11",
        "cargo 1.95.0 (f2d3ce0bd 2026-03-21), 1.95.0",
    })
    void areFoundInWhatToolsPrint(String output, String version) {
        assertThat(Versions.in(output)).contains(version);
    }

    @Test
    void areMissingWhereNothingLooksLikeOne() {
        assertThat(Versions.in("command not found")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "20.20.2, 20.0, true",
        "3.9, 3.9.0, true",
        "3.10, 3.9, true",
        "22.9.1, 22.13, false",
        "17, 17.0.1, false",
        "3.8.7, 3.9, false"
    })
    void areComparedNumberByNumber(String version, String minimum, boolean serves) {
        assertThat(Versions.atLeast(version, minimum)).isEqualTo(serves);
    }
}
