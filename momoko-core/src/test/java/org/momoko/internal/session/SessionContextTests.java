package org.momoko.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionContextTests {
    private final SessionContext context = new Conversation().context;

    @Test
    void timeLimitBeyondWhatAClockCanCountIsAsGoodAsNone() {
        long deadline = context.deadline(Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(deadline - System.nanoTime())
                .isGreaterThan(Duration.ofDays(36_500).toNanos());
    }
}
