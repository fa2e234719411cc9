package org.momoko.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.DataException;
import org.momoko.error.ProtocolException;
import org.momoko.testing.Fuzz;
import org.momoko.type.Interval;
import org.momoko.type.Oid;

/** Every decoder on random bytes: it returns a value or fails with one of the two exceptions it may fail with. */
class FuzzTests {
    private static final int[] OIDS = {
        Oid.BOOL,
        Oid.BYTEA,
        Oid.INT2,
        Oid.INT4,
        Oid.INT8,
        Oid.OID,
        Oid.FLOAT4,
        Oid.FLOAT8,
        Oid.NUMERIC,
        Oid.TEXT,
        Oid.DATE,
        Oid.TIME,
        Oid.TIMETZ,
        Oid.TIMESTAMP,
        Oid.TIMESTAMPTZ,
        Oid.INTERVAL,
        Oid.UUID,
        Oid.JSON,
        Oid.JSONB,
        Oid.INET,
        Oid.INT4_ARRAY,
        Oid.TEXT_ARRAY,
        Oid.NUMERIC_ARRAY,
        Oid.TIMESTAMPTZ_ARRAY,
        Oid.INT4RANGE,
        Oid.NUMRANGE,
        Oid.TSTZRANGE,
        Oid.DATERANGE_ARRAY,
        Oid.JSONB_ARRAY,
        FuzzTests.HSTORE
    };
    private static final int HSTORE = 16400;
    private static final Codecs CODECS = Wire.CODECS.withHstore(HSTORE, 16405);
    private static final TextSettings SETTINGS = TextSettings.DEFAULT.with("TimeZone", "Europe/Berlin");

    private int decoded;
    private int refused;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void randomBytesNeverEscape(boolean binary) {
        Fuzz.rounds(1, seed -> {
            Random random = new Random(seed);
            for (int oid : OIDS) {
                for (int round = 0; round < 3000; round++) {
                    byte[] bytes = new byte[random.nextInt(40)];
                    random.nextBytes(bytes);
                    if (round % 2 == 0) {
                        // Mostly zeros make plausible counts and lengths.
                        for (int i = 0; i < bytes.length; i++) {
                            bytes[i] &= (byte) (random.nextInt(4) == 0 ? 0x1F : 0);
                        }
                    }
                    decode(oid, bytes, binary);
                }
            }
            assertThat(decoded).isPositive();
            assertThat(refused).isPositive();
        });
    }

    @Test
    void randomTextOfPlausibleCharactersNeverEscapes() {
        Fuzz.rounds(2, seed -> {
            Random random = new Random(seed);
            String alphabet = "0123456789-+:. {}[](),\"\\=>NULLinfinityBCPTxe";
            for (int oid : OIDS) {
                for (int round = 0; round < 3000; round++) {
                    byte[] bytes = new byte[random.nextInt(20)];
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
                    }
                    decode(oid, bytes, false);
                }
            }
            assertThat(refused).isPositive();
        });
    }

    @Test
    void everyPrefixAndEveryFlippedBitOfValidValuesIsHandled() {
        List<Object> values = List.of(
                1,
                1.5,
                List.of("a", "b"),
                List.of(List.of(1), List.of(2)),
                new Interval(1, 2, 3),
                true,
                new java.math.BigDecimal("12345.678"),
                java.time.Instant.EPOCH,
                java.time.OffsetTime.MAX);
        Parameters parameters = new Parameters(CODECS);
        for (Object value : values) {
            int oid = parameters.oid(value);
            byte[] bytes = Wire.boundBytes(CODECS, value, oid);
            for (int length = 0; length < bytes.length; length++) {
                decode(oid, java.util.Arrays.copyOf(bytes, length), true);
            }
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                decode(oid, flipped, true);
            }
        }
        assertThat(decoded).isPositive();
        assertThat(refused).isPositive();
    }

    private void decode(int oid, byte[] bytes, boolean binary) {
        ColumnCodec codec = CODECS.byOid(oid);
        byte[] padded = Wire.padded(bytes);
        List<Runnable> reads = new ArrayList<>();
        reads.add(() -> codec.decode(padded, 3, bytes.length, binary, SETTINGS));
        reads.add(() -> codec.decodeString(padded, 3, bytes.length, binary, SETTINGS));
        reads.add(() -> codec.decodeLong(padded, 3, bytes.length, binary, SETTINGS));
        reads.add(() -> codec.decodeDouble(padded, 3, bytes.length, binary, SETTINGS));
        for (Runnable read : reads) {
            try {
                read.run();
                decoded++;
            } catch (DataException | ProtocolException expected) {
                refused++;
            }
        }
    }
}
