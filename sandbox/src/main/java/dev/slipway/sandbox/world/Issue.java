package dev.slipway.sandbox.world;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An issue, or the issue side of a pull request of the same number.
 *
 * @param labels the labels' ids
 * @param closing when, by whom and why it was closed; absent while it is open
 */
public record Issue(
        long id,
        long repository,
        int number,
        Content content,
        String author,
        @Nullable Closing closing,
        boolean reopened,
        boolean pull,
        Instant createdAt,
        Instant updatedAt)
        implements Entity {

    /** What may be edited. */
    public record Content(String title, @Nullable String body, List<Long> labels, List<String> assignees) {
        public Content {
            labels = List.copyOf(labels);
            assignees = List.copyOf(assignees);
        }

        public Content withLabels(List<Long> newLabels) {
            return new Content(title, body, newLabels, assignees);
        }
    }

    /** @param reason GitHub's {@code state_reason} */
    public record Closing(Instant at, String by, @Nullable String reason) {}

    @Override
    public long scope() {
        return repository;
    }

    public boolean open() {
        return closing == null;
    }

    public String state() {
        return open() ? "open" : "closed";
    }

    public Issue with(Content newContent, Instant now) {
        return new Issue(id, repository, number, newContent, author, closing, reopened, pull, createdAt, now);
    }

    public Issue closed(String by, @Nullable String reason, Instant now) {
        Closing newClosing = new Closing(now, by, reason);
        return new Issue(id, repository, number, content, author, newClosing, reopened, pull, createdAt, now);
    }

    public Issue reopened(Instant now) {
        return new Issue(id, repository, number, content, author, null, true, pull, createdAt, now);
    }
}
