/** The actuator endpoint that shows pools. Imports the public packages of Momoko's core and Spring Boot's actuator only. */
@NullMarked
package org.momoko.spring.boot.endpoint;

import org.jspecify.annotations.NullMarked;
