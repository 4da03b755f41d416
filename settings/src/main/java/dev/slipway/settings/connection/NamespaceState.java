package dev.slipway.settings.connection;

import java.time.Duration;
import java.util.List;

/**
 * A namespace that is ready for Slipway, and what had to be done for it.
 *
 * @param made whether it was made
 * @param added search attributes that were added, by name
 * @param retention for which it keeps closed workflows; zero where the server does not tell
 */
public record NamespaceState(boolean made, List<String> added, Duration retention) {
    public NamespaceState {
        added = List.copyOf(added);
    }
}
