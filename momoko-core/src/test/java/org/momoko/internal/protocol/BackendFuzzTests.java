package org.momoko.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.momoko.error.ProtocolException;
import org.momoko.testing.Fuzz;
import org.momoko.testing.HexBytes;

class BackendFuzzTests {
    private static final int ROUNDS = 200_000;

    private static final List<Consumer<ByteBuf>> READERS = List.of(
            AuthenticationRequest::read,
            BackendKeyData::read,
            body -> CommandTag.read(body, body.readerIndex(), body.readableBytes()),
            body -> CopyResponse.read(BackendMessageType.COPY_IN_RESPONSE, body),
            ErrorResponse::read,
            NegotiateProtocolVersion::read,
            NoticeResponse::read,
            NotificationResponse::read,
            ParameterDescription::read,
            ParameterStatus::read,
            RowDescription::read,
            body -> TransactionStatus.read(body, body.readerIndex(), body.readableBytes()),
            body -> DataRow.checkFields(body, body.readerIndex(), body.readableBytes(), 3),
            body -> FrameHeader.messageBytes(body, body.readerIndex(), FrameHeader.MAX_BODY_BYTES));

    /** A valid body for each reader, to be damaged. */
    private static final List<byte[]> SEEDS = List.of(
            HexBytes.bytes("0000000a 41 00 42 00 00"),
            HexBytes.bytes("0000002a 01020304"),
            HexBytes.bytes("494e53455254203020352000"),
            HexBytes.bytes("01 0002 0001 0001"),
            HexBytes.bytes("53 4500 43 343230303000 4d 6d00 50 3100 00"),
            HexBytes.bytes("00030000 00000001 5f70 00"),
            HexBytes.bytes("53 4500 00"),
            HexBytes.bytes("0000002a 6368 00 7000"),
            HexBytes.bytes("0002 00000017 00000019"),
            HexBytes.bytes("5400 5500"),
            HexBytes.bytes("0001 6e00 00000000 0000 00000017 0004 ffffffff 0000"),
            HexBytes.bytes("49"),
            HexBytes.bytes("0003 00000002 6162 ffffffff 00000001 63"),
            HexBytes.bytes("44 00000008 01020304"));

    @Test
    void randomBodiesFailOnlyWithProtocolException() {
        Fuzz.rounds(20_260_901, seed -> {
            Random random = new Random(seed);
            int refused = 0;
            for (int round = 0; round < ROUNDS; round++) {
                byte[] body = new byte[random.nextInt(40)];
                random.nextBytes(body);
                // Zeros make terminators, small counts and short lengths likely.
                for (int i = 0; i < body.length; i++) {
                    if (random.nextInt(3) == 0) {
                        body[i] = 0;
                    }
                }
                refused += read(READERS.get(round % READERS.size()), body);
            }
            assertThat(refused).isBetween(ROUNDS / 4, ROUNDS - 1);
        });
    }

    @Test
    void damagedMessagesFailOnlyWithProtocolException() {
        Fuzz.rounds(20_260_902, seed -> {
            Random random = new Random(seed);
            int refused = 0;
            for (int round = 0; round < ROUNDS; round++) {
                int reader = round % READERS.size();
                byte[] body = SEEDS.get(reader).clone();
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
                refused += read(READERS.get(reader), Arrays.copyOf(body, body.length + random.nextInt(3) - 1));
            }
            assertThat(refused).isBetween(ROUNDS / 4, ROUNDS - 1);
        });
    }

    @Test
    void announcedSizesAllocateNothing() {
        // Each of these announces about as much as its field can; only the thread's own allocation is measured.
        List<byte[]> greedy = List.of(
                HexBytes.bytes("0000000b"),
                HexBytes.bytes("0000002a"),
                HexBytes.bytes("53454c45435420393939393939393939"),
                HexBytes.bytes("01 ffff 0000"),
                HexBytes.bytes("4d"),
                HexBytes.bytes("00030000 7fffffff 00"),
                HexBytes.bytes("4d"),
                HexBytes.bytes("0000002a 41"),
                HexBytes.bytes("ffff 00000000"),
                HexBytes.bytes("41"),
                HexBytes.bytes("ffff 00"),
                HexBytes.bytes("0000"),
                HexBytes.bytes("0003 7fffffff"),
                HexBytes.bytes("44 3fffffff"));
        for (int i = 0; i < READERS.size(); i++) {
            read(READERS.get(i), greedy.get(i));
        }
        long before = allocatedBytes();
        for (int i = 0; i < READERS.size(); i++) {
            read(READERS.get(i), greedy.get(i));
        }
        assertThat(allocatedBytes() - before).isLessThan(READERS.size() * 20_000L);
    }

    /** 1 if the reader refused the body; any other failure escapes. The body is followed by bytes that are not its own. */
    private static int read(Consumer<ByteBuf> reader, byte[] body) {
        ByteBuf buffer =
                Unpooled.wrappedBuffer(body, HexBytes.bytes("00ff00ff")).slice(0, body.length);
        try {
            reader.accept(buffer);
            return 0;
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotBlank();
            return 1;
        }
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
