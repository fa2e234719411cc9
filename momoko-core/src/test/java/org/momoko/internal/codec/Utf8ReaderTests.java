package org.momoko.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class Utf8ReaderTests {
    private static final int ROUNDS = 200_000;

    /** From wholly ASCII over Latin-1 to everything there is, surrogate pairs included. */
    private static String text(Random random) {
        int[] bounds = {0x80, 0x100, 0x800, 0x10000, 0x110000};
        int bound = bounds[random.nextInt(bounds.length)];
        int rare = 1 + random.nextInt(20);
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(100); left > 0; left--) {
            int character = random.nextInt(random.nextInt(rare) == 0 ? bound : 0x80);
            text.appendCodePoint(character >= 0xD800 && character < 0xE000 ? 'x' : character);
        }
        return text.toString();
    }

    private static void readsAsTheJdkDoes(Random random) {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = text(random).getBytes(StandardCharsets.UTF_8);
            if (round % 3 == 0 && bytes.length > 0) {
                // malformed, mostly
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int offset = random.nextInt(bytes.length + 1);
            int length = random.nextInt(bytes.length - offset + 1);
            assertThat(Utf8Reader.read(bytes, offset, length))
                    .isEqualTo(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }
    }

    private static void longTexts() {
        for (String part : new String[] {"plain", "caf\u00e9", "\u30d5\u30ec", "\ud83d\ude00"}) {
            byte[] bytes = part.repeat(1000).getBytes(StandardCharsets.UTF_8);
            assertThat(Utf8Reader.read(bytes, 0, bytes.length)).isEqualTo(part.repeat(1000));
        }
    }

    @Test
    void everyTextIsReadAsTheJdkReadsIt() {
        readsAsTheJdkDoes(new Random(20_261_127));
        longTexts();
    }

    @Test
    void andOnAnEventLoop() throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread loop = new FastThreadLocalThread(() -> {
            try {
                readsAsTheJdkDoes(new Random(20_261_128));
                longTexts();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        loop.start();
        done.get();
    }
}
