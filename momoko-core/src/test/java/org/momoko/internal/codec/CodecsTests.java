package org.momoko.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.momoko.error.DataException;
import org.momoko.error.ParameterException;
import org.momoko.testing.Contract;
import org.momoko.type.Codec;
import org.momoko.type.Json;
import org.momoko.type.JsonCodec;
import org.momoko.type.Oid;

class CodecsTests {
    private static final int POINT = 20_000;
    private static final int POINT_ARRAY = 20_001;

    private record Point(int x, int y) {}

    private static final class PointCodec implements Codec<Point> {
        private final boolean binary;

        PointCodec(boolean binary) {
            this.binary = binary;
        }

        @Override
        public String typeName() {
            return "app.pt";
        }

        @Override
        public Class<Point> javaType() {
            return Point.class;
        }

        @Override
        public Point read(String text) {
            int slash = text.indexOf('/');
            return new Point(Integer.parseInt(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        }

        @Override
        public String write(Point value) {
            return value.x() + "/" + value.y();
        }

        @Override
        public boolean binary() {
            return binary;
        }

        @Override
        public Point readBinary(ByteBuffer data) {
            return new Point(data.getInt(), data.getInt());
        }

        @Override
        public byte[] writeBinary(Point value) {
            return ByteBuffer.allocate(8).putInt(value.x()).putInt(value.y()).array();
        }
    }

    private static final class UpperCase implements JsonCodec {
        @Override
        public @Nullable Object read(String text) {
            return text.toUpperCase(java.util.Locale.ROOT);
        }

        @Override
        public <T> @Nullable T read(String text, Class<T> type) {
            throw new IllegalStateException("no classes");
        }

        @Override
        public String write(@Nullable Object value) {
            return "\"" + value + "\"";
        }
    }

    @Test
    @Contract("3.2/3.3 user adapter")
    void aUsersCodecReadsAndWritesText() {
        Codecs codecs = Wire.CODECS.with(POINT, POINT_ARRAY, new PointCodec(false));
        assertThat(Wire.text(codecs, POINT, "1/2", TextSettings.DEFAULT)).isEqualTo(new Point(1, 2));
        assertThat(Wire.text(codecs, POINT_ARRAY, "{1/2,NULL}", TextSettings.DEFAULT))
                .isEqualTo(java.util.Arrays.asList(new Point(1, 2), null));
        assertThat(Wire.literal(codecs, new Point(1, 2), true)).isEqualTo("'1/2'::app.pt");
        assertThat(Wire.literal(codecs, List.of(new Point(1, 2)), true)).isEqualTo("ARRAY['1/2'::app.pt]");
        Parameters parameters = new Parameters(codecs);
        assertThat(parameters.oid(new Point(1, 2))).isEqualTo(POINT);
        assertThat(parameters.oid(List.of(new Point(1, 2)))).isEqualTo(POINT_ARRAY);
        assertThat(parameters.binary(POINT)).isFalse();
        assertThat(Wire.boundBytes(codecs, new Point(1, 2), POINT)).isEqualTo("1/2".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Contract("3.2/3.3 user adapter")
    void aUsersCodecWithABinaryFormUsesIt() {
        Codecs codecs = Wire.CODECS.with(POINT, POINT_ARRAY, new PointCodec(true));
        assertThat(codecs.byOid(POINT).binary()).isTrue();
        assertThat(new Parameters(codecs).binary(POINT_ARRAY)).isTrue();
        assertThat(Wire.bound(codecs, new Point(1, 2), POINT)).isEqualTo("0000000100000002");
        byte[] array = Wire.boundBytes(codecs, List.of(new Point(1, 2)), POINT_ARRAY);
        assertThat(Wire.binary(codecs, POINT_ARRAY, array, TextSettings.DEFAULT))
                .isEqualTo(List.of(new Point(1, 2)));
    }

    @Test
    void whatAUsersCodecThrowsIsTheCause() {
        Codecs codecs = Wire.CODECS.with(POINT, 0, new PointCodec(true));
        assertThatThrownBy(() -> Wire.text(codecs, POINT, "secret/1", TextSettings.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageNotContaining("secret")
                .hasCauseInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> Wire.binary(codecs, POINT, new byte[3], TextSettings.DEFAULT))
                .isInstanceOf(DataException.class);
        assertThat(new Parameters(codecs).oid(List.of(new Point(1, 2)))).isEqualTo(Parameters.UNBINDABLE);
    }

    @Test
    void registeringChangesACopyOnly() {
        Codecs json = Wire.CODECS.withJson(new UpperCase());
        assertThat(Wire.text(json, Oid.JSON, "\"a\"", TextSettings.DEFAULT)).isEqualTo("\"A\"");
        assertThat(Wire.text(json, Oid.JSONB_ARRAY, "{a}", TextSettings.DEFAULT))
                .isEqualTo(List.of("A"));
        assertThat(Wire.text(Oid.JSON, "\"a\"")).isEqualTo("a");
        assertThat(Wire.literal(json, Json.of("x"), true)).isEqualTo("'\"x\"'");
        assertThat(Wire.literal(Json.of("x"))).isEqualTo("'\"x\"'");
        Wire.CODECS.withHstore(1, 2);
        Wire.CODECS.with(POINT, POINT_ARRAY, new PointCodec(false));
        assertThatThrownBy(() -> Wire.literal(new Point(1, 2))).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> Wire.literal(Map.of())).isInstanceOf(ParameterException.class);
    }

    @Test
    void jsonErrorsOfACodecAreTheCause() {
        Codecs json = Wire.CODECS.withJson(new UpperCase());
        byte[] text = "\"a\"".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> json.byOid(Oid.JSON).decodeAs(text, 0, 3, false, TextSettings.DEFAULT, Point.class))
                .isInstanceOf(DataException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }
}
