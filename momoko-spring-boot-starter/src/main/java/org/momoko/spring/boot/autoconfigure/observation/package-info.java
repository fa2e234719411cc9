/** Auto-configuration of observations, where the application has Micrometer's observation. */
@NullMarked
package org.momoko.spring.boot.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
