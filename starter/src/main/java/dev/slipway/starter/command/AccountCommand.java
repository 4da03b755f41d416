package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.account.AccountName;
import dev.slipway.account.AccountPoolState;
import dev.slipway.account.BlockAccount;
import dev.slipway.account.Blocked;
import dev.slipway.account.UnblockAccount;
import dev.slipway.account.Unblocked;
import dev.slipway.run.WorkflowIds;
import dev.slipway.settings.yaml.Durations;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.machine.AccountLook;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.Json;
import dev.slipway.starter.run.Pool;
import dev.slipway.starter.run.Wheel;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway account}. */
@Command(
        name = "account",
        description = "Shows GitHub accounts, in the pool or as GitHub sees them, and takes them out of use.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class AccountCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final String NO_POOL = "The account pool does not answer: no worker runs. 'slipway up' starts one.";

    private final Surroundings surroundings;

    AccountCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "list",
            description = "Lists the accounts that workers announced: leases, uses, blocks.",
            mixinStandardHelpOptions = true)
    int list(@Mixin OutputOptions output, @Mixin ServerOptions serverOptions) {
        Console console = output.console();
        AccountPoolState pool = pool(console, serverOptions);
        if (output.json()) {
            console.answer(Json.of(pool.accounts()));
            return ExitCode.DONE;
        }
        AccountTables.list(console, pool).forEach(console::say);
        if (pool.waiting() > 0) {
            console.say(pool.waiting() + " waiting"
                    + (pool.earliestReturn() == null ? "" : ", earliest return " + pool.earliestReturn()));
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "usage",
            description = "Shows what is left of GitHub's limits, for each user and App installation.",
            mixinStandardHelpOptions = true)
    int usage(@Mixin OutputOptions output, @Mixin ServerOptions serverOptions) {
        Console console = output.console();
        AccountPoolState pool = pool(console, serverOptions);
        if (output.json()) {
            console.answer(AccountTables.usageJson(pool));
        } else {
            AccountTables.usage(console, pool).forEach(console::say);
        }
        return ExitCode.DONE;
    }

    private static AccountPoolState pool(Console console, ServerOptions serverOptions) {
        try (Server server = serverOptions.connect(console)) {
            return new Pool(server).state(PATIENCE).orElseThrow(() -> CommandFailure.failed(NO_POOL));
        }
    }

    private static <T> T ask(Server server, String update, Class<T> answer, Object asked) {
        try {
            return new Wheel(server).ask(WorkflowIds.ACCOUNT_POOL, "the account pool", update, answer, asked);
        } catch (WorkflowNotFoundException none) {
            throw CommandFailure.failed(NO_POOL);
        }
    }

    @Command(
            name = "block",
            description = "Takes an account out of use; what runs with it goes on with another.",
            mixinStandardHelpOptions = true)
    int block(
            @Mixin OutputOptions output,
            @Mixin ServerOptions serverOptions,
            @Parameters(paramLabel = "ACCOUNT", description = "Its name.") String account,
            @Option(names = "--why", paramLabel = "TEXT", description = "For those who see it in the list.") @Nullable
                    String why,
            @Option(names = "--for", paramLabel = "TIME", description = "It returns by itself after 30m, 2h, 1d.")
                    @Nullable
                    String time) {
        Instant until = time == null ? null : Instant.now().plus(duration(time)).truncatedTo(ChronoUnit.SECONDS);
        BlockAccount asked = new BlockAccount(name(account), me(), why, until);
        Console console = output.console();
        try (Server server = serverOptions.connect(console)) {
            Blocked answer = ask(server, BlockAccount.UPDATE, Blocked.class, asked);
            return tell(output, account, answer.known(), answer.changed(), answer.text());
        }
    }

    @Command(
            name = "unblock",
            description =
                    "Lifts a person's block; where there is none, GitHub's block or limit. Where GitHub refuses the"
                            + " account again, it is blocked again.",
            mixinStandardHelpOptions = true)
    int unblock(
            @Mixin OutputOptions output,
            @Mixin ServerOptions serverOptions,
            @Parameters(paramLabel = "ACCOUNT", description = "Its name.") String account) {
        UnblockAccount asked = new UnblockAccount(name(account), me());
        Console console = output.console();
        try (Server server = serverOptions.connect(console)) {
            Unblocked answer = ask(server, UnblockAccount.UPDATE, Unblocked.class, asked);
            return tell(output, account, answer.known(), answer.changed(), answer.text());
        }
    }

    private static int tell(OutputOptions output, String account, boolean known, boolean changed, String said) {
        String text = "Account " + account + " " + said + ".";
        if (!known) {
            throw CommandFailure.wrongUsage(text);
        }
        if (output.json()) {
            output.console()
                    .answer(JsonNodeFactory.instance
                            .objectNode()
                            .put("account", account)
                            .put("changed", changed)
                            .put("text", text));
        } else {
            output.console().say(text);
        }
        return ExitCode.DONE;
    }

    private static String me() {
        return System.getProperty("user.name", "somebody");
    }

    private static Duration duration(String text) {
        return Durations.parse(text)
                .filter(time -> !time.isNegative() && !time.isZero())
                .orElseThrow(
                        () -> CommandFailure.wrongUsage("--for " + text + ": a time such as 30m or 2h is needed."));
    }

    private static AccountName name(String text) {
        try {
            return AccountName.of(text);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUsage(e.getMessage());
        }
    }

    @Command(
            name = "check",
            description = "Asks GitHub about each configured account: who it is, where it can write, what it lacks.",
            mixinStandardHelpOptions = true)
    int check(@Mixin OutputOptions output, @Mixin InstallationOptions installation) {
        Console console = output.console();
        List<AccountLook> looks = AccountLook.at(installation.installation(), surroundings.environment());
        if (output.json()) {
            console.answer(AccountTables.looksJson(looks));
        } else {
            looks.forEach(look -> AccountTables.look(console, look).forEach(console::say));
            if (looks.isEmpty()) {
                console.say("No account is configured. Set GITHUB_TOKEN, or add one under 'accounts' in config.yaml.");
            }
        }
        boolean well = !looks.isEmpty() && looks.stream().allMatch(AccountLook::usable);
        return well ? ExitCode.DONE : ExitCode.WRONG_USAGE;
    }
}
