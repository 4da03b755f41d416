package dev.slipway.sandbox.world;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a new data folder starts with: users, two organisations, an App, and their tokens. */
public final class Seed {
    /** The organisation whose members may create repositories and write to all of them. */
    public static final String ORGANIZATION = "acme";

    /** The organisation where only owners create repositories. */
    public static final String CLOSED_ORGANIZATION = "acme-closed";

    /** A user who belongs to no organisation. */
    public static final String OUTSIDER = "outsider";

    /** The bot that the App installed in {@link #ORGANIZATION} acts as. */
    public static final String APP_BOT = "slipway-sandbox[bot]";

    private static final List<String> FULL_SCOPES = List.of("delete_repo", "read:org", "repo", "user", "workflow");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private Seed() {}

    /** The name of the n-th user, counted from 1. */
    public static String user(int number) {
        return "factory-" + number;
    }

    /** Adds what is missing: everything on the first start, nothing later. */
    public static void plant(World world, int users) {
        if (world.account(ORGANIZATION).isPresent()) {
            return;
        }
        world.write(tx -> {
            addAccount(tx, ORGANIZATION, Account.Kind.ORGANIZATION, new Account.Policy(true, Permission.WRITE));
            addAccount(tx, CLOSED_ORGANIZATION, Account.Kind.ORGANIZATION, new Account.Policy(false, Permission.READ));
            for (int number = 1; number <= users; number++) {
                addAccount(tx, user(number), Account.Kind.USER, null);
                if (number == 1 || number <= (users + 1) / 2) {
                    tx.put(new Membership(tx.newId(), ORGANIZATION, user(number), number == 1));
                    tx.put(new Membership(tx.newId(), CLOSED_ORGANIZATION, user(number), number == 1));
                }
            }
            addAccount(tx, OUTSIDER, Account.Kind.USER, null);
            addAccount(tx, APP_BOT, Account.Kind.BOT, null);
            return null;
        });
    }

    /**
     * The tokens of a data folder, made at random on its first start: one classic token a user, a second one for the
     * first user, a fine-grained one for the second, one of the outsider that lacks scopes, and the installation's.
     */
    public static Tokens tokens(Path file, int users) throws IOException {
        return Tokens.open(file, () -> {
            SecureRandom random = new SecureRandom();
            List<Token> tokens = new ArrayList<>();
            IntStream.rangeClosed(1, users).forEach(number -> tokens.add(classic(random, user(number), FULL_SCOPES)));
            tokens.add(classic(random, user(1), FULL_SCOPES));
            if (users > 1) {
                String value = "github_pat_" + letters(random, 22) + "_" + letters(random, 59);
                tokens.add(new Token(value, Token.Kind.FINE_GRAINED, user(2), null, List.of()));
            }
            tokens.add(classic(random, OUTSIDER, FULL_SCOPES));
            tokens.add(classic(random, OUTSIDER, List.of("public_repo")));
            String value = "ghs_" + letters(random, 36);
            tokens.add(new Token(value, Token.Kind.INSTALLATION, APP_BOT, ORGANIZATION, List.of()));
            return tokens;
        });
    }

    /** A new token in the form of an installation's. */
    public static String installationToken() {
        return "ghs_" + letters(new SecureRandom(), 36);
    }

    private static void addAccount(Transaction tx, String login, Account.Kind kind, Account.@Nullable Policy policy) {
        tx.put(new Account(tx.newId(), login, kind, login, policy, tx.now()));
    }

    private static Token classic(SecureRandom random, String login, List<String> scopes) {
        return new Token("ghp_" + letters(random, 36), Token.Kind.CLASSIC, login, null, scopes);
    }

    private static String letters(SecureRandom random, int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return letters.toString();
    }
}
