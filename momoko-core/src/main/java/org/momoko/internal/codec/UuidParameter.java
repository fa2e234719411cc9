package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import java.util.UUID;
import org.momoko.type.Oid;

/** UUID: {@code '…'::uuid}, 16 bytes in binary. */
final class UuidParameter extends TypedParameter<UUID> {
    UuidParameter() {
        super(Oid.UUID, "uuid");
    }

    @Override
    void text(StringBuilder out, UUID value) {
        out.append(value);
    }

    @Override
    void binary(ByteBuf out, UUID value) {
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
    }
}
