package dev.slipway.activities.github;

import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.connector.GitHubConnectorRequest;

/** A plain GET of JSON. */
record Reading(URI uri) implements GitHubConnectorRequest {
    private static final String ACCEPT = "application/vnd.github+json";

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public Map<String, List<String>> allHeaders() {
        return Map.of("Accept", List.of(ACCEPT));
    }

    @Override
    public @Nullable String header(String name) {
        return name.equalsIgnoreCase("Accept") ? ACCEPT : null;
    }

    @Override
    public @Nullable String contentType() {
        return null;
    }

    @Override
    public @Nullable InputStream body() {
        return null;
    }

    @Override
    public URL url() {
        try {
            return uri.toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("not a URL: " + uri, impossible);
        }
    }

    @Override
    public boolean hasBody() {
        return false;
    }
}
