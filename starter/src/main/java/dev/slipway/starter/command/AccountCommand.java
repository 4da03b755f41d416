package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.account.AccountPoolState;
import dev.slipway.account.AccountState;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.machine.AccountLook;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.Json;
import dev.slipway.starter.output.Table;
import dev.slipway.starter.run.Pool;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway account}. */
@Command(
        name = "account",
        description = "Shows GitHub accounts: in the pool, or as GitHub sees them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class AccountCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

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
        try (Server server = serverOptions.connect(console)) {
            AccountPoolState pool = new Pool(server)
                    .state(PATIENCE)
                    .orElseThrow(() -> CommandFailure.failed(
                            "The account pool does not answer: no worker runs. 'slipway up' starts one."));
            if (output.json()) {
                console.answer(Json.of(pool.accounts()));
                return ExitCode.DONE;
            }
            Table table = new Table(console.style(), "ACCOUNT", "USER", "OWNER", "LEASES", "USES", "WRITES", "STATE");
            for (AccountState account : pool.accounts()) {
                table.row(
                        account.account().value(),
                        account.login(),
                        account.owner(),
                        Integer.toString(account.leases()),
                        Long.toString(account.uses()),
                        Long.toString(account.writes()),
                        state(console, account));
            }
            table.lines().forEach(console::say);
            if (pool.waiting() > 0) {
                console.say(pool.waiting() + " waiting"
                        + (pool.earliestReturn() == null ? "" : ", earliest return " + pool.earliestReturn()));
            }
        }
        return ExitCode.DONE;
    }

    private static String state(Console console, AccountState account) {
        if (account.blocked() == null) {
            return console.style().green("ready");
        }
        return console.style().red("blocked")
                + (account.blockedUntil() == null ? "" : " until " + account.blockedUntil())
                + (account.problem() == null ? " (" + account.blocked() + ")" : ": " + account.problem());
    }

    @Command(
            name = "check",
            description = "Asks GitHub about each configured account: user, owners, scopes.",
            mixinStandardHelpOptions = true)
    int check(@Mixin OutputOptions output, @Mixin InstallationOptions installation) {
        Console console = output.console();
        List<AccountLook> looks = AccountLook.at(installation.installation(), surroundings.environment());
        if (output.json()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (AccountLook look : looks) {
                ObjectNode node = list.addObject()
                        .put("account", look.name())
                        .put("login", look.login())
                        .put("usable", look.usable())
                        .put("problem", look.problem());
                ArrayNode owners = node.putArray("owners");
                look.owners().forEach(owners::add);
            }
            console.answer(list);
        } else {
            looks.forEach(look -> console.say(line(console, look)));
            if (looks.isEmpty()) {
                console.say("No account is configured. Set GITHUB_TOKEN, or add one under 'accounts' in config.yaml.");
            }
        }
        boolean well = !looks.isEmpty() && looks.stream().allMatch(AccountLook::usable);
        return well ? ExitCode.DONE : ExitCode.WRONG_USAGE;
    }

    static String line(Console console, AccountLook look) {
        return look.usable()
                ? console.style().green("✓") + " account " + look.name() + ": user " + look.login()
                        + ", can create repositories for " + String.join(", ", look.owners())
                : console.style().red("✗") + " account " + look.name() + ": " + look.problem();
    }
}
