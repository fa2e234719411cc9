/** Connects an application in development to a PostgreSQL service of Docker Compose. Imports the connection details and Boot's support for Compose. */
@NullMarked
package org.momoko.spring.boot.docker;

import org.jspecify.annotations.NullMarked;
