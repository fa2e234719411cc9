package org.momoko.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.momoko.error.DatabaseException;
import org.momoko.error.NotSupportedException;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Fuzz;

/** Damaged connection strings fail in two ways only, and no message repeats any part of the password. */
class DsnFuzzTests {
    private static final int ROUNDS = 40_000;

    /** No two neighbouring letters of it occur in any message of ours. */
    private static final String PASSWORD = "QxZjWvKq";

    private static final List<String> SEEDS = List.of(
            "host=h port=5432 user=u password=" + PASSWORD + " dbname=d sslmode=require",
            "password='" + PASSWORD + "' host='h' options='-c a=b' application_name='x y'",
            "user=u password='it\\'s " + PASSWORD + "' service='' require_auth=md5 connect_timeout=3",
            "sslpassword=" + PASSWORD + " password = " + PASSWORD + " hostaddr=::1 target_session_attrs=any",
            "postgresql://u:" + PASSWORD + "@h:5432/d?sslmode=require&application_name=x%20y",
            "postgres://u:12%2f" + PASSWORD + "@[::1]:1,h2:2/d?connect_timeout=3",
            "postgresql://h/d?user=u&password=" + PASSWORD + "&options=-c%20a%3Db");

    private static final String ALPHABET = "='\\ @:/?&%[],.#!-_0159aAeEhosux\0\t\n\uD83Dé";

    @Test
    void damagedStringsFailClearlyAndKeepTheSecret() {
        Fuzz.rounds(20_240_229, seed -> {
            Random random = new Random(seed);
            int refused = 0;
            for (int round = 0; round < ROUNDS; round++) {
                String dsn = damage(SEEDS.get(random.nextInt(SEEDS.size())), random);
                refused += refused(dsn) ? 1 : 0;
            }
            assertThat(refused).isBetween(ROUNDS / 10, ROUNDS - ROUNDS / 10);
        });
    }

    @Test
    void noiseFailsClearly() {
        Fuzz.rounds(7, seed -> {
            Random random = new Random(seed);
            int refused = 0;
            for (int round = 0; round < ROUNDS; round++) {
                StringBuilder noise = new StringBuilder(round % 2 == 0 ? "" : "postgresql://");
                for (int length = random.nextInt(24); length > 0; length--) {
                    noise.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                }
                refused += refused(noise.toString()) ? 1 : 0;
            }
            assertThat(refused).isBetween(ROUNDS / 10, ROUNDS - 1);
        });
    }

    private static boolean refused(String dsn) {
        try {
            TestEnvironment.parse(dsn);
            return false;
        } catch (DatabaseException e) {
            assertThat(e.getClass()).as(dsn).isIn(ProgrammingException.class, NotSupportedException.class);
            assertThat(Stream.iterate((Throwable) e, t -> t != null, Throwable::getCause))
                    .as(dsn)
                    .allSatisfy(t -> assertThat(pairs()).noneMatch(String.valueOf(t.getMessage())::contains));
            return true;
        }
    }

    private static Stream<String> pairs() {
        return Stream.iterate(0, i -> i + 2 <= PASSWORD.length(), i -> i + 1).map(i -> PASSWORD.substring(i, i + 2));
    }

    /** One to three characters are removed, put in or doubled, or two pieces change places. */
    private static String damage(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                case 2 -> text.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                default -> {
                    char another = seed.charAt(random.nextInt(seed.length()));
                    // two of its letters side by side by chance would look like a part of it
                    text.insert(at, PASSWORD.indexOf(another) < 0 ? another : '=');
                }
            }
        }
        return text.toString();
    }
}
