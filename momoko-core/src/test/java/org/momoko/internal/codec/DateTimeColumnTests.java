package org.momoko.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.internal.codec.Wire.binary;
import static org.momoko.internal.codec.Wire.binaryAs;
import static org.momoko.internal.codec.Wire.text;
import static org.momoko.internal.codec.Wire.textAs;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.DataException;
import org.momoko.testing.Contract;
import org.momoko.type.Interval;
import org.momoko.type.Oid;

class DateTimeColumnTests {
    private static final ZoneOffset ODD_OFFSET = ZoneOffset.ofHoursMinutesSeconds(5, 21, 10);

    @Test
    void datesOfAllEras() {
        assertThat(text(Oid.DATE, "2020-01-02")).isEqualTo(LocalDate.of(2020, 1, 2));
        assertThat(text(Oid.DATE, "0044-03-15 BC")).isEqualTo(LocalDate.of(-43, 3, 15));
        assertThat(text(Oid.DATE, "20000-01-01")).isEqualTo(LocalDate.of(20000, 1, 1));
        assertThat(text(Oid.DATE, "5874897-12-31")).isEqualTo(LocalDate.of(5874897, 12, 31));
        assertThat(text(Oid.DATE, "infinity")).isEqualTo(LocalDate.MAX);
        assertThat(text(Oid.DATE, "-infinity")).isEqualTo(LocalDate.MIN);
        assertThat(binary(Oid.DATE, "00000000")).isEqualTo(LocalDate.of(2000, 1, 1));
        assertThat(binary(Oid.DATE, "00001c89"))
                .isEqualTo(LocalDate.of(2020, 1, 1).plusDays(0));
        assertThat(binary(Oid.DATE, "7fffffff")).isEqualTo(LocalDate.MAX);
        assertThat(binary(Oid.DATE, "80000000")).isEqualTo(LocalDate.MIN);
        assertThat(binary(Oid.DATE, Wire.bound(LocalDate.of(-43, 3, 15)))).isEqualTo(LocalDate.of(-43, 3, 15));
    }

