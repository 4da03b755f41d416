package dev.slipway.settings.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.agent.TokenUsage;
import dev.slipway.seat.Spent;
import dev.slipway.settings.ConfigurationException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPricesTest {
    private static final BigDecimal RATE = new BigDecimal("0.005");
    private static final TokenUsage USED = new TokenUsage(1_000, 2_000, 400_000, 3_000);

    @TempDir
    private Path folder;

    private ModelPrices own(String rows) throws IOException {
        return ModelPrices.load(Files.writeString(folder.resolve("prices.csv"), rows), RATE);
    }

    @Test
    void theAgentsOwnFigureWinsAndCacheReadsAreNotCounted() throws IOException {
        Spent spent = own("").spent("claude-opus-5", new BigDecimal("0.4217"), USED);
        assertThat(spent).isEqualTo(new Spent(new BigDecimal("0.4217"), 6_000, false));
    }

    @Test
    void withoutItTheListPriceCountsExactly() throws IOException {
        Spent spent = own("modelish,1,2,0.5,4,https://prices.example.com,2026-11-21\n")
                .spent("modelish-2", BigDecimal.ZERO, USED);
        // 1,000 x 1 + 2,000 x 2 + 400,000 x 0.5 + 3,000 x 4, for a million
        assertThat(spent.costUsd()).isEqualByComparingTo("0.217");
        assertThat(spent.estimated()).isFalse();
    }

    @Test
    void anAgentsFigureThatCanNotBeIsNone() throws IOException {
        ModelPrices prices = own("modelish,1,2,0.5,4,https://prices.example.com,2026-11-21\n");
        assertThat(prices.spent("modelish-2", new BigDecimal("1E+999999999"), USED)
                        .costUsd())
                .isEqualByComparingTo("0.217");
        assertThat(prices.spent("modelish-2", new BigDecimal("1E-999999999"), USED)
                        .costUsd())
                .isEqualByComparingTo("0.217");
    }

    @Test
    void aModelWithoutAPriceCountsAtTheRateAndIsMarked() throws IOException {
        Spent spent = own("").spent("nobody-knows-1", BigDecimal.ZERO, USED);
        assertThat(spent.costUsd()).isEqualByComparingTo("0.03");
        assertThat(spent.estimated()).isTrue();
        Spent nothing = own("").spent("", BigDecimal.ZERO, TokenUsage.NONE);
        assertThat(nothing.costUsd()).isZero();
        assertThat(nothing.estimated()).isFalse();
    }

    @Test
    void anInstallationsOwnPriceComesFirstAndTheLongestNameHolds() throws IOException {
        ModelPrices prices = own("""
                claude-opus-5,1,1,1,1,us,2026-11-21
                claude-opus-5-big,9,9,9,9,us,2026-11-21
                """);
        assertThat(prices.of("claude-opus-5-20261101").orElseThrow().input()).isEqualByComparingTo("1");
        assertThat(prices.of("claude-opus-5-big-1").orElseThrow().input()).isEqualByComparingTo("9");
        assertThat(prices.of("gpt-5.4-mini-2026").orElseThrow().model()).isEqualTo("gpt-5.4-mini");
        assertThat(prices.of("gpt-5.4").orElseThrow().model()).isEqualTo("gpt-5.4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claude-opus-5,cheap,1,1,1,us,2026-11-21",
                "claude-opus-5,-1,1,1,1,us,2026-11-21",
                "claude-opus-5,1E+999999999,1,1,1,us,2026-11-21",
                "claude-opus-5,1,1e-999999999,1,1,us,2026-11-21",
                "claude-opus-5,1,1,1",
                ",1,1,1,1,us,2026-11-21",
                "claude-opus-5,1,1,1,1,us,yesterday"
            })
    void aPriceThatIsNoneIsToldWithFileAndLine(String row) {
        assertThatThrownBy(() -> own("# ours\nmodel,input,output,cache_read,cache_write,source,date\n" + row + "\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(folder.resolve("prices.csv") + ":3: '" + row + "' is no price");
    }
}
