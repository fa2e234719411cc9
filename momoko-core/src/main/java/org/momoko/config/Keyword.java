package org.momoko.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** libpq's spelling of an enum constant: lower case, words joined by hyphens. */
final class Keyword {
    private Keyword() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> @Nullable E find(Class<E> type, String keyword) {
        for (E constant : type.getEnumConstants()) {
            if (of(constant).equals(keyword)) {
                return constant;
            }
        }
        return null;
    }

    static String list(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Keyword::of).collect(Collectors.joining(", "));
    }
}
