package org.momoko.config;

/** Which of several hosts will do ({@code target_session_attrs}). Source: libpq, "Parameter Key Words". */
public enum TargetSessionAttrs {
    /** Any that answers. The default. */
    ANY,
    /** One whose transactions may write. */
    READ_WRITE,
    /** One whose transactions may not write. */
    READ_ONLY,
    /** One that is not in recovery. */
    PRIMARY,
    /** One that is in recovery. */
    STANDBY,
    /** A standby; if there is none, any. */
    PREFER_STANDBY
}
