package dev.slipway.worker;

import dev.slipway.account.WorkerAnnouncement;
import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.github.AccountInspector;
import dev.slipway.activities.github.Principals;
import dev.slipway.activities.ledger.Ledger;
import dev.slipway.activities.ledger.LedgerTroubleException;
import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.toolchain.ToolchainProbe;
import dev.slipway.activities.workspace.HostCheck;
import dev.slipway.activities.workspace.HostSessions;
import dev.slipway.run.HostId;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.Installation;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.toolchain.ToolchainDefinition;
import dev.slipway.settings.toolchain.Toolchains;
import dev.slipway.worker.WorkerFlags.Role;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When this process says that it is there, and how it goes. */
@Configuration(proxyBeanMethods = false)
class LifecycleConfiguration {
    private static final Logger log = LoggerFactory.getLogger(LifecycleConfiguration.class);

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService announcerClock() {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "announcer");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Bean
    Supplier<Announcement> announcement(
            HostId host,
            Installation installation,
            AccountInspector inspector,
            ObjectProvider<Toolchains> toolchains,
            ObjectProvider<ProcessLauncher> launcher,
            ObjectProvider<ArtifactStore> artifacts,
            Ledger ledger,
            WorkerFlags flags,
            SlipwayHome home,
            @Value("${slipway.slots:0}") int slots,
            @Value("${slipway.version}") String version) {
        ToolchainProbe probe = new ToolchainProbe(home, System.getenv());
        AccountRollCall rollCall = new AccountRollCall(installation.accounts(), inspector::inspect);
        return () -> {
            AccountRollCall.Roll roll = rollCall.call();
            WorkerAnnouncement said = new WorkerAnnouncement(
                    host,
                    hostname(),
                    version,
                    slots,
                    roll.accounts(),
                    installation.agents().agents().stream()
                            .map(AgentSettings::name)
                            .toList(),
                    installation.agents().defaultAgent(),
                    toolchains.stream()
                            .flatMap(all -> ready(all, probe).stream())
                            .toList(),
                    launcher.stream().anyMatch(ProcessLauncher::isolates),
                    artifacts.stream().anyMatch(ArtifactStore::local),
                    artifacts.stream()
                            .map(LifecycleConfiguration::identity)
                            .findFirst()
                            .orElse(null),
                    writes(flags) ? identity(ledger) : null);
            return new Announcement(said, roll.silent());
        };
    }

    private static boolean writes(WorkerFlags flags) {
        return flags.roles().contains(Role.GITHUB) || flags.roles().contains(Role.WORK);
    }

    /** A ledger that is away holds no host back: it says which one it has when it has found out. */
    private static @Nullable String identity(Ledger ledger) {
        try {
            return (ledger.local() ? WorkerAnnouncement.OWN_LEDGER : "database ") + ledger.identity();
        } catch (LedgerTroubleException e) {
            log.warn("{}", e.getMessage());
            return null;
        }
    }

    private static String identity(ArtifactStore store) {
        try {
            return store.identity();
        } catch (IOException e) {
            throw new UncheckedIOException("the artifact store can't be used: " + e.getMessage(), e);
        }
    }

    private static List<ToolchainName> ready(Toolchains toolchains, ToolchainProbe probe) {
        return toolchains.all().stream()
                .filter(toolchain -> ready(toolchain, probe))
                .map(ToolchainDefinition::name)
                .toList();
    }

    private static boolean ready(ToolchainDefinition toolchain, ToolchainProbe probe) {
        try {
            return probe.state(toolchain).ready();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking for the tools of " + toolchain.name(), e);
        }
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    @Bean
    Announcer announcer(
            WorkflowClient client,
            HostId host,
            Installation installation,
            Supplier<Announcement> announcement,
            Principals principals,
            ScheduledExecutorService announcerClock) {
        return new Announcer(
                client,
                host,
                installation.github(),
                principals::poolSays,
                announcement,
                new SeatRollCall(client, host, installation),
                announcerClock);
    }

    @Bean
    WorkerLifecycle workerLifecycle(
            HostId host,
            WorkerFactory workers,
            ObjectProvider<HostSessions> sessions,
            ObjectProvider<HostCheck> check,
            Announcer announcer,
            WorkerFlags flags,
            MeterRegistry metrics,
            @Value("${slipway.slots:0}") int slots) {
        Gauge.builder("slipway.slots", () -> slots)
                .description("workspaces that this host takes at a time")
                .register(metrics);
        sessions.ifAvailable(used -> Gauge.builder("slipway.slots.used", used, HostSessions::used)
                .description("workspaces that are open on this host")
                .register(metrics));
        return new WorkerLifecycle(
                host, workers, sessions.getIfAvailable(), check.getIfAvailable(), announcer, flags, slots);
    }
}
