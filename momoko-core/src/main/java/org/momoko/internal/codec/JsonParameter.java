package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import org.momoko.error.MomokoException;
import org.momoko.error.ParameterException;
import org.momoko.type.Json;
import org.momoko.type.JsonCodec;
import org.momoko.type.Oid;

/** {@link Json}: its text as an untyped string, so it fits json, jsonb and text. */
final class JsonParameter extends ParameterType<Json> {
    @Override
    int oid(Json value, Codecs codecs) {
        return Oid.UNSPECIFIED;
    }

    @Override
    void literal(LiteralWriter out, Json value) {
        out.quoted(write(value, out.codecs()));
    }

    @Override
    void text(StringBuilder out, Json value, Codecs codecs) {
        out.append(write(value, codecs));
    }

    @Override
    void writeText(ByteBuf out, Json value, Codecs codecs) {
        Utf8.write(out, write(value, codecs));
    }

    private static String write(Json value, Codecs codecs) {
        String raw = value.rawText();
        if (raw != null) {
            return raw;
        }
        JsonCodec codec = codecs.json();
        if (codec == null) {
            throw new ParameterException("Json.of needs a JSON library or a registered JsonCodec; there is neither");
        }
        try {
            return value.toText(codec);
        } catch (MomokoException ours) {
            throw ours;
        } catch (RuntimeException fromCodec) {
            throw new ParameterException("the JSON codec could not write a parameter", fromCodec);
        }
    }
}
