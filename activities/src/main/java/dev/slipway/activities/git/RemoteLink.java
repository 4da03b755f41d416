package dev.slipway.activities.git;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.settings.secret.Secret;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a workspace's Git directory to its remote. Each method is one connection. Failures come as {@code
 * ApplicationFailure}s that say what they mean.
 */
final class RemoteLink {
    /** Of silence; a push of a large pack is answered only when the server has indexed it. */
    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    /** A checkpoint has its base as a parent, so a depth of two always brings the base along. */
    private static final int DEPTH = 2;

    private final Repository local;
    private final GitRemote remote;
    private int requests;

    RemoteLink(Repository local, GitRemote remote) {
        this.local = local;
        this.remote = remote;
    }

    /** HTTP requests sent so far. */
    int requests() {
        return requests;
    }

    /**
     * Reads the named refs, and fetches (shallow) those that {@code wanted} chooses among them and whose objects are
     * not here yet.
     *
     * @param names of refs; one that ends with a slash stands for all refs below it
     * @return values of the refs that the remote has
     */
    Map<String, ObjectId> fetch(Collection<String> names, Function<Map<String, ObjectId>, Set<String>> wanted) {
        List<RefSpec> specs = new ArrayList<>();
        for (String name : names) {
            String pattern = name.endsWith("/") ? name + "*" : name;
            specs.add(new RefSpec(pattern + ":" + pattern));
        }
        return connected("Reading", transport -> {
            try (FetchConnection connection = transport.openFetch(specs)) {
                Map<String, ObjectId> found = new HashMap<>();
                for (Ref ref : connection.getRefs()) {
                    if (ref.getObjectId() != null && named(names, ref.getName())) {
                        found.put(ref.getName(), ref.getObjectId());
                    }
                }
                List<Ref> wants = new ArrayList<>();
                for (String name : wanted.apply(found)) {
                    if (!local.getObjectDatabase().has(found.get(name))) {
                        wants.add(connection.getRef(name));
                    }
                }
                if (!wants.isEmpty()) {
                    download(connection, wants);
                }
                return found;
            }
        });
    }

    /** Fetches the history of those refs that the remote has, so many commits deep. */
    void deepen(Collection<String> names, int depth) {
        List<RefSpec> specs =
                names.stream().map(name -> new RefSpec(name + ":" + name)).toList();
        connected("Reading", transport -> {
            transport.setDepth(depth);
            try (FetchConnection connection = transport.openFetch(specs)) {
                List<Ref> wants = connection.getRefs().stream()
                        .filter(ref -> ref.getObjectId() != null && names.contains(ref.getName()))
                        .toList();
                if (!wants.isEmpty()) {
                    download(connection, wants);
                }
                return null;
            }
        });
    }

    private static boolean named(Collection<String> names, String ref) {
        return names.contains(ref) || names.stream().anyMatch(name -> name.endsWith("/") && ref.startsWith(name));
    }

    private static void download(FetchConnection connection, List<Ref> wants) throws IOException {
        connection.setPackLockMessage("slipway");
        try {
            connection.fetch(NullProgressMonitor.INSTANCE, wants, Set.of());
        } finally {
            for (PackLock lock : connection.getPackLocks()) {
                lock.unlock();
            }
        }
    }

    /** Pushes all of these changes or none. */
    PushAnswer push(List<RefChange> changes) {
        remote.credential().beforePush();
        return connected("Pushing to", transport -> {
            transport.setPushAtomic(true);
            List<RemoteRefUpdate> updates = new ArrayList<>();
            for (RefChange change : changes) {
                updates.add(new RemoteRefUpdate(
                        local,
                        null,
                        change.deletes() ? ObjectId.zeroId() : change.wanted(),
                        change.name(),
                        true,
                        null,
                        change.expected()));
            }
            PushResult result = transport.push(NullProgressMonitor.INSTANCE, updates);
            if (updates.stream().anyMatch(one -> one.getStatus() == RemoteRefUpdate.Status.REJECTED_OTHER_REASON)) {
                remote.credential().declined();
            }
            return answer(changes, result);
        });
    }

    private static PushAnswer answer(List<RefChange> changes, PushResult result) {
        Map<String, ObjectId> advertised = new HashMap<>();
        StringJoiner said = new StringJoiner("; ");
        boolean done = true;
        for (RefChange change : changes) {
            Ref before = result.getAdvertisedRef(change.name());
            advertised.put(
                    change.name(),
                    before == null || before.getObjectId() == null ? ObjectId.zeroId() : before.getObjectId());
            RemoteRefUpdate update = result.getRemoteUpdate(change.name());
            boolean ok = switch (update.getStatus()) {
                case OK, UP_TO_DATE, NON_EXISTING -> true;
                default -> false;
            };
            if (!ok) {
                done = false;
                said.add(change.name() + ": "
                        + (update.getMessage() == null ? update.getStatus().name() : update.getMessage()));
            }
        }
        String words =
                result.getMessages().isBlank() ? "" : " " + result.getMessages().strip();
        return new PushAnswer(done, advertised, done ? "" : said + words);
    }

    private <T extends @Nullable Object> T connected(String doing, Exchange<T> exchange) {
        return connected(doing, remote.credential().token(), true, exchange);
    }

    private <T extends @Nullable Object> T connected(
            String doing, Secret token, boolean worthAnotherTry, Exchange<T> exchange) {
        GuardedHttp http = new GuardedHttp(remote.allowedBase());
        try (Transport transport =
                Transport.open(local, new URIish(remote.cloneUrl().toString()))) {
            if (!(transport instanceof TransportHttp overHttp)) {
                throw Failures.of(
                        FailureType.REQUEST_REFUSED,
                        "The clone URL " + remote.cloneUrl() + " is not HTTP; Git goes over http(s) only");
            }
            overHttp.setHttpConnectionFactory(http);
            overHttp.setPreemptiveBasicAuthentication("x-access-token", token.reveal());
            overHttp.setTimeout((int) TIMEOUT.toSeconds());
            overHttp.setDepth(DEPTH);
            return exchange.run(overHttp);
        } catch (URISyntaxException broken) {
            throw Failures.of(FailureType.REQUEST_REFUSED, "Not a clone URL: " + broken.getMessage());
        } catch (IOException | JGitInternalException failed) {
            ApplicationFailure why = GitTrouble.of(doing, remote.cloneUrl(), http, failed);
            boolean refused = http.status() >= 400 && http.status() < 500;
            if (refused && remote.credential().refused(token, why) && worthAnotherTry) {
                // What was refused did not happen.
                return connected(doing, remote.credential().token(), false, exchange);
            }
            throw why;
        } finally {
            requests += http.requests();
        }
    }

    private interface Exchange<T extends @Nullable Object> {
        T run(TransportHttp transport) throws IOException;
    }
}
