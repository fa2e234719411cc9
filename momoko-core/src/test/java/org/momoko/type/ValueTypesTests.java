package org.momoko.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.momoko.error.ParameterException;

class ValueTypesTests {
    @Test
    void rangesCompareByTheirEnds() {
        assertThat(Range.closedOpen(1, 10))
                .isEqualTo(Range.of(1, true, 10, false))
                .hasToString("[1,10)");
        assertThat(Range.closedOpen(1, 10)).isNotEqualTo(Range.closed(1, 10));
        assertThat(Range.closed(null, 5)).hasToString("[,5]");
        assertThat(Range.<Integer>empty().isEmpty()).isTrue();
        assertThat(Range.empty()).hasToString("empty").isNotEqualTo(Range.of(null, false, null, false));
    }

    @Test
    void anEmptyTupleIsRefused() {
        assertThatThrownBy(Pg::tuple).isInstanceOf(ParameterException.class);
        assertThat(Pg.tuple(1, null).values()).containsExactly(1, null);
    }

    @Test
    void aTupleDoesNotChangeWithItsArray() {
        Object[] values = {1, 2};
        Tuple tuple = Pg.tuple(values);
        values[0] = 9;
        assertThat(tuple.values()).containsExactly(1, 2);
    }

    @Test
    void identifiersAreQuoted() {
        assertThat(Sql.identifier("a\"b").text()).isEqualTo("\"a\"\"b\"");
        assertThat(Sql.identifier("\"; DROP TABLE t; --").text()).isEqualTo("\"\"\"; DROP TABLE t; --\"");
        assertThat(Sql.raw("now()").text()).isEqualTo("now()");
    }

    @Test
    void parametersDoNotShowTheirValues() {
        assertThat(Json.text("secret")).hasToString("Json");
        assertThat(Pg.tuple("secret")).hasToString("Tuple of 1");
    }

    @Test
    void addressesShowAPrefixThatIsNotTheWholeAddress() throws Exception {
        InetAddress address = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
        assertThat(new Inet(address, 8)).hasToString("10.0.0.1/8");
        assertThat(Inet.host(address)).hasToString("10.0.0.1");
        assertThatThrownBy(() -> new Inet(address, 33)).isInstanceOf(IllegalArgumentException.class);
    }
}
