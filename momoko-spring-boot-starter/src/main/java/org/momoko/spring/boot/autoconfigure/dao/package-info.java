/** Registers the exception translator where the application has spring-tx. Imports {@code autoconfigure} and {@code dao}. */
@NullMarked
package org.momoko.spring.boot.autoconfigure.dao;

import org.jspecify.annotations.NullMarked;
