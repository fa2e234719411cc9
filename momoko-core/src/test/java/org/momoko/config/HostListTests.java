package org.momoko.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Contract;

class HostListTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | /run/test/.s.PGSQL.5432",
                "port=6000 | /run/test/.s.PGSQL.6000",
                "host='' port='' | /run/test/.s.PGSQL.5432",
                "host=a | a:5432",
                "host=a,b | a:5432 b:5432",
                "host=a,b port=1 | a:1 b:1",
                "host=a,b port=1,2 | a:1 b:2",
                "host=a,b port=,2 | a:5432 b:2",
                "host='a, b' port='1 , 2' | a:1 b:2",
                "host=a,,b | a:5432 /run/test/.s.PGSQL.5432 b:5432",
                "host=a, | a:5432 /run/test/.s.PGSQL.5432",
                "host=/tmp | /tmp/.s.PGSQL.5432",
                "host=/tmp/ port=7 | /tmp/.s.PGSQL.7",
                "host=@abstract | @abstract/.s.PGSQL.5432",
                "host=::1 | [::1]:5432",
                "hostaddr=10.0.0.1 | 10.0.0.1:5432",
                "hostaddr=::1,127.0.0.1 port=1,2 | [::1]:1 127.0.0.1:2",
                "hostaddr=fe80::1%eth0 | [fe80::1%eth0]:5432",
                "hostaddr=::ffff:10.0.0.1 | [::ffff:10.0.0.1]:5432",
                "host=a hostaddr=10.0.0.1 | a/10.0.0.1:5432",
                "host=a,b hostaddr=10.0.0.1,::2 | a/10.0.0.1:5432 b/[::2]:5432",
                "host=a,b hostaddr=,::2 | a:5432 b/[::2]:5432",
                "host=/tmp hostaddr=127.0.0.1 | /tmp/127.0.0.1:5432",
            })
    @Contract({"3.7 several hosts", "3.7 port", "3.7 hostaddr"})
    void pairsHostsAddressesAndPorts(String dsn, String expected) {
        assertThat(TestEnvironment.parse(dsn).hosts().stream().map(HostSpec::toString))
                .isEqualTo(List.of(expected.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "99999999999", "x", "1x", "1.0", "0x10", "1,2"})
    void refusesPortsThatAreNone(String port) {
        assertThatThrownBy(() -> TestEnvironment.parse("host=a port='" + port + "'"))
                .isExactlyInstanceOf(ProgrammingException.class)
                .hasMessageStartingWith("invalid dsn: port: ");
    }

    @Test
    @Contract("3.7 port")
    void saysHowListsDiffer() {
        assertThatThrownBy(() -> TestEnvironment.parse("host=a,b,c port=1,2"))
                .hasMessage("invalid dsn: port: has 2 entries for 3 hosts");
        assertThatThrownBy(() -> TestEnvironment.parse("host=a,b hostaddr=10.0.0.1"))
                .hasMessage("invalid dsn: hostaddr: has 1 entries for 2 hosts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "10.0.0", "10.0.0.256", "10.0.0.1.", "010.0.0.1", "1", ":", "1:2", "g::1", "[::1]"})
    void refusesAddressesThatWouldNeedANameService(String address) {
        assertThatThrownBy(() -> TestEnvironment.parse("hostaddr=" + address))
                .hasMessage("invalid dsn: hostaddr: expected numeric IPv4 or IPv6 addresses");
    }

    @Test
    void aHostWithAnAddressIsNotASocket() {
        assertThat(new HostSpec("/tmp", null, 5432).unixSocket()).isTrue();
        assertThat(new HostSpec("@x", null, 5432).unixSocket()).isTrue();
        assertThat(new HostSpec("/tmp", "127.0.0.1", 5432).unixSocket()).isFalse();
        assertThat(new HostSpec("tmp", null, 5432).unixSocket()).isFalse();
    }

    @Test
    @Contract("3.7 host")
    void onlySocketsHaveAPath() {
        assertThat(new HostSpec("/tmp", null, 5433).socketPath()).isEqualTo("/tmp/.s.PGSQL.5433");
        assertThatIllegalStateException()
                .isThrownBy(() -> new HostSpec("a", null, 5432).socketPath())
                .withMessage("a:5432 is not a Unix socket");
    }

    @Test
    void checksItsParts() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HostSpec("", null, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new HostSpec("a", null, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new HostSpec("a", null, 65536));
    }
}
