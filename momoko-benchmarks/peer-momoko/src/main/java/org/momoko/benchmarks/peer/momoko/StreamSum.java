package org.momoko.benchmarks.peer.momoko;

import java.util.concurrent.Flow;
import java.util.function.ToLongFunction;
import org.momoko.api.Row;
import org.momoko.benchmarks.harness.Lane;

/** Adds up what the rows of a stream give; asks for all of them, as its reader is never slow. */
final class StreamSum implements Flow.Subscriber<Row> {
    private final Lane lane;
    private final ToLongFunction<Row> value;
    private long sum;

    StreamSum(Lane lane, ToLongFunction<Row> value) {
        this.lane = lane;
        this.value = value;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Row row) {
        sum += value.applyAsLong(row);
    }

    @Override
    public void onError(Throwable error) {
        lane.failed(error);
    }

    @Override
    public void onComplete() {
        lane.done(sum);
    }
}
