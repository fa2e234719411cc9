/** Explains why an application could not start, and what to change. Imports the properties, Momoko's exceptions and Spring Boot's diagnostics. */
@NullMarked
package org.momoko.spring.boot.diagnostics;

import org.jspecify.annotations.NullMarked;
