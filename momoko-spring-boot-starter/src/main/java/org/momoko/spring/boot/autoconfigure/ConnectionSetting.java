package org.momoko.spring.boot.autoconfigure;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * A key that stands for a setting of libpq.
 *
 * @param property the key, below the pool's prefix
 * @param word the setting, as libpq and the core's messages call it
 * @param text what the setting is to be; null or empty for nothing
 */
record ConnectionSetting(String property, String word, Function<ConnectionProperties, @Nullable Object> text) {
    /** Where the server is: what a URL says as a whole, and may not be said twice. */
    static final List<ConnectionSetting> ADDRESS = List.of(
            new ConnectionSetting("host", "host", ConnectionProperties::host),
            new ConnectionSetting("host-address", "hostaddr", ConnectionProperties::hostAddress),
            new ConnectionSetting("port", "port", ConnectionProperties::port),
            new ConnectionSetting("database", "dbname", ConnectionProperties::database),
            new ConnectionSetting("service", "service", ConnectionProperties::service));

    /** Who to be, which connection details tell. */
    static final List<ConnectionSetting> CREDENTIALS = List.of(
            new ConnectionSetting("username", "user", ConnectionProperties::username),
            new ConnectionSetting("password", "password", ConnectionProperties::password));

    /** What names the files of TLS, which a bundle is instead of. */
    static final List<ConnectionSetting> TLS_FILES = List.of(
            new ConnectionSetting(
                    "ssl.root-cert",
                    "sslrootcert",
                    properties -> properties.ssl().rootCert()),
            new ConnectionSetting(
                    "ssl.cert", "sslcert", properties -> properties.ssl().cert()),
            new ConnectionSetting(
                    "ssl.key", "sslkey", properties -> properties.ssl().key()),
            new ConnectionSetting(
                    "ssl.key-password",
                    "sslpassword",
                    properties -> properties.ssl().keyPassword()),
            new ConnectionSetting(
                    "ssl.crl", "sslcrl", properties -> properties.ssl().crl()),
            new ConnectionSetting(
                    "ssl.crl-dir", "sslcrldir", properties -> properties.ssl().crlDir()));

    /** Everything else but the options; wins over the same setting in a URL. */
    static final List<ConnectionSetting> OTHERS = List.of(
            new ConnectionSetting("password-file", "passfile", ConnectionProperties::passwordFile),
            new ConnectionSetting("application-name", "application_name", ConnectionProperties::applicationName),
            new ConnectionSetting("connect-timeout", "connect_timeout", p -> seconds(p.connectTimeout())),
            new ConnectionSetting("target-session-attrs", "target_session_attrs", p -> keyword(p.targetSessionAttrs())),
            new ConnectionSetting("load-balance-hosts", "load_balance_hosts", p -> keyword(p.loadBalanceHosts())),
            new ConnectionSetting("channel-binding", "channel_binding", p -> keyword(p.channelBinding())),
            new ConnectionSetting("require-auth", "require_auth", p -> list(p.requireAuth())),
            new ConnectionSetting(
                    "min-protocol-version", "min_protocol_version", ConnectionProperties::minProtocolVersion),
            new ConnectionSetting(
                    "max-protocol-version", "max_protocol_version", ConnectionProperties::maxProtocolVersion),
            new ConnectionSetting(
                    "keep-alive.enabled", "keepalives", p -> flag(p.keepAlive().enabled())),
            new ConnectionSetting(
                    "keep-alive.idle",
                    "keepalives_idle",
                    p -> seconds(p.keepAlive().idle())),
            new ConnectionSetting(
                    "keep-alive.interval",
                    "keepalives_interval",
                    p -> seconds(p.keepAlive().interval())),
            new ConnectionSetting(
                    "keep-alive.count", "keepalives_count", p -> p.keepAlive().count()),
            new ConnectionSetting(
                    "keep-alive.user-timeout",
                    "tcp_user_timeout",
                    p -> millis(p.keepAlive().userTimeout())),
            new ConnectionSetting("ssl.mode", "sslmode", p -> keyword(p.ssl().mode())),
            new ConnectionSetting(
                    "ssl.negotiation", "sslnegotiation", p -> keyword(p.ssl().negotiation())),
            new ConnectionSetting(
                    "ssl.min-version", "ssl_min_protocol_version", p -> p.ssl().minVersion()),
            new ConnectionSetting(
                    "ssl.max-version", "ssl_max_protocol_version", p -> p.ssl().maxVersion()),
            new ConnectionSetting("ssl.sni", "sslsni", p -> flag(p.ssl().sni())));

    /** What the setting is to be; null for nothing, which empty text means too. */
    @Nullable
    String value(ConnectionProperties properties) {
        Object value = text.apply(properties);
        return value != null && StringUtils.hasText(value.toString()) ? value.toString() : null;
    }

    private static @Nullable String keyword(@Nullable Enum<?> constant) {
        return constant == null
                ? null
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable String list(@Nullable List<String> items) {
        return items == null ? null : String.join(",", items);
    }

    private static @Nullable String flag(@Nullable Boolean on) {
        return on == null ? null : on ? "1" : "0";
    }

    /** With decimals if need be, which the core refuses where it wants whole seconds. */
    private static @Nullable String seconds(@Nullable Duration duration) {
        return duration == null
                ? null
                : BigDecimal.valueOf(duration.getSeconds())
                        .add(BigDecimal.valueOf(duration.getNano(), 9))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static @Nullable String millis(@Nullable Duration duration) {
        return duration == null ? null : Long.toString(duration.toMillis());
    }
}
