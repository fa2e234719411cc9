/** Connects an application under test to a PostgreSQL container. Imports the connection details and Testcontainers. */
@NullMarked
package org.momoko.spring.boot.testcontainers;

import org.jspecify.annotations.NullMarked;
