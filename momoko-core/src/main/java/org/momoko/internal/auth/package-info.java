/**
 * Client side of password authentication: challenge in, response out, without I/O and threads; SCRAM on the JDK's
 * cryptography, because no library at hand caps the iterations and lets derived keys be kept. Imports the JDK and
 * {@code org.momoko.error}.
 */
@NullMarked
package org.momoko.internal.auth;

import org.jspecify.annotations.NullMarked;
