package dev.slipway.worker;

import dev.slipway.activities.ledger.Ledger;
import dev.slipway.activities.ledger.LedgerActivitiesImpl;
import dev.slipway.ledger.LedgerActivities;
import dev.slipway.settings.installation.Installation;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.secret.SecretResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The ledger, to which whoever talks to GitHub and whoever runs agents writes. */
@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {
    @Bean(destroyMethod = "close")
    Ledger ledger(Installation installation, SlipwayHome home, SecretResolver secrets) {
        return Ledger.of(installation.stores(), home, secrets);
    }

    @Bean
    LedgerActivities ledgerActivities(Ledger ledger) {
        return new LedgerActivitiesImpl(ledger);
    }
}
