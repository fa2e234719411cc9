package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Notification;
import org.momoko.error.ProtocolException;
import org.momoko.internal.protocol.BackendKeyData;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.ErrorResponse;
import org.momoko.internal.protocol.NoticeResponse;
import org.momoko.internal.protocol.NotificationResponse;
import org.momoko.internal.protocol.ParameterStatus;
import org.momoko.internal.protocol.TransactionStatus;

/**
 * The receiving side of a session: gives every message to whom it belongs, and keeps what the server last said of
 * itself. What may come at any time goes to the session's events and settings, everything else to the oldest exchange in
 * flight. Messages are taken on the event loop; the getters of volatile fields may be called from any thread.
 */
final class Receiver {
    private final Session session;
    private final Sender sender;
    private final SessionEvents events;
    private final PreparedStatements prepared;
    private final ReportedSettings settings = new ReportedSettings();
    private volatile TransactionStatus transactionStatus = TransactionStatus.IDLE;
    private volatile @Nullable BackendKeyData key;

    Receiver(Session session, Sender sender, SessionEvents events, PreparedStatements prepared) {
        this.session = session;
        this.sender = sender;
        this.events = events;
        this.prepared = prepared;
    }

    ReportedSettings settings() {
        return settings;
    }

    TransactionStatus transactionStatus() {
        return transactionStatus;
    }

    /** What a CancelRequest has to carry; null before the server has said it. */
    @Nullable
    BackendKeyData key() {
        return key;
    }

    void key(BackendKeyData data) {
        key = data;
    }

    /** See {@link Session#message}. */
    void message(byte type, ByteBuf buffer, int index, int length) {
        switch (type) {
            case BackendMessageType.NOTICE_RESPONSE -> events.notice(NoticeResponse.read(buffer.slice(index, length)));
            case BackendMessageType.NOTIFICATION_RESPONSE -> notification(buffer.slice(index, length));
            case BackendMessageType.PARAMETER_STATUS ->
                settings.take(ParameterStatus.read(buffer.slice(index, length)));
            case BackendMessageType.READY_FOR_QUERY -> ready(TransactionStatus.read(buffer, index, length));
            default -> forward(type, buffer, index, length);
        }
    }

    private void notification(ByteBuf body) {
        NotificationResponse response = NotificationResponse.read(body);
        events.notification(new Notification(response.processId(), response.channel(), response.payload()));
    }

    private void forward(byte type, ByteBuf buffer, int index, int length) {
        Exchange<?> oldest = sender.oldest();
        if (oldest != null) {
            oldest.message(session, type, buffer, index, length);
        } else if (type == BackendMessageType.ERROR_RESPONSE) {
            // outside an exchange only a FATAL error can come: the server is about to end the session
            session.fatal(ErrorResponse.read(buffer.slice(index, length)));
        } else {
            throw unasked(type);
        }
    }

    private void ready(TransactionStatus status) {
        transactionStatus = status;
        Exchange<?> oldest = sender.oldest();
        if (oldest == null) {
            throw unasked(BackendMessageType.READY_FOR_QUERY);
        }
        session.started();
        if (!oldest.ready(session, status)) {
            sender.again(oldest);
            return;
        }
        sender.answered(oldest);
        if (status == TransactionStatus.IDLE) {
            prepareWhatWaited();
        }
        session.answered(oldest);
    }

    private static ProtocolException unasked(byte type) {
        return Exchange.unexpected(type, "while no statement is running");
    }

    /** The transaction is over: has the server parse what this session missed in it, before the next caller's statement. */
    private void prepareWhatWaited() {
        for (Statement statement; (statement = prepared.nextToPrepare()) != null; ) {
            if (statement.verdict() != Statement.Verdict.LITERAL_ONLY && prepared.find(statement) == null) {
                sender.submitFirst(new PrepareExchange(session.context(), statement));
            }
        }
    }
}
