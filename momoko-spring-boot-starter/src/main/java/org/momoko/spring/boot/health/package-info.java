/** Tells Spring Boot's health endpoint how a pool is. Imports the public packages of Momoko's core and {@code spring-boot-health} only. */
@NullMarked
package org.momoko.spring.boot.health;

import org.jspecify.annotations.NullMarked;
