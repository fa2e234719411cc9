/**
 * The table of the behaviour contract: which tests prove which line, and how they ended. Reads annotations, reports of runs and the list
 * of lines; imports nothing of the client.
 */
@NullMarked
package org.momoko.coverage;

import org.jspecify.annotations.NullMarked;
