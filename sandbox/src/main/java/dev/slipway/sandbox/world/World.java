package dev.slipway.sandbox.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Everything that exists except Git's objects. It lives in memory and is written to a journal before anybody is told.
 * Readers take no lock; writers go one at a time, each in one transaction.
 */
public final class World implements AutoCloseable {
    private static final long REWRITE_ABOVE_DEAD_LINES = 2_000;

    private final Clock clock;
    private final AtomicLong lastId = new AtomicLong(1_000);
    private final Map<String, Long> repositoryNames = new ConcurrentHashMap<>();
    private final Map<String, Account> logins = new ConcurrentHashMap<>();

    private final Table<Account> accounts = new Table<>("account", Account.class);
    private final Table<Membership> memberships = new Table<>("membership", Membership.class);
    private final Table<Repository> repositories = new Table<>("repository", Repository.class);
    private final Table<Issue> issues = new Table<>("issue", Issue.class);
    private final Table<Pull> pulls = new Table<>("pull", Pull.class);
    private final Table<Comment> comments = new Table<>("comment", Comment.class);
    private final Table<Label> labels = new Table<>("label", Label.class);
    private final Table<Status> statuses = new Table<>("status", Status.class);
    private final Table<CheckRun> checkRuns = new Table<>("checkRun", CheckRun.class);
    private final Table<Invitation> invitations = new Table<>("invitation", Invitation.class);
    private final Table<Protection> protections = new Table<>("protection", Protection.class);
    private final List<Table<? extends Entity>> tables = List.of(
            accounts,
            memberships,
            repositories,
            issues,
            pulls,
            comments,
            labels,
            statuses,
            checkRuns,
            invitations,
            protections);

    private final Journal journal;

    private World(Path file, Clock clock) throws IOException {
        this.clock = clock;
        long[] changes = {0};
        Journal opened = Journal.open(file, line -> changes[0] += replay(line));
        if (changes[0] - liveEntities() > REWRITE_ABOVE_DEAD_LINES) {
            opened.close();
            Journal.replace(file, snapshot());
            opened = Journal.open(file, line -> {});
        }
        this.journal = opened;
    }

    /**
     * Opens the world kept in a file, or an empty one.
     *
     * @throws IOException when the file cannot be read or written
     */
    public static World open(Path file, Clock clock) throws IOException {
        return new World(file, clock);
    }

    public Table<Account> accounts() {
        return accounts;
    }

    public Table<Membership> memberships() {
        return memberships;
    }

    /** Every repository ever created, deleted ones included. */
    public Table<Repository> repositories() {
        return repositories;
    }

    public Table<Issue> issues() {
        return issues;
    }

    /** Every pull request ever created, those of deleted repositories included. */
    public Table<Pull> pulls() {
        return pulls;
    }

    public Table<Comment> comments() {
        return comments;
    }

    public Table<Label> labels() {
        return labels;
    }

    public Table<Status> statuses() {
        return statuses;
    }

    public Table<CheckRun> checkRuns() {
        return checkRuns;
    }

    public Table<Invitation> invitations() {
        return invitations;
    }

    public Table<Protection> protections() {
        return protections;
    }

    public Optional<Account> account(String login) {
        return Optional.ofNullable(logins.get(lower(login)));
    }

    /** The repository of this name that exists now; names are compared without case, as GitHub does. */
    public Optional<Repository> repository(String owner, String name) {
        return Optional.ofNullable(repositoryNames.get(lower(owner + "/" + name)))
                .flatMap(repositories::find);
    }

    /** The repository that had this name before it was renamed, unless another took the name since. */
    public Optional<Repository> renamedFrom(String owner, String name) {
        String former = owner + "/" + name;
        return existingRepositories()
                .filter(repository -> repository.formerNames().stream().anyMatch(former::equalsIgnoreCase))
                .findFirst();
    }

    public Stream<Repository> existingRepositories() {
        return repositories.all().filter(repository -> !repository.deleted());
    }

    public Optional<Issue> issue(Repository repository, int number) {
        return issues.within(repository.id()).stream()
                .filter(issue -> issue.number() == number)
                .findFirst();
    }

    public Optional<Pull> pull(Repository repository, int number) {
        return pulls.within(repository.id()).stream()
                .filter(pull -> pull.number() == number)
                .findFirst();
    }

    public Instant now() {
        return clock.instant();
    }

    /**
     * Runs a transaction: what it puts and removes is kept together or, when it throws, not at all. It sees the world
     * as it was before; it is on disk when this returns.
     */
    public <T> T write(Function<Transaction, T> work) {
        T result;
        long position;
        synchronized (this) {
            Transaction transaction = new Transaction(lastId, now());
            result = work.apply(transaction);
            if (transaction.changes().isEmpty()) {
                return result;
            }
            position = journal.append(line(transaction.changes()));
            transaction.changes().forEach(this::apply);
        }
        journal.force(position);
        return result;
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    private void apply(Transaction.Change change) {
        Table<? extends Entity> table = tableOf(change.entity());
        if (change.removed()) {
            table.remove(change.entity().id());
        } else {
            put(table, change.entity());
        }
    }

    private void put(Table<? extends Entity> table, Entity entity) {
        if (entity instanceof Repository repository) {
            repositories.find(repository.id()).ifPresent(old -> repositoryNames.remove(lower(old.fullName())));
            if (!repository.deleted()) {
                repositoryNames.put(lower(repository.fullName()), repository.id());
            }
        } else if (entity instanceof Account account) {
            logins.put(lower(account.login()), account);
        }
        table.put(entity);
        lastId.accumulateAndGet(entity.id(), Math::max);
    }

    private JsonNode line(List<Transaction.Change> changes) {
        ArrayNode line = Json.array();
        for (Transaction.Change change : changes) {
            ObjectNode entry = line.addObject();
            entry.put("kind", tableOf(change.entity()).name());
            if (change.removed()) {
                entry.put("removed", change.entity().id());
            } else {
                entry.set("value", Json.MAPPER.valueToTree(change.entity()));
            }
        }
        return line;
    }

    private int replay(JsonNode line) {
        for (JsonNode entry : line) {
            Table<? extends Entity> table = tables.stream()
                    .filter(candidate ->
                            candidate.name().equals(entry.path("kind").asText()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("unknown kind " + entry.path("kind")));
            if (entry.has("removed")) {
                table.remove(entry.get("removed").asLong());
            } else {
                try {
                    put(table, Json.MAPPER.treeToValue(entry.get("value"), table.type()));
                } catch (JsonProcessingException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return line.size();
    }

    private Stream<JsonNode> snapshot() {
        return tables.stream()
                .flatMap(Table::all)
                .map(entity -> line(List.of(new Transaction.Change((Entity) entity, false))));
    }

    private long liveEntities() {
        return tables.stream().mapToLong(Table::size).sum();
    }

    private Table<? extends Entity> tableOf(Entity entity) {
        return tables.stream()
                .filter(table -> table.type().isInstance(entity))
                .findFirst()
                .orElseThrow();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
