package org.momoko.internal.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DataException;

/** Reads the text form of an array: {@code [5:6]={1,NULL,"a\"b",{…}}}. Bounds are skipped; only an unquoted NULL is null. */
final class ArrayTextReader {
    private final String type;
    private final ColumnCodec element;
    private final char delimiter;
    private final byte[] data;
    private final int end;
    private final TextSettings settings;
    private int position;

    ArrayTextReader(
            String type,
            ColumnCodec element,
            char delimiter,
            byte[] data,
            int offset,
            int length,
            TextSettings settings) {
        this.type = type;
        this.element = element;
        this.delimiter = delimiter;
        this.data = data;
        this.position = offset;
        this.end = offset + length;
        this.settings = settings;
    }

    List<@Nullable Object> read() {
        if (position < end && data[position] == '[') {
            while (position < end && data[position] != '=') {
                position++;
            }
            position++;
        }
        List<@Nullable Object> list = list(1);
        if (position != end) {
            throw malformed();
        }
        return list;
    }

    private List<@Nullable Object> list(int depth) {
        if (peek() != '{' || depth > ArrayColumn.MAX_DIMENSIONS) {
            throw malformed();
        }
        position++;
        List<@Nullable Object> items = new ArrayList<>();
        if (peek() == '}') {
            position++;
            return Collections.unmodifiableList(items);
        }
        while (true) {
            items.add(peek() == '{' ? list(depth + 1) : item());
            byte next = peek();
            position++;
            if (next == '}') {
                return Collections.unmodifiableList(items);
            }
            if (next != delimiter) {
                throw malformed();
            }
        }
    }

    private @Nullable Object item() {
        if (peek() == '"') {
            return quoted();
        }
        int first = position;
        while (peek() != delimiter && peek() != '}') {
            if (data[position] == '"' || data[position] == '{' || data[position] == '\\') {
                throw malformed();
            }
            position++;
        }
        int length = position - first;
        if (length == 0) {
            throw malformed();
        }
        return isNull(first, length) ? null : element.decode(data, first, length, false, settings);
    }

    private @Nullable Object quoted() {
        int first = ++position;
        int escapes = 0;
        while (peek() != '"') {
            if (data[position] == '\\') {
                position++;
                escapes++;
            }
            position++;
        }
        int length = position++ - first;
        if (escapes == 0) {
            return element.decode(data, first, length, false, settings);
        }
        byte[] plain = new byte[length - escapes];
        int from = first;
        for (int i = 0; i < plain.length; i++) {
            if (data[from] == '\\') {
                from++;
            }
            plain[i] = data[from++];
        }
        return element.decode(plain, 0, plain.length, false, settings);
    }

    private boolean isNull(int first, int length) {
        return length == 4
                && (data[first] | 0x20) == 'n'
                && (data[first + 1] | 0x20) == 'u'
                && (data[first + 2] | 0x20) == 'l'
                && (data[first + 3] | 0x20) == 'l';
    }

    private byte peek() {
        if (position >= end) {
            throw malformed();
        }
        return data[position];
    }

    private DataException malformed() {
        return new DataException(type + ": malformed text, expected an array in braces");
    }
}
