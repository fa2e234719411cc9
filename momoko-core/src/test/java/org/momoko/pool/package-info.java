/** Pools against a real server, through the public API. Imports the public packages and the fixtures. */
@NullMarked
package org.momoko.pool;

import org.jspecify.annotations.NullMarked;
