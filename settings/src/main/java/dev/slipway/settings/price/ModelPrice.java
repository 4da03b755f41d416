package dev.slipway.settings.price;

import dev.slipway.agent.TokenUsage;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * The list price of a model, in US dollars for a million tokens.
 *
 * @param model what the model's name begins with
 * @param source where the price was read
 * @param date when
 */
public record ModelPrice(
        String model,
        BigDecimal input,
        BigDecimal output,
        BigDecimal cacheRead,
        BigDecimal cacheWrite,
        String source,
        LocalDate date) {
    private static final int MILLION = 6;

    /** What these tokens cost. */
    public BigDecimal of(TokenUsage tokens) {
        return input.multiply(BigDecimal.valueOf(tokens.input()))
                .add(output.multiply(BigDecimal.valueOf(tokens.output())))
                .add(cacheRead.multiply(BigDecimal.valueOf(tokens.cacheRead())))
                .add(cacheWrite.multiply(BigDecimal.valueOf(tokens.cacheWrite())))
                .movePointLeft(MILLION);
    }
}
