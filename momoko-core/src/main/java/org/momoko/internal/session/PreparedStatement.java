package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.codec.Codecs;
import org.momoko.internal.codec.Parameters;
import org.momoko.internal.protocol.BindFrontend;
import org.momoko.internal.protocol.FormatCode;
import org.momoko.internal.protocol.Frontend;

/**
 * A statement as it is prepared in one session. Everything of Bind and Execute that does not depend on the values is
 * encoded once.
 */
final class PreparedStatement {
    /** No format code at all means text for every column. */
    private static final short[] NO_FORMATS = {};

    private final String name;
    private final Statement statement;
    private final byte[] bindHead;
    private byte[] tail = BindFrontend.tail(NO_FORMATS);
    private @Nullable ResultDescription description;
    private boolean described;
    private boolean parsed;
    /** Made when it is first asked for, and again when the description changes. */
    private @Nullable Expected expected;

    /**
     * How the server will answer an execution.
     *
     * @param described whether the columns are known, so that no Describe is sent
     * @param columns null for none
     */
    record Expected(
            PreparedStatement statement,
            boolean described,
            @Nullable ResultDescription columns) {}

    PreparedStatement(String name, Statement statement, Parameters parameters) {
        this.name = name;
        this.statement = statement;
        int[] oids = statement.oids();
        short[] formats = new short[oids.length];
        for (int i = 0; i < formats.length; i++) {
            formats[i] = parameters.binary(oids[i]) ? FormatCode.BINARY : FormatCode.TEXT;
        }
        this.bindHead = BindFrontend.head("", name, formats);
    }

    String name() {
        return name;
    }

    Statement statement() {
        return statement;
    }

    /** Whether the server has taken its Parse; until then what is sent behind that cannot rely on it. */
    boolean parsed() {
        return parsed;
    }

    void parseCompleted() {
        parsed = true;
    }

    /** Whether the server has described the result; until then results come as text. */
    boolean described() {
        return described;
    }

    /** The columns in the formats that executions from now on ask for; null when the statement returns no rows. */
    @Nullable
    ResultDescription description() {
        return description;
    }

    /** Keeps the server's description; from now on results come in binary wherever their types allow it. */
    void describe(@Nullable ResultDescription columns) {
        described = true;
        expected = null;
        description = columns == null ? null : columns.inPreferredFormats();
        tail = description == null ? BindFrontend.tail(NO_FORMATS) : BindFrontend.tail(description.formats());
    }

    /** How an execution that is sent now will be answered. */
    Expected expected() {
        Expected known = expected;
        if (known == null) {
            known = new Expected(this, described, description);
            expected = known;
        }
        return known;
    }

    /** Goes over to other codecs, if these are not the ones that the columns are read with. */
    void refresh(Codecs codecs) {
        ResultDescription known = description;
        if (known != null && known.codecs() != codecs) {
            describe(known.with(codecs));
        }
    }

    /** Appends Bind, Execute and Sync. */
    void encode(ByteBuf out, @Nullable Object[] values, Parameters parameters, boolean describePortal) {
        bind(out, values, parameters, describePortal);
        Frontend.executeAllAndSync(out);
    }

    /** Appends Bind, with Describe behind it where the columns are wanted. */
    void bind(ByteBuf out, @Nullable Object[] values, Parameters parameters, boolean describePortal) {
        int start = BindFrontend.begin(out, bindHead);
        int[] oids = statement.oids();
        for (int i = 0; i < oids.length; i++) {
            Object value = values[i];
            if (value == null) {
                out.writeInt(-1);
            } else {
                parameters.write(out, value, oids[i]);
            }
        }
        BindFrontend.end(out, start, tail);
        if (describePortal) {
            Frontend.describePortal(out, "");
        }
    }
}
