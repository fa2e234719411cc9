/**
 * What a connection and a pool are told: immutable configuration and the grammar of libpq connection strings. Imports
 * the JDK, {@code org.momoko.error} and the logging facade, for a password file that is too open to be used.
 */
@NullMarked
package org.momoko.config;

import org.jspecify.annotations.NullMarked;
