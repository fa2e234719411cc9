/** Registers the meters where the application has Micrometer. Imports {@code autoconfigure} and {@code metrics}. */
@NullMarked
package org.momoko.spring.boot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
