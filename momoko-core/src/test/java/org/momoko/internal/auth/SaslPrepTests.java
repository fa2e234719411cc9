package org.momoko.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SaslPrepTests {
    @Test
    void examplesOfTheRfc() {
        // RFC 4013, section 3; the last two are refused there, and used as they are by PostgreSQL.
        assertThat(prepare("I\u00adX")).isEqualTo("IX");
        assertThat(prepare("user")).isEqualTo("user");
        assertThat(prepare("USER")).isEqualTo("USER");
        assertThat(prepare("\u00aa")).isEqualTo("a");
        assertThat(prepare("\u2168")).isEqualTo("IX");
        assertThat(prepare("\u0007")).isEqualTo("\u0007");
        assertThat(prepare("\u06271")).isEqualTo("\u06271");
    }

    @Test
    void otherSpacesBecomeSpaces() {
        assertThat(prepare("a\u00a0b\u1680c\u2003d\u200be\u202ff\u205fg\u3000h"))
                .isEqualTo("a b c d e f g h");
    }

    @Test
    void invisibleCharactersVanish() {
        assertThat(prepare("a\u034f\u1806\u180b\u200c\u200d\u2060\ufe0f\ufeffb"))
                .isEqualTo("ab");
        // Nothing would be left: PostgreSQL then takes the password as it is.
        assertThat(prepare("\u00ad")).isEqualTo("\u00ad");
    }

    @Test
    void textIsComposed() {
        assertThat(prepare("u\u0308")).isEqualTo("ü");
        assertThat(prepare("ｐ１")).isEqualTo("p1");
    }

    @Test
    void prohibitedCharacterKeepsThePasswordAsItIs() {
        // Each would otherwise have its full-width letter normalised.
        for (String prohibited :
                new String[] {"\u0080", "\ue000", "\ufffd", "\u2ff0", "\u200e", "\u0007", "\udb40\udc01"}) {
            assertThat(prepare("ｐ" + prohibited)).isEqualTo("ｐ" + prohibited);
        }
    }

    @Test
    void characterNewerThanUnicode32KeepsThePasswordAsItIs() {
        assertThat(prepare("ｐ😀")).isEqualTo("ｐ😀");
        assertThat(prepare("ｐ\u0221")).isEqualTo("ｐ\u0221");
        assertThat(prepare("ｐ\u0220")).isEqualTo("p\u0220");
    }

    @Test
    void mixedDirectionsKeepThePasswordAsItIs() {
        assertThat(prepare("\u0627ｐ\u0627")).isEqualTo("\u0627ｐ\u0627");
        assertThat(prepare("\u0627１")).isEqualTo("\u0627１");
        assertThat(prepare("\u0627１\u0627")).isEqualTo("\u06271\u0627");
    }

    @Test
    void refusedRangesHaveSharpEdges() {
        assertThat(SaslPrepTables.refuses(0x1f)).isTrue();
        assertThat(SaslPrepTables.refuses(0x20)).isFalse();
        assertThat(SaslPrepTables.refuses(0x7e)).isFalse();
        assertThat(SaslPrepTables.refuses(0x7f)).isTrue();
        assertThat(SaslPrepTables.refuses(0xa0)).isTrue();
        assertThat(SaslPrepTables.refuses(0xa1)).isFalse();
        assertThat(SaslPrepTables.refuses(0xdfff)).isTrue();
        assertThat(SaslPrepTables.refuses(0x10ffff)).isTrue();
    }

    private static String prepare(String password) {
        return new String(SaslPrep.prepare(password), StandardCharsets.UTF_8);
    }
}
