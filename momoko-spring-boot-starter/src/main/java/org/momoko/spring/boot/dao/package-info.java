/** Translates Momoko's exceptions to Spring's {@code DataAccessException}s. Imports the public packages of Momoko's core and spring-tx only. */
@NullMarked
package org.momoko.spring.boot.dao;

import org.jspecify.annotations.NullMarked;
