package dev.slipway.worker;

import dev.slipway.account.AccountPoolWorkflow;
import dev.slipway.activities.workspace.HostClaim;
import dev.slipway.run.HostId;
import dev.slipway.run.TaskQueues;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.Target;
import dev.slipway.settings.connection.ServerUnreachableException;
import dev.slipway.settings.connection.TemporalConnection;
import dev.slipway.settings.installation.Installation;
import dev.slipway.settings.installation.InstallationReader;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.path.HostIdentity;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.secret.SecretResolver;
import dev.slipway.worker.WorkerFlags.Role;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.util.FS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A worker process: reads the installation, waits for Temporal, polls until it is asked to stop. */
@SpringBootApplication
public class WorkerMain {
    private static final int WRONG_USAGE = 2;

    /** An environment variable that points a worker at another server than its configuration does. */
    static final String ADDRESS = "SLIPWAY_TEMPORAL_ADDRESS";

    /** The same for the namespace. */
    static final String NAMESPACE = "SLIPWAY_TEMPORAL_NAMESPACE";

    /** Starts the worker. Exits with 2 where its flags or its configuration are wrong. */
    public static void main(String[] arguments) {
        try {
            WorkerFlags flags = WorkerFlags.parse(List.of(arguments));
            SlipwayHome home = SlipwayHome.from(System.getenv());
            Installation installation = installation(flags, home);
            HostId host = HostIdentity.of(home);
            Optional<HostClaim> claim = claim(flags, home);
            SecretResolver secrets = new SecretResolver(System.getenv());
            TemporalSettings temporal = effective(installation.temporal(), System.getenv());
            Map<String, Object> properties = properties(flags, home, installation, temporal, host);
            SpringApplication application = new SpringApplication(WorkerMain.class);
            application.setDefaultProperties(properties);
            if (installation.worker().managementPort() < 0) {
                application.setWebApplicationType(WebApplicationType.NONE);
            }
            application.addInitializers(context -> {
                var beans = context.getBeanFactory();
                beans.registerSingleton("workerFlags", flags);
                beans.registerSingleton("slipwayHome", home);
                beans.registerSingleton("installation", installation);
                beans.registerSingleton("temporalSettings", temporal);
                beans.registerSingleton("hostId", host);
                beans.registerSingleton("secretResolver", secrets);
                claim.ifPresent(taken -> beans.registerSingleton("hostClaim", taken));
            });
            // JGit measures the file system's clock at its first use, for seconds; nobody needs to wait for that.
            FS.FileStoreAttributes.setBackground(true);
            awaitServer(temporal, secrets);
            application.run();
        } catch (IllegalArgumentException e) {
            stop(e.getMessage() + System.lineSeparator() + WorkerFlags.USAGE);
        } catch (ConfigurationException e) {
            stop(e.getMessage());
        }
    }

    /** Before anything else: what an earlier worker left running must not work on beside those who take its work over. */
    private static Optional<HostClaim> claim(WorkerFlags flags, SlipwayHome home) {
        if (!flags.roles().contains(Role.WORK)) {
            return Optional.empty();
        }
        HostClaim claim = HostClaim.take(home);
        claim.endProcesses();
        return Optional.of(claim);
    }

    private static void stop(String problem) {
        System.err.println(problem);
        System.exit(WRONG_USAGE);
    }

    private static Installation installation(WorkerFlags flags, SlipwayHome home) {
        List<Path> files = flags.config();
        if (files.isEmpty() && Files.exists(home.configFile())) {
            files = List.of(home.configFile());
        }
        return InstallationReader.inspect(files, System.getenv(), Target.GITHUB).installation();
    }

    static TemporalSettings effective(TemporalSettings configured, Map<String, String> environment) {
        String address = environment.getOrDefault(ADDRESS, TemporalConnection.address(configured));
        return new TemporalSettings(
                address,
                environment.getOrDefault(NAMESPACE, configured.namespace()),
                configured.apiKey(),
                configured.tls(),
                configured.certificate(),
                configured.key(),
                configured.ca());
    }

    /**
     * Spring would fail to start while Temporal is down (sdk-java #2724); a worker that a service manager starts at boot
     * waits instead.
     */
    private static void awaitServer(TemporalSettings temporal, SecretResolver secrets) {
        Logger log = LoggerFactory.getLogger(WorkerMain.class);
        while (true) {
            WorkflowServiceStubs stubs = null;
            try {
                stubs = TemporalConnection.stubs(temporal, secrets);
                TemporalConnection.ensureNamespaceAndSearchAttributes(stubs, temporal, Duration.ofDays(30));
                return;
            } catch (ServerUnreachableException e) {
                log.warn("{} Trying again.", e.getMessage());
            } finally {
                if (stubs != null) {
                    stubs.shutdownNow();
                }
            }
        }
    }

    private static Map<String, Object> properties(
            WorkerFlags flags, SlipwayHome home, Installation installation, TemporalSettings temporal, HostId host) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("spring.temporal.connection.target", temporal.address());
        properties.put("spring.temporal.namespace", temporal.namespace());
        properties.put("spring.temporal.workers-auto-discovery.enabled", false);
        WorkerQueues queues = new WorkerQueues(properties);
        if (flags.roles().contains(Role.WORKFLOWS)) {
            queues.workflows(TaskQueues.WORKFLOWS);
        }
        if (flags.roles().contains(Role.GITHUB)) {
            queues.activities(
                    "github", TaskQueues.GITHUB, 32, "repositoryActivities", "batchActivities", "ledgerActivities");
        }
        if (flags.roles().contains(Role.WORK)) {
            int slots = slots(flags, home, installation);
            properties.put("slipway.slots", slots);
            queues.activities("work", TaskQueues.WORK, slots, "workspaceActivities");
            queues.activities(
                    "host",
                    TaskQueues.host(host),
                    // Never congested: each workspace has its holder, one step and its close at a time.
                    4 * slots + 4,
                    "workspaceActivities",
                    "workspaceStepActivities",
                    "agentActivities",
                    "verificationActivities");
        }
        int port = installation.worker().managementPort();
        properties.put("server.port", Math.max(port, 0));
        Path log = home.logs().resolve("worker-" + host + ".json");
        properties.put("logging.file.name", log.toString());
        properties.put("logging.structured.format.file", "logstash");
        properties.put("logging.logback.rollingpolicy.max-file-size", "20MB");
        properties.put("logging.logback.rollingpolicy.max-history", 10);
        properties.put("logging.logback.rollingpolicy.total-size-cap", "200MB");
        properties.put("slipway.version", version());
        return properties;
    }

    private static int slots(WorkerFlags flags, SlipwayHome home, Installation installation) {
        if (flags.slots() > 0) {
            return flags.slots();
        }
        int configured = installation.worker().slots();
        return configured > 0 ? configured : HostCapacity.of(home.workspaces()).slots(installation.worker());
    }

    static String version() {
        String version = AccountPoolWorkflow.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
