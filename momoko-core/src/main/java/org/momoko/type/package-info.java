/** The value types that PostgreSQL has and the JDK has not, and what users implement to bring their own types. Imports the JDK, JSpecify and {@code org.momoko.error} only. */
@NullMarked
package org.momoko.type;

import org.jspecify.annotations.NullMarked;
