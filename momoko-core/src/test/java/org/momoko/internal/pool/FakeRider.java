package org.momoko.internal.pool;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A caller who shares, and remembers what it was told. */
class FakeRider extends FakeWaiter implements Rider<FakeResource> {
    private final Lanes<FakeResource> lanes;
    int work;

    FakeRider(Lanes<FakeResource> lanes) {
        this.lanes = lanes;
    }

    @Override
    public @Nullable Rider<FakeResource> asRider() {
        return this;
    }

    @Override
    public void granted(FakeResource granted) {
        lanes.open(granted, this);
    }

    @Override
    public void boarded(FakeResource lane) {
        super.granted(lane);
    }

    @Override
    public int workNanos() {
        return work;
    }

    @Override
    String kind() {
        return "rider";
    }

    /** The lane that it is in. */
    FakeResource lane() {
        return Objects.requireNonNull(resource);
    }
}
