package org.momoko.spring.boot.autoconfigure.transaction;

import java.util.function.Function;

/** Has Momoko's errors shown as others; a type of its own, so that no function bean of the application is taken for it. */
record ErrorTranslation(Function<Throwable, Throwable> function) {

    Throwable apply(Throwable error) {
        return function.apply(error);
    }
}
