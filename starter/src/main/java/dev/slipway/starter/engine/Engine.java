package dev.slipway.starter.engine;

import java.util.Locale;

/**
 * A Temporal server to work with.
 *
 * @param address {@code host:port}
 * @param namespace Slipway's own in it
 * @param webUi link; empty where none is known
 * @param how which one it is, for people
 */
public record Engine(Kind kind, String address, String namespace, String webUi, String how) {
    /** What kind of server. */
    public enum Kind {
        /** Somebody runs it: a cluster, Temporal Cloud. */
        CONFIGURED,
        /** Temporal's development server, started by us; its data survives. */
        DEV_SERVER,
        /** The test server: nothing survives it; no lists, no Web UI. */
        IN_MEMORY;

        /** As it stands in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether it can list workflows. */
    public boolean lists() {
        return kind != Kind.IN_MEMORY;
    }

    /** The Web UI's page of a workflow; empty where there is no Web UI. */
    public String link(String workflowId) {
        return webUi.isEmpty()
                ? ""
                : webUi + "/namespaces/" + namespace + "/workflows/"
                        + java.net.URLEncoder.encode(workflowId, java.nio.charset.StandardCharsets.UTF_8);
    }
}
