/** Explains why an application could not start, and what to change. Imports Momoko's exceptions and Spring Boot's diagnostics only. */
@NullMarked
package org.momoko.spring.boot.diagnostics;

import org.jspecify.annotations.NullMarked;
