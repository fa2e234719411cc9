/** Runs SQL scripts when an application starts, and lets pools wait for that and for migrations. Imports the public packages of Momoko's core and Boot's support for SQL. */
@NullMarked
package org.momoko.spring.boot.sql;

import org.jspecify.annotations.NullMarked;
