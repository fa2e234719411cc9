/**
 * Takes a statement's text apart: what kind of statement it is, where its placeholders are, and the texts that go on the
 * wire in their place. Imports the JDK and {@code org.momoko.error} only.
 */
@NullMarked
package org.momoko.internal.sql;

import org.jspecify.annotations.NullMarked;
