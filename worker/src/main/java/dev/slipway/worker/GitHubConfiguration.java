package dev.slipway.worker;

import dev.slipway.activities.batch.BatchActivitiesImpl;
import dev.slipway.activities.github.AccountInspector;
import dev.slipway.activities.github.GitHubClients;
import dev.slipway.activities.github.Principals;
import dev.slipway.activities.github.RepositoryActivitiesImpl;
import dev.slipway.activities.github.WritePacing;
import dev.slipway.activities.ledger.Ledger;
import dev.slipway.activities.ledger.LedgerReader;
import dev.slipway.batch.BatchActivities;
import dev.slipway.repository.RepositoryActivities;
import dev.slipway.settings.installation.Installation;
import dev.slipway.settings.secret.SecretResolver;
import io.temporal.client.WorkflowClient;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Short network calls: GitHub, and Temporal itself. */
@Configuration(proxyBeanMethods = false)
class GitHubConfiguration {
    @Bean
    PoolSignals poolSignals(@Lazy WorkflowClient client) {
        return new PoolSignals(client);
    }

    @Bean
    Principals principals(PoolSignals reports) {
        return new Principals(InstantSource.system(), reports);
    }

    @Bean
    GitHubClients gitHubClients(Installation installation, SecretResolver secrets, Principals principals) {
        return new GitHubClients(installation.github(), installation.accounts(), secrets::resolve, principals);
    }

    @Bean
    AccountInspector accountInspector(GitHubClients clients) {
        return new AccountInspector(clients);
    }

    @Bean
    RepositoryActivities repositoryActivities(GitHubClients clients, Installation installation, PoolSignals pool) {
        return new RepositoryActivitiesImpl(
                clients, new WritePacing(installation.github().writeSpacing(), pool));
    }

    @Bean
    BatchActivities batchActivities(@Lazy WorkflowClient client, Ledger ledger) {
        return new BatchActivitiesImpl(client, new LedgerReader(ledger)::repository);
    }
}
