package org.momoko.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.momoko.type.Interval;

/** What is written in binary is read back the same, and its text form too. */
class RoundTripTests {
    private static final Parameters PARAMETERS = new Parameters(Wire.CODECS);

    @Test
    void datesAndTimes() {
        roundTrip(random -> LocalDate.ofEpochDay(random.nextInt(2_000_000) - 1_000_000));
        roundTrip(RoundTripTests::time);
        roundTrip(random -> OffsetTime.of(time(random), ZoneOffset.ofTotalSeconds(random.nextInt(100_000) - 50_000)));
        roundTrip(RoundTripTests::timestamp);
        roundTrip(random -> timestamp(random).atOffset(ZoneOffset.UTC));
        roundTrip(random -> new Interval(random.nextInt(), random.nextInt(), random.nextLong()));
    }

    @Test
    void otherScalars() {
        roundTrip(Random::nextInt);
        roundTrip(random -> Integer.MAX_VALUE + 1L + random.nextInt(Integer.MAX_VALUE));
        roundTrip(Random::nextBoolean);
        roundTrip(random -> new UUID(random.nextLong(), random.nextLong()));
        roundTrip(random -> BigDecimal.valueOf(random.nextLong(), 1 + random.nextInt(30)));
        roundTrip(random -> {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            return bytes;
        });
    }

    @Test
    void arrays() {
        roundTrip(random -> list(random, r -> r.nextInt()));
        roundTrip(random -> list(random, RoundTripTests::word));
        roundTrip(random -> list(random, RoundTripTests::timestamp));
        roundTrip(random -> {
            List<Object> outer = new ArrayList<>();
            int width = 1 + random.nextInt(3);
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                List<Object> inner = new ArrayList<>();
                for (int j = 0; j < width; j++) {
                    inner.add(word(random));
                }
                outer.add(inner);
            }
            return outer;
        });
    }

    @Test
    void instantsComeBackAsTheSameInstant() {
        Random random = new Random(5);
        for (int i = 0; i < 1000; i++) {
            Instant instant = timestamp(random).toInstant(ZoneOffset.UTC);
            byte[] bytes = Wire.boundBytes(Wire.CODECS, instant, PARAMETERS.oid(instant));
            TextSettings settings = TextSettings.DEFAULT.with("TimeZone", "America/St_Johns");
            assertThat(Wire.CODECS
                            .byOid(PARAMETERS.oid(instant))
                            .decodeAs(bytes, 0, bytes.length, true, settings, Instant.class))
                    .isEqualTo(instant);
        }
    }

    private static void roundTrip(Function<Random, Object> values) {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            Object value = values.apply(random);
            int oid = PARAMETERS.oid(value);
            assertThat(PARAMETERS.binary(oid)).isTrue();
            byte[] bytes = Wire.boundBytes(Wire.CODECS, value, oid);
            assertThat(Wire.binary(Wire.CODECS, oid, bytes, TextSettings.DEFAULT))
                    .isEqualTo(value);
            String text = Wire.CODECS.byOid(oid).decodeString(bytes, 0, bytes.length, true, TextSettings.DEFAULT);
            assertThat(Wire.text(oid, text)).isEqualTo(value);
        }
    }

    private static LocalTime time(Random random) {
        return LocalTime.ofNanoOfDay(random.nextInt(86_400) * 1_000_000_000L + random.nextInt(1_000_000) * 1000L);
    }

    private static LocalDateTime timestamp(Random random) {
        return LocalDate.ofEpochDay(random.nextInt(2_000_000) - 1_000_000).atTime(time(random));
    }

    private static String word(Random random) {
        String alphabet = "ab \"\\{},NULnul\u00e9\t";
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            word.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return word.toString();
    }

    private static List<Object> list(Random random, Function<Random, Object> elements) {
        List<Object> list = new ArrayList<>();
        list.add(elements.apply(random));
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(random.nextInt(4) == 0 ? null : elements.apply(random));
        }
        return list;
    }
}
