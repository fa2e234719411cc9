package org.momoko.internal.codec;

import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DataException;

/**
 * {@code hstore} as an unmodifiable {@code Map<String, String>} in the server's order; values may be null. Binary
 * ({@code contrib/hstore/hstore_io.c}): int32 number of pairs, per pair int32 length and key, int32 length and value, −1
 * for NULL.
 */
final class HstoreColumn extends ColumnCodec {
    HstoreColumn() {
        super("hstore");
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public Class<?> javaType() {
        return Map.class;
    }

    @Override
    public Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return Collections.unmodifiableMap(
                binary ? readBinary(data, offset, length) : new TextReader(data, offset, length).read());
    }

    @Override
    String text(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, (Map<?, ?>) value);
        return out.toString();
    }

    /** Appends the text form, {@code "a"=>"b", "c"=>NULL}. */
    static void append(StringBuilder out, Map<?, ?> map) {
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            separator = ", ";
            quote(out, (CharSequence) entry.getKey());
            out.append("=>");
            if (entry.getValue() == null) {
                out.append("NULL");
            } else {
                quote(out, (CharSequence) entry.getValue());
            }
        }
    }

    private static void quote(StringBuilder out, CharSequence text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    private Map<String, @Nullable String> readBinary(byte[] data, int offset, int length) {
        BinaryReader in = new BinaryReader(typeName(), data, offset, length);
        int count = in.readCount(8);
        Map<String, @Nullable String> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int keyLength = in.readLength();
            if (keyLength < 0) {
                throw in.malformed("NULL as a key");
            }
            String key = Bytes.utf8(data, in.skip(keyLength), keyLength);
            int valueLength = in.readLength();
            map.put(key, valueLength < 0 ? null : Bytes.utf8(data, in.skip(valueLength), valueLength));
        }
        in.requireEnd();
        return map;
    }

    /** Reads the text form, in which keys and values are always quoted and only NULL is not. */
    private static final class TextReader {
        private final byte[] data;
        private final int end;
        private int position;

        TextReader(byte[] data, int offset, int length) {
            this.data = data;
            this.position = offset;
            this.end = offset + length;
        }

        Map<String, @Nullable String> read() {
            Map<String, @Nullable String> map = new LinkedHashMap<>();
            while (position < end) {
                if (!map.isEmpty()) {
                    expect(", ");
                }
                String key = quoted();
                expect("=>");
                if (position < end && data[position] == 'N') {
                    expect("NULL");
                    map.put(key, null);
                } else {
                    map.put(key, quoted());
                }
            }
            return map;
        }

        private String quoted() {
            expect("\"");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (true) {
                byte value = next();
                if (value == '"') {
                    return Bytes.utf8(bytes.toByteArray(), 0, bytes.size());
                }
                bytes.write(value == '\\' ? next() : value);
            }
        }

        private void expect(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (next() != text.charAt(i)) {
                    throw malformed();
                }
            }
        }

        private byte next() {
            if (position == end) {
                throw malformed();
            }
            return data[position++];
        }

        private static DataException malformed() {
            return new DataException("hstore: malformed text, expected \"key\"=>\"value\" pairs");
        }
    }
}
