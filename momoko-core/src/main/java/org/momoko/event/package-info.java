/** What happens in pools, told to listeners of the user's. Imports nothing of Momoko's. */
@NullMarked
package org.momoko.event;

import org.jspecify.annotations.NullMarked;
