package dev.slipway.settings.installation;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where artifacts go.
 *
 * @param artifacts a {@code file:} URI; null: the state folder
 */
public record StoreSettings(@Nullable URI artifacts) {}
