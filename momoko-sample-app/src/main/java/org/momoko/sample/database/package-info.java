/**
 * Where the data lives: the embedded PostgreSQL, and the schema with its first data. Imports the starter's public types
 * and Spring; only this package knows the embedded server.
 */
@NullMarked
package org.momoko.sample.database;

import org.jspecify.annotations.NullMarked;
