package dev.slipway.starter.command;

import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.Target;
import dev.slipway.settings.installation.Installation;
import dev.slipway.settings.installation.InstallationReader;
import dev.slipway.settings.installation.InstallationReport;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.price.ModelPrices;
import dev.slipway.settings.work.Work;
import dev.slipway.starter.output.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config}: which installation. */
final class InstallationOptions {
    private static final Pattern INSTALLATION_SECTION = Pattern.compile(
            "^(temporal|github|accounts|agents|stores|worker|budget|windows|quota|failover)[ \\t]*:",
            Pattern.MULTILINE);

    private final Surroundings surroundings;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The installation's settings; config.yaml in the configuration folder if not given.")
    private @Nullable Path config;

    InstallationOptions(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The installation, without a work file. */
    Installation installation() {
        return report(List.of(), Target.GITHUB).installation();
    }

    /**
     * The installation, with what is known about it.
     *
     * @param before files that come before the configuration file, such as a work file with both kinds of settings
     * @throws ConfigurationException with file and line, also of an installation's own list of prices
     */
    InstallationReport report(List<Path> before, Target target) {
        List<Path> files = new ArrayList<>(before);
        files.addAll(files());
        InstallationReport report = InstallationReader.inspect(files, surroundings.environment(), target);
        Installation read = report.installation();
        ModelPrices.load(surroundings.home().prices(), read.usdPerThousandTokens());
        return new InstallationReport(
                new Installation(
                        overridden(read.temporal(), surroundings.environment()),
                        read.github(),
                        read.accounts(),
                        read.agents(),
                        read.stores(),
                        read.worker(),
                        read.rules(),
                        read.usdPerThousandTokens(),
                        read.source()),
                report.warnings(),
                report.missingSecrets());
    }

    /** The configuration files that there are: the one asked for, or the user's own. */
    List<Path> files() {
        if (config != null) {
            Path asked = surroundings.directory().resolve(config);
            if (!Files.isReadable(asked)) {
                throw CommandFailure.wrongUsage("--config " + config + ": there is no such file that can be read.");
            }
            return List.of(asked);
        }
        SlipwayHome home = surroundings.home();
        return Files.exists(home.configFile()) ? List.of(home.configFile()) : List.of();
    }

    /** What a local worker reads: a work file that has settings of the installation in it, then the installation's own. */
    List<Path> workerFiles(Work work) {
        List<Path> files = new ArrayList<>();
        try {
            if (INSTALLATION_SECTION.matcher(Files.readString(work.source())).find()) {
                files.add(work.source());
            }
        } catch (IOException e) {
            throw CommandFailure.wrongUsage(work.source() + " can't be read: " + e.getMessage());
        }
        files.addAll(files());
        return files;
    }

    /** As for workers: these two variables go before the file. */
    private static TemporalSettings overridden(TemporalSettings read, Map<String, String> environment) {
        String address = environment.getOrDefault("SLIPWAY_TEMPORAL_ADDRESS", "");
        String namespace = environment.getOrDefault("SLIPWAY_TEMPORAL_NAMESPACE", "");
        return new TemporalSettings(
                address.isBlank() ? read.address() : address,
                namespace.isBlank() ? read.namespace() : namespace,
                read.apiKey(),
                read.tls(),
                read.certificate(),
                read.key(),
                read.ca());
    }
}
