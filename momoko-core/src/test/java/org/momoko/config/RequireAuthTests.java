package org.momoko.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.config.AuthMethod.GSS;
import static org.momoko.config.AuthMethod.MD5;
import static org.momoko.config.AuthMethod.NONE;
import static org.momoko.config.AuthMethod.OAUTH;
import static org.momoko.config.AuthMethod.PASSWORD;
import static org.momoko.config.AuthMethod.SCRAM_SHA_256;
import static org.momoko.config.AuthMethod.SSPI;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.NotSupportedException;
import org.momoko.testing.Contract;

class RequireAuthTests {

    private static Set<AuthMethod> allowed(String text) {
        return TestEnvironment.parse("require_auth='" + text + "'").requireAuth();
    }

    @Test
    @Contract("3.7 require_auth")
    void aListAllowsOnlyWhatItNames() {
        assertThat(allowed("scram-sha-256")).containsExactlyInAnyOrder(SCRAM_SHA_256);
        assertThat(allowed("md5,scram-sha-256,gss")).containsExactlyInAnyOrder(MD5, SCRAM_SHA_256, GSS);
        assertThat(allowed("none")).containsExactlyInAnyOrder(NONE);
    }

    @Test
    void exclamationMarksRefuseOnlyWhatTheyName() {
        assertThat(allowed("!password,!md5")).containsExactlyInAnyOrder(NONE, SCRAM_SHA_256, GSS, SSPI, OAUTH);
        assertThat(allowed("!none")).containsExactlyInAnyOrder(PASSWORD, MD5, SCRAM_SHA_256, GSS, SSPI, OAUTH);
    }

    @Test
    void refusesMixturesAndRepetitions() {
        assertThatThrownBy(() -> allowed("md5,!none"))
                .hasMessage("invalid dsn: require_auth: methods with and without \"!\" cannot be mixed");
        assertThatThrownBy(() -> allowed("!md5,none"))
                .hasMessage("invalid dsn: require_auth: methods with and without \"!\" cannot be mixed");
        assertThatThrownBy(() -> allowed("md5,md5")).hasMessage("invalid dsn: require_auth: md5 is named twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gss", "sspi,oauth", "!none,!password,!md5,!scram-sha-256"})
    void refusesWhatLeavesNothingToAnswerWith(String text) {
        assertThatThrownBy(() -> allowed(text))
                .isExactlyInstanceOf(NotSupportedException.class)
                .hasMessage("not supported: require_auth: at least one of none, password, md5, scram-sha-256 must be"
                        + " allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "md5,", "!", "!!md5", "MD5"})
    void refusesWhatIsNoMethod(String text) {
        assertThatThrownBy(() -> allowed(text)).hasMessageStartingWith("invalid dsn: require_auth: ");
    }
}
