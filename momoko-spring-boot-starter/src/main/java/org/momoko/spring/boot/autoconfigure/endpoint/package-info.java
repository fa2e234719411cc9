/** Registers the endpoint where the application has the actuator. Imports {@code autoconfigure} and {@code endpoint}. */
@NullMarked
package org.momoko.spring.boot.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