    @Test
    void timesUpToTheEndOfTheDay() {
        assertThat(text(Oid.TIME, "01:02:03.000004")).isEqualTo(LocalTime.of(1, 2, 3, 4000));
        assertThat(text(Oid.TIME, "01:02:03.5")).isEqualTo(LocalTime.of(1, 2, 3, 500_000_000));
        assertThat(text(Oid.TIME, "24:00:00")).isEqualTo(LocalTime.MIDNIGHT);
        assertThat(binary(Oid.TIME, "000000141dd76000")).isEqualTo(LocalTime.MIDNIGHT);
        assertThat(binary(Oid.TIME, "00000000000f4240")).isEqualTo(LocalTime.of(0, 0, 1));
        assertThatThrownBy(() -> binary(Oid.TIME, "000000141dd76001")).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> binary(Oid.TIME, "ffffffffffffffff")).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> text(Oid.TIME, "24:00:01")).isInstanceOf(DataException.class);
    }

    @Test
    void timesWithOffset() {
        assertThat(text(Oid.TIMETZ, "01:02:03+05:21:10")).isEqualTo(OffsetTime.of(1, 2, 3, 0, ODD_OFFSET));
        assertThat(text(Oid.TIMETZ, "24:00:00-08")).isEqualTo(OffsetTime.of(0, 0, 0, 0, ZoneOffset.ofHours(-8)));
        assertThat(binary(Oid.TIMETZ, "00000000000f4240 fffff1f0"))
                .isEqualTo(OffsetTime.of(0, 0, 1, 0, ZoneOffset.ofHours(1)));
        assertThatThrownBy(() -> binary(Oid.TIMETZ, "0000000000000000 80000000"))
                .isInstanceOf(DataException.class);
    }

    @Test
    void timestampsOfAllEras() {
        assertThat(text(Oid.TIMESTAMP, "2020-01-02 03:04:05.000678"))
                .isEqualTo(LocalDateTime.of(2020, 1, 2, 3, 4, 5, 678_000));
        assertThat(text(Oid.TIMESTAMP, "0044-03-15 01:02:03 BC")).isEqualTo(LocalDateTime.of(-43, 3, 15, 1, 2, 3));
        assertThat(text(Oid.TIMESTAMP, "294276-12-31 23:59:59.999999"))
                .isEqualTo(LocalDateTime.of(294276, 12, 31, 23, 59, 59, 999_999_000));
        assertThat(text(Oid.TIMESTAMP, "infinity")).isEqualTo(LocalDateTime.MAX);
        assertThat(text(Oid.TIMESTAMP, "-infinity")).isEqualTo(LocalDateTime.MIN);
        assertThat(binary(Oid.TIMESTAMP, "fffffffffff0bdc0")).isEqualTo(LocalDateTime.of(1999, 12, 31, 23, 59, 59));
        assertThat(binary(Oid.TIMESTAMP, "7fffffffffffffff")).isEqualTo(LocalDateTime.MAX);
        assertThat(binary(Oid.TIMESTAMP, "8000000000000000")).isEqualTo(LocalDateTime.MIN);
    }

    @Test
    void pointsInTimeKeepTheOffsetOfTheText() {
        assertThat(text(Oid.TIMESTAMPTZ, "2020-01-02 03:04:05+05:21:10"))
                .isEqualTo(OffsetDateTime.of(2020, 1, 2, 3, 4, 5, 0, ODD_OFFSET));
        assertThat(text(Oid.TIMESTAMPTZ, "0044-03-15 01:02:03.5-05:30 BC"))
                .isEqualTo(OffsetDateTime.of(-43, 3, 15, 1, 2, 3, 500_000_000, ZoneOffset.ofHoursMinutes(-5, -30)));
        assertThat(text(Oid.TIMESTAMPTZ, "infinity")).isEqualTo(OffsetDateTime.MAX);
        assertThat(binary(Oid.TIMESTAMPTZ, "8000000000000000")).isEqualTo(OffsetDateTime.MIN);
    }

    /** 2020-07-01 12:00 UTC is 646920000000000 microseconds after 2000-01-01. */
    @ParameterizedTest
    @CsvSource({
        "UTC, 2020-07-01T12:00Z",
        "Europe/Berlin, 2020-07-01T14:00+02:00",
        "America/New_York, 2020-07-01T08:00-04:00",
        "Asia/Kolkata, 2020-07-01T17:30+05:30",
        "<+05:30>-05:30, 2020-07-01T17:30+05:30",
        "<-03>3, 2020-07-01T09:00-03:00",
        "UTC+5, 2020-07-01T07:00-05:00",
        "Etc/GMT+5, 2020-07-01T07:00-05:00",
        "EST, 2020-07-01T07:00-05:00",
        "No/Such_Zone, 2020-07-01T12:00Z",
        "CET-1CEST, 2020-07-01T12:00Z",
    })
    void binaryPointsInTimeGetTheOffsetOfTheSession(String zone, OffsetDateTime expected) {
        TextSettings settings = TextSettings.DEFAULT.with("TimeZone", zone);
        assertThat(binary(Oid.TIMESTAMPTZ, "00024c5ecccc5000", settings)).isEqualTo(expected);
    }

    @Test
    void offsetsFollowTheHistoryOfTheZone() {
        TextSettings berlin = TextSettings.DEFAULT.with("TimeZone", "Europe/Berlin");
        String winter = Wire.bound(Instant.parse("2020-01-01T00:00:00Z"));
        assertThat(binary(Oid.TIMESTAMPTZ, winter, berlin))
                .isEqualTo(OffsetDateTime.of(2020, 1, 1, 1, 0, 0, 0, ZoneOffset.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"German", "SQL, DMY", "Postgres, MDY"})
    @Contract({"S39", "3.4 session changes"})
    void textUnderAnotherDateStyleFailsAndNamesIt(String style) {
        TextSettings settings = TextSettings.DEFAULT.with("DateStyle", style);
        for (int oid : new int[] {Oid.DATE, Oid.TIMESTAMP, Oid.TIMESTAMPTZ, Oid.DATE_ARRAY, Oid.DATERANGE}) {
            String text =
                    oid == Oid.DATE_ARRAY ? "{01.02.2020}" : oid == Oid.DATERANGE ? "[01.02.2020,)" : "01.02.2020";
            assertThatThrownBy(() -> text(oid, text, settings))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("DateStyle is " + style);
        }
        assertThat(binary(Oid.DATE, "00000000", settings)).isEqualTo(LocalDate.of(2000, 1, 1));
    }

    @Test
    void anIsoStyleWithAnyFieldOrderIsRead() {
        TextSettings settings = TextSettings.DEFAULT.with("DateStyle", "ISO, DMY");
        assertThat(text(Oid.DATE, "2020-02-01", settings)).isEqualTo(LocalDate.of(2020, 2, 1));
    }

    @Test
    void settingsOfNoInterestChangeNothing() {
        assertThat(TextSettings.DEFAULT.with("application_name", "x")).isSameAs(TextSettings.DEFAULT);
        TextSettings settings =
                TextSettings.DEFAULT.with("IntervalStyle", "iso_8601").with("TimeZone", "Asia/Tokyo");
        assertThat(settings.intervalStyle()).isEqualTo("iso_8601");
        assertThat(settings.timeZone()).isEqualTo("Asia/Tokyo");
        assertThat(settings.dateStyle()).isEqualTo("ISO, MDY");
    }

    @Test
    void intervalsInBothFormats() {
        assertThat(text(Oid.INTERVAL, "1 year 2 mons 3 days 04:05:06")).isEqualTo(new Interval(14, 3, 14_706_000_000L));
        assertThat(binary(Oid.INTERVAL, "ffffffffffffffff 00000003 0000000e")).isEqualTo(new Interval(14, 3, -1));
        assertThat(binary(Oid.INTERVAL, "7fffffffffffffff 7fffffff 7fffffff")).isEqualTo(Interval.INFINITY);
        assertThat(textAs(Oid.INTERVAL, "1 year 2 mons 3 days", Duration.class)).isEqualTo(Duration.ofDays(428));
        assertThat(textAs(Oid.INTERVAL, "1 year 2 mons 3 days", Period.class)).isEqualTo(Period.of(1, 2, 3));
        assertThatThrownBy(() -> textAs(Oid.INTERVAL, "00:00:01", Period.class)).isInstanceOf(DataException.class);
        assertThat(textAs(Oid.INTERVAL, "P1Y", String.class)).isEqualTo("1 year");
    }

    @Test
    @SuppressWarnings("JavaUtilDate")
    void pointsInTimeConvertToOtherClasses() {
        assertThat(textAs(Oid.TIMESTAMPTZ, "2020-01-02 03:04:05+00", Instant.class))
                .isEqualTo(Instant.parse("2020-01-02T03:04:05Z"));
        assertThat(textAs(Oid.TIMESTAMPTZ, "infinity", Instant.class)).isEqualTo(Instant.MAX);
        assertThat(textAs(Oid.TIMESTAMPTZ, "2020-01-02 03:04:05+01", ZonedDateTime.class))
                .isEqualTo(ZonedDateTime.of(2020, 1, 2, 3, 4, 5, 0, ZoneOffset.ofHours(1)));
        assertThat(textAs(Oid.TIMESTAMPTZ, "1970-01-01 00:00:01+00", Date.class))
                .isEqualTo(new Date(1000));
        assertThatThrownBy(() -> textAs(Oid.TIMESTAMP, "2020-01-02 03:04:05", Instant.class))
                .hasMessage("column type timestamp cannot be read as java.time.Instant");
        assertThatThrownBy(() -> textAs(Oid.TIMESTAMPTZ, "2020-01-02 03:04:05+00", LocalDateTime.class))
                .isInstanceOf(DataException.class);
    }

    @Test
    void stringsAreTheSameInBothFormats() {
        assertThat(binaryAs(Oid.DATE, Wire.bound(LocalDate.of(-43, 3, 15)), String.class))
                .isEqualTo("0044-03-15 BC");
        assertThat(binaryAs(Oid.TIME, Wire.bound(LocalTime.of(1, 2, 3, 500_000_000)), String.class))
                .isEqualTo("01:02:03.5");
        assertThat(binaryAs(Oid.TIMESTAMP, "7fffffffffffffff", String.class)).isEqualTo("infinity");
        assertThat(binaryAs(Oid.TIMESTAMPTZ, "00024c5ecccc5000", String.class)).isEqualTo("2020-07-01 12:00:00+00");
        assertThat(textAs(Oid.TIMESTAMPTZ, "2020-07-01 12:00:00+05:30", String.class))
                .isEqualTo("2020-07-01 12:00:00+05:30");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-13-01", "2020-02-30", "2020-1-1", "2020-01-02 AD", "20-01-02", "2020-01-02 03:04:05"})
    void whatIsNoDateIsRefused(String text) {
        assertThatThrownBy(() -> text(Oid.DATE, text)).isInstanceOf(DataException.class);
    }
}
