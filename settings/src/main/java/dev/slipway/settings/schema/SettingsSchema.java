package dev.slipway.settings.schema;

import dev.slipway.agent.WorkCategory;
import dev.slipway.settings.schema.Schema.Each;
import dev.slipway.settings.schema.Schema.Leaf;
import dev.slipway.settings.schema.Schema.Named;
import dev.slipway.settings.schema.Schema.Section;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Every key of {@code config.yaml} and {@code slipway.yaml}; both kinds of settings may share one file. */
public final class SettingsSchema {
    private static final Schema COMMANDS = keys("prepare", "compile", "test", "deploy");

    /** Keys that a project, {@code defaults} and {@code automation} share. */
    private static final Section ROAD = keys(
            "max_retries",
            "retry_delay",
            "timeout",
            "patience",
            "cleanup_on_failure",
            "with_tests",
            "optimise",
            "on_name_taken",
            "merge",
            "gates");

    private static final Section FAILOVER = keys("route", "on");

    private static final Section DEFAULTS = with(
            with(
                    keys(
                            "toolchain",
                            "blockchain",
                            "contract_type",
                            "type",
                            "language",
                            "testing_framework",
                            "priority",
                            "owner",
                            "account",
                            "agent",
                            "visibility",
                            "topics",
                            "default_branch",
                            "constitution"),
                    ROAD.keys()),
            Map.of("commands", COMMANDS, "failover", FAILOVER));

    private static final Section PROJECT = with(keys("name", "description"), DEFAULTS.keys());

    private static final Section SEAT = keys("name", "billing", "api_key", "oauth_token", "max_projects");

    private static final Section AGENT = with(
            keys(
                    "kind",
                    "command",
                    "model",
                    "base_url",
                    "max_turns",
                    "stall_after",
                    "tools",
                    "billing",
                    "api_key",
                    "oauth_token",
                    "max_projects"),
            Map.of("env", new Named(Map.of(), new Leaf()), "seats", new Each(SEAT)));

    private static final Section WINDOW =
            keys("tokens_per_minute", "tokens_per_hour", "tokens_per_day", "requests_per_minute");

    /** The whole file. */
    public static final Schema ROOT = new Section(sections());

    private SettingsSchema() {}

    private static Map<String, Schema> sections() {
        Map<String, Schema> sections = new LinkedHashMap<>();
        sections.put("name", new Leaf());
        sections.put("projects", new Each(PROJECT));
        sections.put("automation", with(keys("parallel_workers", "log_level"), ROAD.keys()));
        sections.put("defaults", DEFAULTS);
        sections.put(
                "smart_contracts",
                keys("blockchain", "contract_type", "language", "testing_framework", "deployment_network"));
        sections.put("constitution", new Leaf());
        sections.put("temporal", keys("address", "namespace", "api_key", "tls", "certificate", "key", "ca"));
        sections.put("github", keys("api_url", "git_url", "write_spacing", "rotation", "tokens"));
        sections.put(
                "accounts",
                new Each(with(
                        keys("name", "owner", "token", "max_projects"),
                        Map.of("app", keys("id", "installation", "private_key")))));
        sections.put("agents", new Named(Map.of("default", new Leaf()), AGENT));
        sections.put(
                "stores", keys("artifacts", "access_key", "secret_key", "ledger", "ledger_user", "ledger_password"));
        sections.put(
                "worker", keys("slots", "heartbeat_timeout", "grace", "isolation", "min_free_disk", "management_port"));
        sections.put(
                "budget",
                keys(
                        "daily_usd",
                        "monthly_usd",
                        "batch_usd",
                        "project_usd",
                        "task_usd",
                        "batch_tokens",
                        "project_tokens",
                        "task_tokens",
                        "alert_at",
                        "zone",
                        "reserve_tokens",
                        "usd_per_1000_tokens"));
        Map<String, Schema> windows = new LinkedHashMap<>();
        windows.put("preset", new Leaf());
        for (WorkCategory category : WorkCategory.values()) {
            windows.put(category.name().toLowerCase(Locale.ROOT), WINDOW);
        }
        sections.put("windows", new Section(windows));
        sections.put("quota", keys("margin", "ramp", "auto_resume"));
        sections.put("failover", FAILOVER);
        return sections;
    }

    private static Section keys(String... names) {
        Map<String, Schema> keys = new LinkedHashMap<>();
        for (String name : names) {
            keys.put(name, new Leaf());
        }
        return new Section(keys);
    }

    private static Section with(Section section, Map<String, ? extends Schema> more) {
        Map<String, Schema> keys = new LinkedHashMap<>(section.keys());
        keys.putAll(more);
        return new Section(keys);
    }
}
