package org.momoko.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.ToIntFunction;

/** A subscriber that keeps a number of each row, and asks for as many as the test says. */
class Collected<T> implements Flow.Subscriber<T> {
    private final ToIntFunction<T> number;
    private final List<Integer> numbers = new ArrayList<>();
    private final CompletableFuture<List<Integer>> end = new CompletableFuture<>();
    private volatile Flow.Subscription subscription;
    private volatile int count;

    Collected(ToIntFunction<T> number) {
        this.number = number;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(T row) {
        numbers.add(number.applyAsInt(row));
        count = numbers.size();
    }

    @Override
    public void onError(Throwable error) {
        if (!end.completeExceptionally(error)) {
            throw new AssertionError("a second end", error);
        }
    }

    @Override
    public void onComplete() {
        if (!end.complete(numbers)) {
            throw new AssertionError("a second end");
        }
    }

    void request(long rows) {
        subscription.request(rows);
    }

    void cancel() {
        subscription.cancel();
    }

    int count() {
        return count;
    }

    /** The numbers so far, to be read after the end. */
    List<Integer> numbers() {
        return numbers;
    }

    CompletableFuture<List<Integer>> end() {
        return end;
    }

    /** Asks for all rows that are left. */
    CompletableFuture<List<Integer>> all() {
        request(Long.MAX_VALUE);
        return end;
    }
}
