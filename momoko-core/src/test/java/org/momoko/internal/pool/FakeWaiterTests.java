package org.momoko.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the models' failures show is short, and only of those with whom something is wrong. */
class FakeWaiterTests {
    private final PoolWorld world =
            PoolWorld.open(pool -> pool.size(1).maxSize(1).pipelining(1));

    @Test
    void aCallerSaysWhatItWasTold() {
        FakeWaiter granted = world.acquire();
        FakeRider waiting = world.enter();

        assertThat(granted.toString()).matches("caller \\d+ granted r1");
        assertThat(waiting.toString()).matches("rider \\d+ waiting");

        world.core.close();
        waiting.withdrawn = true;
        assertThat(waiting.toString()).matches("rider \\d+ withdrawn, rejected with PoolClosedException");
    }

    @Test
    void onlyThoseToldTooOftenOrNotAtAllAreWronglyTold() {
        FakeWaiter right = world.acquire();
        FakeWaiter gone = world.acquire();
        gone.withdrawn = true;
        FakeWaiter forgotten = world.acquire();
        FakeWaiter toldTwice = world.acquire();
        toldTwice.told = 2;

        assertThat(FakeWaiter.wronglyTold(List.of(right, gone, forgotten, toldTwice)))
                .containsExactly(forgotten, toldTwice);
        assertThat(toldTwice.toString()).endsWith("told 2 times");
    }
}
