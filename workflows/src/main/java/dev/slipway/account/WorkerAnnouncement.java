package dev.slipway.account;

import dev.slipway.run.AgentName;
import dev.slipway.run.HostId;
import dev.slipway.run.ToolchainName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signal to the pool: a worker host and what it has. Sent when it starts, when something changes and every few minutes.
 *
 * @param slots workspaces at a time
 * @param agents configured agents, {@code defaultAgent} among them
 * @param toolchains those whose tools the host has
 * @param isolated whether agents and builds run under bubblewrap
 * @param localStores whether its artifact store serves this host only
 * @param store what tells its artifact store from any other; null where it has no workspaces, and so none
 * @param ledger what tells its ledger from any other, beginning with {@link #OWN_LEDGER} where it serves this host only;
 *     null where it writes to none, or does not know yet
 */
public record WorkerAnnouncement(
        HostId host,
        String hostname,
        String version,
        int slots,
        List<AnnouncedAccount> accounts,
        List<AgentName> agents,
        @Nullable AgentName defaultAgent,
        List<ToolchainName> toolchains,
        boolean isolated,
        boolean localStores,
        @Nullable String store,
        @Nullable String ledger) {
    /** What the ledger of one host begins with. */
    public static final String OWN_LEDGER = "file ";

    public WorkerAnnouncement {
        accounts = List.copyOf(accounts);
        agents = List.copyOf(agents);
        toolchains = List.copyOf(toolchains);
    }
}
