package org.momoko.spring.boot.test;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.MomokoConnectionDetails;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} of a database for the default pool of a {@link MomokoTest}, on an embedded
 * server. Exclude it to test with what the properties say.
 */
@AutoConfiguration(before = MomokoAutoConfiguration.class)
@ConditionalOnClass(EmbeddedPostgres.class)
@ConditionalOnMissingBean(MomokoConnectionDetails.class)
public final class EmbeddedDatabaseAutoConfiguration {

    @Bean
    MomokoConnectionDetails embeddedMomokoConnectionDetails() {
        return EmbeddedServer.newDatabase();
    }
}
