/**
 * Tests of the behaviour contract against a real server, through the public interface only. Imports the public packages and the
 * fixtures of {@code org.momoko.testing}, nothing internal, so that they hold whatever the inside looks like.
 */
@NullMarked
package org.momoko.contract;

import org.jspecify.annotations.NullMarked;
