/** Gives an application its pool: properties, connection details and the pool's life in the application context. Imports the public packages of Momoko's core, and what every Spring Boot application has. */
@NullMarked
package org.momoko.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
