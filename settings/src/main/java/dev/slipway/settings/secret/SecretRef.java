package dev.slipway.settings.secret;

import java.nio.file.Path;

/** Where a secret is kept. Its text form never holds a literal value. */
public sealed interface SecretRef {
    /** {@code ${NAME}}: an environment variable of the worker. */
    record Environment(String variable) implements SecretRef {}

    /** {@code ${file:path}}: a file, trimmed; a relative path is relative to the configuration file. */
    record File(Path path) implements SecretRef {}

    /** Written into the configuration itself; accepted with a warning. */
    record Literal(Secret secret) implements SecretRef {}
}
