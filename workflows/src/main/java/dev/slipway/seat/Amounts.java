package dev.slipway.seat;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Amounts that can be reckoned with. A number with a huge exponent is short to write and has a billion digits as soon as
 * something is added to it.
 */
public final class Amounts {
    private static final Pattern PLAIN = Pattern.compile("\\d{1,12}(\\.\\d{1,6})?");
    private static final int MOST_DIGITS = 12;
    private static final int MOST_DECIMALS = 30;

    private Amounts() {}

    /** A plain decimal from 0 up, with at most twelve digits and six more after the point; empty for anything else. */
    public static Optional<BigDecimal> plain(String text) {
        return PLAIN.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** Whether an amount that came from elsewhere is from 0 up and of a size that can be reckoned with. */
    public static boolean isSane(BigDecimal amount) {
        long digits = (long) amount.precision() - amount.scale();
        return amount.signum() >= 0 && digits <= MOST_DIGITS && Math.abs((long) amount.scale()) <= MOST_DECIMALS;
    }
}
