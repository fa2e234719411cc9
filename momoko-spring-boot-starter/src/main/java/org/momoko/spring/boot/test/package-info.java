/**
 * Tests of an application's own SQL. Uses Spring Boot's test support, which only tests have on their class path; nothing
 * else of the starter uses this package.
 */
@NullMarked
package org.momoko.spring.boot.test;

import org.jspecify.annotations.NullMarked;
