package dev.slipway.settings.installation;

import dev.slipway.seat.PoolRules;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.Target;
import dev.slipway.settings.schema.SettingsSchema;
import dev.slipway.settings.secret.SecretResolver;
import dev.slipway.settings.yaml.Layers;
import dev.slipway.settings.yaml.Mapping;
import dev.slipway.settings.yaml.Problems;
import dev.slipway.settings.yaml.Variables;
import dev.slipway.settings.yaml.YamlFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the installation ({@code temporal}, {@code github}, {@code accounts}, {@code agents}, {@code stores},
 * {@code worker}, {@code budget}, {@code windows}, {@code quota}, {@code failover}) from {@code config.yaml}, or from a file that has the work's settings too. Secrets are
 * not resolved here.
 */
public final class InstallationReader {
    private final Map<String, String> environment;
    private final Target target;
    private final Problems problems = new Problems();
    private final SecretsSeen secrets = new SecretsSeen();

    private InstallationReader(Map<String, String> environment, Target target) {
        this.environment = environment;
        this.target = target;
    }

    /**
     * Reads one file.
     *
     * @throws ConfigurationException with everything that is wrong in it
     */
    public static Installation read(Path file, Map<String, String> environment) {
        return inspect(List.of(file), environment, Target.GITHUB).installation();
    }

    /** What holds where nothing is configured: the local stack, GitHub with {@code $GITHUB_TOKEN}, Claude Code. */
    public static Installation defaults(Map<String, String> environment) {
        return inspect(List.of(), environment, Target.GITHUB).installation();
    }

    /**
     * Reads several files as one, the later before the earlier, and says what a person should know of them.
     *
     * @param files may be empty: the defaults
     * @throws ConfigurationException with everything that is wrong in them
     */
    public static InstallationReport inspect(List<Path> files, Map<String, String> environment, Target target) {
        return new InstallationReader(environment, target).inspect(files);
    }

    private InstallationReport inspect(List<Path> files) {
        List<Mapping> roots = new ArrayList<>();
        for (Path file : files) {
            Mapping root = YamlFile.read(file, problems, Variables.ofInstallation(environment, file));
            SettingsSchema.ROOT.check(root);
            roots.add(root);
        }
        Layers layers = new Layers(roots);
        ConnectionSections connection = new ConnectionSections(layers, secrets, target);
        HostSections host = new HostSections(layers, secrets);
        TemporalSettings temporal = connection.temporal();
        GitHubSettings github = connection.github();
        List<AccountSettings> accounts = new AccountsSection(secrets, target, environment).read(layers.files());
        if (accounts.isEmpty() && target == Target.GITHUB) {
            accounts = AccountsSection.fromEnvironment(environment, github);
        }
        AgentsSettings agents = new AgentsSection(layers, secrets).read(environment);
        StoreSettings stores = host.stores();
        WorkerSettings worker = host.worker();
        PoolSections pool = new PoolSections(layers, agents);
        PoolRules rules = pool.read();
        BigDecimal rate = pool.usdPerThousandTokens();
        problems.throwIfAny();
        @Nullable Path source = files.isEmpty() ? null : files.get(0);
        return new InstallationReport(
                new Installation(temporal, github, accounts, agents, stores, worker, rules, rate, source),
                problems.warnings(),
                secrets.missing(new SecretResolver(environment)));
    }
}
