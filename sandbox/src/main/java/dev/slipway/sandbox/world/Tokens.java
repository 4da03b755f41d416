package dev.slipway.sandbox.world;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The credentials of one data folder, in a file that only its owner reads. */
public final class Tokens {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final List<Token> all;
    private final Map<String, Token> byValue;

    private Tokens(Path file, List<Token> all) {
        this.file = file;
        this.all = List.copyOf(all);
        this.byValue = all.stream().collect(Collectors.toMap(Token::value, Function.identity()));
    }

    /** Reads the file, or makes it from {@code fresh} on the first start. */
    public static Tokens open(Path file, Supplier<List<Token>> fresh) throws IOException {
        if (Files.exists(file)) {
            return new Tokens(file, Json.MAPPER.readValue(file.toFile(), new TypeReference<List<Token>>() {}));
        }
        Tokens tokens = new Tokens(file, fresh.get());
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(draft.toFile(), tokens.all);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return tokens;
    }

    public Path file() {
        return file;
    }

    public List<Token> all() {
        return all;
    }

    public Optional<Token> find(String value) {
        return Optional.ofNullable(byValue.get(value));
    }

    /** A user's first token, which carries every scope that Slipway asks for. */
    public Optional<Token> of(String login) {
        return all.stream().filter(token -> token.login().equals(login)).findFirst();
    }
}
