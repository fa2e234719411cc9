/** Registers the health contributor where the application has Spring Boot's health. Imports {@code autoconfigure} and {@code health}. */
@NullMarked
package org.momoko.spring.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
