/**
 * Fixtures that all modules share through core's test-jar: a real PostgreSQL server, a proxy that cuts, a server that plays a script, a
 * clock set by hand, and the rules that hold after every test. Imports the JDK, JUnit, Logback, Netty's leak detector and pgjdbc (for
 * administration), never Momoko itself, so that the tests look at Momoko with independent eyes.
 */
@NullMarked
package org.momoko.testing;

import org.jspecify.annotations.NullMarked;
