package org.momoko.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.NotSupportedException;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Contract;

class ConnectConfigTests {

    private static ConnectConfig.Builder builder() {
        return TestEnvironment.parse("").toBuilder();
    }

    @Test
    @Contract("3.7 defaults")
    void defaultsAreThoseOfTheDesign() {
        ConnectConfig config = TestEnvironment.parse("host=h");

        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.applicationName()).isNull();
        assertThat(config.options()).isEmpty();
        assertThat(config.channelBinding()).isEqualTo(ChannelBinding.PREFER);
        assertThat(config.requireAuth()).containsExactlyInAnyOrder(AuthMethod.values());
        assertThat(config.targetSessionAttrs()).isEqualTo(TargetSessionAttrs.ANY);
        assertThat(config.loadBalanceHosts()).isEqualTo(LoadBalanceHosts.DISABLE);
        assertThat(config.minProtocolVersion()).isEqualTo(ProtocolVersion.V3_0);
        assertThat(config.maxProtocolVersion()).isEqualTo(ProtocolVersion.V3_0);
        assertThat(config.keepAlive())
                .isEqualTo(
                        new KeepAlive(true, Duration.ofSeconds(30), Duration.ofSeconds(10), 3, Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @CsvSource({
        "'', PT10S",
        "0, PT0S",
        "-1, PT0S",
        "1, PT1S",
        "' 5 ', PT5S",
        "0.25, PT0.25S",
        "999999999, PT277777H46M39S"
    })
    @Contract("3.7 connect_timeout")
    void connectTimeoutIsInSeconds(String text, Duration expected) {
        assertThat(TestEnvironment.parse("connect_timeout='" + text + "'").connectTimeout())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1s", "1e9", ".5", "1.", "9999999999", "1,2"})
    void connectTimeoutMustBeANumber(String text) {
        assertThatThrownBy(() -> TestEnvironment.parse("connect_timeout=" + text))
                .hasMessage("invalid dsn: connect_timeout: expected a number of seconds below 1000000000");
    }

    @Test
    @Contract("3.7 application_name")
    void applicationNameBeatsItsFallback() {
        assertThat(TestEnvironment.parse("application_name=a fallback_application_name=b")
                        .applicationName())
                .isEqualTo("a");
        assertThat(TestEnvironment.parse("fallback_application_name=b").applicationName())
                .isEqualTo("b");
    }

    @Test
    @Contract("3.7 keepalives")
    void keepaliveSettingsAreTaken() {
        ConnectConfig config = TestEnvironment.parse(
                "keepalives=0 keepalives_idle=1 keepalives_interval=2" + " keepalives_count=0 tcp_user_timeout=1500");

        assertThat(config.keepAlive())
                .isEqualTo(
                        new KeepAlive(false, Duration.ofSeconds(1), Duration.ofSeconds(2), 0, Duration.ofMillis(1500)));
    }

    @ParameterizedTest
    @EnumSource
    void readsLibpqsWordsForTheKindOfServer(TargetSessionAttrs attrs) {
        String word = attrs.name().toLowerCase(Locale.ROOT).replace('_', '-');

        assertThat(TestEnvironment.parse("target_session_attrs=" + word).targetSessionAttrs())
                .isEqualTo(attrs);
    }

    @Test
    void readsLibpqsWordsForTheRest() {
        assertThat(TestEnvironment.parse("channel_binding=disable").channelBinding())
                .isEqualTo(ChannelBinding.DISABLE);
        assertThat(TestEnvironment.parse("channel_binding=require").channelBinding())
                .isEqualTo(ChannelBinding.REQUIRE);
        assertThat(TestEnvironment.parse("load_balance_hosts=random").loadBalanceHosts())
                .isEqualTo(LoadBalanceHosts.RANDOM);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sslmode | expected one of disable, allow, prefer, require, verify-ca, verify-full",
                "sslnegotiation | expected one of postgres, direct",
                "channel_binding | expected one of disable, prefer, require",
                "target_session_attrs | expected one of any, read-write, read-only, primary, standby, prefer-standby",
                "load_balance_hosts | expected one of disable, random",
                "max_protocol_version | expected 3.0, 3.2 or latest",
                "min_protocol_version | expected 3.0, 3.2 or latest",
                "sslsni | expected a whole number from 0 to 1",
                "keepalives | expected a whole number from -2147483648 to 2147483647",
                "keepalives_idle | expected a whole number from 0 to 32767",
                "keepalives_interval | expected a whole number from 0 to 32767",
                "keepalives_count | expected a whole number from 0 to 127",
                "tcp_user_timeout | expected a whole number from 0 to 2147483647",
                "ssl_min_protocol_version | expected one of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3",
                "require_auth | expected a comma-separated list of none, password, md5, scram-sha-256, gss, sspi, oauth",
            })
    void sayWhatTheyExpectAndNotWhatTheyFound(String key, String reason) {
        assertThatThrownBy(() -> TestEnvironment.parse(key + "=Secret"))
                .isExactlyInstanceOf(ProgrammingException.class)
                .hasNoCause()
                .hasMessage("invalid dsn: " + key + ": " + reason);
    }

    @Test
    void protocolVersions() {
        assertThat(TestEnvironment.parse("max_protocol_version=latest").maxProtocolVersion())
                .isEqualTo(ProtocolVersion.V3_2);
        assertThat(TestEnvironment.parse("min_protocol_version=3.2").maxProtocolVersion())
                .isEqualTo(ProtocolVersion.V3_2);
        assertThat(ProtocolVersion.V3_0.code()).isEqualTo(196608);
        assertThat(ProtocolVersion.V3_2.code()).isEqualTo(196610);
        assertThatThrownBy(() -> TestEnvironment.parse("min_protocol_version=3.2 max_protocol_version=3.0"))
                .hasMessage("invalid dsn: max_protocol_version: must not be older than min_protocol_version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF8", "utf-8", "utf8", "unicode", "UNICODE", "auto", "Utf_8"})
    @Contract("3.7 client_encoding")
    void acceptsUtf8ByItsNames(String encoding) {
        assertThat(TestEnvironment.parse("client_encoding=" + encoding).options())
                .isEmpty();
        assertThat(TestEnvironment.parse("options='-c client_encoding=" + encoding + "'")
                        .options())
                .isEmpty();
    }

    @Test
    @Contract("3.7 client_encoding")
    void refusesOtherEncodings() {
        assertThatThrownBy(() -> TestEnvironment.parse("client_encoding=LATIN1"))
                .isExactlyInstanceOf(NotSupportedException.class)
                .hasMessage("not supported: client_encoding: the client encoding is always UTF8");
        assertThatThrownBy(() -> TestEnvironment.parse("options='-c Client_Encoding=SJIS'"))
                .hasMessage("not supported: options: the client encoding is always UTF8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gssencmode=require",
                "krbsrvname=pg",
                "gsslib=gssapi",
                "gssdelegation=1",
                "replication=database",
                "replication=true",
                "sslcompression=1",
                "requirepeer=postgres",
                "sslcertmode=require",
                "sslkeylogfile=/tmp/k",
                "scram_client_key=s",
                "scram_server_key=s",
                "oauth_issuer=i",
                "oauth_client_id=i",
                "oauth_client_secret=s",
                "oauth_scope=s",
            })
    @Contract("3.7 unsupported")
    void refusesWhatItCannotDoByItsKey(String dsn) {
        String key = dsn.substring(0, dsn.indexOf('='));
        assertThatThrownBy(() -> TestEnvironment.parse(dsn))
                .isExactlyInstanceOf(NotSupportedException.class)
                .hasMessageStartingWith("not supported: " + key + ": ");
    }

    @Test
    @Contract("3.7 unsupported")
    void acceptsTheDefaultsOfWhatItCannotDo() {
        String dsn = "gssencmode=disable krbsrvname=postgres gssdelegation=0 replication=false sslcompression=0"
                + " requirepeer='' sslcertmode=allow oauth_issuer='' gsslib='' user=u";

        assertThat(TestEnvironment.parse(dsn).user()).isEqualTo("u");
        assertThat(TestEnvironment.parse("gssencmode=prefer user=u").user()).isEqualTo("u");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host=h user=u dbname=d password=S3cr3t",
                "host=h user=u dbname=d sslpassword=S3cr3t password=S3cr3t",
                "postgresql://u:S3cr3t@h/d",
                "postgresql://u:S%33cr3t@h/d",
                "postgresql://u@h/d?pass%77ord=S3cr3t",
            })
    void toStringShowsNoSecret(String dsn) {
        ConnectConfig config = TestEnvironment.parse(dsn);

        assertThat(config.passwordFor(config.hosts().get(0))).isEqualTo("S3cr3t");
        assertThat(config)
                .hasToString("ConnectConfig[hosts=[h:5432], user=u, database=d, applicationName=null, sslMode=prefer]");
        assertThat(config.tls().toString()).doesNotContain("S3cr3t");
    }

    @Test
    void builderAndConnectionStringAgree() {
        ConnectConfig built = builder()
                .host("h")
                .port(1)
                .database("d")
                .user("u")
                .password("")
                .applicationName("app")
                .option("search_path", "a b\\c")
                .option("work_mem", "1MB")
                .option("Work_Mem", "2MB")
                .sslMode(SslMode.VERIFY_CA)
                .connectTimeout(Duration.ofMillis(1500))
                .setting("channel_binding", "require")
                .build();

        assertThat(built.hosts()).containsExactly(new HostSpec("h", null, 1));
        assertThat(built.database()).isEqualTo("d");
        assertThat(built.user()).isEqualTo("u");
        assertThat(built.passwordFor(built.hosts().get(0))).isEmpty();
        assertThat(built.applicationName()).isEqualTo("app");
        assertThat(built.options().get("search_path")).isEqualTo("a b\\c");
        assertThat(built.options().get("work_mem")).isEqualTo("2MB");
        assertThat(built.tls().sslMode()).isEqualTo(SslMode.VERIFY_CA);
        assertThat(built.connectTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(built.channelBinding()).isEqualTo(ChannelBinding.REQUIRE);
    }

    @Test
    @SuppressWarnings("NullAway")
    void builderRefusesWhatAConnectionStringMayNotHold() {
        assertThatThrownBy(() -> builder().port(0).build())
                .hasMessage("invalid dsn: port: expected a whole number from 1 to 65535");
        assertThatThrownBy(() -> builder().user("a\0b")).hasMessage("invalid dsn: user: contains a NUL character");
        assertThatThrownBy(() -> builder().setting("hots", "x"))
                .hasMessage("invalid dsn: unknown option \"hots\", did you mean \"host\"?");
        assertThatThrownBy(() -> builder().option("user", "admin"))
                .hasMessage("invalid dsn: options: expected the name of a server setting");
        assertThatThrownBy(() -> builder().option("a -c user", "admin")).isInstanceOf(ProgrammingException.class);
        assertThatNullPointerException()
                .isThrownBy(() -> builder().password(null))
                .withMessage("password");
    }

    @Test
    void toBuilderKeepsEverythingAndLeavesTheOriginalAlone() {
        ConnectConfig original = TestEnvironment.parse("host=a user=u password=p options='-c x=1'");

        ConnectConfig changed = original.toBuilder().host("b").option("y", "2").build();

        assertThat(changed.hosts()).containsExactly(new HostSpec("b", null, 5432));
        assertThat(changed.passwordFor(changed.hosts().get(0))).isEqualTo("p");
        assertThat(changed.options()).containsKeys("x", "y");
        assertThat(original.hosts()).containsExactly(new HostSpec("a", null, 5432));
        assertThat(original.options()).containsOnlyKeys("x");
    }

    @Test
    void aFreshBuilderNeedsNoConnectionString() {
        ConnectConfig config =
                ConnectConfig.builder().host("h").user("u").password("p").build();

        assertThat(config.database()).isEqualTo("u");
        assertThat(config.hosts()).containsExactly(new HostSpec("h", null, 5432));
    }

    @Test
    void parsesInTheEnvironmentOfTheProcess() {
        ConnectConfig config = ConnectConfig.parse("postgresql://u:p@h:1/d?sslmode=disable");

        assertThat(config.hosts().get(0).port()).isEqualTo(1);
        assertThat(config.tls().sslMode()).isEqualTo(SslMode.DISABLE);
    }
}
