package dev.slipway.settings.price;

import dev.slipway.agent.TokenUsage;
import dev.slipway.seat.Amounts;
import dev.slipway.seat.Spent;
import dev.slipway.settings.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * List prices: those that Slipway brings along, and before them those of {@code prices.csv} in the configuration folder.
 */
public final class ModelPrices {
    private static final String BUILT_IN = "/prices/models.csv";
    private static final String HEADER = "model,input,output,cache_read,cache_write,source,date";
    private static final int COLUMNS = 7;

    private final List<ModelPrice> own;
    private final List<ModelPrice> builtIn;
    private final BigDecimal usdPerThousandTokens;

    private ModelPrices(List<ModelPrice> own, List<ModelPrice> builtIn, BigDecimal usdPerThousandTokens) {
        this.own = own;
        this.builtIn = builtIn;
        this.usdPerThousandTokens = usdPerThousandTokens;
    }

    /**
     * Reads them.
     *
     * @param file an installation's own prices; need not exist
     * @param usdPerThousandTokens for models without a price
     * @throws ConfigurationException with file and line where it can't be read
     */
    public static ModelPrices load(Path file, BigDecimal usdPerThousandTokens) {
        try (InputStream stream = ModelPrices.class.getResourceAsStream(BUILT_IN)) {
            List<ModelPrice> builtIn = read("models.csv", new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            List<ModelPrice> own =
                    Files.exists(file) ? read(file.toString(), Files.readString(file)) : List.<ModelPrice>of();
            return new ModelPrices(own, builtIn, usdPerThousandTokens);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static List<ModelPrice> read(String file, String text) {
        List<ModelPrice> prices = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int line = 0;
        for (String row : text.lines().toList()) {
            line++;
            if (row.isBlank() || row.startsWith("#") || row.strip().equals(HEADER)) {
                continue;
            }
            try {
                prices.add(price(row.split(",", COLUMNS)));
            } catch (IllegalArgumentException | DateTimeParseException e) {
                problems.add(file + ":" + line + ": '" + row + "' is no price: " + HEADER
                        + " are needed, prices from 0 up and the date as 2026-11-21");
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return List.copyOf(prices);
    }

    private static ModelPrice price(String[] row) {
        if (row.length < COLUMNS || row[0].isBlank()) {
            throw new IllegalArgumentException("columns are missing");
        }
        return new ModelPrice(
                row[0].strip(),
                amount(row[1]),
                amount(row[2]),
                amount(row[3]),
                amount(row[4]),
                row[5].strip(),
                LocalDate.parse(row[6].strip()));
    }

    private static BigDecimal amount(String text) {
        return Amounts.plain(text.strip()).orElseThrow(() -> new IllegalArgumentException("no amount"));
    }

    /** The list price of a model. */
    public Optional<ModelPrice> of(String model) {
        return longest(own, model).or(() -> longest(builtIn, model));
    }

    private static Optional<ModelPrice> longest(List<ModelPrice> prices, String model) {
        return prices.stream()
                .filter(price -> model.startsWith(price.model()))
                .max(Comparator.comparingInt(price -> price.model().length()));
    }

    /**
     * What a run counts as: the agent's own figure, else the list price, else the rate for tokens, marked as estimated.
     *
     * @param reported what the agent said; zero where it does not say
     */
    public Spent spent(String model, BigDecimal reported, TokenUsage tokens) {
        long counted = tokens.counted();
        // An agent's own figure of a size that can't be is none.
        if (reported.signum() > 0 && Amounts.isSane(reported)) {
            return new Spent(reported, counted, false);
        }
        return of(model)
                .map(price -> new Spent(price.of(tokens), counted, false))
                .orElseGet(() -> new Spent(
                        usdPerThousandTokens
                                .multiply(BigDecimal.valueOf(counted))
                                .movePointLeft(3),
                        counted,
                        counted > 0));
    }
}
