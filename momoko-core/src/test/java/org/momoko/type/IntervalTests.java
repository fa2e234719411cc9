package org.momoko.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Period;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.DataException;
import org.momoko.error.ParameterException;
import org.momoko.testing.Contract;

class IntervalTests {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // postgres
                "1 year 2 mons 3 days 04:05:06.789    | 14 | 3 | 14706789000",
                "-1 years -2 mons +3 days -04:05:06   | -14 | 3 | -14706000000",
                "1 day -02:03:04                      | 0 | 1 | -7384000000",
                "00:00:00                             | 0 | 0 | 0",
                "-00:00:00.000001                     | 0 | 0 | -1",
                "100:00:00                            | 0 | 0 | 360000000000",
                "-2 days                              | 0 | -2 | 0",
                // postgres_verbose
                "@ 1 year 2 mons 3 days 4 hours 5 mins 6.789 secs     | 14 | 3 | 14706789000",
                "@ 1 year 2 mons -3 days 4 hours 5 mins 6 secs ago    | -14 | 3 | -14706000000",
                "@ 1 sec ago                          | 0 | 0 | -1000000",
                "@ 0                                  | 0 | 0 | 0",
                // sql_standard
                "1-2                                  | 14 | 0 | 0",
                "-1-2                                 | -14 | 0 | 0",
                "3 4:05:06.789                        | 0 | 3 | 14706789000",
                "-3 4:05:06                           | 0 | -3 | -14706000000",
                "+1-2 -3 +4:05:06                     | 14 | -3 | 14706000000",
                "-1-2 +3 -4:05:06                     | -14 | 3 | -14706000000",
                "4:05:06                              | 0 | 0 | 14706000000",
                "0                                    | 0 | 0 | 0",
                // iso_8601
                "P1Y2M3DT4H5M6.789S                   | 14 | 3 | 14706789000",
                "P-1Y-2M3DT-4H-5M-6.5S                | -14 | 3 | -14706500000",
                "PT-0.000001S                         | 0 | 0 | -1",
                "PT0S                                 | 0 | 0 | 0",
            })
    void everyIntervalStyleIsRead(String text, int months, int days, long microseconds) {
        assertThat(Interval.parse(text)).isEqualTo(new Interval(months, days, microseconds));
    }

    @Test
    void infinitiesAreRead() {
        assertThat(Interval.parse("infinity")).isEqualTo(Interval.INFINITY);
        assertThat(Interval.parse("-infinity")).isEqualTo(Interval.NEGATIVE_INFINITY);
        assertThat(Interval.INFINITY).hasToString("infinity");
        assertThat(Interval.NEGATIVE_INFINITY).hasToString("-infinity");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "P",
                "@",
                "1",
                "1.5",
                "year",
                "1 fortnight",
                "1:2:3:4",
                "12:",
                "P1X",
                "1 year 2",
                "@ 1 day ago ago",
                "99999999999 days",
                "99999999999999999999 secs",
                "--1 day"
            })
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> Interval.parse(text)).isInstanceOf(DataException.class);
    }

    @Test
    @Contract("S36")
    void oneYearTwoMonthsThreeDaysAre428Days() {
        assertThat(Interval.parse("1 year 2 mons 3 days").toDuration()).isEqualTo(Duration.ofDays(428));
        assertThat(new Interval(-14, 0, -1).toDuration())
                .isEqualTo(Duration.ofDays(-425).minusNanos(1000));
        assertThatThrownBy(Interval.INFINITY::toDuration).isInstanceOf(DataException.class);
    }

    @Test
    void durationsBecomeDaysAndAPositiveRest() {
        assertThat(Interval.of(Duration.ofHours(49))).isEqualTo(new Interval(0, 2, 3_600_000_000L));
        assertThat(Interval.of(Duration.ofSeconds(-1))).isEqualTo(new Interval(0, -1, 86_399_000_000L));
        assertThat(Interval.of(Duration.ofNanos(1_999))).isEqualTo(new Interval(0, 0, 1));
        assertThatThrownBy(() -> Interval.of(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(ParameterException.class);
    }

    @Test
    void periodsBecomeMonthsAndDays() {
        assertThat(Interval.of(Period.of(1, -2, 3))).isEqualTo(new Interval(10, 3, 0));
        assertThatThrownBy(() -> Interval.of(Period.ofYears(Integer.MAX_VALUE))).isInstanceOf(ParameterException.class);
    }

    @Test
    void textIsThatOfTheServer() {
        assertThat(new Interval(14, 3, 14_706_789_000L)).hasToString("1 year 2 mons 3 days 04:05:06.789");
        assertThat(new Interval(-14, 3, -14_706_000_000L)).hasToString("-1 years -2 mons +3 days -04:05:06");
        assertThat(new Interval(0, 0, 0)).hasToString("00:00:00");
        assertThat(new Interval(0, -1, 1)).hasToString("-1 days +00:00:00.000001");
    }

    @Test
    @Contract({"S36", "3.4 interval"})
    void textRoundTripsLosslessly() {
        Random random = new Random(42);
        for (int i = 0; i < 2000; i++) {
            Interval interval = new Interval(
                    random.nextInt() >> random.nextInt(32),
                    random.nextInt() >> random.nextInt(32),
                    random.nextLong() >> random.nextInt(64));
            assertThat(Interval.parse(interval.toString())).isEqualTo(interval);
        }
        Interval smallest = new Interval(Integer.MIN_VALUE, 0, Long.MIN_VALUE);
        assertThat(Interval.parse(smallest.toString())).isEqualTo(smallest);
    }
}
