package org.momoko.spring.boot.test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** {@link AutoConfiguration Auto-configuration} that puts the transaction of a {@link MomokoTest} in front of each pool. */
@AutoConfiguration
public final class RollbackAutoConfiguration {

    @Bean
    static TestPools momokoTestPools() {
        return new TestPools();
    }
}
