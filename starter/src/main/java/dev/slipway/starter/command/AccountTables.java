package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.account.AccountPoolState;
import dev.slipway.account.AccountState;
import dev.slipway.account.Allowance;
import dev.slipway.starter.machine.AccountLook;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.Table;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Accounts in words and tables. */
final class AccountTables {
    private AccountTables() {}

    static List<String> list(Console console, AccountPoolState pool) {
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
        return table.lines();
    }

    private static String state(Console console, AccountState account) {
        if (account.blocked() == null) {
            return console.style().green("ready");
        }
        return console.style().red("blocked")
                + (account.blockedUntil() == null ? "" : " until " + account.blockedUntil())
                + (account.problem() == null ? " (" + account.blocked() + ")" : ": " + account.problem())
                + (account.blockedBy() == null ? "" : " [" + account.blockedBy() + "]");
    }

    /** One row for each limit of each user, since all its accounts share it. */
    static List<String> usage(Console console, AccountPoolState pool) {
        Table table = new Table(console.style(), "USER", "ACCOUNTS", "LIMIT", "USED", "LEFT", "OF", "RESETS AT");
        for (Map.Entry<String, List<AccountState>> user : byUser(pool).entrySet()) {
            AccountState any = user.getValue().get(0);
            String accounts = String.join(
                    ", ",
                    user.getValue().stream().map(one -> one.account().value()).toList());
            for (Allowance one : any.allowances()) {
                table.row(
                        user.getKey(),
                        accounts,
                        one.resource(),
                        Integer.toString(one.limit() - one.remaining()),
                        Integer.toString(one.remaining()),
                        Integer.toString(one.limit()),
                        one.reset().truncatedTo(ChronoUnit.SECONDS).toString());
            }
            table.row(
                    user.getKey(),
                    accounts,
                    "writes an hour",
                    Integer.toString(any.writesThisHour()),
                    Integer.toString(Math.max(0, 500 - any.writesThisHour())),
                    "500",
                    "rolling");
        }
        return table.lines();
    }

    static ArrayNode usageJson(AccountPoolState pool) {
        ArrayNode users = JsonNodeFactory.instance.arrayNode();
        byUser(pool).forEach((login, accounts) -> {
            AccountState any = accounts.get(0);
            ObjectNode user = users.addObject().put("login", login);
            ArrayNode names = user.putArray("accounts");
            accounts.forEach(one -> names.add(one.account().value()));
            ArrayNode limits = user.putArray("limits");
            any.allowances()
                    .forEach(one -> limits.addObject()
                            .put("resource", one.resource())
                            .put("limit", one.limit())
                            .put("remaining", one.remaining())
                            .put("resetsAt", one.reset().toString())
                            .put("heardAt", one.heardAt().toString()));
            user.put("writesThisHour", any.writesThisHour());
        });
        return users;
    }

    private static Map<String, List<AccountState>> byUser(AccountPoolState pool) {
        Map<String, List<AccountState>> users = new LinkedHashMap<>();
        pool.accounts()
                .forEach(account -> users.computeIfAbsent(
                                account.login().isEmpty() ? "?" : account.login(), login -> new ArrayList<>())
                        .add(account));
        return users;
    }

    static ArrayNode looksJson(List<AccountLook> looks) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (AccountLook look : looks) {
            ObjectNode node = list.addObject()
                    .put("account", look.name())
                    .put("kind", look.kind())
                    .put("login", look.login())
                    .put("usable", look.usable())
                    .put("problem", look.problem());
            look.owners().forEach(node.putArray("owners")::add);
            look.missing().forEach(node.putArray("missing")::add);
            look.sharedWith().forEach(node.putArray("sharedWith")::add);
        }
        return list;
    }

    static List<String> look(Console console, AccountLook look) {
        List<String> lines = new ArrayList<>();
        lines.add(
                look.usable()
                        ? console.style().green("✓") + " account " + look.name() + ": "
                                + (look.kind().equals("app") ? "installation " : "user ") + look.login()
                                + ", can create repositories for " + String.join(", ", look.owners())
                        : console.style().red("✗") + " account " + look.name() + ": " + look.problem());
        if (!look.missing().isEmpty()) {
            lines.add("    lacks " + String.join(", ", look.missing()) + meaning(look.missing()));
        }
        if (!look.sharedWith().isEmpty()) {
            lines.add("    shares the limits of " + look.login() + " with " + String.join(", ", look.sharedWith())
                    + ": together they are one account's worth");
        }
        return lines;
    }

    private static String meaning(List<String> missing) {
        return missing.stream().anyMatch(one -> one.startsWith("workflow"))
                ? " (without workflows, pushes that change .github/workflows are refused)"
                : "";
    }
}
