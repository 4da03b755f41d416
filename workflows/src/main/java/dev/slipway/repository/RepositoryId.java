package dev.slipway.repository;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A repository on GitHub, written {@code owner/name}. */
public record RepositoryId(String owner, String name) {
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public RepositoryId {
        if (owner == null || !OWNER.matcher(owner).matches()) {
            throw new IllegalArgumentException("not a repository owner: '" + owner + "'");
        }
        if (name == null || !NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("not a repository name: '" + name + "'");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static RepositoryId of(String ownerAndName) {
        int slash = ownerAndName.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not owner/name: '" + ownerAndName + "'");
        }
        return new RepositoryId(ownerAndName.substring(0, slash), ownerAndName.substring(slash + 1));
    }

    @Override
    @JsonValue
    public String toString() {
        return owner + "/" + name;
    }
}
