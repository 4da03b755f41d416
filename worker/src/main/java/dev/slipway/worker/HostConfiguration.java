package dev.slipway.worker;

import dev.slipway.activities.agent.AgentActivitiesImpl;
import dev.slipway.activities.agent.AgentPoolDesk;
import dev.slipway.activities.agent.Agents;
import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.artifact.ArtifactStores;
import dev.slipway.activities.artifact.Redaction;
import dev.slipway.activities.github.GitHubClients;
import dev.slipway.activities.ledger.HostLedger;
import dev.slipway.activities.ledger.Ledger;
import dev.slipway.activities.ledger.RecordedAgentRuns;
import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessLaunchers;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.activities.toolchain.ToolchainRunner;
import dev.slipway.activities.verification.VerificationActivitiesImpl;
import dev.slipway.activities.workspace.HostCheck;
import dev.slipway.activities.workspace.HostClaim;
import dev.slipway.activities.workspace.HostSessions;
import dev.slipway.activities.workspace.SessionLimits;
import dev.slipway.activities.workspace.WorkflowSignals;
import dev.slipway.activities.workspace.WorkspaceActivitiesImpl;
import dev.slipway.activities.workspace.WorkspaceStepActivitiesImpl;
import dev.slipway.agent.AgentActivities;
import dev.slipway.run.HostId;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.installation.Installation;
import dev.slipway.settings.installation.Isolation;
import dev.slipway.settings.installation.WorkerSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.price.ModelPrices;
import dev.slipway.settings.prompt.Prompts;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.secret.SecretResolver;
import dev.slipway.settings.toolchain.ToolchainDefinition;
import dev.slipway.settings.toolchain.Toolchains;
import dev.slipway.verification.VerificationActivities;
import dev.slipway.workspace.WorkspaceActivities;
import dev.slipway.workspace.WorkspaceStepActivities;
import io.temporal.client.WorkflowClient;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** What a host with workspaces needs: sessions, agents, builds, isolation, artifacts. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("slipway.slots")
class HostConfiguration {
    @Bean
    ArtifactStore artifactStore(Installation installation, SlipwayHome home, SecretResolver secrets) {
        return ArtifactStores.of(installation.stores(), home, secrets);
    }

    @Bean
    Toolchains toolchains(SlipwayHome home) {
        return Toolchains.load(home.config().resolve("toolchains"));
    }

    @Bean
    ProcessLauncher processLauncher(Installation installation, WorkerFlags flags) {
        Isolation isolation =
                flags.noIsolation() ? Isolation.NONE : installation.worker().isolation();
        return ProcessLaunchers.choose(
                isolation, realGitHub(installation.github().apiUrl()), System.getenv());
    }

    /** Whether this is not a GitHub on this very machine, as the sandbox is. */
    static boolean realGitHub(URI apiUrl) {
        try {
            return !InetAddress.getByName(apiUrl.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }

    @Bean
    Agents agents(Installation installation, SecretResolver secrets, ProcessLauncher launcher) {
        return new Agents(installation.agents(), secrets::resolve, launcher, System.getenv());
    }

    /** Looks for everybody's secrets, and for the very values that this worker was given. */
    @Bean
    SecretScanner secretScanner(KnownSecrets known) {
        return new SecretScanner(known.values());
    }

    @Bean
    KnownSecrets knownSecrets(Installation installation, SecretResolver secrets, Agents agents) {
        List<Secret> known = new ArrayList<>(agents.secrets());
        List<@Nullable SecretRef> configured = new ArrayList<>();
        installation
                .accounts()
                .forEach(account -> configured.add(account.credential().secret()));
        configured.add(installation.stores().accessKey());
        configured.add(installation.stores().secretKey());
        configured.add(installation.stores().ledgerPassword());
        configured.add(installation.temporal().apiKey());
        for (@Nullable SecretRef reference : configured) {
            try {
                if (reference != null) {
                    known.add(secrets.resolve(reference));
                }
            } catch (ConfigurationException e) {
                continue; // an account without its secret is announced as unusable, and leaks nothing
            }
        }
        return new KnownSecrets(known);
    }

    /** Every secret that this worker was given: none of them may stand in a push, a transcript or a log. */
    record KnownSecrets(List<Secret> values) {
        KnownSecrets {
            values = List.copyOf(values);
        }
    }

    @Bean
    HostSessions hostSessions(
            HostClaim claim,
            KnownSecrets known,
            Agents agents,
            HostId host,
            SlipwayHome home,
            Installation installation,
            GitHubClients clients,
            SecretScanner scanner,
            Toolchains toolchains,
            @Lazy WorkflowClient client,
            @Value("${slipway.slots}") int slots) {
        claim.clean(new Redaction(known.values()), agents.sessionFolders());
        WorkerSettings worker = installation.worker();
        return new HostSessions(
                host,
                home,
                new SessionLimits(slots, worker.grace(), worker.minFreeDisk(), SessionLimits.RETENTION),
                installation.github().gitUrl(),
                clients::git,
                scanner,
                name -> toolchains.find(name).map(ToolchainDefinition::ignore).orElse(List.of()),
                (workflowId, opened) -> WorkflowSignals.by(client).workspaceOpened(workflowId, opened));
    }

    /** Begins while the rest of the process is still being put together. */
    @Bean
    HostCheck hostCheck(SlipwayHome home, ProcessLauncher launcher, SecretScanner scanner) {
        return HostCheck.start(home, launcher, scanner);
    }

    @Bean
    WorkspaceActivities workspaceActivities(HostSessions sessions) {
        return new WorkspaceActivitiesImpl(sessions);
    }

    @Bean
    WorkspaceStepActivities workspaceStepActivities(
            HostSessions sessions, ArtifactStore artifacts, SecretScanner scanner) {
        return new WorkspaceStepActivitiesImpl(sessions, artifacts, scanner);
    }

    @Bean
    AgentActivities agentActivities(
            HostSessions sessions,
            Agents agents,
            ArtifactStore artifacts,
            SecretScanner scanner,
            KnownSecrets known,
            Toolchains toolchains,
            Installation installation,
            @Lazy WorkflowClient client,
            SlipwayHome home,
            HostLedger ledger) {
        ModelPrices prices = ModelPrices.load(home.prices(), installation.usdPerThousandTokens());
        Prompts prompts = Prompts.load(home.config().resolve("prompts"));
        AgentActivities runs = new AgentActivitiesImpl(
                sessions,
                agents,
                prompts::render,
                name -> toolchains.find(name).map(ToolchainDefinition::guidance).orElse(""),
                artifacts,
                scanner,
                known::values,
                new AgentPoolDesk(client),
                (agent, model, reported, tokens) -> prices.spent(model, reported, tokens),
                ledger::cut);
        return new RecordedAgentRuns(runs, ledger);
    }

    @Bean
    HostLedger hostLedger(Ledger ledger, HostId host) {
        return new HostLedger(ledger, host);
    }

    @Bean
    VerificationActivities verificationActivities(
            HostSessions sessions,
            Toolchains toolchains,
            SlipwayHome home,
            ProcessLauncher launcher,
            ArtifactStore artifacts,
            KnownSecrets known) {
        return new VerificationActivitiesImpl(
                sessions, new ToolchainRunner(toolchains, home, launcher, System.getenv()), artifacts, known::values);
    }
}
