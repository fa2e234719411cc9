package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import org.momoko.error.ProtocolException;

/**
 * What ReadyForQuery, backend message 'Z' (PostgreSQL manual, Message Formats), reports: one byte, the transaction
 * status of the session.
 */
public enum TransactionStatus {
    /** 'I': not in a transaction block. A BEGIN leads to {@link #IN_TRANSACTION}. */
    IDLE,
    /** 'T': in a transaction block. An error leads to {@link #FAILED}, COMMIT or ROLLBACK to {@link #IDLE}. */
    IN_TRANSACTION,
    /** 'E': in a transaction block that an error made useless; only ROLLBACK (to {@link #IDLE}) or to a savepoint helps. */
    FAILED;

    /**
     * Reads the body of a ReadyForQuery, in place.
     *
     * @param index of the body in the buffer, which is not changed
     * @throws ProtocolException if the body is not one known status byte
     */
    public static TransactionStatus read(ByteBuf buffer, int index, int length) {
        if (length != 1) {
            throw new ProtocolException("ReadyForQuery: 1 byte expected, " + length + " found");
        }
        return of(buffer.getByte(index));
    }

    private static TransactionStatus of(byte status) {
        return switch (status) {
            case 'I' -> IDLE;
            case 'T' -> IN_TRANSACTION;
            case 'E' -> FAILED;
            default ->
                throw new ProtocolException("ReadyForQuery: transaction status I, T or E expected, 0x"
                        + Integer.toHexString(Byte.toUnsignedInt(status)) + " found");
        };
    }
}
