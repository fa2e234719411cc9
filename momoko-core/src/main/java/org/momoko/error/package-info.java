/** Everything that can go wrong, as unchecked exceptions in the tree of DB-API 2.0, with the fields of the server's ErrorResponse. Imports the JDK only. */
@NullMarked
package org.momoko.error;

import org.jspecify.annotations.NullMarked;
