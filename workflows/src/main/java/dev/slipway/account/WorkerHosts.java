package dev.slipway.account;

import dev.slipway.run.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The hosts that announced themselves. They must have one artifact store: what one host keeps on its own disk, such as the
 * output of a failing build or an agent's session, no other could go on with. And one ledger: two would each know half. The host that came first stays.
 */
final class WorkerHosts {
    /** A host that has said nothing for so long is forgotten. */
    private static final Duration FORGET = Duration.ofDays(1);
    /** Hosts announce themselves every five minutes; one that missed that twice keeps no other out. */
    private static final Duration COUNTS = Duration.ofMinutes(12);

    private final Map<String, WorkerState> admitted = new TreeMap<>();
    private final Map<String, RefusedHost> refused = new TreeMap<>();

    WorkerHosts(Collection<WorkerState> before) {
        before.forEach(worker -> admitted.put(worker.announcement().host().value(), worker));
    }

    /** Whether the host is admitted with what it announces. */
    boolean announce(WorkerAnnouncement announcement, Instant now) {
        admitted.values().removeIf(worker -> worker.seenAt().isBefore(now.minus(FORGET)));
        refused.values().removeIf(host -> host.at().isBefore(now.minus(FORGET)));
        String host = announcement.host().value();
        Optional<WorkerState> other = admitted.values().stream()
                .filter(worker -> (otherStore(worker.announcement(), announcement)
                                || otherLedger(worker.announcement(), announcement))
                        && worker.seenAt().isAfter(now.minus(COUNTS)))
                .findFirst();
        if (other.isPresent()) {
            admitted.remove(host);
            refused.put(host, new RefusedHost(announcement.host(), reason(announcement, other.get()), now));
            return false;
        }
        refused.remove(host);
        admitted.put(host, new WorkerState(announcement, now));
        return true;
    }

    void gone(HostId host) {
        admitted.remove(host.value());
        refused.remove(host.value());
    }

    List<WorkerState> admitted() {
        return List.copyOf(admitted.values());
    }

    List<RefusedHost> refused() {
        return List.copyOf(refused.values());
    }

    /** A host without workspaces has no store, and none to share. */
    private static boolean otherStore(WorkerAnnouncement one, WorkerAnnouncement another) {
        return !one.host().equals(another.host())
                && one.store() != null
                && another.store() != null
                && !one.store().equals(another.store());
    }

    private static boolean otherLedger(WorkerAnnouncement one, WorkerAnnouncement another) {
        return !one.host().equals(another.host())
                && one.ledger() != null
                && another.ledger() != null
                && !one.ledger().equals(another.ledger());
    }

    private static String reason(WorkerAnnouncement refused, WorkerState other) {
        return otherStore(refused, other.announcement()) ? storeReason(refused, other) : ledgerReason(refused, other);
    }

    private static String ledgerReason(WorkerAnnouncement refused, WorkerState other) {
        WorkerAnnouncement there = other.announcement();
        return "host " + refused.host() + " can't join host " + there.host() + " on " + there.hostname()
                + ", which was seen at " + other.seenAt() + ": the ledger here is " + ledger(refused) + ", there "
                + ledger(there) + ", so each would know half of the runs and of their costs. Set stores.ledger to the"
                + " same jdbc:postgresql:// URL on every host (see docs/ledger.md), or stop that host first";
    }

    private static String ledger(WorkerAnnouncement worker) {
        return String.valueOf(worker.ledger()).startsWith(WorkerAnnouncement.OWN_LEDGER)
                ? "a file on the host's own disk"
                : "another database";
    }

    private static String storeReason(WorkerAnnouncement refused, WorkerState other) {
        WorkerAnnouncement there = other.announcement();
        String stores = refused.localStores() && there.localStores()
                ? "both keep artifacts on their own disk"
                : kept(refused) + " here, " + kept(there) + " there";
        return "host " + refused.host() + " can't join host " + there.host() + " on " + there.hostname()
                + ", which was seen at "
                + other.seenAt() + ": " + stores
                + ", so neither could go on with the other's work. Set stores.artifacts to"
                + " the same s3:// URL on every host (see docs/deployment.md), or stop that host first; one that is gone"
                + " for good is forgotten " + COUNTS.toMinutes() + " minutes after it was last seen";
    }

    private static String kept(WorkerAnnouncement worker) {
        return worker.localStores() ? "artifacts are kept on the host's own disk" : "artifacts go to " + worker.store();
    }
}
