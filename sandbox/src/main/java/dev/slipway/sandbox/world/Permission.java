package dev.slipway.sandbox.world;

import java.util.Locale;
import java.util.Optional;

/** What somebody may do in a repository, in GitHub's order. */
public enum Permission {
    NONE("none", "none"),
    READ("read", "pull"),
    TRIAGE("triage", "triage"),
    WRITE("write", "push"),
    MAINTAIN("maintain", "maintain"),
    ADMIN("admin", "admin");

    private final String roleName;
    private final String grant;

    Permission(String roleName, String grant) {
        this.roleName = roleName;
        this.grant = grant;
    }

    /** The name in {@code role_name}. */
    public String roleName() {
        return roleName;
    }

    /** The name in {@code permissions} objects and in requests that add a collaborator. */
    public String grant() {
        return grant;
    }

    /** The coarse name that the permission route answers: triage counts as read, maintain as write. */
    public String legacyName() {
        return switch (this) {
            case TRIAGE -> READ.roleName;
            case MAINTAIN -> WRITE.roleName;
            default -> roleName;
        };
    }

    public boolean allows(Permission needed) {
        return compareTo(needed) >= 0;
    }

    public Permission or(Permission other) {
        return allows(other) ? this : other;
    }

    /** Reads either naming, as GitHub does. */
    public static Optional<Permission> parse(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        for (Permission permission : values()) {
            if (permission.roleName.equals(wanted) || permission.grant.equals(wanted)) {
                return Optional.of(permission);
            }
        }
        return Optional.empty();
    }
}
